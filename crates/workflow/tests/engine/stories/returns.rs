//! 5.1: returns, above all where they meet parallel blocks.

use crate::story::{Story, one, people, sequence, step};
use tongxing_workflow::{ActorId, Block, Policy, StepKey};

fn line() -> Story {
    Story::new(sequence([one("office"), one("tech"), one("head")]), "office: ann; tech: tao; head: hao")
}

/// first, then (cards, print) beside (doors, guard), then last.
fn split() -> Story {
    let branches = Block::Parallel(vec![vec![one("cards"), one("print")], vec![one("doors"), one("guard")]]);
    Story::new(
        sequence([one("first"), branches, one("last")]),
        "first: ann; cards: cai; print: pan; doors: dou; guard: gao; last: lin",
    )
}

#[test]
fn to_the_previous_step_and_to_any_visited_one() {
    let mut story = line();
    story.tell(
        "ini submit          => office:ann
         ann return previous => ! no-previous-step
         ann approve         => tech:tao
         tao approve         => head:hao
         hao return previous => tech:tao
         tao return head     => ! not-a-return-target
         tao approve         => head:hao
         hao return office   => office:ann
         ann return tech     => ! not-a-return-target
         ann approve         => tech:tao
         tao approve         => head:hao
         hao approve         => approved",
    );
    let rounds: Vec<u32> = story.instance.visits.iter().map(|visit| visit.round).collect();
    assert_eq!(rounds, [1, 1, 1, 2, 2, 2, 3, 3], "every entry is a visit of its own");
}

#[test]
fn within_a_branch_only_that_branch_is_taken_back() {
    let mut story = split();
    story.tell(
        "ini submit       => first:ann
         ann approve      => cards:cai doors:dou
         cai approve      => doors:dou print:pan
         dou approve      => print:pan guard:gao
         pan return cards => guard:gao cards:cai
         gao approve      => cards:cai
         cai approve      => print:pan
         pan approve      => last:lin",
    );
    assert!(story.closed().contains("guard:gao approved"), "the other branch went on untouched");
}

#[test]
fn past_the_split_all_branches_are_taken_back() {
    let mut story = split();
    story.tell(
        "ini submit          => first:ann
         ann approve         => cards:cai doors:dou
         dou approve         => cards:cai guard:gao
         cai return previous => first:ann
         gao approve         => ! task-closed
         ann approve         => cards:cai doors:dou",
    );
    assert!(story.closed().contains("guard:gao application-returned"));
}

#[test]
fn a_sibling_branch_is_no_target() {
    split().tell(
        "ini submit       => first:ann
         ann approve      => cards:cai doors:dou
         dou approve      => cards:cai guard:gao
         cai return doors => ! not-a-return-target",
    );
}

#[test]
fn from_behind_the_join_into_one_branch() {
    split().tell(
        "ini submit          => first:ann
         ann approve         => cards:cai doors:dou
         cai approve         => doors:dou print:pan
         pan approve         => doors:dou
         dou approve         => guard:gao
         gao approve         => last:lin
         lin return previous => ! previous-unclear
         lin return doors    => doors:dou
         dou approve         => guard:gao
         gao approve         => last:lin
         lin approve         => approved",
    );
}

#[test]
fn open_siblings_of_the_returning_step_are_closed() {
    let definition = sequence([one("office"), Block::Step(step("board", Policy::All)), one("head")]);
    let mut story = Story::new(definition, "office: ann; board: bob, cai, dou; head: hao");
    story.tell(
        "ini submit        => office:ann
         ann approve       => board:bob board:cai board:dou
         bob approve       => board:cai board:dou
         cai return office => office:ann
         ann approve       => board:bob board:cai board:dou",
    );
    assert_eq!(
        story.closed(),
        "office:ann approved, board:bob approved, board:cai returned, board:dou application-returned, \
         office:ann approved"
    );
}

#[test]
fn the_reopened_step_goes_to_who_decided_it() {
    let definition = sequence([Block::Step(step("office", Policy::Any)), one("head")]);
    let mut story = Story::new(definition, "office: ann, bob; head: hao");
    story.tell(
        "ini submit        => office:ann office:bob
         bob approve       => head:hao
         hao return office => office:bob
         bob approve       => head:hao",
    );
    // Whoever is not named any more does not decide again.
    story.facts.steps.get_mut(&StepKey::new("office")).unwrap().candidates = people("ann,cai");
    story.tell("hao return office => office:ann office:cai");
}

#[test]
fn a_receiver_of_a_transfer_decides_again() {
    let mut story = line();
    story.tell(
        "ini submit        => office:ann
         ann transfer xia  => office:xia
         xia approve       => tech:tao
         tao return office => office:xia
         xia approve       => tech:tao",
    );
    story.facts.active.remove(&ActorId::new("xia"));
    story.tell(
        "tao return office => office:ann
         ann transfer yan  => office:yan
         yan approve       => tech:tao",
    );
    // Whoever gave it away is not responsible any more: the rule is asked again.
    story.facts.steps.get_mut(&StepKey::new("office")).unwrap().candidates = people("bob");
    story.tell("tao return office => office:bob");
}

#[test]
fn a_reopened_vote_keeps_its_voters() {
    let definition = sequence([Block::Step(step("board", Policy::Ratio(60))), one("head")]);
    let mut story = Story::new(definition, "board: bob, cai, dou, eva, fan; head: hao");
    story.tell(
        "ini submit       => board:bob board:cai board:dou board:eva board:fan
         bob approve      => board:cai board:dou board:eva board:fan
         cai approve      => board:dou board:eva board:fan
         dou approve      => head:hao
         hao return board => board:bob board:cai board:dou board:eva board:fan",
    );
}

#[test]
fn a_skipped_step_is_no_target_and_is_looked_through() {
    let mut story = line();
    story.facts.steps.get_mut(&StepKey::new("tech")).unwrap().applies = false;
    story.tell(
        "ini submit          => office:ann
         ann approve         => head:hao
         hao return tech     => ! not-a-return-target
         hao return previous => office:ann",
    );
    story.facts.steps.get_mut(&StepKey::new("tech")).unwrap().applies = true;
    story.tell("ann approve => tech:tao");
}
