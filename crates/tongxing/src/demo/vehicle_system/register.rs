//! What the example vehicle system knows: one entry per permit, and which webhooks it has seen.

use std::{
    collections::{BTreeMap, VecDeque},
    io,
    path::Path,
};

use serde::{Deserialize, Serialize};
use tongxing_domain::time::Timestamp;

use crate::private;

/// So many webhook ids are remembered. A sender repeats within days, not after this many others.
const REMEMBERED: usize = 10_000;

/// Everything the system knows, as it lies in its file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Register {
    /// Pretends to be out of order: answers 503 and takes nothing.
    #[serde(default)]
    pub down: bool,
    /// By the permit's id.
    #[serde(default)]
    permits: BTreeMap<String, Entry>,
    /// Ids of webhooks already taken, oldest first.
    #[serde(default)]
    seen: VecDeque<String>,
}

/// The body of a webhook: what happened, and to which permit.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Event {
    /// What happened to the permit.
    #[serde(rename = "type")]
    pub kind: EventKind,
    /// The permit as it should be now.
    pub data: Permit,
}

/// What can happen to a permit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum EventKind {
    /// The vehicle may pass, from now on or with another period than before.
    #[serde(rename = "vehicle-permit.granted")]
    Granted,
    /// The vehicle may not pass any more.
    #[serde(rename = "vehicle-permit.withdrawn")]
    Withdrawn,
}

/// One vehicle and the time it may pass in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Permit {
    /// Names the permit, through all its changes.
    #[serde(rename = "permit")]
    pub id: String,
    /// Counts the changes of this permit; a smaller number than the known one is old news.
    pub version: i64,
    /// The number plate.
    pub plate: String,
    /// Its colour: `blue`, `gradient_green`, `yellow`, …
    pub colour: String,
    /// The first instant it may pass at.
    pub valid_from: Timestamp,
    /// The first instant it may not pass at any more.
    pub valid_until: Timestamp,
}

/// A permit as the system holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The newest that was received.
    #[serde(flatten)]
    pub permit: Permit,
    /// What happened last.
    pub kind: EventKind,
    /// When that came in.
    pub received: Timestamp,
}

/// What taking an event did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// It is what the system holds now.
    New,
    /// This webhook had been taken before.
    Repeat,
    /// Something newer about this permit is known already.
    Old,
}

impl Register {
    /// Reads the file; one that does not exist yet is an empty register.
    pub fn load(file: &Path) -> io::Result<Self> {
        match std::fs::read(file) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(io::Error::other),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error),
        }
    }

    /// Writes the file; afterwards it survives a power cut.
    pub fn save(&self, file: &Path) -> io::Result<()> {
        private::write_file(file, &serde_json::to_vec_pretty(self)?)
    }

    /// Takes one event. The same webhook twice changes nothing, and a late one never undoes a newer one.
    pub fn take(&mut self, webhook: &str, event: Event, received: Timestamp) -> Taken {
        if self.seen.iter().any(|seen| seen == webhook) {
            return Taken::Repeat;
        }
        self.seen.push_back(webhook.to_owned());
        if self.seen.len() > REMEMBERED {
            self.seen.pop_front();
        }
        let known = self.permits.get(&event.data.id).map(|entry| entry.permit.version);
        if known.is_some_and(|known| known >= event.data.version) {
            return Taken::Old;
        }
        let entry = Entry { kind: event.kind, received, permit: event.data };
        self.permits.insert(entry.permit.id.clone(), entry);
        Taken::New
    }

    /// All permits, the last received first.
    pub fn entries(&self) -> Vec<&Entry> {
        let mut entries: Vec<_> = self.permits.values().collect();
        entries.sort_by(|a, b| (b.received, &a.permit.plate).cmp(&(a.received, &b.permit.plate)));
        entries
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(kind: EventKind, permit: &str, version: i64) -> Event {
        let data = Permit {
            id: permit.to_owned(),
            version,
            plate: "蒙B12345".to_owned(),
            colour: "blue".to_owned(),
            valid_from: Timestamp::from_millis(0),
            valid_until: Timestamp::FOREVER,
        };
        Event { kind, data }
    }

    #[test]
    fn the_newest_version_wins_in_whatever_order_they_come() {
        let granted = || ("w1", event(EventKind::Granted, "p", 1));
        let withdrawn = || ("w2", event(EventKind::Withdrawn, "p", 2));
        for order in [[granted(), withdrawn()], [withdrawn(), granted()]] {
            let mut register = Register::default();
            for (webhook, event) in order {
                register.take(webhook, event, Timestamp::from_millis(5));
            }
            assert_eq!(register.entries().iter().map(|e| e.kind).collect::<Vec<_>>(), [EventKind::Withdrawn]);
        }
    }

    #[test]
    fn a_repeated_webhook_changes_nothing() {
        let mut register = Register::default();
        let at = Timestamp::from_millis;
        assert_eq!(register.take("w1", event(EventKind::Granted, "p", 1), at(1)), Taken::New);
        let before = register.clone();
        assert_eq!(register.take("w1", event(EventKind::Granted, "p", 1), at(2)), Taken::Repeat);
        assert_eq!(register, before);
        assert_eq!(register.take("w2", event(EventKind::Granted, "p", 1), at(3)), Taken::Old);
        assert_eq!(register.entries()[0].received, at(1));
    }

    #[test]
    fn the_file_is_read_back_and_memory_is_bounded() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("vehicle-system.json");
        assert_eq!(Register::load(&file).unwrap(), Register::default());
        let mut register = Register::default();
        for n in 0..REMEMBERED + 5 {
            register.take(&format!("w{n}"), event(EventKind::Granted, "p", 1), Timestamp::from_millis(1));
        }
        assert_eq!(register.seen.len(), REMEMBERED);
        register.save(&file).unwrap();
        assert_eq!(Register::load(&file).unwrap(), register);
        std::fs::write(&file, "{\"down\": tru").unwrap();
        assert!(Register::load(&file).is_err(), "a broken file is not an empty one");
    }
}
