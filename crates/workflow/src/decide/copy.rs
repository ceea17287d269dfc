//! 抄送: letting people read along.

use super::work::{Work, check_offer};
use crate::{ActorId, Offer, Refusal, TaskId, What};

/// Gives people a copy. Reading is all it allows.
pub(crate) fn copy(work: &mut Work<'_>, task: TaskId, to: &[ActorId]) -> Result<(), Refusal> {
    let (_, step) = work.held(task)?;
    check_offer(step, Offer::Copy)?;
    if to.is_empty() {
        return Err(Refusal::NobodyNamed);
    }
    work.record(What::Copied { to: to.to_vec() });
    Ok(())
}
