//! 沟通/批注: saying something without deciding anything.

use super::work::Work;
use crate::Refusal;

/// A comment has no consequence: the command's own operation is the record. Who takes part may speak.
pub(crate) fn comment(work: &Work<'_>, text: &str) -> Result<(), Refusal> {
    let actor = work.actor();
    let takes_part = work.facts.is_party(actor)
        || work.instance.has_taken_part(actor)
        || work.facts.process_administrators.contains(actor);
    if !takes_part {
        return Err(Refusal::NotParticipant);
    }
    if text.trim().is_empty() { Err(Refusal::OpinionMissing) } else { Ok(()) }
}
