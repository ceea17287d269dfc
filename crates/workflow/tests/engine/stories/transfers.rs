//! 5.6 and 5.7: transfer, delegate, substitute, and who must not decide.

use crate::story::{Story, one, sequence, set, step};
use tongxing_workflow::{ActorId, Block, Policy, StepKey};

fn story() -> Story {
    Story::new(sequence([one("office"), one("head")]), "office: ann; head: hao")
}

fn access_story(candidates: &str) -> Story {
    let mut access = step("access", Policy::One);
    access.grants_access = true;
    Story::new(sequence([Block::Step(access)]), &format!("access: {candidates}"))
}

#[test]
fn a_transfer_moves_the_task_and_knows_no_way_back() {
    let mut story = story();
    story.facts.active.extend(set("t1,t2,t3,t4,t5,t6"));
    story.tell(
        "ini submit       => office:ann
         ann transfer nil => ! not-active
         ann transfer ann => ! already-takes-part
         ann transfer t1  => office:t1
         t1 transfer ann  => ! earlier-holder
         t1 transfer t2   => office:t2
         t2 transfer t3   => office:t3
         t3 transfer t4   => office:t4
         t4 transfer t5   => office:t5
         t5 transfer t6   => ! too-many-transfers
         t5 approve       => head:hao",
    );
    assert!(story.instance.has_taken_part(&ActorId::new("ann")), "the former owner may read");
}

#[test]
fn a_delegate_gives_an_opinion_and_the_owner_decides() {
    let mut story = story();
    story.tell(
        "ini submit           => office:ann
         ann delegate xia     => (office:ann) office:xia
         xia approve          => ! opinion-only
         xia reject           => ! opinion-only
         xia return initiator => ! opinion-only
         xia disagree         => office:ann
         ann approve          => head:hao",
    );
}

#[test]
fn substitutes_are_followed_and_shown() {
    let mut story = story();
    story.facts.substitutes =
        [("ann", "bob"), ("bob", "cai")].map(|(a, b)| (ActorId::new(a), ActorId::new(b))).into();
    story.tell(
        "ini submit  => office:cai/ann
         ann approve => ! no-such-task
         cai approve => head:hao",
    );
}

#[test]
fn a_circle_of_substitutes_is_none() {
    let mut story = story();
    story.facts.substitutes =
        [("ann", "bob"), ("bob", "ann")].map(|(a, b)| (ActorId::new(a), ActorId::new(b))).into();
    story.tell("ini submit => office:ann");
}

#[test]
fn a_substitute_is_never_a_party() {
    let mut story = story();
    story.facts.applicants = set("app");
    story.facts.substitutes =
        [("ann", "app"), ("hao", "ini")].map(|(a, b)| (ActorId::new(a), ActorId::new(b))).into();
    story.tell(
        "ini submit  => office:ann
         ann approve => head:hao",
    );
}

#[test]
fn two_absent_people_with_one_substitute_have_one_vote() {
    let definition = sequence([Block::Step(step("board", Policy::All))]);
    let mut story = Story::new(definition, "board: ann, bob, cai");
    story.facts.substitutes =
        [("ann", "xia"), ("bob", "xia")].map(|(a, b)| (ActorId::new(a), ActorId::new(b))).into();
    story.tell("ini submit => board:xia/ann board:cai");
}

#[test]
fn a_party_never_decides_on_access() {
    access_story("ini, bob").tell("ini submit => access:bob");
    let mut story = access_story("ann");
    story.facts.applicants = set("app,zoe");
    story.facts.active.insert(ActorId::new("ini"));
    story.tell(
        "ini submit             => access:ann
         ann transfer ini       => ! separation-of-duties
         ann transfer zoe       => ! separation-of-duties
         ann add parallel zoe   => ! separation-of-duties
         ann delegate ini       => ! separation-of-duties
         adm reassign ann zoe   => ! separation-of-duties",
    );
    // Asked again at the decision: the roster may have grown meanwhile.
    story.facts.applicants = set("ann");
    assert_eq!(story.act("ann approve"), "! separation-of-duties");
}

#[test]
fn a_partys_substitute_does_not_decide_on_access_either() {
    let mut story = access_story("ini");
    story.facts.substitutes = [(ActorId::new("ini"), ActorId::new("xia"))].into();
    story.tell("ini submit => access:adm");
}

#[test]
fn elsewhere_a_party_may_decide() {
    Story::new(sequence([one("office")]), "office: ini").tell(
        "ini submit  => office:ini
         ini approve => approved",
    );
}

#[test]
fn a_copy_by_definition_is_given_when_the_step_is_passed() {
    let mut story = story();
    story.facts.steps.get_mut(&StepKey::new("office")).unwrap().copies = vec![ActorId::new("xia")];
    story.tell(
        "ini submit     => office:ann
         xia comment hm => ! not-participant
         ann approve    => head:hao
         xia comment hm => head:hao",
    );
}
