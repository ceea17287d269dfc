//! The process of a service: who decides, in which order, and what they may see and do.
//!
//! A process is a sequence of blocks. A block is a step, or a parallel region whose branches are sequences again;
//! nothing else. So every process that loads can always finish, and "before", "after" and "same branch" are
//! always defined.

mod by;

pub use by::{ByRule, Chooser, ChosenRule, HeadRule, RoleRule, UnitRef};
pub use tongxing_workflow::{Offer, Overdue, Policy, ResubmitRule};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::expression::Expression;
use crate::form::FieldRef;
use crate::schema;
use crate::text::Text;

/// Who decides, in which order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Process {
    /// Steps and parallel regions, in order.
    pub blocks: Vec<Block>,
    /// Who gets a task that nobody else can decide; every process administrator when empty.
    #[serde(default)]
    pub administrators: Vec<ByRule>,
    /// The same person in consecutive steps is passed automatically (never for a step that grants access).
    #[serde(default)]
    pub pass_repeated_person: bool,
    /// Where a returned application continues once it is handed in again: `step-by-step`, `straight-back` to the step
    /// that returned it (unless a material field was edited), or `returner-chooses`.
    #[serde(default = "step_by_step")]
    #[schemars(schema_with = "schema::resubmit")]
    pub resubmit: ResubmitRule,
    /// How many hours lie between two reminders 催办 by the initiator.
    #[serde(default = "four_hours")]
    pub urge_every_hours: u32,
}

/// A part of a process.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// People decide or do work.
    Step(Box<Step>),
    /// Several sequences at the same time; the process goes on when all are through.
    Parallel(Parallel),
}

/// A parallel region.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parallel {
    /// The name in records: small letters, digits and hyphens.
    pub key: String,
    /// What diagrams call it.
    pub title: Text,
    /// Each branch is a sequence of blocks.
    pub branches: Vec<Vec<Block>>,
}

/// A step 环节: people decide or do work.
#[expect(clippy::struct_excessive_bools, reason = "each is an independent answer in the file")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// The name in records: small letters, digits and hyphens. It never changes once people have applied.
    pub key: String,
    /// What the step is called, such as 部门管理员审核.
    pub title: Text,
    /// Who does it, in two or three words for state lines: 审核中（部门管理员）.
    pub doer: Text,
    /// The step takes place only when this is true.
    #[serde(default)]
    pub when: Option<Expression>,
    /// Who decides: everyone whom one of these rules names.
    pub by: Vec<ByRule>,
    /// The sender picks among the candidates.
    #[serde(default)]
    pub choose: bool,
    /// How many of them it takes: `one`, `any` 或签, `all` 会签, `in-order` 依次, or `ratio: 60` 票签.
    #[serde(default = "any_one")]
    #[schemars(schema_with = "schema::policy")]
    pub policy: Policy,
    /// What the assignee may do besides approving; taking back the own decision and commenting are always possible.
    #[serde(default = "usual_offers")]
    #[schemars(schema_with = "schema::offers")]
    pub operations: Vec<Offer>,
    /// What the assignee sees of the form, and may change.
    #[serde(default)]
    pub fields: FieldPermissions,
    /// Whom an assignee may add as a signer: `anyone`, or only people of the `own_units` of those who decide the step.
    #[serde(default)]
    pub added_signers: AddedSigners,
    /// Who gets a copy 抄送 once the step is passed.
    #[serde(default)]
    pub copy_to: Vec<ByRule>,
    /// A disagreeing signer whom the assignee asked before deciding ends the application.
    #[serde(default)]
    pub signer_veto: bool,
    /// An opinion must be written even to approve. A rejection or a return always needs its reason.
    #[serde(default)]
    pub opinion_required: bool,
    /// Approval here opens doors: the initiator and the applicant never decide it, and it is never passed automatically.
    #[serde(default)]
    pub grants_access: bool,
    /// By when it should be decided.
    #[serde(default)]
    pub due: Option<Due>,
    /// What the approver confirms before an approval counts; names the consequence.
    #[serde(default)]
    pub confirm: Option<Text>,
    /// Ready-made opinions.
    #[serde(default)]
    pub phrases: Phrases,
    /// How the assignee can be told, beyond the to-do list.
    #[serde(default)]
    pub reminders: Vec<Channel>,
}

fn any_one() -> Policy {
    Policy::Any
}

/// What a step offers unless it says otherwise.
fn usual_offers() -> Vec<Offer> {
    vec![Offer::Reject, Offer::ReturnToInitiator]
}

fn step_by_step() -> ResubmitRule {
    ResubmitRule::StepByStep
}

fn four_hours() -> u32 {
    4
}

/// Whom an assignee may add as a signer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AddedSigners {
    /// Every member of staff, of whatever unit.
    #[default]
    Anyone,
    /// Only people of the units of those whom the step's rules name.
    OwnUnits,
}

/// What a step sees of the form, enforced on the server. The strictest mention of a field counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FieldPermissions {
    /// What holds for fields that are not named below.
    pub default: Permission,
    /// Not shown at all.
    pub hidden: Vec<FieldRef>,
    /// Shown with its middle starred out.
    pub masked: Vec<FieldRef>,
    /// Shown.
    pub read: Vec<FieldRef>,
    /// Shown, and may be corrected.
    pub edit: Vec<FieldRef>,
}

/// What a step may do with a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// Not shown at all.
    Hidden,
    /// Shown with its middle starred out; a picture behind a click that is recorded.
    Masked,
    /// Shown.
    #[default]
    Read,
    /// Shown, and may be corrected.
    Edit,
}

impl FieldPermissions {
    /// What holds for this field. The strictest mention counts, whatever the order.
    pub fn of(&self, key: &str) -> Permission {
        let named = |list: &[FieldRef]| list.iter().any(|field| field.key() == key);
        if named(&self.hidden) {
            Permission::Hidden
        } else if named(&self.masked) {
            Permission::Masked
        } else if named(&self.read) {
            Permission::Read
        } else if named(&self.edit) {
            Permission::Edit
        } else {
            self.default
        }
    }
}

/// By when a step should be decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Due {
    /// Days of the campus working calendar: until the end of the last of them, the day of arrival not counted.
    pub working_days: u32,
    /// How many working days before that those who hold it are reminded; 0 for not at all.
    #[serde(default)]
    pub remind_before: u32,
    /// What happens when nobody decided: `remind`, `escalate` to the superior, `approve` or `reject`. Nothing is decided
    /// by the clock in a step that grants access.
    #[serde(default)]
    #[schemars(schema_with = "schema::overdue")]
    pub overdue: Overdue,
}

/// Ready-made opinions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Phrases {
    /// For an approval.
    pub approve: Vec<Text>,
    /// For a rejection.
    pub reject: Vec<Text>,
    /// For a return.
    #[serde(rename = "return")]
    pub return_: Vec<Text>,
}

/// How a person can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// 平台短信: on the portal's home page.
    Portal,
    /// 短信: to the phone.
    Sms,
    /// By e-mail.
    Email,
    /// By WeChat template message.
    Wechat,
}
