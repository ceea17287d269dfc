//! Tokens for the JSON API: what a member of staff gives to a program that works in their name.
//!
//! A token is a session that does not fall asleep. It can do what the person may do at that moment, ends on its day,
//! and ends at once when the person's other sessions do: with a new password, a closed account, or by hand.

use tongxing_domain::{problem::Problem, text};
use tongxing_storage::session;
pub use tongxing_storage::session::Session as Token;

use super::password;
use crate::{Actor, Campus, Error, audit};

/// How long a token may live, in days, as the page offers it.
pub const DAYS: [u16; 3] = [30, 90, 365];
/// So many of one person live at a time.
pub const MOST: usize = 20;

/// What every token begins with, so that one that leaked is recognised in a log or a repository.
const PREFIX: &str = "tongxing_";
const LONGEST_PURPOSE: usize = 60;
const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// A token that is wanted.
#[derive(Debug, Clone, Default)]
pub struct Input {
    /// What the program is for: 数据中心同步.
    pub purpose: String,
    /// How many days it lives: one of [`DAYS`].
    pub days: u16,
    /// The person's password, once more.
    pub password: String,
}

/// Makes a token. This is the only time it is seen.
///
/// # Errors
/// Beside `purpose`, `days`, `password`, whatever is wrong there; `token-too-many` when there are [`MOST`].
pub async fn create(campus: &Campus, actor: &Actor, input: Input) -> Result<String, Error> {
    let purpose =
        text::line(&input.purpose, LONGEST_PURPOSE).map_err(|e| Error::refused_field("purpose", e))?;
    if !DAYS.contains(&input.days) {
        return Err(Error::refused_field("days", Problem::new("token-days")));
    }
    if !password::is_own(campus, actor, input.password, "password").await? {
        return Err(Error::refused_field("password", Problem::new("password-wrong")));
    }
    let now = campus.now();
    let secret = format!("{PREFIX}{}", campus.new_token());
    let token = Token {
        id: campus.new_id(),
        account: actor.account(),
        created_at: now,
        last_seen_at: now,
        expires_at: now.plus_millis(i64::from(input.days) * DAY_MILLIS),
        address: actor.address().to_owned(),
        agent: String::new(),
        purpose: Some(purpose),
    };
    let mut tx = campus.store.begin().await?;
    let living = session::of_account(&mut tx, actor.account(), now).await?;
    if living.iter().filter(|one| one.purpose.is_some()).count() >= MOST {
        return Err(Error::refused("token-too-many"));
    }
    session::insert(&mut tx, &token, &secret).await?;
    let details = serde_json::json!({ "token": token.id.to_string(), "days": input.days });
    let subject = actor.account().to_string();
    audit::record(campus, &mut tx, &actor.into(), "account.create-token", &subject, &details).await?;
    tx.commit().await?;
    Ok(secret)
}

/// The person's own tokens that live, the latest used first.
pub async fn list(campus: &Campus, actor: &Actor) -> Result<Vec<Token>, Error> {
    let mut db = campus.store.read().await?;
    let mut all = session::of_account(&mut db, actor.account(), campus.now()).await?;
    all.retain(|one| one.purpose.is_some());
    Ok(all)
}
