//! The whole of a service file.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongxing_domain::role::Role;

use crate::form::{Field, FieldRef, Form, Section};
use crate::outcome::Action;
use crate::process::{Block, Process, Step};
use crate::schema;
use crate::text::Text;

/// A service 办事事项: what a person can apply for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// The name in addresses and records: small letters, digits and hyphens. It never changes once people have applied.
    #[serde(rename = "service")]
    pub key: String,
    /// What the service is called.
    pub title: Text,
    /// One sentence below the title on the first page.
    pub summary: Text,
    /// The letters that application numbers begin with, such as `QT`.
    pub number_prefix: String,
    /// Who may start an application.
    pub audience: Audience,
    /// Words of the pages around the form.
    pub entry: Entry,
    /// What is asked, why, how long it is kept, and what the person agrees to.
    pub notice: Notice,
    /// How long data stays when it is no longer needed.
    #[serde(default)]
    pub retention: Retention,
    /// Which fields say whom the application is about.
    pub applicant: Applicant,
    /// The fields that lists of applications show beside the applicant's name, in this order.
    #[serde(default)]
    pub overview: Vec<FieldRef>,
    /// What is filled in.
    pub form: Form,
    /// Who decides, in which order.
    pub process: Process,
    /// What the last approval makes happen, in this order.
    pub outcome: Vec<Action>,
}

/// Who may start an application.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Audience {
    /// Anyone with a phone, without an account.
    #[serde(default)]
    pub public: bool,
    /// Staff who hold one of these roles.
    #[serde(default)]
    #[schemars(schema_with = "schema::roles")]
    pub roles: Vec<Role>,
}

/// Words of the pages around the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The door to one's earlier applications, such as 查询登记记录.
    pub query: Text,
    /// One sentence below it.
    pub query_summary: Text,
    /// The list of one's applications, such as 我的登记.
    pub mine: Text,
    /// What the submitted page says, such as 已完成提交，等待审核.
    pub submitted: Text,
    /// What happens next and by when, below it.
    pub submitted_next: Text,
    /// What the applicant reads after the last approval, such as 登记完成，信息入库成功.
    pub completed: Text,
    /// The name of the wizard's last step, such as 提交完成.
    pub finished_step: Text,
}

/// What a person reads and agrees to before the first field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// Raise it when purpose, manner or kinds of data change: everyone is asked again.
    pub version: u32,
    /// The page's title, such as 登记前须知.
    pub title: Text,
    /// One sentence below it.
    pub introduction: Text,
    /// Who processes the data and whom to ask. `{campus}` stands for the university's name.
    pub processor: Text,
    /// The full text of the rules, one entry per paragraph.
    pub rules: Vec<Text>,
    /// What data is asked for, and why.
    pub purposes: Vec<Purpose>,
    /// What the person agrees to, each by its own mark.
    pub consents: Vec<Consent>,
}

/// Why some of the fields are asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Purpose {
    /// The name that fields refer to by `purpose:`.
    pub key: String,
    /// The kind of data, such as 身份信息.
    pub title: Text,
    /// Why it is needed.
    pub why: Text,
    /// How long it is kept.
    pub kept: Text,
}

/// One thing the person agrees to, by its own mark, never ticked beforehand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// The name in the record of consents.
    pub key: String,
    /// What the person agrees to.
    pub text: Text,
    /// A sentence below: how long it is kept, or what happens without it.
    #[serde(default)]
    pub hint: Option<Text>,
    /// The application cannot start without it.
    #[serde(default)]
    pub required: bool,
    /// The separate consent that sensitive personal information asks for.
    #[serde(default)]
    pub separate: bool,
    /// The fields this consent is about.
    #[serde(default)]
    pub covers: Vec<FieldRef>,
}

/// How long data stays, in days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Retention {
    /// A draft nobody touched.
    pub draft_days: u32,
    /// An application that was rejected, cancelled or withdrawn.
    pub closed_days: u32,
    /// Photos of such an application.
    pub closed_photo_days: u32,
    /// Photos of a person after the end of validity.
    pub ended_photo_days: u32,
    /// Everything else about a person after the end of validity.
    pub ended_days: u32,
}

impl Default for Retention {
    fn default() -> Self {
        Self { draft_days: 7, closed_days: 90, closed_photo_days: 30, ended_photo_days: 30, ended_days: 180 }
    }
}

/// Which fields say whom the application is about. Name and document are what 查询 asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Applicant {
    /// The person's name.
    pub name: FieldRef,
    /// The identity document that recognises the person again.
    #[serde(default)]
    pub document: Option<FieldRef>,
    /// Where messages go.
    #[serde(default)]
    pub phone: Option<FieldRef>,
    /// The face shown beside the name.
    #[serde(default)]
    pub portrait: Option<FieldRef>,
}

impl Service {
    /// The section with this key.
    pub fn section(&self, key: &str) -> Option<&Section> {
        self.form.sections.iter().find(|section| section.key == key)
    }

    /// The field with this key, wherever it stands.
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields().find(|field| field.key == key)
    }

    /// Every field, in the order in which people meet them.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        self.form.sections.iter().flat_map(|section| section.fields.iter())
    }

    /// The section that holds this field.
    pub fn section_of(&self, field: &str) -> Option<&Section> {
        self.form.sections.iter().find(|section| section.fields.iter().any(|f| f.key == field))
    }

    /// The process step with this key, wherever it stands.
    pub fn step(&self, key: &str) -> Option<&Step> {
        self.steps().into_iter().find(|step| step.key == key)
    }

    /// Every process step, branches included, in the order of the file.
    pub fn steps(&self) -> Vec<&Step> {
        let mut steps = Vec::new();
        for block in &self.process.blocks {
            collect_steps(block, &mut steps);
        }
        steps
    }
}

fn collect_steps<'a>(block: &'a Block, into: &mut Vec<&'a Step>) {
    match block {
        Block::Step(step) => into.push(step),
        Block::Parallel(parallel) => {
            for block in parallel.branches.iter().flatten() {
                collect_steps(block, into);
            }
        }
    }
}
