//! The shape of the demonstration's data files.

use serde::Deserialize;
use tongxing_domain::{document::DocumentType, role::Role};

use super::span::Span;

/// `campus.toml`: who is there.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Campus {
    /// The university's name in Chinese.
    pub name_zh: String,
    /// The university's name in English.
    pub name_en: String,
    /// Who answers questions, in Chinese.
    pub contact_zh: String,
    /// Who answers questions, in English.
    pub contact_en: String,
    /// Its units; a parent stands before its children.
    #[serde(rename = "unit")]
    pub units: Vec<UnitData>,
    /// The staff who can sign in.
    #[serde(rename = "account")]
    pub accounts: Vec<AccountData>,
}

/// One unit.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitData {
    /// What the campus calls it by, unique.
    pub code: String,
    /// The code of the unit it belongs to.
    pub parent: Option<String>,
    /// Its name in Chinese.
    pub name_zh: String,
    /// Its name in English.
    pub name_en: String,
}

/// One member of staff.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountData {
    /// The name to sign in with.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// The code of the unit the person works in.
    pub unit: String,
    /// What the person is asked to do.
    pub roles: Vec<RoleData>,
}

/// One role held.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleData {
    /// Which.
    pub role: Role,
    /// For which unit; the whole campus when absent.
    pub unit: Option<String>,
    /// Also for everything below it.
    #[serde(default)]
    pub below: bool,
}

/// `stories.toml`: what happened.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stories {
    /// The service that all of them apply for.
    pub service: String,
    /// The consents that all of them give.
    pub consents: Vec<String>,
    /// One per application.
    #[serde(rename = "story")]
    pub all: Vec<Story>,
}

/// One application and what became of it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Story {
    /// Whom it is about.
    pub name: String,
    /// The identity document.
    pub document: DocumentData,
    /// Where the document does not say it.
    pub birth_date: Option<jiff::civil::Date>,
    /// Where the document does not say it.
    pub gender: Option<String>,
    /// Ethnic group, 汉族 unless given.
    #[serde(default = "han")]
    pub ethnic: String,
    /// Mobile number.
    pub phone: String,
    /// Kind of person.
    pub kind: String,
    /// The code of the host unit.
    pub unit: String,
    /// Why the person has to get in.
    pub reason: String,
    /// Education, where given.
    pub education: Option<String>,
    /// The period of stay.
    pub stay: Stay,
    /// Vehicles.
    #[serde(default)]
    pub plates: Vec<String>,
    /// How long before the demonstration's first start the form was sent.
    pub submitted: Span,
    /// What happened afterwards, in order.
    #[serde(default)]
    pub then: Vec<Happening>,
}

/// An identity document.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentData {
    /// Its type.
    #[serde(rename = "type")]
    pub kind: DocumentType,
    /// Its number.
    pub number: String,
}

/// A period, in days from the demonstration's first start.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stay {
    /// The first day; negative when it lies in the past.
    pub starts: i64,
    /// How many days.
    pub days: i64,
}

/// One thing that happened to an application or to the person it made.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Happening {
    /// How long after what happened before.
    pub after: Span,
    /// The login of who did it; the applicant when absent.
    pub who: Option<String>,
    /// What.
    pub does: Does,
    /// The opinion or reason.
    #[serde(default)]
    pub says: String,
}

/// What can happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Does {
    /// 通过.
    Approve,
    /// 不通过.
    Reject,
    /// 驳回到发起人.
    Return,
    /// A remark without a decision.
    Comment,
    /// The applicant sends the corrected form again.
    Resubmit,
    /// The applicant takes it back for good.
    Cancel,
    /// The applicant asks to hurry.
    Urge,
    /// The person may not come in for now.
    Suspend,
    /// The person's stay ends early.
    End,
}

impl AccountData {
    /// Whether this is who sets everything up.
    pub fn is_system_administrator(&self) -> bool {
        self.roles.iter().any(|given| given.role == Role::SystemAdministrator)
    }
}

impl Campus {
    /// The university of this program.
    pub fn load() -> Result<Self, toml::de::Error> {
        toml::from_str(super::CAMPUS)
    }
}

impl Stories {
    /// The stories of this program.
    pub fn load() -> Result<Self, toml::de::Error> {
        toml::from_str(super::STORIES)
    }
}

impl Story {
    /// How long before the first start the form was sent and each happening was.
    pub fn ago(&self) -> Vec<i64> {
        let mut ago = self.submitted.millis();
        let mut times = vec![ago];
        for happening in &self.then {
            ago -= happening.after.millis();
            times.push(ago);
        }
        times
    }
}

fn han() -> String {
    "01".to_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::civil::date;
    use tongxing_domain::{document::IdentityDocument, name::PersonName, phone::Phone, plate::Plate};

    use super::*;

    #[test]
    fn everybody_and_every_unit_fits_together() {
        let campus = Campus::load().unwrap();
        let mut codes = BTreeSet::new();
        for unit in &campus.units {
            assert!(unit.parent.as_ref().is_none_or(|parent| codes.contains(parent)), "{}", unit.code);
            assert!(codes.insert(unit.code.clone()), "{} twice", unit.code);
        }
        let mut logins = BTreeSet::new();
        let mut roles = BTreeSet::new();
        for account in &campus.accounts {
            PersonName::parse(&account.name).unwrap();
            assert!(logins.insert(&account.login), "{} twice", account.login);
            assert!(codes.contains(&account.unit), "{}", account.login);
            for given in &account.roles {
                assert!(given.unit.as_ref().is_none_or(|unit| codes.contains(unit)), "{}", account.login);
                roles.insert(given.role);
            }
        }
        assert_eq!(roles.len(), Role::ALL.len(), "every role has somebody to sign in as");
    }

    #[test]
    fn every_story_is_valid_and_lies_in_the_past() {
        let campus = Campus::load().unwrap();
        let stories = Stories::load().unwrap().all;
        let (mut documents, mut phones) = (BTreeSet::new(), BTreeSet::new());
        for story in &stories {
            let name = &story.name;
            PersonName::parse(name).unwrap();
            Phone::parse(&story.phone).unwrap();
            let document =
                IdentityDocument::parse(story.document.kind, &story.document.number, date(2026, 1, 1));
            let derived = document.unwrap_or_else(|error| panic!("{name}: {error}")).derived();
            assert_ne!(derived.is_some(), story.birth_date.is_some(), "{name}: the birth date stands once");
            for plate in &story.plates {
                Plate::parse(plate, None).unwrap_or_else(|error| panic!("{name}: {error}"));
            }
            assert!(campus.units.iter().any(|unit| unit.code == story.unit), "{name}");
            assert!(documents.insert(&story.document.number) && phones.insert(&story.phone), "{name} twice");
            for happening in &story.then {
                let who = happening.who.as_ref();
                assert!(who.is_none_or(|who| campus.accounts.iter().any(|a| a.login == *who)), "{name}");
            }
            assert!(story.ago().iter().all(|ago| *ago > 0), "{name}: something lies in the future");
        }
        assert!(stories.len() >= 30, "{}", stories.len());
    }
}
