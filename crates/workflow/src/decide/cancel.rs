//! 撤销: the initiator gives the application up, until the last approval.

use super::settle::end;
use super::work::Work;
use crate::{Reason, Refusal, What};

/// Ends the application at its initiator's wish.
pub(crate) fn cancel(work: &mut Work<'_>) -> Result<(), Refusal> {
    work.check_initiator()?;
    end(work, Reason::ApplicationCancelled, What::Cancelled);
    Ok(())
}
