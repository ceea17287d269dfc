//! 5.3: signers before, after and beside.

use crate::story::{Story, one, sequence, set, step};
use tongxing_workflow::{Block, Policy, StepKey};

fn board(policy: Policy, voters: &str) -> Story {
    let definition = sequence([Block::Step(step("board", policy)), one("head")]);
    Story::new(definition, &format!("board: {voters}; head: hao"))
}

#[test]
fn before_the_adder_waits_for_opinions_and_decides() {
    board(Policy::One, "ann").tell(
        "ini submit                 => board:ann
         ann add before all xia,yan => (board:ann) board:xia board:yan
         ann approve                => ! task-waiting
         xia approve                => ! opinion-only
         xia disagree               => (board:ann) board:yan
         yan agree                  => board:ann
         ann approve                => head:hao",
    );
    board(Policy::One, "ann").tell(
        "ini submit                 => board:ann
         ann add before any xia,yan => (board:ann) board:xia board:yan
         yan agree                  => board:ann",
    );
    board(Policy::One, "ann").tell(
        "ini submit                      => board:ann
         ann add before in-order xia,yan => (board:ann) board:xia (board:yan)
         xia agree                       => (board:ann) board:yan
         yan disagree                    => board:ann",
    );
}

#[test]
fn disagreement_is_a_veto_where_the_step_says_so() {
    let mut strict = step("board", Policy::One);
    strict.signer_veto = true;
    let mut story = Story::new(sequence([Block::Step(strict)]), "board: ann");
    story.tell(
        "ini submit             => board:ann
         ann delegate xia       => (board:ann) board:xia
         xia disagree           => board:ann
         ann add before all yan => (board:ann) board:yan
         yan disagree           => rejected",
    );
}

#[test]
fn after_the_signers_decide_with_full_weight() {
    board(Policy::One, "ann").tell(
        "ini submit                => board:ann
         ann add after all xia,yan => board:ann (board:xia) (board:yan)
         ann approve               => board:xia board:yan
         xia approve               => board:yan
         yan reject                => rejected",
    );
    board(Policy::One, "ann").tell(
        "ini submit                     => board:ann
         ann add after in-order xia,yan => board:ann (board:xia) (board:yan)
         ann approve                    => board:xia (board:yan)
         xia approve                    => board:yan
         yan approve                    => head:hao",
    );
    board(Policy::One, "ann").tell(
        "ini submit                => board:ann
         ann add after any xia,yan => board:ann (board:xia) (board:yan)
         ann approve               => board:xia board:yan
         yan approve               => head:hao",
    );
}

#[test]
fn after_in_a_ratio_shares_the_adders_seat() {
    board(Policy::Ratio(60), "ann, bob, cai").tell(
        "ini submit            => board:ann board:bob board:cai
         ann add after all xia => board:ann board:bob board:cai (board:xia)
         ann approve           => board:bob board:cai board:xia
         bob approve           => board:cai board:xia
         xia reject            => board:cai
         cai approve           => head:hao",
    );
}

#[test]
fn parallel_the_vote_grows() {
    board(Policy::Ratio(60), "ann, bob, cai").tell(
        "ini submit                => board:ann board:bob board:cai
         ann add parallel xia,yan  => board:ann board:bob board:cai board:xia board:yan
         ann approve               => board:bob board:cai board:xia board:yan
         bob approve               => board:cai board:xia board:yan
         xia approve               => head:hao",
    );
    board(Policy::One, "ann").tell(
        "ini submit           => board:ann
         ann add parallel xia => board:ann board:xia
         xia approve          => board:ann
         ann approve          => head:hao",
    );
    board(Policy::InOrder, "ann, bob").tell(
        "ini submit           => board:ann (board:bob)
         ann add parallel xia => board:ann (board:bob) board:xia
         ann approve          => (board:bob) board:xia
         xia approve          => board:bob",
    );
}

#[test]
fn in_an_any_step_before_stops_only_the_adder() {
    let mut story = board(Policy::Any, "ann, bob");
    story.tell(
        "ini submit                 => board:ann board:bob
         ann add before all xia,yan => (board:ann) board:bob board:xia board:yan
         bob approve                => head:hao",
    );
    assert_eq!(
        story.closed(),
        "board:ann decided-by-others, board:bob approved, board:xia decided-by-others, \
         board:yan decided-by-others"
    );
}

#[test]
fn in_an_any_step_after_is_still_the_first_decision() {
    board(Policy::Any, "ann, bob").tell(
        "ini submit            => board:ann board:bob
         ann add after all xia => board:ann board:bob (board:xia)
         ann approve           => board:xia
         xia approve           => head:hao",
    );
}

#[test]
fn nobody_sits_twice() {
    let mut story = board(Policy::All, "ann, bob");
    story.facts.steps.get_mut(&StepKey::new("board")).unwrap().signers = Some(set("bob,xia,yan"));
    story.tell(
        "ini submit               => board:ann board:bob
         ann add parallel bob     => ! already-takes-part
         ann add parallel xia,xia => ! already-takes-part
         ann add parallel ,       => ! nobody-named
         ann add parallel zoe     => ! not-a-signer
         ann add parallel nil     => ! not-a-signer
         bob approve              => board:ann
         ann add before all bob   => ! already-takes-part
         ann add before all xia   => (board:ann) board:xia",
    );
}

#[test]
fn three_deep_and_no_deeper() {
    let mut story = board(Policy::One, "ann");
    story.facts.active.extend(set("v1,v2,v3,v4"));
    story.tell(
        "ini submit            => board:ann
         ann add before all v1 => (board:ann) board:v1
         v1 add after all v2   => ! only-before
         v1 add parallel v2    => ! only-before
         v1 add before all v2  => (board:ann) (board:v1) board:v2
         v2 delegate v3        => (board:ann) (board:v1) (board:v2) board:v3
         v3 add before all v4  => ! too-deep
         v3 agree              => (board:ann) (board:v1) board:v2
         v2 agree              => (board:ann) board:v1
         v1 disagree           => board:ann
         ann approve           => head:hao",
    );
}

#[test]
fn removing_a_signer_shrinks_the_vote_at_once() {
    let mut story = board(Policy::Ratio(60), "ann, bob");
    story.tell(
        "ini submit           => board:ann board:bob
         ann remove bob       => ! not-added
         ann add parallel xia => board:ann board:bob board:xia
         bob remove xia       => ! not-adder
         ann approve          => board:bob board:xia
         bob approve          => head:hao",
    );
    let mut story = board(Policy::All, "ann, bob");
    story.tell(
        "ini submit             => board:ann board:bob
         ann add parallel xia   => board:ann board:bob board:xia
         ann approve            => board:bob board:xia
         bob approve            => board:xia
         adm remove xia         => head:hao",
    );
    assert!(story.closed().contains("board:xia signer-removed"));
    board(Policy::One, "ann").tell(
        "ini submit             => board:ann
         ann add before all xia => (board:ann) board:xia
         xia agree              => board:ann
         ann remove xia         => ! signer-acted
         ann add before all yan => (board:ann) board:yan
         ann remove yan         => board:ann
         ann remove yan         => ! task-closed",
    );
}

#[test]
fn adding_while_a_vote_is_open_and_nested() {
    board(Policy::All, "ann, bob").tell(
        "ini submit             => board:ann board:bob
         ann add after all xia  => board:ann board:bob (board:xia)
         ann approve            => board:bob board:xia
         xia add before all yan => board:bob (board:xia) board:yan
         bob approve            => (board:xia) board:yan
         yan disagree           => board:xia
         xia add parallel zoe   => board:xia board:zoe
         xia approve            => board:zoe
         zoe approve            => head:hao",
    );
}
