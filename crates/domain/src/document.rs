//! Identity documents: what can be known of a number before anybody has seen the card.
//!
//! A number that is well formed is not yet a genuine one; that is for the reviewer with the photos. What we do here is
//! find typing mistakes, say exactly which, and read the birth date and the gender out of the numbers that hold them.
//! The area code of a resident number is the one of first registration and stays for life, so a code that is missing
//! from today's list is a grey note for the reviewer and never a reason to refuse.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

mod eighteen;
mod error;
mod kind;
mod note;
mod other;

pub use eighteen::{convert_fifteen, resident_number};
pub use error::{Disagreement, DocumentError};
pub use kind::{DocumentType, UnknownDocumentType};
pub use note::ReviewNote;

use crate::text::{Unfit, compact};

/// An identity document as a person names it: which kind, and its number.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Stored")]
pub struct IdentityDocument {
    #[serde(rename = "type")]
    kind: DocumentType,
    number: String,
}

#[derive(Deserialize)]
struct Stored {
    #[serde(rename = "type")]
    kind: DocumentType,
    number: String,
}

impl TryFrom<Stored> for IdentityDocument {
    type Error = DocumentError;

    fn try_from(stored: Stored) -> Result<Self, DocumentError> {
        Self::restore(stored.kind, &stored.number)
    }
}

/// What a number tells about its holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derived {
    /// The day of birth.
    pub birth_date: Date,
    /// The gender.
    pub gender: Gender,
    /// The country of a foreigner with a permanent residence card of 2023: the ISO 3166 numeric code.
    pub country: Option<String>,
}

/// The two values of GB/T 2261.1 that a number can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Gender {
    /// 男.
    Male,
    /// 女.
    Female,
}

impl Gender {
    /// Its code in GB/T 2261.1, as the form stores it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Male => "1",
            Self::Female => "2",
        }
    }
}

impl IdentityDocument {
    /// Reads a number as a person typed it on that day; spaces, full-width digits and a small x are fine.
    pub fn parse(kind: DocumentType, input: &str, today: Date) -> Result<Self, DocumentError> {
        let number = compact(input);
        if number.is_empty() {
            return Err(DocumentError::Empty);
        }
        if let Some(error) = first_unfit(&number) {
            return Err(error);
        }
        match kind {
            DocumentType::ResidentId | DocumentType::TempResidentId => {
                eighteen::check_resident(&number, today)?;
            }
            DocumentType::HmtResidencePermit => eighteen::check_residence_permit(&number, today)?,
            DocumentType::FprId => check_permanent_residence(&number, today)?,
            DocumentType::HkmTravelPermit => other::check_hkm_travel_permit(&number)?,
            DocumentType::TwTravelPermit => other::check_tw_travel_permit(&number)?,
            DocumentType::PassportCn => other::check_passport_cn(&number)?,
            DocumentType::PassportForeign => other::check_passport_foreign(&number)?,
            DocumentType::MilitaryOfficer | DocumentType::MilitarySoldier | DocumentType::Other => {
                other::check_free(&number)?;
            }
        }
        Ok(Self { kind, number })
    }

    /// Reads a number back that was checked when it was stored.
    pub fn restore(kind: DocumentType, number: &str) -> Result<Self, DocumentError> {
        // Whether the birth date lay in the future was decided on the day of entry.
        Self::parse(kind, number, Date::MAX)
    }

    /// Which kind of document.
    pub const fn kind(&self) -> DocumentType {
        self.kind
    }

    /// The number as it is stored: no spaces, upper case.
    pub fn number(&self) -> &str {
        &self.number
    }

    /// The number as it is shown where the whole is not needed.
    pub fn masked(&self) -> String {
        crate::mask::document(&self.number)
    }

    /// Birth date and gender, where the number holds them; such fields of a form are filled in and locked.
    pub fn derived(&self) -> Option<Derived> {
        if !self.holds_birth_date() {
            return None;
        }
        let country = match self.kind {
            DocumentType::FprId => self.number.get(3..6).map(str::to_owned),
            _ => None,
        };
        Some(Derived {
            birth_date: eighteen::birth_date(&self.number).ok()?,
            gender: eighteen::gender(&self.number)?,
            country,
        })
    }

    /// Holds what was typed elsewhere against the number: the facts that differ.
    pub fn disagreements(&self, gender_code: Option<&str>, birth_date: Option<Date>) -> Vec<Disagreement> {
        let Some(derived) = self.derived() else { return Vec::new() };
        let gender = gender_code.filter(|code| *code != derived.gender.code());
        let birth_date = birth_date.filter(|date| *date != derived.birth_date);
        let found = [gender.map(|_| Disagreement::Gender), birth_date.map(|_| Disagreement::BirthDate)];
        found.into_iter().flatten().collect()
    }

    /// What a reviewer should look at twice; nothing of it is a reason to refuse, and nothing is shown to the person.
    pub fn notes(&self, today: Date) -> Vec<ReviewNote> {
        note::about(self, today)
    }

    /// What stays the same when the document is renewed: two documents with one key belong to one person.
    pub fn match_key(&self) -> String {
        let (kind, number) = match self.kind {
            // A temporary card carries the number of the card it stands in for.
            DocumentType::TempResidentId => (DocumentType::ResidentId, self.number.as_str()),
            // Letter and eight digits are for life; older cards add the count of issues.
            DocumentType::HkmTravelPermit => (self.kind, self.number.get(..9).unwrap_or(&self.number)),
            _ => (self.kind, self.number.as_str()),
        };
        format!("{}:{number}", kind.key())
    }

    fn holds_birth_date(&self) -> bool {
        match self.kind {
            DocumentType::ResidentId | DocumentType::TempResidentId | DocumentType::HmtResidencePermit => {
                true
            }
            DocumentType::FprId => self.number.len() == 18,
            _ => false,
        }
    }
}

/// Never the number itself: debug output ends up in logs.
impl fmt::Debug for IdentityDocument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IdentityDocument({} {})", self.kind.key(), self.masked())
    }
}

fn first_unfit(number: &str) -> Option<DocumentError> {
    number
        .chars()
        .enumerate()
        .find_map(|(index, c)| Unfit::of(c).map(|unfit| DocumentError::Unfit { position: index + 1, unfit }))
}

/// The cards of 2017 (letters first) and of 2023 (a 9 first) are both in people's hands.
fn check_permanent_residence(number: &str, today: Date) -> Result<(), DocumentError> {
    if number.starts_with(|c: char| c.is_ascii_digit()) {
        eighteen::check_permanent_residence(number, today)
    } else {
        other::check_permanent_residence_2017(number)
    }
}

#[cfg(test)]
mod tests;
