//! Passwords: what is good enough, and Argon2id on threads where it blocks nobody.
//!
//! The profile is `asvs` (ASVS 5.0, V6.2): at least twelve characters, none of the well-known ones, no rules
//! about kinds of characters, no expiry.

use std::sync::{Arc, LazyLock};

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::sync::Semaphore;

use tongxing_domain::problem::Problem;
use tongxing_storage::{
    attempt::{self, Limit},
    sign_in,
};

use crate::{Actor, Campus, Error};

/// The shortest password accepted, in characters.
pub const MIN_CHARACTERS: usize = 12;
/// The longest; longer ones only cost time.
pub const MAX_CHARACTERS: usize = 128;

/// Each hash takes 19 MiB and a tenth of a second of a core: two at once leave the machine usable under attack.
static AT_ONCE: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(2)));

/// Checked when there is no such account, so that the answer takes as long as when there is one.
/// The hash of a random value nobody kept.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$Nk9LUVA3bHhkM2VzT1pKdA$T1SQ5dZ0V8hwvHO3gFp0E7Zz9cQvT1rN2bW4xY6uA8k";

/// Well-known long passwords and what people build from the name of the program; compared folded.
const KNOWN: &[&str] = &[
    "123456789012",
    "1234567890123",
    "12345678901234",
    "123123123123",
    "111111111111",
    "000000000000",
    "987654321098",
    "password1234",
    "password12345",
    "passwordpassword",
    "qwertyuiop12",
    "qwertyuiop123",
    "qwertyuiopasdf",
    "1qaz2wsx3edc",
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc4rfv",
    "abcdefghijkl",
    "abcd12345678",
    "iloveyou1234",
    "woaini520520",
    "woaini1314520",
    "administrator",
    "admin1234567",
    "tongxing1234",
    "tongxing123456",
    "changeme1234",
    "letmein12345",
];

/// Refuses what is too short, too long, well known, or the sign-in name itself.
///
/// # Errors
/// A refusal beside `field` that says what would be right.
pub fn judge(password: &str, login: &str, field: &str) -> Result<(), Error> {
    let characters = password.chars().count();
    let problem = if characters < MIN_CHARACTERS {
        Some("password-too-short")
    } else if characters > MAX_CHARACTERS {
        Some("password-too-long")
    } else if is_known(password, login) {
        Some("password-known")
    } else {
        None
    };
    problem.map_or(Ok(()), |code| {
        let problem = Problem::new(code).with("min", MIN_CHARACTERS).with("max", MAX_CHARACTERS);
        Err(Error::refused_field(field, problem))
    })
}

fn is_known(password: &str, login: &str) -> bool {
    let folded = password.to_lowercase();
    let login = login.to_lowercase();
    let one_character = folded.chars().all(|c| folded.starts_with(c));
    one_character
        || KNOWN.contains(&folded.as_str())
        || (login.len() >= 4 && folded.replace(&login, "").len() < 6)
}

/// Hashes a password for storage, in Argon2's own text form.
pub async fn hash(password: String) -> Result<String, Error> {
    off_the_async_threads(move || {
        Argon2::default()
            .hash_password(password.as_bytes())
            .map(|hash| hash.to_string())
            .map_err(|e| Error::broken(format!("argon2 failed: {e}")))
    })
    .await?
}

/// Whether the password is the one the hash was made of. Without a hash the answer is no, just as slowly.
pub async fn verify(password: String, hash: Option<String>) -> Result<bool, Error> {
    off_the_async_threads(move || {
        let stored = hash.as_deref().unwrap_or(NOBODY);
        let matches = PasswordHash::new(stored)
            .is_ok_and(|parsed| Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok());
        matches && hash.is_some()
    })
    .await
}

/// How often somebody who is signed in may type the account's password: whoever found a screen unlocked, or took a
/// session, must not guess it.
const OWN: Limit = Limit { scope: "own-password", tries: 5, window_millis: 15 * 60 * 1000 };

/// Whether this is the password of whoever asks.
///
/// # Errors
/// `too-many-tries` beside the field.
pub async fn is_own(campus: &Campus, actor: &Actor, password: String, field: &str) -> Result<bool, Error> {
    let (now, key) = (campus.now(), actor.account().to_string());
    let mut tx = campus.store.begin().await?;
    let tried = attempt::record(&mut tx, OWN, &key, now).await?;
    let stored = sign_in::find(&mut tx, actor.account()).await?.and_then(|s| s.password_hash);
    tx.commit().await?;
    if let Some(minutes) = tried.minutes_to_wait(now) {
        return Err(Error::refused_field(field, Problem::new("too-many-tries").with("minutes", minutes)));
    }
    let right = verify(password, stored).await?;
    if right {
        let mut tx = campus.store.begin().await?;
        attempt::forget(&mut tx, OWN, &key).await?;
        tx.commit().await?;
    }
    Ok(right)
}

async fn off_the_async_threads<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Error> {
    let permit =
        Arc::clone(&AT_ONCE).acquire_owned().await.map_err(|e| Error::failed("waiting to hash", e))?;
    tokio::task::spawn_blocking(move || {
        let _held = permit;
        work()
    })
    .await
    .map_err(|e| Error::failed("hashing a password", e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_known_and_login_passwords_are_refused() {
        for bad in ["", "elevenchars", "PASSWORD1234", "aaaaaaaaaaaaaaaa", "zhaoliu12345"] {
            assert!(judge(bad, "zhaoliu", "password").is_err(), "{bad}");
        }
        assert!(judge(&"长".repeat(129), "a", "password").is_err());
        assert!(judge("correct horse battery", "zhaoliu", "password").is_ok());
        assert!(judge("山水之间有清风明月也有我", "zhaoliu", "password").is_ok());
    }

    #[tokio::test]
    async fn a_hash_verifies_only_its_own_password() {
        let stored = hash("correct horse battery".into()).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(verify("correct horse battery".into(), Some(stored.clone())).await.unwrap());
        assert!(!verify("correct horse batterz".into(), Some(stored)).await.unwrap());
        assert!(!verify("anything".into(), None).await.unwrap());
        assert!(PasswordHash::new(NOBODY).is_ok(), "the stand-in must cost as much as a real one");
    }
}
