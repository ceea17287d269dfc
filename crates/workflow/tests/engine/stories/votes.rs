//! 5.4: how many decisions become one.

use crate::story::{Story, one, sequence, step};
use tongxing_workflow::{Block, Policy, VisitId, count};

fn board(policy: Policy, voters: &str) -> Story {
    let definition = sequence([Block::Step(step("board", policy)), one("head")]);
    Story::new(definition, &format!("board: {voters}; head: hao"))
}

#[test]
fn one_is_the_first_whom_the_rule_names() {
    board(Policy::One, "ann, bob").tell("ini submit => board:ann");
}

#[test]
fn any_the_first_decision_is_the_steps_either_way() {
    let mut approved = board(Policy::Any, "ann, bob");
    approved.tell(
        "ini submit  => board:ann board:bob
         bob approve => head:hao
         ann approve => ! task-closed",
    );
    assert_eq!(approved.closed(), "board:ann decided-by-others, board:bob approved");
    let mut rejected = board(Policy::Any, "ann, bob");
    rejected.tell(
        "ini submit => board:ann board:bob
         ann reject => rejected",
    );
    assert_eq!(rejected.closed(), "board:ann rejected, board:bob application-rejected");
}

#[test]
fn all_must_approve() {
    board(Policy::All, "ann, bob, cai").tell(
        "ini submit  => board:ann board:bob board:cai
         bob approve => board:ann board:cai
         ann approve => board:cai
         cai reject  => rejected",
    );
}

#[test]
fn in_order_one_after_the_other() {
    board(Policy::InOrder, "ann, bob, cai").tell(
        "ini submit  => board:ann (board:bob) (board:cai)
         bob approve => ! task-waiting
         ann approve => board:bob (board:cai)
         bob approve => board:cai
         cai approve => head:hao",
    );
}

#[test]
fn five_hundred_countersigners() {
    let names: Vec<String> = (0..500).map(|number| format!("p{number}")).collect();
    let mut story = board(Policy::All, &names.join(","));
    story.act("ini submit");
    for name in &names {
        story.act(&format!("{name} approve"));
    }
    assert_eq!(story.seen(), "head:hao");
    assert_eq!(count(&story.definition, &story.instance, VisitId(1)).unwrap().approve, 500);
}

#[test]
fn a_ratio_is_decided_as_soon_as_it_is_certain() {
    // 60 % of 5 are 3.
    board(Policy::Ratio(60), "ann, bob, cai, dou, eva").tell(
        "ini submit  => board:ann board:bob board:cai board:dou board:eva
         ann approve => board:bob board:cai board:dou board:eva
         bob reject  => board:cai board:dou board:eva
         cai approve => board:dou board:eva
         dou approve => head:hao",
    );
    board(Policy::Ratio(60), "ann, bob, cai, dou, eva").tell(
        "ini submit => board:ann board:bob board:cai board:dou board:eva
         ann reject => board:bob board:cai board:dou board:eva
         bob reject => board:cai board:dou board:eva
         cai reject => rejected",
    );
}

#[test]
fn a_tie_is_what_the_ratio_says() {
    board(Policy::Ratio(50), "ann, bob").tell(
        "ini submit  => board:ann board:bob
         ann reject  => board:bob
         bob approve => head:hao",
    );
    board(Policy::Ratio(51), "ann, bob").tell(
        "ini submit => board:ann board:bob
         ann reject => rejected",
    );
}

#[test]
fn an_abstention_stays_in_the_count() {
    // 60 % of 3 are 2; with two abstentions it cannot be reached, and the last vote says so.
    board(Policy::Ratio(60), "ann, bob, cai").tell(
        "ini submit  => board:ann board:bob board:cai
         ann abstain => board:bob board:cai
         bob abstain => board:cai
         cai approve => rejected",
    );
    board(Policy::All, "ann, bob").tell(
        "ini submit  => board:ann board:bob
         ann abstain => ! not-offered",
    );
}

#[test]
fn counts_say_what_is_needed() {
    let mut story = board(Policy::Ratio(60), "ann, bob, cai, dou, eva");
    story.tell(
        "ini submit  => board:ann board:bob board:cai board:dou board:eva
         ann approve => board:bob board:cai board:dou board:eva
         bob reject  => board:cai board:dou board:eva
         cai abstain => board:dou board:eva",
    );
    let counted = count(&story.definition, &story.instance, VisitId(1)).unwrap();
    let counted = (counted.needed, counted.voters, counted.approve, counted.against, counted.abstained);
    assert_eq!(counted, (3, 5, 1, 1, 1));
}

#[test]
fn a_transferred_vote_counts_once() {
    board(Policy::Ratio(100), "ann, bob").tell(
        "ini submit       => board:ann board:bob
         ann transfer bob => ! already-takes-part
         ann transfer xia => board:xia board:bob
         ann approve      => ! no-such-task
         xia approve      => board:bob
         bob approve      => head:hao",
    );
}
