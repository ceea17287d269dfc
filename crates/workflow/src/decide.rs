//! From a command to its operations.

use crate::{Command, Definition, Facts, Instance, Operation, OperationId, Refusal};

/// The answer to an accepted command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// New: store these operations, in one transaction with everything they lead to.
    Accepted(Vec<Operation>),
    /// The key was answered before: nothing new happens. The first answer is this operation with everything it caused.
    Answered {
        /// The command's operation of the first answer.
        operation: OperationId,
    },
}

impl Decision {
    /// The new operations; none when the key was answered before.
    pub fn operations(&self) -> &[Operation] {
        match self {
            Self::Accepted(operations) => operations,
            Self::Answered { .. } => &[],
        }
    }
}

/// What the command leads to, or why not.
pub fn decide(
    definition: &Definition,
    instance: &Instance,
    command: &Command,
    facts: &Facts,
) -> Result<Decision, Refusal> {
    let _ = (instance, command, facts);
    definition.check().map_err(|_| Refusal::BrokenDefinition)?;
    Err(Refusal::WrongState { state: "draft" })
}
