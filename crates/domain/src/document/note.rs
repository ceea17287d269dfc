//! Grey notes for the reviewer: unusual, but no reason to refuse.

use jiff::civil::Date;

use super::kind::DocumentType;
use super::{IdentityDocument, eighteen, other};
use crate::division;
use crate::problem::Problem;

/// Younger people need a guardian's consent.
const GUARDIAN_AGE: i16 = 14;
/// Older than anybody is likely to be; the standard's own example is.
const UNLIKELY_AGE: i16 = 120;

/// What a reviewer should look at twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReviewNote {
    /// The person is older than 120 years: perhaps a wrong digit.
    AgeOver120 {
        /// Full years.
        age: i16,
    },
    /// The person is younger than 14: a guardian has to consent.
    AgeUnder14 {
        /// Full years.
        age: i16,
    },
    /// The area code is not in the current list. It keeps the name of first registration for life, so it may be right.
    AreaNotCurrent {
        /// The six digits.
        area: String,
    },
    /// A passport of the G series, whose ten years have passed.
    ProbablyExpired,
    /// Nothing about such numbers can be checked by a program.
    NumberNotChecked,
}

/// Notes travel like problems; their codes begin with `note-`.
impl From<&ReviewNote> for Problem {
    fn from(note: &ReviewNote) -> Self {
        match note {
            ReviewNote::AgeOver120 { age } => Self::new("note-age-over-120").with("age", age),
            ReviewNote::AgeUnder14 { age } => Self::new("note-age-under-14").with("age", age),
            ReviewNote::AreaNotCurrent { area } => Self::new("note-area-not-current").with("area", area),
            ReviewNote::ProbablyExpired => Self::new("note-document-probably-expired"),
            ReviewNote::NumberNotChecked => Self::new("note-document-not-checked"),
        }
    }
}

pub(super) fn about(document: &IdentityDocument, today: Date) -> Vec<ReviewNote> {
    let number = document.number();
    let age = document.derived().and_then(|derived| note_on_age(derived.birth_date, today));
    let about_number = match document.kind() {
        DocumentType::ResidentId | DocumentType::TempResidentId => {
            let area = eighteen::area(number);
            (!division::is_current(area)).then(|| ReviewNote::AreaNotCurrent { area: area.to_owned() })
        }
        DocumentType::PassportCn => other::is_expired_series(number).then_some(ReviewNote::ProbablyExpired),
        DocumentType::MilitaryOfficer | DocumentType::MilitarySoldier | DocumentType::Other => {
            Some(ReviewNote::NumberNotChecked)
        }
        _ => None,
    };
    age.into_iter().chain(about_number).collect()
}

fn note_on_age(birth: Date, today: Date) -> Option<ReviewNote> {
    let had_no_birthday_yet = (today.month(), today.day()) < (birth.month(), birth.day());
    let age = today.year() - birth.year() - i16::from(had_no_birthday_yet);
    if age < GUARDIAN_AGE {
        Some(ReviewNote::AgeUnder14 { age })
    } else if age > UNLIKELY_AGE {
        Some(ReviewNote::AgeOver120 { age })
    } else {
        None
    }
}
