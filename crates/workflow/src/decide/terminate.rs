//! 终止: an administrator ends the application.

use super::settle::end;
use super::work::{Work, check_reason};
use crate::{Reason, Refusal, What};

/// Ends the application at an administrator's word; never without a reason.
pub(crate) fn terminate(work: &mut Work<'_>, reason: &str) -> Result<(), Refusal> {
    work.check_administrator()?;
    check_reason(reason)?;
    end(work, Reason::ApplicationTerminated, What::Terminated);
    Ok(())
}
