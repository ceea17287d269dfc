//! The proof that a form was made for the browser that sends it.
//!
//! A random cookie binds a browser; a secret is derived from it; each response masks the secret anew with a
//! one-time pad, so that compression never sees the same bytes twice (BREACH). Nothing is stored.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::state::Shell;

/// The cookie that binds a browser. It is renewed at sign-in and sign-out, so that a form from before does not
/// work after.
pub const COOKIE: &str = "tx_browser";

/// The name of the hidden field.
pub const FIELD: &str = "csrf";

/// The header that scripts send instead of the field.
pub const HEADER: &str = "x-csrf-token";

const LENGTH: usize = 32;

/// What a browser's forms are signed with.
#[derive(Clone)]
pub struct CsrfSecret([u8; LENGTH]);

impl CsrfSecret {
    /// From the binding cookie's value, one way: the token gives nothing of the cookie away.
    pub fn derive(binding: &str) -> Self {
        Self(
            Sha256::new()
                .chain_update(b"tongxing form 1\0")
                .chain_update(binding.as_bytes())
                .finalize()
                .into(),
        )
    }

    /// The secret under a fresh mask, as text for a form: mask, then masked secret.
    pub fn token(&self, shell: &Shell) -> String {
        let mask: [u8; LENGTH] = shell.random();
        let masked = self.0.iter().zip(mask).map(|(s, m)| s ^ m);
        URL_SAFE_NO_PAD.encode(mask.iter().copied().chain(masked).collect::<Vec<_>>())
    }

    /// Whether a token unmasks to this secret, in constant time.
    pub fn accepts(&self, token: &str) -> bool {
        let Ok(bytes) = URL_SAFE_NO_PAD.decode(token) else { return false };
        let Some((mask, masked)) = bytes.split_at_checked(LENGTH) else { return false };
        if masked.len() != LENGTH {
            return false;
        }
        let secret: Vec<u8> = masked.iter().zip(mask).map(|(a, b)| a ^ b).collect();
        secret.ct_eq(&self.0).into()
    }
}

/// A fresh value for the binding cookie.
pub fn fresh_binding(shell: &Shell) -> String {
    URL_SAFE_NO_PAD.encode(shell.random::<24>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    #[test]
    fn a_token_differs_each_time_and_is_accepted_each_time() {
        let shell = samples::shell();
        let secret = CsrfSecret::derive("a browser");
        let (one, two) = (secret.token(&shell), secret.token(&shell));
        assert_ne!(one, two);
        assert!(secret.accepts(&one) && secret.accepts(&two));
        assert!(!CsrfSecret::derive("another browser").accepts(&one));
    }

    #[test]
    fn cut_lengthened_and_foreign_tokens_are_refused() {
        let shell = samples::shell();
        let secret = CsrfSecret::derive("a browser");
        let token = secret.token(&shell);
        for bad in ["", "x", "!", &token[..60], &format!("{token}AAAA"), &"A".repeat(86)] {
            assert!(!secret.accepts(bad), "{bad}");
        }
    }
}
