//! Accounts: staff members who can sign in. Applicants have none.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::email::Email;
use crate::id::{AccountId, UnitId};
use crate::locale::Locale;
use crate::name::PersonName;
use crate::phone::Phone;

/// A staff member who can sign in. Passwords and second factors are kept elsewhere and never travel with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// What the staff member types to sign in, unique; often the staff number.
    pub login: String,
    /// The staff member's name.
    pub name: PersonName,
    /// Where short messages go, if anywhere.
    pub phone: Option<Phone>,
    /// Where mail goes, if anywhere.
    pub email: Option<Email>,
    /// May the staff member sign in?
    pub state: AccountState,
    /// The unit the staff member works in.
    pub unit: Option<UnitId>,
    /// The language for pages and messages; `None` leaves it to the browser.
    pub locale: Option<Locale>,
}

/// May the staff member sign in?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AccountState {
    /// Yes.
    Active,
    /// No, an administrator has closed the account; its history stays.
    Disabled,
}

impl AccountState {
    /// The word for it in data and translation keys.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Disabled => "disabled",
        }
    }
}

/// The word names no state of an account.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no account state is called {0:?}")]
pub struct UnknownAccountState(pub String);

impl FromStr for AccountState {
    type Err = UnknownAccountState;

    fn from_str(word: &str) -> Result<Self, UnknownAccountState> {
        match word {
            "active" => Ok(Self::Active),
            "disabled" => Ok(Self::Disabled),
            _ => Err(UnknownAccountState(word.to_owned())),
        }
    }
}
