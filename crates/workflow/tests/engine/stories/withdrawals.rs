//! 5.5: taking back one's own latest decision.

use crate::story::{Story, one, sequence, step};
use tongxing_workflow::{Block, Policy};

fn line() -> Story {
    Story::new(sequence([one("office"), one("tech"), one("head")]), "office: ann; tech: tao; head: hao")
}

#[test]
fn while_nobody_acted_on_what_followed() {
    let mut story = line();
    story.tell(
        "ini submit   => office:ann
         ann withdraw => ! nothing-to-withdraw
         ann approve  => tech:tao
         tao withdraw => ! nothing-to-withdraw
         ann withdraw => office:ann
         ann approve  => tech:tao
         tao approve  => head:hao
         ann withdraw => ! followed-up
         tao withdraw => tech:tao
         ann withdraw => office:ann",
    );
    assert_eq!(
        story.closed(),
        "tech:tao decision-withdrawn, tech:tao decision-withdrawn, head:hao decision-withdrawn"
    );
}

#[test]
fn adding_a_signer_or_a_transfer_is_acting() {
    line().tell(
        "ini submit             => office:ann
         ann approve            => tech:tao
         tao add before all xia => (tech:tao) tech:xia
         ann withdraw           => ! followed-up",
    );
    line().tell(
        "ini submit       => office:ann
         ann approve      => tech:tao
         tao transfer xia => tech:xia
         ann withdraw     => ! followed-up",
    );
}

#[test]
fn one_vote_of_an_open_step_reopens_alone() {
    let definition = sequence([Block::Step(step("board", Policy::All)), one("head")]);
    Story::new(definition, "board: ann, bob, cai; head: hao").tell(
        "ini submit   => board:ann board:bob board:cai
         ann approve  => board:bob board:cai
         bob approve  => board:cai
         ann withdraw => board:ann board:cai
         cai approve  => board:ann
         ann approve  => head:hao
         bob withdraw => board:bob
         bob approve  => head:hao",
    );
}

#[test]
fn siblings_closed_by_the_decision_are_asked_again() {
    let definition = sequence([Block::Step(step("office", Policy::Any)), one("head")]);
    Story::new(definition, "office: ann, bob; head: hao").tell(
        "ini submit             => office:ann office:bob
         bob add before all xia => office:ann (office:bob) office:xia
         ann approve            => head:hao
         ann withdraw           => office:ann (office:bob) office:xia
         xia agree              => office:ann office:bob",
    );
}

#[test]
fn a_vote_that_made_no_difference_stays() {
    let definition = sequence([Block::Step(step("board", Policy::Ratio(50))), one("head")]);
    Story::new(definition, "board: ann, bob, cai; head: hao").tell(
        "ini submit   => board:ann board:bob board:cai
         cai reject   => board:ann board:bob
         ann approve  => board:bob
         bob approve  => head:hao
         cai withdraw => ! decided-anyway
         ann withdraw => board:ann",
    );
}

#[test]
fn a_join_that_was_entered_is_left_again() {
    let branches = Block::Parallel(vec![vec![one("cards")], vec![one("doors")]]);
    let definition = sequence([branches, one("head")]);
    Story::new(definition, "cards: cai; doors: dou; head: hao").tell(
        "ini submit   => cards:cai doors:dou
         cai approve  => doors:dou
         dou approve  => head:hao
         cai withdraw => cards:cai
         cai approve  => head:hao
         hao approve  => approved
         hao withdraw => ! finished",
    );
}

#[test]
fn in_order_the_next_must_not_have_voted() {
    let definition = sequence([Block::Step(step("board", Policy::InOrder))]);
    Story::new(definition, "board: ann, bob, cai").tell(
        "ini submit   => board:ann (board:bob) (board:cai)
         ann approve  => board:bob (board:cai)
         ann withdraw => board:ann (board:bob) (board:cai)
         ann approve  => board:bob (board:cai)
         bob approve  => board:cai
         ann withdraw => ! followed-up
         bob withdraw => board:bob (board:cai)",
    );
}

#[test]
fn an_opinion_until_the_owner_decided() {
    line().tell(
        "ini submit             => office:ann
         ann add before all xia => (office:ann) office:xia
         xia agree              => office:ann
         xia withdraw           => (office:ann) office:xia
         xia disagree           => office:ann
         ann approve            => tech:tao
         xia withdraw           => ! followed-up",
    );
}

#[test]
fn a_return_to_a_step_until_that_step_acted() {
    let branches = Block::Parallel(vec![vec![one("cards")], vec![one("doors")]]);
    let definition = sequence([one("office"), branches]);
    Story::new(definition, "office: ann; cards: cai; doors: dou").tell(
        "ini submit        => office:ann
         ann approve       => cards:cai doors:dou
         dou return office => office:ann
         dou withdraw      => cards:cai doors:dou
         dou return office => office:ann
         ann approve       => cards:cai doors:dou
         dou withdraw      => ! nothing-to-withdraw",
    );
}

#[test]
fn a_return_to_the_initiator_until_something_was_edited() {
    let mut story = line();
    story.tell(
        "ini submit           => office:ann
         ann approve          => tech:tao
         tao return initiator => returned
         ann withdraw         => ! wrong-state
         tao withdraw         => tech:tao
         tao return initiator => returned",
    );
    story.facts.edited = true;
    story.tell("tao withdraw => ! already-edited");
}

#[test]
fn only_the_latest_of_ones_own_decisions() {
    let definition = sequence([one("office"), one("tech"), one("head")]);
    let mut story = Story::new(definition, "office: ann; tech: ann; head: hao");
    story.tell(
        "ini submit  => office:ann
         ann approve => tech:ann
         ann approve => head:hao",
    );
    let first = tongxing_workflow::Command {
        actor: tongxing_workflow::ActorId::new("ann"),
        key: tongxing_workflow::CommandKey::new("first"),
        at: 50,
        action: tongxing_workflow::Action::Withdraw { task: tongxing_workflow::TaskId(1) },
    };
    let refusal =
        tongxing_workflow::decide(&story.definition, &story.instance, &first, &story.facts).unwrap_err();
    assert_eq!(refusal.code(), "nothing-to-withdraw");
}
