//! The second factor: a code generator on the phone (TOTP, RFC 6238).

use tongxing_domain::time::Timestamp;
use tongxing_storage::sign_in::{self, SignIn};
use totp_rs::{Algorithm, Builder, Secret, Totp};

use super::password;
use crate::{Actor, Campus, Error, audit};

/// A code counts in its own half minute and the one before and after: phones' clocks drift.
const SKEW_STEPS: u16 = 1;
const STEP_SECONDS: i64 = 30;

/// What the code generator is set up with; shown until the first code was typed in.
pub struct Offer {
    /// For typing in, in base 32.
    pub secret: String,
    /// For scanning: an `otpauth://` address.
    pub address: String,
}

/// Draws a new secret and keeps it unconfirmed: nothing changes at sign-in until a first code was shown.
///
/// # Errors
/// `password-wrong` beside the password; `second-factor-on` when codes are asked for already: a new secret would let the
/// account stand without one until the first code was shown, so the old one is given up first, and that is recorded.
pub async fn begin(campus: &Campus, actor: &Actor, password: String) -> Result<Offer, Error> {
    confirm_password(campus, actor, password).await?;
    let mut bytes = [0; 20];
    campus.random.fill(&mut bytes);
    let secret = Secret::from(bytes.as_slice()).to_base32();
    let mut tx = campus.store.begin().await?;
    let mut stored = sign_in::lock(&mut tx, actor.account()).await?.unwrap_or(SignIn::none(actor.account()));
    if stored.totp_confirmed {
        return Err(Error::refused("second-factor-on"));
    }
    stored.totp_secret = Some(secret.clone());
    stored.totp_last_step = 0;
    sign_in::save(&mut tx, &stored).await?;
    tx.commit().await?;
    offer(campus, actor, secret)
}

/// Takes the first code and asks for one at every sign-in from now on.
///
/// # Errors
/// `code-wrong` beside the code; `second-factor-not-begun` when there is no secret to confirm.
pub async fn confirm(campus: &Campus, actor: &Actor, code: &str) -> Result<(), Error> {
    let mut tx = campus.store.begin().await?;
    let stored = sign_in::lock(&mut tx, actor.account()).await?;
    let Some(mut stored) = stored.filter(|s| s.totp_secret.is_some()) else {
        return Err(Error::refused("second-factor-not-begun"));
    };
    stored.totp_confirmed = true;
    if !accepts(&mut stored, code.trim(), campus.now())? {
        return Err(wrong("code", "code-wrong"));
    }
    sign_in::save(&mut tx, &stored).await?;
    record(campus, &mut tx, actor, "account.second-factor-on").await?;
    tx.commit().await?;
    Ok(())
}

/// Asks for no code any more.
///
/// # Errors
/// `password-wrong` beside the password.
pub async fn remove(campus: &Campus, actor: &Actor, password: String) -> Result<(), Error> {
    confirm_password(campus, actor, password).await?;
    let mut tx = campus.store.begin().await?;
    let mut stored = sign_in::lock(&mut tx, actor.account()).await?.unwrap_or(SignIn::none(actor.account()));
    stored.totp_secret = None;
    stored.totp_confirmed = false;
    sign_in::save(&mut tx, &stored).await?;
    record(campus, &mut tx, actor, "account.second-factor-off").await?;
    tx.commit().await?;
    Ok(())
}

/// What was drawn and not confirmed yet, to be shown until it is.
pub async fn begun(campus: &Campus, actor: &Actor) -> Result<Option<Offer>, Error> {
    let mut db = campus.store.read().await?;
    let stored = sign_in::find(&mut db, actor.account()).await?.filter(|s| !s.totp_confirmed);
    stored.and_then(|s| s.totp_secret).map(|secret| offer(campus, actor, secret)).transpose()
}

/// Whether the account asks for a code.
pub async fn is_on(campus: &Campus, actor: &Actor) -> Result<bool, Error> {
    let mut db = campus.store.read().await?;
    Ok(sign_in::find(&mut db, actor.account()).await?.is_some_and(|s| s.totp_confirmed))
}

/// Whether the code is right now and was not used before. True where the account has no second factor.
///
/// # Errors
/// A failure when the secret that is kept cannot be read: that is our fault and no wrong code.
pub(super) fn accepts(stored: &mut SignIn, code: &str, now: Timestamp) -> Result<bool, Error> {
    if !stored.totp_confirmed {
        return Ok(true);
    }
    let missing = || Error::broken("a second factor without its secret");
    let secret = stored.totp_secret.as_deref().ok_or_else(missing)?;
    let generator = generator(secret, "account", "Tongxing")?;
    let Ok(seconds) = u64::try_from(now.millis().div_euclid(1000)) else { return Ok(false) };
    let skew = i64::from(SKEW_STEPS);
    let current = now.millis().div_euclid(1000).div_euclid(STEP_SECONDS);
    for step in current - skew..=current + skew {
        let Ok(at) = u64::try_from(step * STEP_SECONDS) else { continue };
        let fresh = step > stored.totp_last_step;
        if fresh && generator.check(code, seconds).is_some() && generator.generate(at).to_string() == code {
            stored.totp_last_step = step;
            return Ok(true);
        }
    }
    Ok(false)
}

fn offer(campus: &Campus, actor: &Actor, secret: String) -> Result<Offer, Error> {
    let address = generator(&secret, actor.name(), &campus.settings.name_en)?
        .to_url()
        .map_err(|e| Error::broken(format!("otpauth address: {e}")))?;
    Ok(Offer { secret, address })
}

fn generator(secret: &str, account: &str, issuer: &str) -> Result<Totp, Error> {
    let secret =
        Secret::try_from_base32(secret).map_err(|e| Error::broken(format!("second factor secret: {e}")))?;
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_skew(SKEW_STEPS)
        .with_step_duration(30)
        .with_secret(secret)
        .with_account_name(account.replace(':', " "))
        .with_issuer(Some(issuer.replace(':', " ")))
        .build()
        .map_err(|e| Error::broken(format!("second factor: {e}")))
}

async fn confirm_password(campus: &Campus, actor: &Actor, password: String) -> Result<(), Error> {
    if password::is_own(campus, actor, password, "password").await? {
        Ok(())
    } else {
        Err(wrong("password", "password-wrong"))
    }
}

async fn record(
    campus: &Campus,
    tx: &mut tongxing_storage::Tx,
    actor: &Actor,
    action: &'static str,
) -> Result<(), Error> {
    audit::record(campus, tx, &actor.into(), action, &actor.account().to_string(), &serde_json::json!({}))
        .await
}

fn wrong(field: &str, code: &'static str) -> Error {
    Error::refused_field(field, tongxing_domain::problem::Problem::new(code))
}
