//! 5.2: how a returned application comes again.

use crate::story::{Story, one, sequence};
use tongxing_workflow::{Block, Detour, ResubmitRule, StepKey, What};

fn story(rule: ResubmitRule) -> Story {
    let branches = Block::Parallel(vec![vec![one("cards")], vec![one("doors"), one("guard")]]);
    let mut definition = sequence([one("office"), branches, one("head")]);
    definition.resubmit = rule;
    Story::new(definition, "office: ann; cards: cai; doors: dou; guard: gao; head: hao")
}

const RETURNED: &str = "ini submit           => office:ann
                        ann approve          => cards:cai doors:dou
                        dou approve          => cards:cai guard:gao
                        gao return initiator => returned
                        cai approve          => ! wrong-state
                        gao resubmit         => ! not-initiator";

#[test]
fn step_by_step_starts_anew() {
    let mut story = story(ResubmitRule::StepByStep);
    story.tell(RETURNED).tell(
        "ini resubmit => office:ann
         ann approve  => cards:cai doors:dou",
    );
    assert!(story.closed().contains("cards:cai application-returned"));
}

#[test]
fn straight_back_resumes_where_it_stood() {
    let mut story = story(ResubmitRule::StraightBack);
    story.tell(RETURNED).tell(
        "ini resubmit => guard:gao cards:cai
         gao approve  => cards:cai
         cai approve  => head:hao",
    );
}

#[test]
fn straight_back_gives_way_to_a_material_edit() {
    let mut story = story(ResubmitRule::StraightBack);
    story.tell(RETURNED);
    story.facts.material_edits = vec!["document".to_owned()];
    story.tell("ini resubmit => office:ann");
    let detour = Detour::MaterialEdited { fields: vec!["document".to_owned()] };
    assert_eq!(detour_of(&story), Some(detour));
}

#[test]
fn straight_back_gives_way_when_another_way_would_have_been_taken() {
    let mut story = story(ResubmitRule::StraightBack);
    story.tell(RETURNED);
    story.facts.steps.get_mut(&StepKey::new("doors")).unwrap().applies = false;
    story.tell("ini resubmit => office:ann");
    let detour = Detour::ConditionsChanged { steps: vec![StepKey::new("doors")] };
    assert_eq!(detour_of(&story), Some(detour));
}

#[test]
fn the_returner_chooses_where_the_service_says_so() {
    story(ResubmitRule::ReturnerChooses).tell(
        "ini submit                         => office:ann
         ann return initiator               => ! way-not-offered
         ann return initiator straight-back => returned
         ini resubmit                       => office:ann
         ann approve                        => cards:cai doors:dou
         cai return initiator straight-back => returned
         ini resubmit                       => cards:cai doors:dou
         cai return initiator step-by-step  => returned
         ini resubmit                       => office:ann",
    );
    story(ResubmitRule::StepByStep).tell(
        "ini submit                         => office:ann
         ann return initiator straight-back => ! way-not-offered",
    );
}

#[test]
fn a_returned_application_can_be_given_up() {
    story(ResubmitRule::StepByStep).tell(RETURNED).tell("ini cancel => cancelled");
}

fn detour_of(story: &Story) -> Option<Detour> {
    story.log.iter().find_map(|operation| match &operation.what {
        What::WayTaken { instead, .. } => instead.clone(),
        _ => None,
    })
}
