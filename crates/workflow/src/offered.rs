//! What somebody could do with an application now: which buttons a page shows.
//!
//! Only a courtesy: [`crate::decide()`] checks everything again. The answers come from the same rules (where it is simplest, from trying the command out),
//! so a button shown is a button that works, unless the world moves in between.

use crate::decide::{return_to, still_theirs, would_accept};
use crate::{
    Action, ActorId, Definition, Facts, Instance, Offer, Part, Policy, ResubmitRule, ReturnTo, State, Step,
    StepKey, Task, TaskId,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What one person could do with an application now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "one answer per button")]
pub struct Offered {
    /// The tasks this person can act on.
    pub tasks: Vec<OfferedTask>,
    /// 撤回: the task whose decision could be taken back.
    pub withdraw: Option<TaskId>,
    /// 提交.
    pub submit: bool,
    /// 重新提交.
    pub resubmit: bool,
    /// 撤销.
    pub cancel: bool,
    /// 催办: from when on it is possible; in the past for "now". `None` if not at all.
    pub urge_from: Option<i64>,
    /// 沟通.
    pub comment: bool,
    /// 减签: the tasks of added signers that this person could remove.
    pub remove_signers: Vec<TaskId>,
    /// 改派, 终止.
    pub administer: bool,
}

/// What can be done with one open task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferedTask {
    /// The task.
    pub task: TaskId,
    /// Its step.
    pub step: StepKey,
    /// What the holder is asked for.
    pub asked: Asked,
    /// What else the step offers for this task.
    pub offers: BTreeSet<Offer>,
    /// The steps it could be returned to, in reading order.
    pub return_to: Vec<StepKey>,
    /// Can it be returned to "the previous step" without naming one?
    pub return_to_previous: bool,
    /// Must a return to the initiator say how it comes again?
    pub choose_way: bool,
}

/// What the holder of a task is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Asked {
    /// To decide: approve, or one of what the step offers.
    Decision {
        /// Must an approval come with an opinion?
        opinion_required: bool,
    },
    /// For an opinion: to agree or to disagree.
    Opinion,
    /// Nothing: initiator and applicant cannot decide here (5.7). The task can only be handed on.
    Nothing,
}

/// What this person could do now.
pub fn offered(
    definition: &Definition,
    instance: &Instance,
    facts: &Facts,
    actor: &ActorId,
    at: i64,
) -> Offered {
    let accepts = |action: Action| would_accept(definition, instance, facts, actor, at, action);
    let initiator = facts.initiator == *actor;
    let begun = instance.state != State::Draft && !instance.state.is_finished();
    let own = instance.tasks.iter().filter(|task| task.assignee == *actor);
    let open = own.clone().filter(|task| task.is_open());
    let urged = instance.last_urged.map(|last| last.saturating_add(definition.urge_interval_ms));
    let removable = |task: &&Task| {
        task.under.is_some()
            && task.closed().is_none()
            && accepts(Action::RemoveSigner { task: task.id, reason: String::new() })
    };
    Offered {
        tasks: open.filter_map(|task| offered_task(definition, instance, facts, task)).collect(),
        withdraw: own.map(|task| task.id).find(|task| accepts(Action::Withdraw { task: *task })),
        submit: initiator && instance.state == State::Draft,
        resubmit: initiator && matches!(instance.state, State::Returned(_)),
        cancel: accepts(Action::Cancel { reason: String::new() }),
        urge_from: (initiator && instance.state == State::Running).then(|| urged.unwrap_or(i64::MIN)),
        comment: accepts(Action::Comment { text: "?".to_owned(), attachments: Vec::new() }),
        remove_signers: instance.tasks.iter().filter(removable).map(|task| task.id).collect(),
        administer: begun && facts.process_administrators.contains(actor),
    }
}

fn offered_task(
    definition: &Definition,
    instance: &Instance,
    facts: &Facts,
    task: &Task,
) -> Option<OfferedTask> {
    let visit = instance.visit(task.visit)?;
    let step = definition.step(&visit.step)?;
    if !still_theirs(instance, facts, step, task) {
        return None;
    }
    let asked = if task.part.is_opinion() {
        Asked::Opinion
    } else if step.grants_access && facts.is_party(&task.assignee) {
        Asked::Nothing
    } else {
        Asked::Decision { opinion_required: step.opinion_required }
    };
    let may_decide = matches!(asked, Asked::Decision { .. });
    let votes = task.part == Part::Member && matches!(step.policy, Policy::Ratio(_)) && !visit.stand_in;
    let offers = step.offers.iter().copied().filter(|offer| match offer {
        Offer::Reject | Offer::ReturnToStep | Offer::ReturnToInitiator => may_decide,
        Offer::Abstain => may_decide && votes,
        Offer::AddSigners | Offer::Transfer | Offer::Delegate | Offer::Copy => true,
    });
    let offers: BTreeSet<Offer> = offers.collect();
    let targets = if offers.contains(&Offer::ReturnToStep) {
        return_to::targets(definition, instance, &step.key)
    } else {
        Vec::new()
    };
    Some(OfferedTask {
        task: task.id,
        step: step.key.clone(),
        asked,
        return_to_previous: !targets.is_empty()
            && return_to::target(definition, instance, step, &ReturnTo::Previous).is_ok(),
        return_to: targets.iter().map(|step: &&Step| step.key.clone()).collect(),
        choose_way: offers.contains(&Offer::ReturnToInitiator)
            && definition.resubmit == ResubmitRule::ReturnerChooses,
        offers,
    })
}
