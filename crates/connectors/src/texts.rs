//! Text messages by the HTTP gateway of whoever sends them: one POST for each message, with the headers and the JSON
//! body that the configuration gives, `{phone}` and `{text}` filled in.
//!
//! Vendors differ in everything but that. A status of 2xx means that the gateway took the message; some answer 200 and
//! say no in the body, so a text can be named that the answer has to hold.

mod template;

use std::{fmt, time::Duration};

use async_trait::async_trait;
use reqwest::{
    Client, Url,
    header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER},
};
use serde_json::Value;
use tongxing_ports::{Channel, Message, Messenger, Receipt, SendError};
use zeroize::Zeroizing;

use crate::outbound::{self, ConnectionError, OutboundError};

/// The most of an answer that is read.
const MOST_OF_ANSWER: usize = 16 * 1024;
/// A gateway that asks for longer gets our own pause.
const LONGEST_WAIT: Duration = Duration::from_hours(1);

/// Where text messages are handed over, and how.
#[derive(Clone)]
pub struct TextSettings {
    /// The address that takes them.
    pub url: String,
    /// Headers of each request: a key, a token.
    pub headers: Vec<(String, Zeroizing<String>)>,
    /// The body, as JSON; `{phone}` and `{text}` inside its texts are filled in.
    pub body: String,
    /// What an answer of success holds, where a status of 2xx alone does not say so.
    pub success: Option<String>,
    /// A certificate authority of the campus's own, as PEM, beside the public ones.
    pub authority: Option<String>,
    /// How long one message may take.
    pub timeout: Duration,
}

/// Neither headers nor body: they hold the keys of the gateway.
impl fmt::Debug for TextSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "text messages by {} headers", self.headers.len())
    }
}

/// What is wrong with the settings, for whoever wrote them.
#[derive(Debug, thiserror::Error)]
pub enum TextSettingsError {
    /// The address.
    #[error("sms: {0}")]
    Url(#[from] OutboundError),
    /// A header's name or value.
    #[error("sms: the header {0} cannot be sent as it is")]
    Header(String),
    /// The body is no JSON.
    #[error("sms: the body is not JSON: {0}")]
    Body(String),
    /// The body does not say whom to tell what.
    #[error("sms: the body must hold both {{phone}} and {{text}}")]
    Incomplete,
    /// The encrypted connection cannot be prepared.
    #[error("sms: {0}")]
    Connection(#[from] ConnectionError),
}

/// Sends text messages.
pub struct HttpTexts {
    url: Url,
    headers: HeaderMap,
    body: Value,
    success: Option<String>,
    client: Client,
}

impl HttpTexts {
    /// Prepares; the gateway is asked for the first time with the first message.
    pub fn new(settings: &TextSettings) -> Result<Self, TextSettingsError> {
        let url = outbound::address(&settings.url)?;
        let body: Value = serde_json::from_str(&settings.body)
            .map_err(|error| TextSettingsError::Body(error.to_string()))?;
        if !["{phone}", "{text}"].into_iter().all(|name| template::holds(&body, name)) {
            return Err(TextSettingsError::Incomplete);
        }
        let client = outbound::client(settings.authority.as_deref(), settings.timeout)?;
        let headers = headers(&settings.headers)?;
        Ok(Self { url, headers, body, success: settings.success.clone(), client })
    }

    async fn post(&self, message: &Message) -> Result<reqwest::Response, SendError> {
        let body = template::fill(&self.body, &message.to, &message.text);
        let request = self.client.post(self.url.clone()).headers(self.headers.clone()).body(
            serde_json::to_vec(&body).map_err(|error| SendError::Final {
                reason: "the message cannot be written as JSON".to_owned(),
                source: Some(error.into()),
            })?,
        );
        request.send().await.map_err(|error| SendError::Retry {
            reason: if error.is_timeout() { "no answer in time" } else { "no connection" }.to_owned(),
            after: None,
            // The address may carry a key.
            source: Some(error.without_url().into()),
        })
    }
}

#[async_trait]
impl Messenger for HttpTexts {
    fn channel(&self) -> Channel {
        Channel::Sms
    }

    async fn send(&self, message: &Message) -> Result<Receipt, SendError> {
        let mut response = self.post(message).await?;
        let status = response.status();
        let wait = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
        let after = wait
            .and_then(|seconds| seconds.trim().parse().ok())
            .map(|seconds| Duration::from_secs(seconds).min(LONGEST_WAIT));
        // What the gateway says may repeat the number and the words, so it is looked at and never kept.
        let said = outbound::beginning(&mut response, MOST_OF_ANSWER).await;
        let said = String::from_utf8_lossy(&said);
        let fits = self.success.as_ref().is_none_or(|wanted| said.contains(wanted.as_str()));
        match status.as_u16() {
            200..=299 if fits => Ok(Receipt { reference: None }),
            200..=299 => {
                Err(later("the gateway answered without the words that mean success".to_owned(), after))
            }
            // A number or text that it does not take. Everything else somebody can mend: a key, a quota, the gateway.
            status @ (400 | 413 | 422) => {
                Err(SendError::Final { reason: format!("the gateway refused it ({status})"), source: None })
            }
            status => Err(later(format!("the gateway answered {status}"), after)),
        }
    }
}

fn later(reason: String, after: Option<Duration>) -> SendError {
    SendError::Retry { reason, after, source: None }
}

fn headers(given: &[(String, Zeroizing<String>)]) -> Result<HeaderMap, TextSettingsError> {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    for (name, value) in given {
        let wrong = || TextSettingsError::Header(name.clone());
        let key = HeaderName::try_from(name.as_str()).map_err(|_| wrong())?;
        let mut value = HeaderValue::try_from(value.as_str()).map_err(|_| wrong())?;
        value.set_sensitive(true);
        headers.insert(key, value);
    }
    Ok(headers)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(url: &str, body: &str) -> TextSettings {
        TextSettings {
            url: url.to_owned(),
            headers: vec![("Authorization".to_owned(), Zeroizing::new("Bearer k3y".to_owned()))],
            body: body.to_owned(),
            success: None,
            authority: None,
            timeout: Duration::from_secs(1),
        }
    }

    #[test]
    fn settings_that_cannot_work_are_named() {
        let whole = r#"{"to":["{phone}"],"words":"{text}"}"#;
        let url = "https://sms.example.edu/send";
        assert!(HttpTexts::new(&settings(url, whole)).is_ok());
        for (url, body, words) in [
            (url, r#"{"to":"{phone}"}"#, "must hold both"),
            (url, "phone={phone}", "is not JSON"),
            ("http://sms.example.edu/send", whole, "must be https"),
            ("sms.example.edu", whole, "not an http(s) address"),
        ] {
            let error = HttpTexts::new(&settings(url, body)).err().unwrap().to_string();
            assert!(error.contains(words), "{error}");
        }
        let mut odd = settings(url, whole);
        odd.headers.push(("X Key".to_owned(), Zeroizing::new("s3cret".to_owned())));
        let error = HttpTexts::new(&odd).err().unwrap().to_string();
        assert!(error.contains("X Key") && !error.contains("s3cret"), "{error}");
        assert!(!format!("{odd:?}").contains("k3y"));
    }
}
