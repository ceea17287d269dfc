//! 提交: the initiator sends the application on its way.

use super::advance::advance;
use super::choose::{check_chosen, choose};
use super::work::Work;
use crate::{Forward, Refusal, What};

/// Starts the process. This is also the one place that looks at the definition as a whole: nothing begins on a broken one.
pub(crate) fn submit(work: &mut Work<'_>, forward: &Forward) -> Result<(), Refusal> {
    work.check_initiator()?;
    work.definition.check().map_err(|_| Refusal::BrokenDefinition)?;
    choose(work, &forward.choices)?;
    check_chosen(work)?;
    work.record(What::Started);
    advance(work)
}
