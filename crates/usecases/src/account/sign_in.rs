//! Signing in with a local account: password, then the code of the second factor where there is one.
//!
//! Whatever was wrong, the answer is the same. Five failures lock the account for a quarter of an hour, each further
//! one for longer; an address that tries many accounts is stopped by a count of its own.

use tongxing_domain::{
    account::AccountState,
    id::{Id, SessionId},
    time::Timestamp,
};
use tongxing_storage::{
    Tx, account,
    attempt::{self, Attempt, Limit},
    session::{self, Session},
    sign_in::{self, SignIn},
};

use super::{ABSOLUTE_MILLIS, password, second_factor};
use crate::{By, Campus, Error, Who, audit, network};

/// What was typed, and from where.
pub struct Input {
    /// The sign-in name, in any letter case.
    pub login: String,
    /// The password.
    pub password: String,
    /// The code of the second factor; empty where the account has none.
    pub code: String,
    /// The network address.
    pub address: String,
    /// The browser, as it names itself.
    pub agent: String,
}

/// A new session.
pub struct Output {
    /// Goes into the cookie and nowhere else.
    pub token: String,
    /// The session that began.
    pub session: SessionId,
    /// A new password has to be chosen before anything else.
    pub must_change: bool,
}

/// Failures before the account is locked.
const TRIES: u32 = 5;
/// The first lock; it doubles with each further failure, up to a day.
const LOCK_MILLIS: i64 = 15 * 60 * 1000;
const LONGEST_LOCK_MILLIS: i64 = 24 * 60 * 60 * 1000;
/// One address may try this often, whichever accounts it tries.
const PER_ADDRESS: Limit = Limit { scope: "sign-in-address", tries: 30, window_millis: 15 * 60 * 1000 };

/// A name that nobody signs in with is locked like one that somebody does: a lock must not tell who has an account.
const PER_UNKNOWN: Limit =
    Limit { scope: "sign-in-unknown", tries: TRIES as usize, window_millis: LOCK_MILLIS };

/// Begins a session, or refuses with the one answer.
///
/// # Errors
/// `sign-in-failed` whatever was wrong, `sign-in-locked` and `too-many-tries` with the time to come back,
/// `code-required` once the password was right and the account has a second factor.
pub async fn run(campus: &Campus, input: Input) -> Result<Output, Error> {
    let now = campus.now();
    let mut tx = campus.store.begin().await?;
    let known = match account::find_by_login(&mut tx, input.login.trim()).await? {
        Some(found) if found.state == AccountState::Active => {
            let stored = sign_in::find(&mut tx, found.id).await?.unwrap_or(SignIn::none(found.id));
            Some((found, stored))
        }
        _ => None,
    };
    if let Attempt::Refused { until } =
        attempt::record(&mut tx, PER_ADDRESS, &network::of(&input.address), now).await?
    {
        tx.commit().await?;
        return Err(wait("too-many-tries", until, campus));
    }
    let unknown = match known {
        Some(_) => Attempt::Allowed,
        None => attempt::record(&mut tx, PER_UNKNOWN, &folded(&input.login), now).await?,
    };
    tx.commit().await?;
    if let Attempt::Refused { until } = unknown {
        return Err(wait("sign-in-locked", until, campus));
    }
    if let Some(until) = known.as_ref().and_then(|(_, s)| s.locked_until).filter(|until| *until > now) {
        return Err(wait("sign-in-locked", until, campus));
    }

    // Outside any transaction: a tenth of a second of a core.
    let stored_hash = known.as_ref().and_then(|(_, s)| s.password_hash.clone());
    let right = password::verify(input.password.clone(), stored_hash).await?;
    let Some((found, _)) = known else { return Err(failed()) };

    let mut tx = campus.store.begin().await?;
    let mut stored = sign_in::lock(&mut tx, found.id).await?.unwrap_or(SignIn::none(found.id));
    if stored.locked_until.is_some_and(|until| until > now) {
        return Err(wait("sign-in-locked", stored.locked_until.unwrap_or(now), campus));
    }
    if right && stored.totp_confirmed && input.code.trim().is_empty() {
        return Err(Error::refused_field("code", tongxing_domain::problem::Problem::new("code-required")));
    }
    let by = By { who: Who::Account(found.id), address: Some(input.address.clone()) };
    if !right || !second_factor::accepts(&mut stored, input.code.trim(), now)? {
        return count_failure(campus, tx, stored, &by).await;
    }
    stored.failed = 0;
    stored.locked_until = None;
    stored.last_at = Some(now);
    sign_in::save(&mut tx, &stored).await?;
    let (token, session) = open_session(campus, &mut tx, &stored, input.address, input.agent).await?;
    audit::record(campus, &mut tx, &by, "account.sign-in", &found.id.to_string(), &serde_json::json!({}))
        .await?;
    tx.commit().await?;
    Ok(Output { token, session, must_change: stored.must_change })
}

async fn open_session(
    campus: &Campus,
    tx: &mut Tx,
    stored: &SignIn,
    address: String,
    agent: String,
) -> Result<(String, SessionId), Error> {
    let now = campus.now();
    let (token, id): (_, Id<_>) = (campus.new_token(), campus.new_id());
    let session = Session {
        id,
        account: stored.account,
        created_at: now,
        last_seen_at: now,
        expires_at: now.plus_millis(ABSOLUTE_MILLIS),
        address,
        agent: agent.chars().take(200).collect(),
        purpose: None,
    };
    session::insert(tx, &session, &token).await?;
    Ok((token, id))
}

async fn count_failure(campus: &Campus, mut tx: Tx, mut stored: SignIn, by: &By) -> Result<Output, Error> {
    stored.failed = stored.failed.saturating_add(1);
    if stored.failed >= TRIES {
        let doublings = (stored.failed - TRIES).min(10);
        let lock = LOCK_MILLIS.saturating_mul(1_i64 << doublings).min(LONGEST_LOCK_MILLIS);
        stored.locked_until = Some(campus.now().plus_millis(lock));
    }
    sign_in::save(&mut tx, &stored).await?;
    let details = serde_json::json!({ "failed": stored.failed, "locked": stored.locked_until.is_some() });
    audit::record(campus, &mut tx, by, "account.sign-in-failed", &stored.account.to_string(), &details)
        .await?;
    tx.commit().await?;
    Err(failed())
}

fn folded(login: &str) -> String {
    login.trim().to_lowercase().chars().take(100).collect()
}

fn failed() -> Error {
    Error::refused("sign-in-failed")
}

fn wait(code: &'static str, until: Timestamp, campus: &Campus) -> Error {
    let minutes = (until.millis() - campus.now().millis()).div_euclid(60_000) + 1;
    Error::refused_field("", tongxing_domain::problem::Problem::new(code).with("minutes", minutes))
}
