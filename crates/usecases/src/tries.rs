//! Counting tries against several limits at once, and what somebody is told who has used one of them up.

use tongxing_domain::{problem::Problem, time::Timestamp};
use tongxing_storage::{
    Tx,
    attempt::{self, Limit},
};

use crate::Error;

/// A quarter of an hour: the window of most limits.
pub(crate) const QUARTER: i64 = 15 * 60 * 1000;
/// A day.
pub(crate) const DAY: i64 = 24 * 60 * 60 * 1000;

/// Counts one try of each key against its limit; says how long to wait when one of them is used up. The caller commits
/// in either case, or nothing was counted.
pub(crate) async fn used_up(
    tx: &mut Tx,
    tries: &[(Limit, &str)],
    now: Timestamp,
) -> Result<Option<Problem>, Error> {
    for (limit, key) in tries {
        if let Some(minutes) = attempt::record(tx, *limit, key, now).await?.minutes_to_wait(now) {
            return Ok(Some(Problem::new("too-many-tries").with("minutes", minutes)));
        }
    }
    Ok(None)
}
