//! Signed webhooks after the Standard Webhooks specification: how outside systems learn of plates and permits.
//!
//! The body is `{"type", "timestamp", "data"}`, the same byte for byte in every attempt; the headers carry the call's
//! id, the second of this attempt and the signature. A call goes to the address in the configuration and nowhere else:
//! its host must also stand in the list of outside hosts, it must be HTTPS unless it is on this machine, proxies of the
//! environment are not used, and a redirect is an answer, not an instruction.

mod answer;
pub mod signature;
mod target;

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use jiff::Timestamp as Instant;
use reqwest::{Client, Response, header};
use tongxing_ports::{Answer, Clock, DeliverError, OutboundWebhook, Reason, WebhookCall};

use signature::Secret;

use crate::outbound;

pub use target::{TargetError, WebhookTarget};

/// The most of an answer that is read; the rest is left with its sender.
const MOST_OF_ANSWER: usize = 4 * 1024;

/// Makes the calls of one target.
pub struct WebhookSender {
    name: String,
    url: reqwest::Url,
    secrets: Vec<Secret>,
    client: Client,
    clock: Arc<dyn Clock>,
}

impl WebhookSender {
    /// Checks the target against the list of outside hosts and prepares the connection.
    pub fn new(
        target: WebhookTarget,
        allowed_hosts: &[String],
        clock: Arc<dyn Clock>,
    ) -> Result<Self, TargetError> {
        let url = target::check(&target, allowed_hosts)?;
        let client = target::client(&target)?;
        Ok(Self { name: target.name, url, secrets: target.secrets, client, clock })
    }

    async fn post(&self, call: &WebhookCall) -> Result<Response, DeliverError> {
        let body = body(call).map_err(|detail| self.failed(Reason::Rejected, detail, None))?;
        let second = self.clock.now().millis().div_euclid(1000);
        let request = self
            .client
            .post(self.url.clone())
            .header(header::CONTENT_TYPE, "application/json")
            .header(signature::ID, &call.id)
            .header(signature::TIMESTAMP, second)
            .header(signature::SIGNATURE, signature::sign(&self.secrets, &call.id, second, &body))
            .body(body)
            .build();
        let request = request
            .map_err(|error| self.failed(Reason::Rejected, "the call cannot be written", Some(error)))?;
        self.client.execute(request).await.map_err(|error| {
            let detail = if error.is_timeout() { "no answer in time" } else { "no connection" };
            self.failed(Reason::Unreachable, detail, Some(error))
        })
    }

    fn failed(
        &self,
        reason: Reason,
        detail: impl Into<String>,
        source: Option<reqwest::Error>,
    ) -> DeliverError {
        DeliverError {
            target: self.name.clone(),
            reason,
            detail: detail.into(),
            retry_after: None,
            // The address may carry a token of the other side.
            source: source.map(|error| error.without_url().into()),
        }
    }
}

#[async_trait]
impl OutboundWebhook for WebhookSender {
    fn target(&self) -> &str {
        &self.name
    }

    async fn deliver(&self, call: &WebhookCall) -> Result<Answer, DeliverError> {
        let mut response = self.post(call).await?;
        let status = response.status().as_u16();
        let wait = response.headers().get(header::RETRY_AFTER).and_then(|value| value.to_str().ok());
        let retry_after = wait.and_then(|seconds| seconds.trim().parse().ok()).map(Duration::from_secs);
        match answer::judge(status) {
            Ok(answer) => Ok(answer),
            Err(reason) => {
                let detail = answer::words(status, &outbound::beginning(&mut response, MOST_OF_ANSWER).await);
                Err(DeliverError { retry_after, ..self.failed(reason, detail, None) })
            }
        }
    }
}

fn body(call: &WebhookCall) -> Result<Vec<u8>, &'static str> {
    let occurred = Instant::from_millisecond(call.occurred.millis()).map_err(|_| "its time is not a time")?;
    let body = serde_json::json!({ "type": call.kind, "timestamp": occurred.to_string(), "data": call.data });
    serde_json::to_vec(&body).map_err(|_| "its data cannot be written")
}
