use std::{collections::VecDeque, sync::Mutex};

use async_trait::async_trait;

use super::lock;
use crate::{Answer, DeliverError, OutboundWebhook, WebhookCall};

/// An outside system that confirms everything, unless told otherwise, and keeps every call to be looked at.
#[derive(Debug)]
pub struct RecordingWebhook {
    target: String,
    calls: Mutex<Vec<WebhookCall>>,
    answers: Mutex<VecDeque<Result<Answer, DeliverError>>>,
}

impl RecordingWebhook {
    /// A system by the name it has in the configuration.
    pub fn new(target: &str) -> Self {
        Self { target: target.to_owned(), calls: Mutex::default(), answers: Mutex::default() }
    }

    /// How the next call that is still to come ends; several calls queue up.
    pub fn answer_next(&self, answer: Result<Answer, DeliverError>) {
        lock(&self.answers).push_back(answer);
    }

    /// Every call made, also those that failed, in order.
    pub fn calls(&self) -> Vec<WebhookCall> {
        lock(&self.calls).clone()
    }
}

#[async_trait]
impl OutboundWebhook for RecordingWebhook {
    fn target(&self) -> &str {
        &self.target
    }

    async fn deliver(&self, call: &WebhookCall) -> Result<Answer, DeliverError> {
        lock(&self.calls).push(call.clone());
        lock(&self.answers).pop_front().unwrap_or(Ok(Answer::Confirmed))
    }
}
