use std::{collections::VecDeque, sync::Mutex};

use async_trait::async_trait;

use super::lock;
use crate::{Channel, Message, Messenger, Receipt, SendError};

/// Takes every message, unless told to fail, and keeps it to be looked at.
#[derive(Debug)]
pub struct RecordingMessenger {
    channel: Channel,
    sent: Mutex<Vec<Message>>,
    failures: Mutex<VecDeque<SendError>>,
}

impl RecordingMessenger {
    /// A messenger of one channel.
    pub fn new(channel: Channel) -> Self {
        Self { channel, sent: Mutex::default(), failures: Mutex::default() }
    }

    /// The next message that is still to come fails like this; several calls queue up.
    pub fn fail_next(&self, error: SendError) {
        lock(&self.failures).push_back(error);
    }

    /// The messages taken so far, in order.
    pub fn sent(&self) -> Vec<Message> {
        lock(&self.sent).clone()
    }
}

#[async_trait]
impl Messenger for RecordingMessenger {
    fn channel(&self) -> Channel {
        self.channel
    }

    async fn send(&self, message: &Message) -> Result<Receipt, SendError> {
        if let Some(error) = lock(&self.failures).pop_front() {
            return Err(error);
        }
        let mut sent = lock(&self.sent);
        sent.push(message.clone());
        Ok(Receipt { reference: Some(format!("fake-{}", sent.len())) })
    }
}
