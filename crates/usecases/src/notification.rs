//! Telling people: in the portal always, beyond it where the campus has a way and the person an address.

pub mod list;
pub mod read;
pub mod send;

use std::collections::BTreeMap;

use tongxing_domain::id::AccountId;
use tongxing_storage::{
    KeyedHash, Tx,
    notification::{self, Notification, Recipient},
};

use crate::{Campus, Error, job};

/// Whom.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum To {
    /// A member of staff.
    Account(AccountId),
    /// An applicant without an account, by the keyed hash of the document.
    Applicant(KeyedHash),
}

/// What about. The words are `notification-<code>` in the translation files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Something waits for a decision.
    TaskArrived,
    /// 催办.
    Urged,
    /// What one had, or had decided, was taken back by a return or a withdrawal.
    TaskTakenBack,
    /// What one had to decide does not need deciding any more: cancelled or terminated.
    TaskVoid,
    /// 抄送.
    Copied,
    /// One's application came back.
    ApplicationReturned,
    /// One's application is through.
    ApplicationApproved,
    /// One's application ended without success.
    ApplicationRejected,
    /// An administrator ended one's application.
    ApplicationTerminated,
    /// Somebody looked at one's data in full.
    Revealed,
    /// An administrator gave one's account another password.
    PasswordReset,
}

impl Kind {
    /// All of them, for the test that every one has its words.
    pub const ALL: &'static [Self] = &[
        Self::TaskArrived,
        Self::Urged,
        Self::TaskTakenBack,
        Self::TaskVoid,
        Self::Copied,
        Self::ApplicationReturned,
        Self::ApplicationApproved,
        Self::ApplicationRejected,
        Self::ApplicationTerminated,
        Self::Revealed,
        Self::PasswordReset,
    ];

    /// The word used in data and translation keys.
    pub fn code(self) -> &'static str {
        match self {
            Self::TaskArrived => "task-arrived",
            Self::Urged => "urged",
            Self::TaskTakenBack => "task-taken-back",
            Self::TaskVoid => "task-void",
            Self::Copied => "copied",
            Self::ApplicationReturned => "application-returned",
            Self::ApplicationApproved => "application-approved",
            Self::ApplicationRejected => "application-rejected",
            Self::ApplicationTerminated => "application-terminated",
            Self::Revealed => "revealed",
            Self::PasswordReset => "password-reset",
        }
    }
}

/// One thing to tell one person.
pub(crate) struct Notice {
    /// Whom.
    pub to: To,
    /// What about.
    pub kind: Kind,
    /// Names and numbers for the sentence; encrypted where it is stored.
    pub params: BTreeMap<String, String>,
    /// The page it leads to.
    pub link: String,
}

/// Puts a notice into the portal, and a job in the outbox where there is another way to reach the person. Both belong
/// to the caller's transaction.
pub(crate) async fn tell(campus: &Campus, tx: &mut Tx, notice: Notice) -> Result<(), Error> {
    let id = campus.new_id();
    let to_account = matches!(notice.to, To::Account(_));
    let row = Notification {
        id,
        recipient: match notice.to {
            To::Account(account) => Recipient::Account(account),
            To::Applicant(document) => Recipient::Applicant(document),
        },
        kind: notice.kind.code().to_owned(),
        params: notice.params,
        link: Some(notice.link),
        created_at: campus.now(),
        read_at: None,
    };
    notification::insert(tx, &row).await?;
    for messenger in campus.messengers.iter().filter(|_| to_account) {
        let channel = messenger.channel();
        job::enqueue(campus, tx, &job::Job::SendNotification { notification: id, channel }).await?;
    }
    Ok(())
}
