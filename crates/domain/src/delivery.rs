//! Deliveries 下发: bringing one wanted fact, or its removal, to one outside system, and proving that it is there.
//!
//! A delivery is a row that stays: it holds the version that is *wanted* and the version that is *confirmed*. Changing
//! one's mind makes a new version, and an answer to an older one proves nothing. "Sent" is not "confirmed", and a
//! process that dies after sending sends again with the same key, so that the other side can tell.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::id::{DeliveryId, PermitId};
use crate::problem::Problem;
use crate::time::Timestamp;

/// One fact that one outside system must hold, or must no longer hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// Its id.
    pub id: DeliveryId,
    /// What is delivered. One subject, kind and target have one delivery.
    pub subject: Subject,
    /// What kind of fact about it.
    pub kind: DeliveryKind,
    /// The key of the outside system in the configuration.
    pub target: String,
    /// Should the other side hold the fact?
    pub wanted: Wanted,
    /// Grows with every change of what is wanted; the first is 1.
    pub version: u64,
    /// The newest version the other side has confirmed; 0 when none.
    pub confirmed_version: u64,
    /// How far the wanted version has come.
    pub state: DeliveryState,
    /// How often the wanted version was sent.
    pub attempts: u32,
    /// When something last changed.
    pub changed_at: Timestamp,
}

/// What a delivery is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "kebab-case")]
pub enum Subject {
    /// A vehicle permit.
    Permit(PermitId),
}

impl Subject {
    /// The word for what it is.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Permit(_) => "permit",
        }
    }

    /// Its id as text.
    pub fn id_text(self) -> String {
        match self {
            Self::Permit(id) => id.to_string(),
        }
    }

    /// Puts a subject together again from its stored word and id.
    pub fn restore(kind: &str, id: &str) -> Option<Self> {
        match kind {
            "permit" => id.parse().ok().map(Self::Permit),
            _ => None,
        }
    }
}

/// What kind of fact is delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeliveryKind {
    /// A plate with its period, for a vehicle management system.
    VehiclePermit,
}

impl DeliveryKind {
    /// The word for it in data and translation keys.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::VehiclePermit => "vehicle-permit",
        }
    }
}

/// Should the other side hold the fact?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wanted {
    /// Yes, in the wanted version.
    Present,
    /// No, it must be gone.
    Removed,
}

impl Wanted {
    /// The word for it in data.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::Removed => "removed",
        }
    }
}

/// How far the wanted version has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum DeliveryState {
    /// Nothing was sent yet.
    Wanted,
    /// Sent; the answer is awaited.
    Sent,
    /// The other side has proved that it holds it, or no longer holds it.
    Confirmed,
    /// It did not arrive.
    Failed {
        /// Why, as far as a program can tell.
        reason: FailureReason,
        /// The other side's own words, if it had any.
        detail: Option<String>,
        /// When it is tried again by itself; `None` waits for a person.
        next_try: Option<Timestamp>,
    },
}

impl DeliveryState {
    /// The word for it in data and translation keys.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Wanted => "wanted",
            Self::Sent => "sent",
            Self::Confirmed => "confirmed",
            Self::Failed { .. } => "failed",
        }
    }
}

/// Why something did not arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FailureReason {
    /// Nobody answered.
    Unreachable,
    /// The other side does not accept our key.
    Auth,
    /// The other side refuses the fact itself.
    Rejected,
    /// The other side is full.
    Capacity,
    /// The other side asks to come back later.
    Busy,
    /// The other side cannot hold such a fact.
    Unsupported,
    /// The other side holds something else under the same name.
    Conflict,
}

impl FailureReason {
    /// Every reason.
    pub const ALL: [Self; 7] = [
        Self::Unreachable,
        Self::Auth,
        Self::Rejected,
        Self::Capacity,
        Self::Busy,
        Self::Unsupported,
        Self::Conflict,
    ];

    /// The word for it in data and translation keys.
    pub const fn as_str(self) -> &'static str {
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
}

impl fmt::Display for FailureReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The word names nothing that deliveries know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("deliveries know no word {0:?}")]
pub struct UnknownDeliveryWord(pub String);

impl FromStr for FailureReason {
    type Err = UnknownDeliveryWord;

    fn from_str(word: &str) -> Result<Self, UnknownDeliveryWord> {
        Self::ALL
            .into_iter()
            .find(|reason| reason.as_str() == word)
            .ok_or_else(|| UnknownDeliveryWord(word.to_owned()))
    }
}

impl FromStr for Wanted {
    type Err = UnknownDeliveryWord;

    fn from_str(word: &str) -> Result<Self, UnknownDeliveryWord> {
        match word {
            "present" => Ok(Self::Present),
            "removed" => Ok(Self::Removed),
            _ => Err(UnknownDeliveryWord(word.to_owned())),
        }
    }
}

impl FromStr for DeliveryKind {
    type Err = UnknownDeliveryWord;

    fn from_str(word: &str) -> Result<Self, UnknownDeliveryWord> {
        match word {
            "vehicle-permit" => Ok(Self::VehiclePermit),
            _ => Err(UnknownDeliveryWord(word.to_owned())),
        }
    }
}

/// Where a delivery stands, as people see it: additions and removals have their own words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// 待下发.
    Wanted,
    /// 已发送.
    Sent,
    /// 已确认.
    Confirmed,
    /// 下发失败.
    Failed,
    /// 待清除.
    RemovalWanted,
    /// 清除已发送.
    RemovalSent,
    /// 已清除.
    RemovalConfirmed,
    /// 清除失败.
    RemovalFailed,
}

impl Stage {
    /// Every stage, additions before removals.
    pub const ALL: [Self; 8] = [
        Self::Wanted,
        Self::Sent,
        Self::Confirmed,
        Self::Failed,
        Self::RemovalWanted,
        Self::RemovalSent,
        Self::RemovalConfirmed,
        Self::RemovalFailed,
    ];

    /// The word for it in addresses and translation keys.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Wanted => "wanted",
            Self::Sent => "sent",
            Self::Confirmed => "confirmed",
            Self::Failed => "failed",
            Self::RemovalWanted => "removal-wanted",
            Self::RemovalSent => "removal-sent",
            Self::RemovalConfirmed => "removal-confirmed",
            Self::RemovalFailed => "removal-failed",
        }
    }
}

/// After so long without an answer the sender is taken to have died.
const ANSWER_WAIT_MILLIS: i64 = 60_000;
/// Whoever asks for more time than this is asked again all the same.
const LONGEST_ASKED_FOR_MILLIS: i64 = 60 * 60 * 1000;

impl Delivery {
    /// A fact that a system should hold from now on.
    pub const fn new(
        id: DeliveryId,
        subject: Subject,
        kind: DeliveryKind,
        target: String,
        at: Timestamp,
    ) -> Self {
        Self {
            id,
            subject,
            kind,
            target,
            wanted: Wanted::Present,
            version: 1,
            confirmed_version: 0,
            state: DeliveryState::Wanted,
            attempts: 0,
            changed_at: at,
        }
    }

    /// Where it stands, as people see it.
    pub const fn stage(&self) -> Stage {
        match (self.wanted, &self.state) {
            (Wanted::Present, DeliveryState::Wanted) => Stage::Wanted,
            (Wanted::Present, DeliveryState::Sent) => Stage::Sent,
            (Wanted::Present, DeliveryState::Confirmed) => Stage::Confirmed,
            (Wanted::Present, DeliveryState::Failed { .. }) => Stage::Failed,
            (Wanted::Removed, DeliveryState::Wanted) => Stage::RemovalWanted,
            (Wanted::Removed, DeliveryState::Sent) => Stage::RemovalSent,
            (Wanted::Removed, DeliveryState::Confirmed) => Stage::RemovalConfirmed,
            (Wanted::Removed, DeliveryState::Failed { .. }) => Stage::RemovalFailed,
        }
    }

    /// The key by which the other side recognises a second sending of the same version.
    pub fn idempotency_key(&self) -> String {
        format!("{}.{}", self.id, self.version)
    }

    /// Wants the fact there, in a new version (its period changed, say), or gone. Always starts anew: what is on its
    /// way is answered with an older version and proves nothing any more.
    pub fn want(&mut self, wanted: Wanted, at: Timestamp) {
        self.wanted = wanted;
        self.version = self.version.saturating_add(1);
        self.start_anew(at);
    }

    /// Notes that the wanted version is being sent, and says which one it is.
    ///
    /// Also from `sent`: a process may have died before it heard the answer.
    pub fn send(&mut self, at: Timestamp) -> Result<u64, DeliveryRefusal> {
        if self.state == DeliveryState::Confirmed {
            return Err(DeliveryRefusal::AlreadyConfirmed);
        }
        self.state = DeliveryState::Sent;
        self.attempts = self.attempts.saturating_add(1);
        self.changed_at = at;
        Ok(self.version)
    }

    /// Notes that the other side has proved the version.
    pub fn confirm(&mut self, version: u64, at: Timestamp) -> Result<(), DeliveryRefusal> {
        self.require_sent(version)?;
        self.state = DeliveryState::Confirmed;
        self.confirmed_version = version;
        self.changed_at = at;
        Ok(())
    }

    /// Notes that the version did not arrive. `jitter` spreads the next tries, in thousandths of the waiting time.
    pub fn fail(
        &mut self,
        version: u64,
        reason: FailureReason,
        detail: Option<String>,
        at: Timestamp,
        jitter: u16,
    ) -> Result<(), DeliveryRefusal> {
        self.require_sent(version)?;
        let next_try = waiting_millis(reason, self.attempts, jitter).map(|millis| at.plus_millis(millis));
        self.state = DeliveryState::Failed { reason, detail, next_try };
        self.changed_at = at;
        Ok(())
    }

    /// Puts the next try off because the other side asked for time, an hour at most.
    pub fn put_off(&mut self, by_millis: i64, at: Timestamp) {
        if let DeliveryState::Failed { next_try: Some(next), .. } = &mut self.state {
            *next = (*next).max(at.plus_millis(by_millis.clamp(0, LONGEST_ASKED_FOR_MILLIS)));
        }
    }

    /// Sends again because a person asked for it. What was confirmed gets a new version, so that the other side does
    /// not take it for a repetition.
    pub fn resend(&mut self, at: Timestamp) {
        if self.state == DeliveryState::Confirmed {
            self.version = self.version.saturating_add(1);
        }
        self.start_anew(at);
    }

    /// Is it time to send, by itself, at that instant? What was sent and never answered is sent again.
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.state == DeliveryState::Wanted || self.due_at().is_some_and(|at| at <= now)
    }

    /// When it is sent by itself; `None` when it has arrived or waits for a person.
    pub fn due_at(&self) -> Option<Timestamp> {
        match self.state {
            DeliveryState::Wanted => Some(self.changed_at),
            DeliveryState::Failed { next_try, .. } => next_try,
            DeliveryState::Sent => Some(self.changed_at.plus_millis(ANSWER_WAIT_MILLIS)),
            DeliveryState::Confirmed => None,
        }
    }

    fn start_anew(&mut self, at: Timestamp) {
        self.state = DeliveryState::Wanted;
        self.attempts = 0;
        self.changed_at = at;
    }

    fn require_sent(&self, version: u64) -> Result<(), DeliveryRefusal> {
        if version != self.version {
            return Err(DeliveryRefusal::Superseded);
        }
        match self.state {
            DeliveryState::Sent => Ok(()),
            DeliveryState::Confirmed => Err(DeliveryRefusal::AlreadyConfirmed),
            DeliveryState::Wanted | DeliveryState::Failed { .. } => Err(DeliveryRefusal::NotSent),
        }
    }
}

/// How long to wait after so many tries: 1 s, 2 s, 4 s … 60 s, and a little more by chance (`jitter`, thousandths up to
/// 1000, at most a quarter of the time), so that a system that comes back is not met by everybody at once.
///
/// `None` waits for a person: a refused key is tried twice and no more, because many systems lock out after three.
pub fn waiting_millis(reason: FailureReason, attempts: u32, jitter: u16) -> Option<i64> {
    let again = match reason {
        FailureReason::Unreachable | FailureReason::Busy => true,
        FailureReason::Auth => attempts < 2,
        FailureReason::Rejected
        | FailureReason::Capacity
        | FailureReason::Unsupported
        | FailureReason::Conflict => false,
    };
    let doublings = attempts.saturating_sub(1).min(6);
    let waiting = (1000_i64 << doublings).min(60_000);
    again.then(|| waiting + waiting * i64::from(jitter.min(1000)) / 4000)
}

/// Why an answer does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DeliveryRefusal {
    /// The wanted version is confirmed already.
    #[error("the wanted version is confirmed already")]
    AlreadyConfirmed,
    /// Something else is wanted by now.
    #[error("the answer is about an older version")]
    Superseded,
    /// The version was not sent, so nothing can answer it.
    #[error("the version has not been sent")]
    NotSent,
}

impl From<DeliveryRefusal> for Problem {
    fn from(refusal: DeliveryRefusal) -> Self {
        Self::new(match refusal {
            DeliveryRefusal::AlreadyConfirmed => "delivery-already-confirmed",
            DeliveryRefusal::Superseded => "delivery-superseded",
            DeliveryRefusal::NotSent => "delivery-not-sent",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(seconds * 1000)
    }

    fn a_delivery() -> Delivery {
        let id = DeliveryId::new(at(0), [1; 10]);
        let permit = Subject::Permit(PermitId::new(at(0), [2; 10]));
        Delivery::new(id, permit, DeliveryKind::VehiclePermit, "vehicle-system".into(), at(0))
    }

    #[test]
    fn a_fact_is_wanted_then_sent_then_confirmed() {
        let mut delivery = a_delivery();
        assert_eq!((delivery.stage(), delivery.is_due(at(0))), (Stage::Wanted, true));
        assert_eq!(delivery.confirm(1, at(1)), Err(DeliveryRefusal::NotSent));
        assert_eq!(delivery.send(at(1)), Ok(1));
        assert_eq!((delivery.stage(), delivery.is_due(at(60))), (Stage::Sent, false));
        delivery.confirm(1, at(2)).unwrap();
        assert_eq!((delivery.stage(), delivery.is_due(at(9))), (Stage::Confirmed, false));
        assert_eq!((delivery.confirmed_version, delivery.attempts, delivery.changed_at), (1, 1, at(2)));
        assert_eq!(delivery.send(at(3)), Err(DeliveryRefusal::AlreadyConfirmed));
        assert_eq!(delivery.confirm(1, at(3)), Err(DeliveryRefusal::AlreadyConfirmed));
    }

    #[test]
    fn an_answer_to_an_older_version_proves_nothing() {
        let mut delivery = a_delivery();
        delivery.send(at(1)).unwrap();
        delivery.want(Wanted::Removed, at(2));
        assert_eq!(delivery.stage(), Stage::RemovalWanted);
        assert_eq!(delivery.confirm(1, at(3)), Err(DeliveryRefusal::Superseded));
        assert_eq!(delivery.fail(1, FailureReason::Busy, None, at(3), 0), Err(DeliveryRefusal::Superseded));
        assert_eq!(delivery.send(at(4)), Ok(2));
        assert_eq!(delivery.stage(), Stage::RemovalSent);
        delivery.confirm(2, at(5)).unwrap();
        assert_eq!((delivery.stage(), delivery.confirmed_version), (Stage::RemovalConfirmed, 2));
    }

    #[test]
    fn a_process_that_died_sends_again_with_the_same_key() {
        let mut delivery = a_delivery();
        delivery.send(at(1)).unwrap();
        let key = delivery.idempotency_key();
        assert!(delivery.is_due(at(61)));
        delivery.send(at(61)).unwrap();
        assert_eq!(delivery.idempotency_key(), key);
        assert_eq!(delivery.attempts, 2);
    }

    #[test]
    fn a_failure_tells_why_and_when_it_is_tried_again() {
        let mut delivery = a_delivery();
        delivery.send(at(10)).unwrap();
        delivery.fail(1, FailureReason::Unreachable, None, at(10), 0).unwrap();
        assert_eq!(delivery.stage(), Stage::Failed);
        assert!(!delivery.is_due(at(11).plus_millis(-1)));
        assert!(delivery.is_due(at(11)));
        delivery.send(at(11)).unwrap();
        delivery.fail(1, FailureReason::Rejected, Some("plate unknown".into()), at(12), 0).unwrap();
        assert!(!delivery.is_due(at(1_000_000)), "waits for a person");
        let key = delivery.idempotency_key();
        delivery.resend(at(20));
        assert_eq!((delivery.stage(), delivery.attempts), (Stage::Wanted, 0));
        assert_eq!(delivery.idempotency_key(), key, "the other side has not taken it yet");
    }

    #[test]
    fn the_other_side_is_given_the_time_it_asks_for_up_to_an_hour() {
        for (asked, waits) in [(0, 1), (30, 30), (3_600, 3_600), (86_400, 3_600), (-5, 1)] {
            let mut one = a_delivery();
            let version = one.send(at(0)).unwrap();
            one.fail(version, FailureReason::Busy, None, at(0), 0).unwrap();
            one.put_off(asked * 1000, at(0));
            assert_eq!(one.due_at(), Some(at(waits)), "{asked}");
        }
        let mut refused = a_delivery();
        let version = refused.send(at(0)).unwrap();
        refused.fail(version, FailureReason::Rejected, None, at(0), 0).unwrap();
        refused.put_off(5_000, at(0));
        assert_eq!(refused.due_at(), None, "it waits for a person");
    }

    #[test]
    fn sending_again_what_was_confirmed_is_a_new_version() {
        let mut delivery = a_delivery();
        delivery.send(at(1)).unwrap();
        delivery.confirm(1, at(2)).unwrap();
        delivery.resend(at(3));
        assert_eq!((delivery.stage(), delivery.version, delivery.confirmed_version), (Stage::Wanted, 2, 1));
    }

    #[test]
    fn waiting_doubles_up_to_a_minute() {
        let waits = |reason, attempts| waiting_millis(reason, attempts, 0);
        let seconds: Vec<_> = (0..9).map(|n| waits(FailureReason::Unreachable, n).unwrap() / 1000).collect();
        assert_eq!(seconds, [1, 1, 2, 4, 8, 16, 32, 60, 60]);
        assert_eq!(waits(FailureReason::Busy, u32::MAX), Some(60_000));
        assert_eq!(waiting_millis(FailureReason::Busy, 1, 1000), Some(1250));
        assert_eq!(waiting_millis(FailureReason::Busy, 1, u16::MAX), Some(1250));
        assert_eq!(waits(FailureReason::Auth, 1), Some(1000));
        assert_eq!(waits(FailureReason::Auth, 2), None);
        for reason in [FailureReason::Rejected, FailureReason::Capacity, FailureReason::Unsupported] {
            assert_eq!(waits(reason, 1), None);
        }
        assert_eq!(waits(FailureReason::Conflict, 1), None);
    }

    #[test]
    fn words_and_values_translate_both_ways() {
        for reason in FailureReason::ALL {
            assert_eq!(reason.as_str().parse(), Ok(reason));
        }
        for wanted in [Wanted::Present, Wanted::Removed] {
            assert_eq!(wanted.as_str().parse(), Ok(wanted));
        }
        assert_eq!("vehicle-permit".parse(), Ok(DeliveryKind::VehiclePermit));
        let subject = a_delivery().subject;
        assert_eq!(Subject::restore(subject.kind(), &subject.id_text()), Some(subject));
        assert_eq!(Subject::restore("permit", "x"), None);
        assert!("gone".parse::<Wanted>().is_err());
    }
}
