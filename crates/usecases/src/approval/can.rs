//! What one person may do with one task now: which buttons a page shows. The engine answers.

use tongxing_catalog::Text;
use tongxing_storage::{application::Application, task::Task};
use tongxing_workflow::{Action, ActorId, Asked, Command, CommandKey, Facts, Offer};

use super::inbox::actor_id;
use crate::{Actor, Campus, campus::PublishedService};

/// The buttons. A courtesy: the engine checks every command again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "one answer per button")]
pub struct Can {
    /// 通过.
    pub approve: bool,
    /// An approval needs an opinion.
    pub opinion_required: bool,
    /// 不通过.
    pub reject: bool,
    /// 驳回到发起人, 退回修改.
    pub return_to_initiator: bool,
    /// 驳回到上一环节, without naming it.
    pub return_to_previous: bool,
    /// 驳回到环节: the steps' keys and titles.
    pub return_to: Vec<(String, Text)>,
    /// 批注.
    pub comment: bool,
    /// 撤回 the decision on this task.
    pub withdraw: bool,
}

impl Can {
    pub(super) fn of(
        campus: &Campus,
        actor: &Actor,
        published: &PublishedService,
        application: &Application,
        facts: &Facts,
        task: &Task,
    ) -> Self {
        let me = actor_id(actor);
        let at = campus.now().millis();
        let offered =
            tongxing_workflow::offered(&published.definition, &application.instance, facts, &me, at);
        let mut can = Self {
            comment: offered.comment,
            withdraw: offered.withdraw == Some(task.number),
            ..Self::default()
        };
        let Some(open) = offered.tasks.into_iter().find(|open| open.task == task.number) else { return can };
        if let Asked::Decision { opinion_required } = open.asked {
            can.approve = true;
            can.opinion_required = opinion_required;
        }
        can.reject = open.offers.contains(&Offer::Reject);
        can.return_to_initiator = open.offers.contains(&Offer::ReturnToInitiator);
        can.return_to_previous = open.return_to_previous;
        let title = |key: &str| published.service.step(key).map(|step| step.title.clone());
        can.return_to = open
            .return_to
            .iter()
            .filter_map(|step| Some((step.as_str().to_owned(), title(step.as_str())?)))
            .collect();
        can
    }
}

/// A command that is only tried out.
pub(super) fn command(campus: &Campus, actor: &Actor, action: Action) -> Command {
    let actor: ActorId = actor_id(actor);
    Command { actor, key: CommandKey::new("only-asking"), at: campus.now().millis(), action }
}
