//! 5.11: an application goes to another version of its service; 4: a leaver's tasks are handed over.

use crate::story::{Story, one, sequence, step};
use std::collections::BTreeMap;
use tongxing_workflow::{
    Action, ActorId, Block, Command, CommandKey, Definition, Missed, Moved, Policy, Refusal, StepKey, apply,
    decide, plan_migration,
};

fn migrate(
    story: &mut Story,
    next: Definition,
    renamed: &[(&str, &str)],
    missed: Missed,
) -> Result<String, Refusal> {
    story.facts.next = Some(next.clone());
    let renamed: BTreeMap<StepKey, StepKey> =
        renamed.iter().map(|(old, new)| (StepKey::new(*old), StepKey::new(*new))).collect();
    let action = Action::Migrate { version: "2".to_owned(), renamed, missed, reason: "new rules".to_owned() };
    story.at += 1;
    let key = CommandKey::new(story.at.to_string());
    let command = Command { actor: ActorId::new("adm"), key, at: story.at, action };
    let decision = decide(&story.definition, &story.instance, &command, &story.facts)?;
    for operation in decision.operations() {
        apply(&mut story.instance, operation);
        story.log.push(operation.clone());
    }
    story.definition = next;
    Ok(story.seen())
}

fn office_and_head() -> Story {
    Story::new(sequence([one("office"), one("head")]), "office: ann; head: hao; board: bob, cai; chief: hao")
}

#[test]
fn who_holds_a_step_that_stays_keeps_it_under_its_new_name() {
    let mut story = office_and_head();
    story.tell("ini submit => office:ann\n ann approve => head:hao");
    let next = sequence([one("office"), one("chief")]);
    assert_eq!(migrate(&mut story, next, &[("head", "chief")], Missed::Ask).unwrap(), "chief:hao");
    story.tell(
        "ann withdraw => ! nothing-to-withdraw\n hao return office => office:ann\n ann approve => chief:hao",
    );
}

#[test]
fn a_version_that_leaves_nothing_to_decide_approves_nothing() {
    let mut story = office_and_head();
    story.tell("ini submit => office:ann\n ann approve => head:hao");
    let before = story.instance.clone();
    let refused = migrate(&mut story, sequence([one("office")]), &[], Missed::Ask);
    assert_eq!((refused, story.instance), (Err(Refusal::NothingLeft), before));
}

#[test]
fn a_step_decided_by_another_rule_is_asked_anew() {
    let mut story = office_and_head();
    story.tell("ini submit => office:ann");
    story.facts.steps.insert(
        StepKey::new("office"),
        tongxing_workflow::StepFacts::by(vec![ActorId::new("bob"), ActorId::new("cai")]),
    );
    let next = sequence([Block::Step(step("office", Policy::All)), one("head")]);
    assert_eq!(migrate(&mut story, next, &[], Missed::Ask).unwrap(), "office:bob office:cai");
    assert_eq!(story.closed(), "office:ann application-migrated");
}

#[test]
fn steps_that_came_before_are_asked_or_skipped_but_never_where_access_is_granted() {
    for (missed, grants, expected) in [
        (Missed::Ask, false, "board:bob"),
        (Missed::Skip, false, "head:hao"),
        (Missed::Skip, true, "board:bob"),
    ] {
        let mut story = office_and_head();
        story.tell("ini submit => office:ann\n ann approve => head:hao");
        let mut board = step("board", Policy::One);
        board.grants_access = grants;
        let next = sequence([one("office"), Block::Step(board), one("head")]);
        assert_eq!(migrate(&mut story, next, &[], missed).unwrap(), expected);
    }
}

#[test]
fn a_returned_application_comes_again_from_the_beginning() {
    let mut story = office_and_head();
    story.definition.resubmit = tongxing_workflow::ResubmitRule::StraightBack;
    story.tell("ini submit => office:ann\n ann approve => head:hao\n hao return initiator => returned");
    let mut next = sequence([one("board"), one("office"), one("head")]);
    next.resubmit = tongxing_workflow::ResubmitRule::StraightBack;
    assert_eq!(migrate(&mut story, next, &[], Missed::Ask).unwrap(), "returned");
    story.tell("ini resubmit => board:bob");
}

#[test]
fn a_migration_approves_nothing_and_renames_only_what_is_there() {
    let mut story = office_and_head();
    story.tell("ini submit => office:ann\n ann approve => head:hao");
    let all_behind = sequence([one("office")]);
    assert_eq!(migrate(&mut story, all_behind, &[], Missed::Ask).unwrap_err(), Refusal::NothingLeft);
    let next = sequence([one("office"), one("head"), one("chief")]);
    for renamed in [("office", "head"), ("nobody", "chief"), ("office", "nowhere")] {
        let refusal = migrate(&mut story, next.clone(), &[renamed], Missed::Ask).unwrap_err();
        assert_eq!(refusal, Refusal::BadRenaming { step: StepKey::new(renamed.0) });
    }
    assert_eq!(story.seen(), "head:hao");
}

#[test]
fn a_dry_run_lists_what_moves_where_and_changes_nothing() {
    let mut story = office_and_head();
    story.tell("ini submit => office:ann\n ann approve => head:hao");
    let before = story.instance.clone();
    story.facts.next = Some(sequence([one("office"), one("board"), one("head")]));
    let action = Action::Migrate {
        version: "2".to_owned(),
        renamed: BTreeMap::new(),
        missed: Missed::Ask,
        reason: "new rules".to_owned(),
    };
    let command = Command { actor: ActorId::new("adm"), key: CommandKey::new("plan"), at: 9, action };
    let moves = plan_migration(&story.definition, &story.instance, &command, &story.facts).unwrap();
    let moves: Vec<(&str, Moved)> = moves.iter().map(|moved| (moved.step.as_str(), moved.what)).collect();
    assert_eq!(moves, [("office", Moved::Stays), ("head", Moved::TakenBack), ("board", Moved::Entered)]);
    assert_eq!(story.instance, before);
}

#[test]
fn a_leaver_hands_everything_over_or_nothing() {
    let mut story = Story::new(
        sequence([Block::Parallel(vec![vec![one("left")], vec![one("right")]])]),
        "left: ann; right: ann; third: bob",
    );
    story.tell(
        "ini submit            => left:ann right:ann
         ann add before all yan => (left:ann) right:ann left:yan
         adm handover ann yan  => ! already-takes-part
         bob handover ann bob  => ! not-administrator
         adm handover bob yan  => ! holds-nothing
         adm handover ann bob  => (left:bob) right:bob left:yan
         yan agree             => left:bob right:bob
         ann approve           => ! no-such-task
         bob approve           => right:bob",
    );
}
