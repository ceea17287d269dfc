//! Deliveries to outside systems: the vehicle system learns a plate, or that a permit has been withdrawn.

use std::time::Duration;

use async_trait::async_trait;
use tongxing_domain::time::Timestamp;

use crate::Cause;

/// One outside system that takes deliveries. A campus has one per configured target.
#[async_trait]
pub trait OutboundWebhook: Send + Sync {
    /// The target's name in the configuration, e.g. `vehicle-system`.
    fn target(&self) -> &str;

    /// Makes the call once. The job that asks decides when to come back, by [`Reason::is_retry`].
    async fn deliver(&self, call: &WebhookCall) -> Result<Answer, DeliverError>;
}

/// One call to an outside system.
#[derive(Debug, Clone, PartialEq)]
pub struct WebhookCall {
    /// The same for every attempt: the receiver recognises a repeat by it.
    pub id: String,
    /// What happened, e.g. `vehicle-permit.granted`.
    pub kind: String,
    /// When it happened on campus, not when it is sent: the body of a repeat is the same byte for byte.
    pub occurred: Timestamp,
    /// The facts.
    pub data: serde_json::Value,
}

/// What the other side answered. *Accepted* is not *confirmed*: it proves nothing about the gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// The answer documented as final: the other system has it.
    Confirmed,
    /// The other system took it for later and will have to be asked.
    Accepted,
}

/// Why a call did not end well, in the words of the delivery ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// Nobody answered: no route, no name, refused, timed out, or the TLS handshake failed.
    Unreachable,
    /// Our key or signature was not accepted.
    Auth,
    /// The other system understood and said no; a person has to look.
    Rejected,
    /// The other system is full.
    Capacity,
    /// The other system asked us to come back later, or broke down itself.
    Busy,
    /// The other system does not know this kind of call.
    Unsupported,
    /// The other system holds something that contradicts this call.
    Conflict,
}

impl Reason {
    /// The word used in data and for the translated sentence.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::Auth => "auth",
            Self::Rejected => "rejected",
            Self::Capacity => "capacity",
            Self::Busy => "busy",
            Self::Unsupported => "unsupported",
            Self::Conflict => "conflict",
        }
    }

    /// How many tries this reason deserves before a person has to look: `None` is "keep trying".
    /// A refused sign-in gets one repeat only, for many systems lock an account that keeps knocking.
    pub fn tries(self) -> Option<u32> {
        match self {
            Self::Unreachable | Self::Busy | Self::Capacity => None,
            Self::Auth => Some(2),
            Self::Rejected | Self::Unsupported | Self::Conflict => Some(1),
        }
    }

    /// Whether a call that failed for the `tries`-th time with this reason should be made again.
    pub fn is_retry(self, tries: u32) -> bool {
        self.tries().is_none_or(|most| tries < most)
    }
}

/// A call that did not end well.
#[derive(Debug, thiserror::Error)]
#[error("{target} did not take the delivery ({})", reason.code())]
pub struct DeliverError {
    /// The target's name.
    pub target: String,
    /// Which of the ledger's reasons it is.
    pub reason: Reason,
    /// What happened, with the other side's own words where it gave any; shown to the people who run the campus and
    /// not part of the error's text, because nobody knows what those words mention.
    pub detail: String,
    /// How long the other side asked us to wait.
    pub retry_after: Option<Duration>,
    /// What the system said.
    #[source]
    pub source: Option<Cause>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_reasons_that_mend_themselves_are_tried_again() {
        assert!(
            Reason::Unreachable.is_retry(1000) && Reason::Busy.is_retry(1000) && Reason::Capacity.is_retry(9)
        );
        assert!(Reason::Auth.is_retry(1) && !Reason::Auth.is_retry(2));
        assert!(
            ![Reason::Rejected, Reason::Unsupported, Reason::Conflict]
                .iter()
                .any(|reason| reason.is_retry(1))
        );
    }
}
