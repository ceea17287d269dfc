//! E-mail addresses, as far as they can be checked without sending one.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::problem::Problem;

/// An e-mail address; the part after the @ in lower case.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

impl Email {
    /// Reads an address of plain ASCII characters with a full domain name.
    pub fn parse(input: &str) -> Result<Self, EmailError> {
        let typed = input.trim();
        if typed.is_empty() {
            return Err(EmailError::Empty);
        }
        if let Some(character) = typed.chars().find(|c| !c.is_ascii_graphic()) {
            return Err(EmailError::Character { character });
        }
        // The limit of a path in SMTP (RFC 5321 4.5.3.1.3), less its two angle brackets.
        if typed.len() > 254 {
            return Err(EmailError::TooLong);
        }
        let (local, domain) = typed.rsplit_once('@').ok_or(EmailError::NoAt)?;
        if !is_local_part(local) {
            return Err(EmailError::LocalPart);
        }
        let domain = domain.to_ascii_lowercase();
        if !is_domain(&domain) {
            return Err(EmailError::Domain);
        }
        Ok(Self(format!("{local}@{domain}")))
    }

    /// The address as it is stored and written to.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Never the address itself: debug output ends up in logs.
impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Email({})", crate::mask::email(&self.0))
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

impl TryFrom<String> for Email {
    type Error = EmailError;

    fn try_from(stored: String) -> Result<Self, EmailError> {
        Self::parse(&stored)
    }
}

/// Why a text is no e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EmailError {
    /// Nothing was typed.
    #[error("no e-mail address was given")]
    Empty,
    /// A space, a Chinese character or another one that an address cannot hold.
    #[error("the e-mail address contains {character:?}")]
    Character {
        /// What stands there.
        character: char,
    },
    /// More than 254 characters.
    #[error("the e-mail address is longer than 254 characters")]
    TooLong,
    /// There is no @.
    #[error("the e-mail address has no @")]
    NoAt,
    /// What stands before the @ is no mailbox name.
    #[error("the part before the @ is not possible")]
    LocalPart,
    /// What stands after the @ is no full domain name.
    #[error("the part after the @ is no domain name")]
    Domain,
}

impl From<EmailError> for Problem {
    fn from(error: EmailError) -> Self {
        match error {
            EmailError::Empty => Self::new("email-empty"),
            EmailError::Character { character } => {
                // Names an invisible character by its code: showing it would show nothing.
                let shown = if crate::text::Unfit::of(character).is_some() || character.is_whitespace() {
                    format!("U+{:04X}", u32::from(character))
                } else {
                    character.to_string()
                };
                Self::new("email-character").with("character", shown)
            }
            EmailError::TooLong => Self::new("email-too-long"),
            EmailError::NoAt => Self::new("email-no-at"),
            EmailError::LocalPart => Self::new("email-local-part"),
            EmailError::Domain => Self::new("email-domain"),
        }
    }
}

fn is_local_part(local: &str) -> bool {
    local.len() <= 64
        && local.split('.').all(|atom| {
            !atom.is_empty()
                && atom.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b))
        })
}

fn is_domain(domain: &str) -> bool {
    let labels_fit = domain.split('.').all(|label| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    });
    let top_level = domain.rsplit_once('.').map(|(_, top)| top);
    labels_fit && top_level.is_some_and(|top| top.bytes().any(|b| b.is_ascii_alphabetic()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_people_have_are_taken() {
        for (typed, stored) in [
            (" li.mei@Example.EDU.cn ", "li.mei@example.edu.cn"),
            ("O'Connor+gate@example.org", "O'Connor+gate@example.org"),
            ("a@xn--fiq228c.cn", "a@xn--fiq228c.cn"),
        ] {
            assert_eq!(Email::parse(typed).unwrap().as_str(), stored);
        }
    }

    #[test]
    fn each_mistake_has_its_own_name() {
        let wrong = |input: &str| Email::parse(input).unwrap_err();
        assert_eq!(wrong("\n"), EmailError::Empty);
        assert_eq!(wrong("李@example.org"), EmailError::Character { character: '李' });
        assert_eq!(wrong("a b@example.org"), EmailError::Character { character: ' ' });
        assert_eq!(wrong("a@example.org\r\nBcc: b"), EmailError::Character { character: '\r' });
        assert_eq!(wrong("example.org"), EmailError::NoAt);
        assert_eq!(wrong(&format!("{}@example.org", "a".repeat(250))), EmailError::TooLong);
        for local in
            ["@example.org", ".a@example.org", "a..b@example.org", "a@b@example.org", "<a@example.org"]
        {
            assert_eq!(wrong(local), EmailError::LocalPart, "{local}");
        }
        for domain in ["a@", "a@localhost", "a@-b.cn", "a@b..cn", "a@10.0.0.1", "a@b_c.cn"] {
            assert_eq!(wrong(domain), EmailError::Domain, "{domain}");
        }
    }

    #[test]
    fn an_address_is_never_printed_whole() {
        let email = Email::parse("li.mei@example.org").unwrap();
        assert_eq!(format!("{email:?}"), "Email(l***@example.org)");
    }
}
