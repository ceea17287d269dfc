//! The audit trail: who did what to what, when. An entry is written in the transaction of the change it tells of, so
//! there is no change without its entry. Nothing here changes or removes an entry.
//!
//! Each entry carries a keyed hash over itself and the hash before it. Whoever edits the database without the key
//! cannot continue the chain: changed, removed, inserted and reordered entries are found by [`verify`]. A cut-off
//! end is found by comparing with a head ([`head`]) that was written down elsewhere earlier.
//!
//! Entries hold ids and the names of fields, never their content: the trail outlives the data it tells of.

use sqlx::query;
use tongxing_domain::audit::{AuditActor, Entry};
use tongxing_domain::time::Timestamp;

use crate::cipher::Cipher;
use crate::error::StorageError;
use crate::page::{Bounds, Cursor, Page, PageRequest};
use crate::row::{Columns, FromRow};
use crate::store::Db;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT seq, at, actor_kind, actor, action, subject_kind, subject, reason, details, address, \
             prev_hash, hash FROM audit ",
            $rest
        )
    };
}

const HEAD: &str = "SELECT id, seq, hash FROM audit_head WHERE id = 1";
const LOCK_HEAD: &str = "SELECT id, seq, hash FROM audit_head WHERE id = 1{lock}";
const INSERT: &str = "INSERT INTO audit (seq, at, actor_kind, actor, action, subject_kind, subject, reason, \
     details, address, prev_hash, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
const MOVE_HEAD: &str = "UPDATE audit_head SET seq = $1, hash = $2 WHERE id = 1 AND seq = $1 - 1";
pub(crate) const NEXT: &str = select!("WHERE seq > $1 AND seq <= $2 ORDER BY seq LIMIT 500");
// One text per leading column, so that each finds its index; a plus before a column keeps its index out of it.
pub(crate) const LIST: &str = select!(
    "WHERE seq < $1 AND ($2 IS NULL OR actor = $2) AND ($3 IS NULL OR subject = $3) \
     AND ($4 IS NULL OR action = $4) AND +at >= $5 AND +at < $6 ORDER BY seq DESC LIMIT $7"
);
pub(crate) const LIST_BY_TIME: &str = select!(
    "WHERE seq < $1 AND ($2 IS NULL OR actor = $2) AND ($3 IS NULL OR subject = $3) \
     AND ($4 IS NULL OR action = $4) AND at >= $5 AND at < $6 ORDER BY seq DESC LIMIT $7"
);
pub(crate) const LIST_BY_ACTOR: &str = select!(
    "WHERE seq < $1 AND actor = $2 AND ($3 IS NULL OR subject = $3) \
     AND ($4 IS NULL OR action = $4) AND at >= $5 AND at < $6 ORDER BY seq DESC LIMIT $7"
);
pub(crate) const LIST_BY_SUBJECT: &str = select!(
    "WHERE seq < $1 AND ($2 IS NULL OR actor = $2) AND subject = $3 \
     AND ($4 IS NULL OR action = $4) AND at >= $5 AND at < $6 ORDER BY seq DESC LIMIT $7"
);
pub(crate) const LIST_BY_ACTION: &str = select!(
    "WHERE seq < $1 AND ($2 IS NULL OR actor = $2) AND ($3 IS NULL OR subject = $3) \
     AND action = $4 AND at >= $5 AND at < $6 ORDER BY seq DESC LIMIT $7"
);

/// A line of the trail, as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logged {
    /// Its number: 1, 2, 3, … without gaps.
    pub seq: i64,
    /// What it says.
    pub entry: Entry,
    /// Its hash, which the next line continues.
    pub hash: String,
}

/// The end of the trail. Written down outside the database, it proves later that nothing was cut off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The number of the last entry; 0 before the first.
    pub seq: i64,
    /// Its hash.
    pub hash: String,
}

/// Which entries are wanted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AuditFilter {
    /// Done by this account, or by the applicant of this application.
    pub actor: Option<String>,
    /// Done to the thing with this id.
    pub subject: Option<String>,
    /// What was done.
    pub action: Option<String>,
    /// Not before.
    pub from: Option<Timestamp>,
    /// Before.
    pub until: Option<Timestamp>,
}

/// What a check of the trail found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every entry up to the head is as it was written.
    Whole {
        /// How many entries.
        entries: i64,
    },
    /// The first place where the trail is not as it was written.
    Broken {
        /// The number of the entry.
        seq: i64,
        /// What is wrong there.
        breach: Breach,
    },
}

/// What is wrong with an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breach {
    /// It is not there.
    Missing,
    /// Its content or its hash was changed.
    Altered,
    /// It does not follow the entry before it.
    Unchained,
    /// The recorded end of the trail names another hash for it.
    HeadDiffers,
    /// The end written down earlier names another hash for it, or it is beyond the present end.
    AnchorDiffers,
}

/// Writes an entry, in the transaction of the change it tells of, and as its last step: everybody who writes waits
/// here for one another. Gives its number.
pub async fn append(db: &mut Db, entry: &Entry) -> Result<i64, StorageError> {
    let details = serde_json::to_string(&entry.details).map_err(StorageError::failure)?;
    let sql = db.sql(LOCK_HEAD);
    let before: Head = db.one(query(sql)).await?.ok_or_else(no_head)?;
    let seq = before.seq + 1;
    let hash = link(db.cipher(), &before.hash, seq, entry);
    let insert = query(INSERT)
        .bind(seq)
        .bind(entry.at.millis())
        .bind(entry.actor.kind())
        .bind(entry.actor.id_text())
        .bind(entry.action.clone())
        .bind(entry.subject_kind.clone())
        .bind(entry.subject_id.clone())
        .bind(entry.reason.clone())
        .bind(details)
        .bind(entry.address.clone())
        .bind(before.hash)
        .bind(hash.clone());
    db.run_one(insert).await?;
    db.run_one(query(MOVE_HEAD).bind(seq).bind(hash)).await?;
    Ok(seq)
}

/// The end of the trail.
pub async fn head(db: &mut Db) -> Result<Head, StorageError> {
    db.one(query(HEAD)).await?.ok_or_else(no_head)
}

/// Entries, the latest first.
pub async fn list(
    db: &mut Db,
    filter: &AuditFilter,
    page: &PageRequest,
) -> Result<Page<Logged>, StorageError> {
    let bounds = Bounds::of(page);
    let sql = match filter {
        AuditFilter { subject: Some(_), .. } => LIST_BY_SUBJECT,
        AuditFilter { actor: Some(_), .. } => LIST_BY_ACTOR,
        AuditFilter { action: Some(_), .. } => LIST_BY_ACTION,
        AuditFilter { from: None, until: None, .. } => LIST,
        _ => LIST_BY_TIME,
    };
    let query = query(sql)
        .bind(bounds.at)
        .bind(filter.actor.clone())
        .bind(filter.subject.clone())
        .bind(filter.action.clone())
        .bind(filter.from.map_or(i64::MIN, Timestamp::millis))
        .bind(filter.until.map_or(i64::MAX, Timestamp::millis))
        .bind(bounds.limit);
    let entries = db.all(query).await?;
    // The trail is ordered by number alone, so the number takes the place of the instant.
    Ok(bounds.page(entries, |line: &Logged| Cursor::new(Timestamp::from_millis(line.seq), "audit")))
}

/// One entry.
pub async fn find(db: &mut Db, seq: i64) -> Result<Option<Logged>, StorageError> {
    db.one(query(select!("WHERE seq = $1")).bind(seq)).await
}

/// Walks the whole trail and names the first entry that is not as it was written. `anchor` is a head that was
/// written down earlier; `progress` hears the number reached, a few hundred at a time.
pub async fn verify(
    db: &mut Db,
    anchor: Option<&Head>,
    mut progress: impl FnMut(i64),
) -> Result<Verdict, StorageError> {
    let head = head(db).await?;
    if let Some(anchor) = anchor.filter(|anchor| anchor.seq > head.seq) {
        return Ok(Verdict::Broken { seq: anchor.seq, breach: Breach::AnchorDiffers });
    }
    let mut before = Head { seq: 0, hash: String::new() };
    while before.seq < head.seq {
        let batch: Vec<Link> = db.all(query(NEXT).bind(before.seq).bind(head.seq)).await?;
        if batch.is_empty() {
            return Ok(Verdict::Broken { seq: before.seq + 1, breach: Breach::Missing });
        }
        for link in batch {
            if let Some((seq, breach)) = link.breach(&before, anchor, db.cipher()) {
                return Ok(Verdict::Broken { seq, breach });
            }
            before = Head { seq: link.seq, hash: link.hash };
        }
        progress(before.seq);
    }
    if before == head {
        Ok(Verdict::Whole { entries: head.seq })
    } else {
        Ok(Verdict::Broken { seq: head.seq, breach: Breach::HeadDiffers })
    }
}

/// The hash of an entry at its place in the trail.
fn link(cipher: &Cipher, prev_hash: &str, seq: i64, entry: &Entry) -> String {
    cipher.chain(&[prev_hash.as_bytes(), &seq.to_be_bytes(), entry.canonical().as_bytes()])
}

/// A line under suspicion: what cannot be read of it was changed by someone else, and is no reason to stop.
struct Link {
    seq: i64,
    entry: Option<Entry>,
    prev_hash: String,
    hash: String,
}

impl Link {
    fn breach(&self, before: &Head, anchor: Option<&Head>, cipher: &Cipher) -> Option<(i64, Breach)> {
        if self.seq != before.seq + 1 {
            return Some((before.seq + 1, Breach::Missing));
        }
        let whole = |entry| self.hash == link(cipher, &self.prev_hash, self.seq, entry);
        if !self.entry.as_ref().is_some_and(whole) {
            return Some((self.seq, Breach::Altered));
        }
        if self.prev_hash != before.hash {
            return Some((self.seq, Breach::Unchained));
        }
        let anchored = anchor.filter(|anchor| anchor.seq == self.seq);
        anchored.filter(|anchor| anchor.hash != self.hash).map(|_| (self.seq, Breach::AnchorDiffers))
    }
}

fn no_head() -> StorageError {
    StorageError::Corrupt { table: "audit_head", column: "id", id: "1".to_owned() }
}

impl FromRow for Head {
    const TABLE: &'static str = "audit_head";

    fn from_row(row: &Columns<'_>) -> Result<Self, StorageError> {
        Ok(Self { seq: row.int("seq")?, hash: row.text("hash")? })
    }
}

impl FromRow for Logged {
    const TABLE: &'static str = "audit";
    const KEY: &'static str = "seq";

    fn from_row(row: &Columns<'_>) -> Result<Self, StorageError> {
        Ok(Self { seq: row.int("seq")?, entry: entry(row)?, hash: row.text("hash")? })
    }
}

impl FromRow for Link {
    const TABLE: &'static str = "audit";
    const KEY: &'static str = "seq";

    fn from_row(row: &Columns<'_>) -> Result<Self, StorageError> {
        Ok(Self {
            seq: row.int("seq")?,
            entry: entry(row).ok(),
            prev_hash: row.text("prev_hash").unwrap_or_default(),
            hash: row.text("hash").unwrap_or_default(),
        })
    }
}

fn entry(row: &Columns<'_>) -> Result<Entry, StorageError> {
    let actor = row.optional_text("actor")?;
    let actor = AuditActor::restore(&row.text("actor_kind")?, actor.as_deref());
    Ok(Entry {
        at: row.at("at")?,
        actor: actor.ok_or_else(|| row.corrupt("actor"))?,
        action: row.text("action")?,
        subject_kind: row.text("subject_kind")?,
        subject_id: row.text("subject")?,
        reason: row.optional_text("reason")?,
        details: row.json("details")?,
        address: row.optional_text("address")?,
    })
}
