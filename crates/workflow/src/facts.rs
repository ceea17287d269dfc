//! What the engine must know about the campus to decide, as plain data gathered by the caller just before.
//!
//! The engine never looks anything up. Facts are true at the moment of the command and are not kept: what mattered of them is in the operations.
//! Missing facts err on the safe side: a step without facts applies and has nobody to decide it, so it goes to the process administrators.

use crate::{ActorId, Definition, DueTime, StepKey, VisitId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The campus as far as one application is concerned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// 发起人: who filed it.
    pub initiator: ActorId,
    /// 申请人: whom it is about; several for a roster.
    pub applicants: BTreeSet<ActorId>,
    /// What is true of each step now.
    pub steps: BTreeMap<StepKey, StepFacts>,
    /// Who takes what nobody else can decide (5.9), and may reassign and terminate.
    pub process_administrators: Vec<ActorId>,
    /// Who can act at all. Asked of people whom no rule named just now: earlier deciders, receivers of a transfer, added signers.
    pub active: BTreeSet<ActorId>,
    /// 外出委托: who is away, and who acts in their place. The engine follows chains, and refuses circles (5.6).
    pub substitutes: BTreeMap<ActorId, ActorId>,
    /// Has the initiator changed anything since the application was returned?
    pub edited: bool,
    /// Which material fields were changed since the application was returned (5.2), by name.
    pub material_edits: Vec<String>,
    /// Who stands above whom, for tasks that are overdue (5.10): in the order in which they are asked.
    pub superiors: BTreeMap<ActorId, Vec<ActorId>>,
    /// When visits are due whose clock was stopped, should it go on now.
    pub resumed: BTreeMap<VisitId, DueTime>,
    /// The process that the application would be migrated to (5.11). What `steps` says must then be true of its steps.
    pub next: Option<Definition>,
}

impl Facts {
    /// Facts about an application filed by this person about themselves, with nothing known of any step.
    pub fn new(initiator: ActorId) -> Self {
        Self {
            applicants: BTreeSet::from([initiator.clone()]),
            initiator,
            steps: BTreeMap::new(),
            process_administrators: Vec::new(),
            active: BTreeSet::new(),
            substitutes: BTreeMap::new(),
            edited: false,
            material_edits: Vec::new(),
            superiors: BTreeMap::new(),
            resumed: BTreeMap::new(),
            next: None,
        }
    }

    /// Is this the initiator or an applicant?
    pub fn is_party(&self, actor: &ActorId) -> bool {
        self.initiator == *actor || self.applicants.contains(actor)
    }

    /// Does the step apply now? One that nothing is known of does.
    pub fn applies(&self, step: &StepKey) -> bool {
        self.steps.get(step).is_none_or(|facts| facts.applies)
    }

    /// Whom the step's rule names now.
    pub fn candidates(&self, step: &StepKey) -> &[ActorId] {
        self.steps.get(step).map_or(&[], |facts| &facts.candidates)
    }
}

/// What is true of one step now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepFacts {
    /// Does its `when:` hold? True for a step without one.
    pub applies: bool,
    /// Whom its `by:` rule names, in the order of signing, before substitution: people who can act today.
    pub candidates: Vec<ActorId>,
    /// Who may be added as a signer; `None` lets any active person be added.
    pub signers: Option<BTreeSet<ActorId>>,
    /// Who gets a copy when the step is passed.
    pub copies: Vec<ActorId>,
    /// By when it is to be decided, if it were entered now.
    pub due: Option<DueTime>,
}

impl StepFacts {
    /// An applying step that these people could decide.
    pub fn by(candidates: Vec<ActorId>) -> Self {
        Self { applies: true, candidates, signers: None, copies: Vec::new(), due: None }
    }
}
