//! What one person may do with one task now: which buttons a page shows. The engine answers.

use std::collections::BTreeSet;

use tongxing_catalog::Text;
use tongxing_storage::{application::Application, task::Task};
use tongxing_workflow::{
    Action, ActorId, Asked, Command, CommandKey, Facts, Offer, Offered, OfferedTask, TaskState,
};

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
    /// 弃权.
    pub abstain: bool,
    /// 同意, 不同意: an opinion is asked for, not a decision.
    pub opine: bool,
    /// The task is this person's, but initiator and applicant cannot decide here: it can only be handed on.
    pub barred: bool,
    /// The task is this person's and waits for the answers of people they asked.
    pub waits: bool,
    /// 驳回到发起人, 退回修改.
    pub return_to_initiator: bool,
    /// A return to the initiator says which way it comes again.
    pub choose_way: bool,
    /// 驳回到上一环节, without naming it.
    pub return_to_previous: bool,
    /// 驳回到环节: the steps' keys and titles.
    pub return_to: Vec<(String, Text)>,
    /// 加签.
    pub add_signers: bool,
    /// 减签: the numbers of the tasks of signers who can still be removed.
    pub remove_signers: Vec<u32>,
    /// 转办.
    pub transfer: bool,
    /// 委派.
    pub delegate: bool,
    /// 抄送.
    pub copy: bool,
    /// 批注.
    pub comment: bool,
    /// 撤回 the decision on this task.
    pub withdraw: bool,
    /// 改派, 终止.
    pub administer: bool,
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
        let mut can = Self::with_the_application(&offered, task);
        can.waits = task.assignee == me && task.state == TaskState::Waiting;
        if let Some(open) = offered.tasks.into_iter().find(|open| open.task == task.number) {
            can.with_the_task(published, &open);
        }
        can
    }

    /// What does not need an open task.
    fn with_the_application(offered: &Offered, task: &Task) -> Self {
        Self {
            comment: offered.comment,
            withdraw: offered.withdraw == Some(task.number),
            remove_signers: offered.remove_signers.iter().map(|signer| signer.0).collect(),
            administer: offered.administer,
            ..Self::default()
        }
    }

    fn with_the_task(&mut self, published: &PublishedService, open: &OfferedTask) {
        match open.asked {
            Asked::Decision { opinion_required } => {
                self.approve = true;
                self.opinion_required = opinion_required;
            }
            Asked::Opinion => self.opine = true,
            Asked::Nothing => self.barred = true,
        }
        let offers: &BTreeSet<Offer> = &open.offers;
        self.reject = offers.contains(&Offer::Reject);
        self.abstain = offers.contains(&Offer::Abstain);
        self.return_to_initiator = offers.contains(&Offer::ReturnToInitiator);
        self.add_signers = offers.contains(&Offer::AddSigners);
        self.transfer = offers.contains(&Offer::Transfer);
        self.delegate = offers.contains(&Offer::Delegate);
        self.copy = offers.contains(&Offer::Copy);
        self.choose_way = open.choose_way;
        self.return_to_previous = open.return_to_previous;
        let title = |key: &str| published.service.step(key).map(|step| step.title.clone());
        let named = |key: &str| Some((key.to_owned(), title(key)?));
        self.return_to = open.return_to.iter().filter_map(|step| named(step.as_str())).collect();
    }

    /// Whether something can be done that other people have to be picked for.
    pub fn needs_people(&self) -> bool {
        self.add_signers || self.transfer || self.delegate || self.copy || self.administer
    }

    /// Whether the task waits for this person.
    pub fn holds(&self) -> bool {
        self.approve || self.opine || self.barred
    }

    /// Whether it can be returned, to whomever.
    pub fn returns(&self) -> bool {
        self.return_to_initiator || self.return_to_previous || !self.return_to.is_empty()
    }
}

/// A command that is only tried out.
pub(super) fn command(campus: &Campus, actor: &Actor, action: Action) -> Command {
    let actor: ActorId = actor_id(actor);
    Command { actor, key: CommandKey::new("only-asking"), at: campus.now().millis(), action }
}
