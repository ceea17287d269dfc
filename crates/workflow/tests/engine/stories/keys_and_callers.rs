//! Who may do what, when; and what a key is for.

use crate::story::{Story, one, sequence, step};
use tongxing_workflow::{
    Action, ActorId, Block, Command, CommandKey, Decision, Definition, Flaw, Forward, OperationId, Policy,
    Refusal, StepKey, apply, decide, entered_after, upcoming,
};

fn two_steps() -> Story {
    Story::new(sequence([one("office"), one("head")]), "office: ann; head: hao")
}

#[test]
fn the_whole_way() {
    let mut story = two_steps();
    story.tell(
        "ann submit  => ! not-initiator
         ini submit  => office:ann
         ini submit  => ! wrong-state
         hao approve => ! no-such-task
         ann approve => head:hao
         ann approve => ! task-closed
         hao approve => approved
         hao approve => ! finished
         ini cancel  => ! finished",
    );
    assert_eq!(story.closed(), "office:ann approved, head:hao approved");
}

#[test]
fn a_rejection_ends_it_and_needs_a_reason() {
    two_steps().tell(
        "ini submit       => office:ann
         ann reject empty => ! reason-missing
         ann reject       => rejected
         ann withdraw     => ! finished
         ini resubmit     => ! finished",
    );
}

#[test]
fn only_the_assignee_decides() {
    let mut story = two_steps();
    story.tell("ini submit => office:ann");
    let steal = Command {
        actor: ActorId::new("hao"),
        key: CommandKey::new("stolen"),
        at: 5,
        action: Action::Approve { task: story.task_of(&ActorId::new("ann")), forward: Forward::default() },
    };
    let refusal = decide(&story.definition, &story.instance, &steal, &story.facts).unwrap_err();
    assert_eq!(refusal.code(), "not-assignee");
    assert_eq!(refusal.params(), [("task", "1".to_owned())]);
}

#[test]
fn a_key_gets_its_first_answer() {
    let mut story = two_steps();
    let submit = Command {
        actor: ActorId::new("ini"),
        key: CommandKey::new("tap"),
        at: 1,
        action: Action::Submit(Forward::default()),
    };
    let first = decide(&story.definition, &story.instance, &submit, &story.facts).unwrap();
    first.operations().iter().for_each(|operation| apply(&mut story.instance, operation));

    let tapped_twice = Command { at: 2, ..submit.clone() };
    let answered = Decision::Answered { operation: OperationId(1) };
    assert_eq!(decide(&story.definition, &story.instance, &tapped_twice, &story.facts), Ok(answered));

    let other = Command { action: Action::Cancel { reason: String::new() }, ..submit.clone() };
    let reused = Refusal::KeyReused { first: OperationId(1) };
    assert_eq!(decide(&story.definition, &story.instance, &other, &story.facts), Err(reused));

    // Another sender's keys are that sender's business.
    let elsewhere = Command { actor: ActorId::new("ann"), ..submit };
    assert_eq!(
        decide(&story.definition, &story.instance, &elsewhere, &story.facts),
        Err(Refusal::WrongState { state: "running" })
    );
}

#[test]
fn cancelling_is_possible_until_the_last_approval() {
    two_steps().tell(
        "ini cancel  => ! wrong-state
         ini submit  => office:ann
         ann approve => head:hao
         hao cancel  => ! not-initiator
         ini cancel  => cancelled",
    );
}

#[test]
fn an_administrator_reassigns_and_terminates_with_a_reason() {
    let mut story = two_steps();
    story.tell(
        "ini submit           => office:ann
         ann reassign ann xia => ! not-administrator
         adm reassign ann xia => office:xia
         adm reassign xia ann => office:ann
         adm reassign ann nil => ! not-active
         adm terminate        => ! reason-missing
         ann terminate x      => ! not-administrator
         adm terminate x      => terminated",
    );
    assert_eq!(story.closed(), "office:ann application-terminated");
}

#[test]
fn urging_waits_for_its_interval() {
    let mut story = two_steps();
    story.tell(
        "ini submit => office:ann
         ann urge   => ! not-initiator
         ini urge   => office:ann
         ini urge   => ! urged-too-soon",
    );
    story.at = 102;
    story.tell("ini urge => office:ann");
}

#[test]
fn participants_comment_and_copies_read() {
    let mut story = two_steps();
    story.tell(
        "ini submit       => office:ann
         hao comment hi   => ! not-participant
         ann comment      => ! opinion-missing
         ann comment hi   => office:ann
         ann copy         => ! nobody-named
         ann copy hao,xia => office:ann
         xia comment seen => office:ann
         adm comment hm   => office:ann",
    );
    assert!(story.instance.copied.contains(&ActorId::new("xia")));
}

#[test]
fn a_step_may_demand_an_opinion_and_offer_less() {
    let mut strict = step("office", Policy::One);
    strict.opinion_required = true;
    strict.offers.clear();
    Story::new(sequence([Block::Step(strict)]), "office: ann").tell(
        "ini submit           => office:ann
         ann silently         => ! opinion-missing
         ann reject           => ! not-offered
         ann return initiator => ! not-offered
         ann transfer xia     => ! not-offered
         ann delegate xia     => ! not-offered
         ann add parallel xia => ! not-offered
         ann copy xia         => ! not-offered
         ann agree            => ! decision-wanted
         ann approve          => approved",
    );
}

#[test]
fn nothing_begins_on_a_broken_definition() {
    let twice = Definition::new(vec![one("office"), one("office")]);
    assert_eq!(twice.check(), Err(vec![Flaw::SameName(StepKey::new("office"))]));
    assert_eq!(Definition::new(vec![]).check(), Err(vec![Flaw::NoStep]));
    let ratio = Definition::new(vec![Block::Step(step("vote", Policy::Ratio(0)))]);
    assert_eq!(ratio.check(), Err(vec![Flaw::BadRatio(StepKey::new("vote"))]));
    let lonely = Definition::new(vec![Block::Parallel(vec![vec![one("a")], vec![]])]);
    assert_eq!(lonely.check(), Err(vec![Flaw::EmptyBranch]));

    let mut story = two_steps();
    story.definition = twice;
    assert_eq!(story.act("ini submit"), "! broken-definition");
}

#[test]
fn the_sender_picks_where_the_step_lets_choose() {
    let mut head = step("head", Policy::One);
    head.choose = true;
    let definition = sequence([one("office"), Block::Step(head)]);
    let mut story = Story::new(definition, "office: ann; head: hao, gao, ini");
    story.tell(
        "ini submit office=ann     => ! choice-not-offered
         ini submit                => office:ann
         ann approve               => ! choose-operator
         ann approve head=xia      => ! not-candidates
         ann approve head=hao,gao  => ! not-candidates
         ann approve head=gao      => head:gao",
    );
}

#[test]
fn what_lies_ahead_is_told() {
    let branches = Block::Parallel(vec![vec![one("cards")], vec![one("doors"), one("guard")]]);
    let definition = sequence([one("office"), branches, Block::Step(step("board", Policy::Ratio(60)))]);
    let mut story =
        Story::new(definition, "office: ann; cards: cai; doors: dou; guard: gao; board: bob, eva, fan");
    story.facts.steps.get_mut(&StepKey::new("guard")).unwrap().applies = false;
    let ahead = |story: &Story| {
        let steps = upcoming(&story.definition, &story.instance, &story.facts);
        let told = steps.iter().map(|step| {
            let mark = if step.applies { "" } else { "?" };
            format!("{}{mark} {} of {}", step.step, step.needed, step.seats.len())
        });
        told.collect::<Vec<_>>().join(", ")
    };
    let next = |story: &Story, passed: &str| {
        let passed = StepKey::new(passed);
        let next = entered_after(&story.definition, &story.instance, &story.facts, Some(&passed));
        next.iter().map(|step| step.step.to_string()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(ahead(&story), "office 1 of 1, cards 1 of 1, doors 1 of 1, guard? 1 of 1, board 2 of 3");
    story.tell("ini submit => office:ann");
    assert_eq!(next(&story, "office"), "cards doors");
    story.tell("ann approve => cards:cai doors:dou");
    assert_eq!(ahead(&story), "guard? 1 of 1, board 2 of 3");
    assert_eq!(next(&story, "doors"), "", "the cards are not ready");
    story.tell("dou approve => cards:cai");
    assert_eq!(next(&story, "cards"), "board");
    story.tell("cai approve => board:bob board:eva board:fan");
    assert_eq!(ahead(&story), "");
}
