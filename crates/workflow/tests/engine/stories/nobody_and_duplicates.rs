//! 5.8 and 5.9: the same person twice, and nobody at all.

use crate::story::{Story, one, sequence, step};
use tongxing_workflow::{Block, Policy, StepKey, What};

#[test]
fn nobody_to_decide_goes_to_the_process_administrator_with_a_notice() {
    let definition = sequence([Block::Step(step("office", Policy::All)), one("head")]);
    let mut story = Story::new(definition, "office: ; head: hao");
    story.tell(
        "ini submit  => office:adm
         adm approve => head:hao",
    );
    assert!(story.log.iter().any(|operation| matches!(operation.what, What::NobodyToDecide { .. })));
}

#[test]
fn a_stand_in_is_not_asked_again_once_there_is_somebody() {
    let mut story = Story::new(sequence([one("office"), one("head")]), "office: ; head: hao");
    story.tell(
        "ini submit  => office:adm
         adm approve => head:hao",
    );
    story.facts.steps.get_mut(&StepKey::new("office")).unwrap().candidates = crate::story::people("ann");
    story.tell("hao return office => office:ann");
}

#[test]
fn without_an_administrator_the_step_is_refused_and_nothing_has_happened() {
    let mut story = Story::new(sequence([one("office"), one("head")]), "office: ann; head: ");
    story.facts.process_administrators.clear();
    story.tell(
        "ini submit  => office:ann
         ann approve => ! nobody-to-decide",
    );
    story.facts.process_administrators = crate::story::people("adm");
    story.tell("ann approve => head:adm");
}

#[test]
fn an_application_that_skips_every_step_is_not_approved() {
    let mut story = Story::new(sequence([one("office")]), "office: ann");
    story.facts.steps.get_mut(&StepKey::new("office")).unwrap().applies = false;
    story.tell("ini submit => ! no-step-applies");
}

fn same_person(pass: bool) -> Story {
    let mut definition = sequence([one("office"), one("head"), one("last")]);
    definition.pass_duplicates = pass;
    Story::new(definition, "office: ann; head: ann; last: lin")
}

#[test]
fn the_same_person_twice_is_passed_only_where_the_service_says_so() {
    same_person(false).tell(
        "ini submit  => office:ann
         ann approve => head:ann",
    );
    let mut story = same_person(true);
    story.tell(
        "ini submit  => office:ann
         ann approve => last:lin",
    );
    assert_eq!(story.closed(), "office:ann approved, head:ann passed-as-duplicate");
    assert!(story.log.iter().any(|operation| matches!(operation.what, What::DuplicatePassed { .. })));
}

#[test]
fn nobody_is_passed_after_a_return() {
    same_person(true).tell(
        "ini submit           => office:ann
         ann approve          => last:lin
         lin return office    => office:ann
         ann approve          => head:ann
         ann return initiator => returned
         ini resubmit         => office:ann
         ann approve          => head:ann",
    );
}

#[test]
fn nobody_is_passed_where_access_is_granted() {
    let mut access = step("head", Policy::One);
    access.grants_access = true;
    let mut definition = sequence([one("office"), Block::Step(access)]);
    definition.pass_duplicates = true;
    Story::new(definition, "office: ann; head: ann").tell(
        "ini submit  => office:ann
         ann approve => head:ann",
    );
}
