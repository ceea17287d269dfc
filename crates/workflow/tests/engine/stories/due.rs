//! 5.10: reminders, superiors, and what the clock decides by itself.

use crate::story::{Story, one, sequence, step};
use tongxing_workflow::{ActorId, Block, DueTime, Overdue, Policy, StepKey, VisitId};

/// One step with two voters who have a superior, due at 10 with a reminder at 5, and a head behind it.
fn due(policy: Policy, overdue: Overdue) -> Story {
    let mut office = step("office", policy);
    office.overdue = overdue;
    let mut story = Story::new(sequence([Block::Step(office), one("head")]), "office: ann, bob; head: hao");
    let facts = story.facts.steps.get_mut(&StepKey::new("office")).unwrap();
    facts.due = Some(DueTime { soon: Some(5), at: 10 });
    story.facts.superiors.insert(ActorId::new("ann"), vec![ActorId::new("bob"), ActorId::new("xia")]);
    story.facts.superiors.insert(ActorId::new("bob"), vec![ActorId::new("xia")]);
    story
}

#[test]
fn each_due_time_fires_once_and_only_by_the_system() {
    due(Policy::All, Overdue::Remind).tell(
        "ini submit         => office:ann office:bob
         system due-soon 1  => ! not-due
         at 5               => office:ann office:bob
         ann due-soon 1     => ! not-system
         system due-soon 1  => office:ann office:bob
         system due-soon 1  => ! already-happened
         system overdue 1   => ! not-due
         at 10              => office:ann office:bob
         system overdue 1   => office:ann office:bob
         system overdue 1   => ! already-happened
         system due-soon 1  => ! already-happened
         system overdue 9   => ! not-due
         ann approve        => office:bob
         bob approve        => head:hao
         system overdue 1   => ! not-due
         system overdue 2   => ! not-due",
    );
}

#[test]
fn tasks_go_to_superiors_who_take_no_part_yet() {
    due(Policy::All, Overdue::Escalate).tell(
        "ini submit         => office:ann office:bob
         at 10              => office:ann office:bob
         system overdue 1   => office:xia office:adm
         ann approve        => ! no-such-task
         xia approve        => office:adm
         adm approve        => head:hao
         xia withdraw       => office:xia",
    );
}

#[test]
fn the_clock_may_pass_or_reject_a_step_that_grants_nothing() {
    let mut story = due(Policy::All, Overdue::Approve);
    story.tell(
        "ini submit         => office:ann office:bob
         ann approve        => office:bob
         at 10              => office:bob
         system overdue 1   => head:hao
         ann withdraw       => ! decided-anyway",
    );
    assert_eq!(story.closed(), "office:ann approved, office:bob passed-when-overdue");
    let mut story = due(Policy::All, Overdue::Reject);
    story.tell(
        "ini submit => office:ann office:bob\n at 10 => office:ann office:bob\n system overdue 1 => rejected",
    );
    assert_eq!(story.closed(), "office:ann rejected-when-overdue, office:bob rejected-when-overdue");
}

#[test]
fn nobody_is_let_in_by_the_clock() {
    let mut granting = step("office", Policy::Any);
    granting.overdue = Overdue::Approve;
    granting.grants_access = true;
    assert!(sequence([Block::Step(granting)]).check().is_err());
    let mut story = due(Policy::Any, Overdue::Approve);
    story.facts.steps.get_mut(&StepKey::new("office")).unwrap().candidates.clear();
    story.tell("ini submit => office:adm\n at 10 => office:adm\n system overdue 1 => office:adm");
}

#[test]
fn a_paused_clock_goes_on_when_the_calendar_says() {
    let mut story = due(Policy::Any, Overdue::Remind);
    story.facts.resumed.insert(VisitId(1), DueTime { soon: None, at: 40 });
    story.tell(
        "ini submit         => office:ann office:bob
         ann pause          => ! not-administrator
         adm pause          => office:ann office:bob
         adm pause          => ! clock-already
         at 20              => office:ann office:bob
         system overdue 1   => ! not-due
         adm resume         => office:ann office:bob
         adm resume         => ! clock-already
         at 39              => office:ann office:bob
         system overdue 1   => ! not-due
         system overdue 1   => office:ann office:bob",
    );
}
