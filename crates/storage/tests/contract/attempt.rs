use tongxing_storage::attempt::{self, Attempt, Limit};
use tongxing_storage::sequence;
use tongxing_storage::testing::stores;

use crate::samples::{NOW, later};

const PER_PERSON: Limit = Limit { scope: "query-person", tries: 5, window_millis: 900_000 };

#[tokio::test]
async fn the_sixth_try_waits_until_the_first_one_is_a_quarter_of_an_hour_old() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        for n in 0..5 {
            let tried = attempt::record(&mut tx, PER_PERSON, "zhang", later(n * 1000)).await.unwrap();
            assert_eq!(tried, Attempt::Allowed);
        }
        let until = later(900_000);
        for at in [later(5000), later(899_999)] {
            let tried = attempt::record(&mut tx, PER_PERSON, "zhang", at).await.unwrap();
            assert_eq!(tried, Attempt::Refused { until }, "refusals are not counted");
        }
        assert_eq!(attempt::record(&mut tx, PER_PERSON, "zhang", until).await.unwrap(), Attempt::Allowed);
        let again = attempt::record(&mut tx, PER_PERSON, "zhang", until).await.unwrap();
        assert_eq!(again, Attempt::Refused { until: later(901_000) });
    }
}

#[tokio::test]
async fn persons_and_scopes_are_counted_apart() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let one = Limit { tries: 1, ..PER_PERSON };
        let other = Limit { scope: "query-address", ..one };
        for (limit, key) in [(one, "a"), (one, "b"), (other, "a")] {
            assert_eq!(attempt::record(&mut tx, limit, key, NOW).await.unwrap(), Attempt::Allowed);
        }
        assert_ne!(attempt::record(&mut tx, one, "a", NOW).await.unwrap(), Attempt::Allowed);
        attempt::forget(&mut tx, one, "a").await.unwrap();
        assert_eq!(attempt::record(&mut tx, one, "a", NOW).await.unwrap(), Attempt::Allowed);
        assert_eq!(attempt::delete_expired(&mut tx, later(899_999)).await.unwrap(), 0);
        assert_eq!(attempt::delete_expired(&mut tx, later(900_000)).await.unwrap(), 3);
    }
}

#[tokio::test]
async fn tries_at_the_same_time_are_all_counted() {
    for db in stores().await {
        let mut tries = Vec::new();
        for _ in 0..12 {
            let store = db.store.clone();
            tries.push(tokio::spawn(async move {
                let mut tx = store.begin().await.unwrap();
                let answer = attempt::record(&mut tx, PER_PERSON, "zhang", NOW).await.unwrap();
                tx.commit().await.unwrap();
                answer
            }));
        }
        let mut allowed = 0;
        for tried in tries {
            allowed += usize::from(tried.await.unwrap() == Attempt::Allowed);
        }
        assert_eq!(allowed, PER_PERSON.tries);
    }
}

#[tokio::test]
async fn numbers_follow_one_another_per_key_also_when_taken_at_once() {
    for db in stores().await {
        let mut takers = Vec::new();
        for _ in 0..8 {
            let store = db.store.clone();
            takers.push(tokio::spawn(async move {
                let mut tx = store.begin().await.unwrap();
                let number = sequence::next(&mut tx, "TX20261122").await.unwrap();
                tx.commit().await.unwrap();
                number
            }));
        }
        let mut numbers = Vec::new();
        for taker in takers {
            numbers.push(taker.await.unwrap());
        }
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=8).collect::<Vec<i64>>());
        let mut tx = db.store.begin().await.unwrap();
        assert_eq!(sequence::next(&mut tx, "TX20261123").await.unwrap(), 1);
        drop(tx);
        let mut tx = db.store.begin().await.unwrap();
        assert_eq!(sequence::next(&mut tx, "TX20261123").await.unwrap(), 1, "nothing was committed");
    }
}
