//! 催办: the initiator reminds those who hold the application.

use super::work::Work;
use crate::{Refusal, TaskId, What};

/// Records a reminder to every open task, at most one per interval of the service.
pub(crate) fn urge(work: &mut Work<'_>) -> Result<(), Refusal> {
    work.check_initiator()?;
    if let Some(last) = work.instance.last_urged {
        let again_at = last.saturating_add(work.definition.urge_interval_ms);
        if work.command.at < again_at {
            return Err(Refusal::UrgedTooSoon { again_at });
        }
    }
    let tasks: Vec<TaskId> = work.instance.open_tasks().map(|task| task.id).collect();
    work.record(What::Urged { tasks });
    Ok(())
}
