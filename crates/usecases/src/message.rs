//! Messages that leave for one address: written down, sealed, in the transaction that asks for them, sent by a job.

use std::collections::BTreeMap;

use tongxing_domain::locale::Locale;
use tongxing_ports::{self as ports, Channel};
use tongxing_storage::{
    Tx,
    message::{self, Content, Message, MessageId, MessageState, Outcome},
};

use crate::{Campus, Error, job};

/// A text message to be sent.
pub(crate) struct Text<'a> {
    /// To which number.
    pub to: &'a str,
    /// What it is about in one word.
    pub kind: &'static str,
    /// Its language.
    pub locale: Locale,
    /// The words.
    pub words: String,
}

/// Writes a text message down, to be sent as soon as the caller has committed.
pub(crate) async fn text(campus: &Campus, tx: &mut Tx, text: Text<'_>) -> Result<(), Error> {
    let new = Message {
        id: campus.new_id(),
        channel: Channel::Sms.code().to_owned(),
        recipient: text.to.to_owned(),
        content: Content {
            locale: text.locale.tag().to_owned(),
            subject: String::new(),
            text: text.words,
            params: BTreeMap::new(),
        },
        kind: text.kind.to_owned(),
        state: MessageState::Wanted,
        reference: None,
        reason: None,
        attempts: 0,
        created_at: campus.now(),
        updated_at: campus.now(),
    };
    message::insert(tx, &new).await?;
    job::enqueue(campus, tx, &job::Job::SendMessage { message: new.id }).await
}

/// The job: hands a message to its gateway, and writes down what became of it.
///
/// # Errors
/// A failure when the gateway asks to come back later; the job does.
pub(crate) async fn send(campus: &Campus, id: MessageId) -> Result<(), Error> {
    let mut db = campus.store.read().await?;
    let found = message::find(&mut db, id).await?.filter(|m| m.state == MessageState::Wanted);
    drop(db);
    let Some(found) = found else { return Ok(()) };
    let messenger = campus.messengers.iter().find(|m| m.channel().code() == found.channel);
    let sent = match messenger {
        // A code that comes after its time only confuses.
        _ if found.created_at.plus_millis(super::application::code::MILLIS) <= campus.now() => {
            return record(campus, id, &Outcome::Failed { reason: "too late to be of use".to_owned() }).await;
        }
        Some(messenger) => messenger.send(&as_sent(&found)).await,
        None => {
            let reason = "no gateway of this kind is configured any more".to_owned();
            return record(campus, id, &Outcome::Failed { reason }).await;
        }
    };
    match sent {
        Ok(receipt) => record(campus, id, &Outcome::Sent { reference: receipt.reference }).await,
        Err(error) if error.is_retry() => {
            record(campus, id, &Outcome::Delayed { reason: error.to_string() }).await?;
            Err(Error::failed("a message could not be sent yet", error))
        }
        Err(error) => {
            tracing::warn!(message.id = %id, message.kind = found.kind, %error, "message refused for good");
            record(campus, id, &Outcome::Failed { reason: error.to_string() }).await
        }
    }
}

async fn record(campus: &Campus, id: MessageId, outcome: &Outcome) -> Result<(), Error> {
    let mut tx = campus.store.begin().await?;
    message::record(&mut tx, id, outcome, campus.now()).await?;
    Ok(tx.commit().await?)
}

fn as_sent(stored: &Message) -> ports::Message {
    ports::Message {
        id: stored.id.to_string(),
        to: stored.recipient.clone(),
        kind: stored.kind.clone(),
        locale: stored.content.locale.clone(),
        subject: stored.content.subject.clone(),
        text: stored.content.text.clone(),
        params: stored.content.params.clone(),
    }
}
