//! `tongxing audit verify`: proof that nobody changed the past.

use tongxing_storage::{
    StorageError, Store,
    audit::{self, Breach, Head, Verdict},
};

use crate::{cli, installation::Installation, stop::Stop, terminal::say};

/// Walks the chain of an installation. `anchor` is an end that was written down earlier, `number:hash`.
pub async fn verify(args: &cli::Installation, anchor: Option<&str>) -> Result<(), Stop> {
    let anchor = anchor.map(read_anchor).transpose()?;
    let installation = Installation::named(args)?;
    let store = installation.open_store(installation.keys()?).await?;
    let (entries, head) = proven(&store, anchor.as_ref()).await?;
    say(format!("the audit log is whole: {entries} entries, each as it was written"));
    say(format!("its end, to be kept elsewhere and given back as --anchor: {}:{}", head.seq, head.hash));
    Ok(())
}

/// Walks the chain; an error names the first entry that is not as it was written.
pub async fn proven(store: &Store, anchor: Option<&Head>) -> Result<(i64, Head), Stop> {
    let failed = |error: StorageError| Stop::because("the audit log cannot be read", error);
    let mut db = store.read().await.map_err(failed)?;
    let verdict = audit::verify(&mut db, anchor, |_| {}).await.map_err(failed)?;
    match verdict {
        Verdict::Whole { entries } => Ok((entries, audit::head(&mut db).await.map_err(failed)?)),
        Verdict::Broken { seq, breach } => {
            Err(Stop::new(format!("the audit log is broken at entry {seq}: {}", words(breach))))
        }
    }
}

fn words(breach: Breach) -> &'static str {
    match breach {
        Breach::Missing => "it is missing",
        Breach::Altered => "it was altered, or it was written with another master key",
        Breach::Unchained => "it does not follow the entry before it",
        Breach::HeadDiffers => "the recorded end of the log names another entry",
        Breach::AnchorDiffers => "it is not the entry that was written down elsewhere",
    }
}

fn read_anchor(text: &str) -> Result<Head, Stop> {
    let parts = text.split_once(':').and_then(|(seq, hash)| Some((seq.parse().ok()?, hash)));
    match parts {
        Some((seq, hash)) if !hash.is_empty() => Ok(Head { seq, hash: hash.to_owned() }),
        _ => Err(Stop::new("--anchor must be a number, a colon and a hash, as `audit verify` printed it")),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use tongxing_domain::{
        audit::{AuditActor, Entry},
        time::Timestamp,
    };
    use tongxing_storage::testing::TestStore;

    use super::*;

    async fn store_with_entries(count: i64) -> TestStore {
        let test = TestStore::sqlite().await;
        let mut tx = test.store.begin().await.unwrap();
        for n in 0..count {
            let entry = Entry {
                at: Timestamp::from_millis(n),
                actor: AuditActor::System,
                action: "thing.made".to_owned(),
                subject_kind: "thing".to_owned(),
                subject_id: n.to_string(),
                reason: None,
                details: BTreeMap::new(),
                address: None,
            };
            audit::append(&mut tx, &entry).await.unwrap();
        }
        tx.commit().await.unwrap();
        test
    }

    #[tokio::test]
    async fn a_whole_log_is_proven_against_its_earlier_end() {
        let test = store_with_entries(3).await;
        let (entries, head) = proven(&test.store, None).await.unwrap();
        assert_eq!((entries, head.seq), (3, 3));
        let anchor = read_anchor(&format!("{}:{}", head.seq, head.hash)).unwrap();
        proven(&test.store, Some(&anchor)).await.unwrap();

        let later = Head { seq: 4, hash: anchor.hash.clone() };
        let cut = proven(&test.store, Some(&later)).await.unwrap_err().to_string();
        assert!(cut.contains("entry 4"), "{cut}");
    }

    #[test]
    fn an_anchor_is_what_verify_printed() {
        assert!(read_anchor("12:abc").is_ok());
        for bad in ["", "12", "12:", "x:abc"] {
            assert!(read_anchor(bad).is_err(), "{bad}");
        }
    }
}
