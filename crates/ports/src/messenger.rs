//! Messages to people: a to-do has come, an application was decided, a code for signing in.

use std::{collections::BTreeMap, fmt, time::Duration};

use async_trait::async_trait;

use crate::Cause;

/// One way of reaching people. A campus has as many of these as it has contracts and gateways.
#[async_trait]
pub trait Messenger: Send + Sync {
    /// The way this one sends.
    fn channel(&self) -> Channel;

    /// Hands the message over. Success means that the next system took responsibility, not that anyone has read it.
    async fn send(&self, message: &Message) -> Result<Receipt, SendError>;
}

/// A way of reaching a person outside the portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// E-mail.
    Email,
    /// Text message to the phone.
    Sms,
    /// Message of the campus's WeChat Official Account.
    Wechat,
}

impl Channel {
    /// The word used in data, addresses and log fields.
    pub fn code(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Sms => "sms",
            Self::Wechat => "wechat",
        }
    }
}

/// What a person is told. The words are ready; vendors that only accept approved templates use `kind` and `params`.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// The same for every attempt to send this message, so that a repeat can be recognised.
    pub id: String,
    /// E-mail address, phone number or the WeChat open id, by channel.
    pub to: String,
    /// What the message is about in one word, e.g. `task-arrived`: picks the vendor's approved template.
    pub kind: String,
    /// Language of the words, e.g. `zh-CN`.
    pub locale: String,
    /// One line; the subject of an e-mail.
    pub subject: String,
    /// The message in plain text, with its link where there is one.
    pub text: String,
    /// The facts by name, for a vendor's template.
    pub params: BTreeMap<String, String>,
}

/// Neither the address nor the words: both are personal.
impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "message {} of kind {} in {}", self.id, self.kind, self.locale)
    }
}

/// The next system took the message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The number the other side gave it, to ask about it later.
    pub reference: Option<String>,
}

/// Why a message did not leave. The texts carry no address and no content.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// Worth another try.
    #[error("the message could not be sent now: {reason}")]
    Retry {
        /// What happened, in words for the log.
        reason: String,
        /// How long the other side asked us to wait.
        after: Option<Duration>,
        /// What the system said.
        #[source]
        source: Option<Cause>,
    },
    /// Sending it again would fail again: a wrong address, a message nobody accepts. (Our own refused sign-in is no such
    /// case: somebody will mend it, and nothing should be lost until then.)
    #[error("the message cannot be sent: {reason}")]
    Final {
        /// What happened, in words for the log.
        reason: String,
        /// What the system said.
        #[source]
        source: Option<Cause>,
    },
}

impl SendError {
    /// Whether the job should come back to this message.
    pub fn is_retry(&self) -> bool {
        matches!(self, Self::Retry { .. })
    }
}
