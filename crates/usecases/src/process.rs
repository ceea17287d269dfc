//! One command on one application: the only caller of the approval engine.
//!
//! The caller has opened the transaction and locked the application. Here the facts are gathered, the engine
//! decides, and what it decided is saved together with everything that follows: operations, tasks, notices to the
//! people concerned, the outcome after the last approval, and the audit entry. Nothing leaves the house here; that
//! is the jobs' work, after the commit.

mod facts;
mod notices;

use tongxing_storage::{
    Tx,
    application::{self, Application},
    operation, task,
};
use tongxing_workflow::{Action, ActorId, Command, CommandKey, Decision, State};

pub(crate) use facts::gather;

use crate::{By, Campus, Error, audit, campus::PublishedService, error::FieldProblem, outcome};

/// What changed on the form since the application was returned, for the engine's guard on straight-back (5.2).
#[derive(Debug, Default)]
pub(crate) struct Edits {
    /// Anything at all.
    pub any: bool,
    /// The material fields among it.
    pub material: Vec<String>,
}

/// Asks the engine, and saves the answer with all that follows from it.
///
/// # Errors
/// What the engine refuses, as a refusal with its code; forbidden when somebody else holds the task.
pub(crate) async fn execute(
    campus: &Campus,
    tx: &mut Tx,
    application: &mut Application,
    by: &By,
    action: Action,
    key: &str,
    edits: Edits,
) -> Result<Decision, Error> {
    let published = service_of(campus, application)?;
    let mut facts = gather(campus, tx, &published, application).await?;
    facts::acquaint(tx, &mut facts, &action).await?;
    facts.edited = edits.any;
    facts.material_edits = edits.material;
    let command = Command {
        actor: ActorId::new(by.who.as_text()),
        key: CommandKey::new(key),
        at: campus.now().millis(),
        action,
    };
    let decision = tongxing_workflow::decide(&published.definition, &application.instance, &command, &facts)
        .map_err(refusal)?;
    let Decision::Accepted(operations) = &decision else { return Ok(decision) };

    for operation in operations {
        tongxing_workflow::apply(&mut application.instance, operation);
    }
    application.updated_at = campus.now();
    if application.instance.state.is_finished() {
        application.finished_at = Some(campus.now());
    }
    application::save(tx, application).await?;
    operation::append(tx, application.id, operations).await?;
    task::project(tx, application.id, &application.instance, |_| campus.new_id()).await?;
    notices::send(campus, tx, application, &published, operations).await?;
    if application.instance.state == State::Approved {
        outcome::bring_about(campus, tx, application, &published, by).await?;
    }
    let details = serde_json::json!({ "number": application.number, "operations": operations.len() });
    audit::record(campus, tx, by, action_name(&command.action), &application.id.to_string(), &details)
        .await?;
    Ok(decision)
}

/// The version of the service that the application was started with.
///
/// # Errors
/// A failure when that version is not in the database: published versions are never deleted.
pub(crate) fn service_of(
    campus: &Campus,
    application: &Application,
) -> Result<std::sync::Arc<PublishedService>, Error> {
    campus.services().version(&application.service, application.version).ok_or_else(|| {
        Error::broken(format!("service {} version {} is missing", application.service, application.version))
    })
}

fn refusal(refusal: tongxing_workflow::Refusal) -> Error {
    use tongxing_workflow::Refusal as R;
    match refusal {
        R::NotAssignee { .. } | R::NotInitiator | R::NotAdministrator | R::NotParticipant | R::NotSystem => {
            Error::Forbidden
        }
        R::NoSuchTask { .. } => Error::NotFound,
        other => {
            let mut problem = tongxing_domain::problem::Problem::new(other.code());
            for (name, value) in other.params() {
                problem = problem.with(name, value);
            }
            let path = match other {
                R::ReasonMissing => "reason",
                R::OpinionMissing => "opinion",
                _ => "",
            };
            Error::invalid(vec![FieldProblem { path: path.into(), problem }])
        }
    }
}

/// The action's name in the audit log.
fn action_name(action: &Action) -> &'static str {
    match action {
        Action::Submit(_) => "application.submit",
        Action::Resubmit(_) => "application.resubmit",
        Action::Approve { .. } => "approval.approve",
        Action::Reject { .. } => "approval.reject",
        Action::Abstain { .. } => "approval.abstain",
        Action::Opine { .. } => "approval.opine",
        Action::Return { .. } => "approval.return",
        Action::Withdraw { .. } => "approval.withdraw",
        Action::Cancel { .. } => "application.cancel",
        Action::AddSigners { .. } => "approval.add-signers",
        Action::RemoveSigner { .. } => "approval.remove-signer",
        Action::Transfer { .. } => "approval.transfer",
        Action::Delegate { .. } => "approval.delegate",
        Action::Copy { .. } => "approval.copy",
        Action::Comment { .. } => "application.comment",
        Action::Urge => "application.urge",
        Action::Reassign { .. } => "application.reassign",
        Action::Terminate { .. } => "application.terminate",
        Action::HandOver { .. } => "application.hand-over",
        Action::DueSoon { .. } => "application.due-soon",
        Action::Overdue { .. } => "application.overdue",
        Action::PauseClock { .. } => "application.pause-clock",
        Action::ResumeClock { .. } => "application.resume-clock",
        Action::Migrate { .. } => "application.migrate",
    }
}
