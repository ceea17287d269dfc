//! The job that takes a notice beyond the portal, by one of the ways the campus has. Each way is a job of its own, so
//! that nobody gets the same mail again because the gateway for text messages was down.

use tongxing_domain::id::NotificationId;
use tongxing_ports::{Channel, Message};
use tongxing_storage::{
    account,
    notification::{self, Recipient},
};

use super::Kind;
use crate::{Campus, Error};

/// Sends one notice. Whoever has no address is left to the portal. The message carries no personal data: who it is
/// about stands behind the link, after signing in.
///
/// # Errors
/// A failure when a gateway asks to come back later; the job does.
pub(crate) async fn run(campus: &Campus, id: NotificationId, channel: Channel) -> Result<(), Error> {
    let Some(messenger) = campus.messengers.iter().find(|m| m.channel() == channel) else { return Ok(()) };
    let mut db = campus.store.read().await?;
    let Some(notice) = notification::find(&mut db, id).await? else { return Ok(()) };
    let Recipient::Account(recipient) = notice.recipient else { return Ok(()) };
    let Some(account) = account::find(&mut db, recipient).await? else { return Ok(()) };
    drop(db);
    let english = account.locale.is_some_and(|l| l == tongxing_domain::locale::Locale::En);
    let pick = |name: &str| {
        let suffix = if english { "en" } else { "zh" };
        notice.params.get(&format!("{name}_{suffix}")).cloned().unwrap_or_default()
    };
    let number = notice.params.get("number").cloned().unwrap_or_default();
    let link = format!("{}{}", campus.settings.public_url, notice.link.as_deref().unwrap_or("/desk"));
    let to = match channel {
        Channel::Email => account.email.as_ref().map(|e| e.as_str().to_owned()),
        Channel::Sms => account.phone.as_ref().map(|p| p.as_str().to_owned()),
        Channel::Wechat => None,
    };
    let Some(to) = to else { return Ok(()) };
    let (subject, text) = if notice.kind == Kind::PasswordReset.code() {
        about_password(english, &account.login, &link)
    } else {
        words(english, &notice.kind, &pick("service"), &pick("step"), &number, &link)
    };
    let message = Message {
        id: format!("{id}-{}", channel.code()),
        to,
        kind: notice.kind.clone(),
        locale: if english { "en" } else { "zh-CN" }.to_owned(),
        subject,
        text,
        params: [("number".to_owned(), number), ("link".to_owned(), link)].into(),
    };
    match messenger.send(&message).await {
        Ok(_) => Ok(()),
        Err(error) if error.is_retry() => Err(Error::failed("a message could not be sent yet", error)),
        Err(refused) => {
            let error = Error::failed("message refused for good", refused);
            tracing::warn!(notification.id = %id, channel = channel.code(), error = error.chain());
            Ok(())
        }
    }
}

/// What the owner of an account reads when somebody gave it another password.
fn about_password(english: bool, login: &str, link: &str) -> (String, String) {
    if english {
        let about = "Your password was reset";
        (
            about.to_owned(),
            format!(
                "{about} by an administrator (account {login}). If you did not ask for it, contact the system administrator at once.\n{link}\n"
            ),
        )
    } else {
        let about = "您的密码已被重置";
        (
            about.to_owned(),
            format!(
                "{about}：账号 {login}，由系统管理员重置。如果不是您要求的，请立即联系系统管理员。\n{link}\n"
            ),
        )
    }
}

/// Subject and text. Short, because half of them are read on a lock screen.
fn words(english: bool, kind: &str, service: &str, step: &str, number: &str, link: &str) -> (String, String) {
    let about = match (kind, english) {
        ("task-arrived", false) => format!("待办：{service}（{step}）"),
        ("task-arrived", true) => format!("To do: {service} ({step})"),
        ("urged", false) => format!("催办：{service}（{step}）"),
        ("urged", true) => format!("Reminder: {service} ({step})"),
        ("task-taken-back" | "task-void", false) => format!("无需办理：{service}"),
        ("task-taken-back" | "task-void", true) => format!("No longer yours to decide: {service}"),
        ("application-returned", false) => format!("退回修改：{service}"),
        ("application-returned", true) => format!("Returned for changes: {service}"),
        (_, false) => format!("办理进展：{service}"),
        (_, true) => format!("News of: {service}"),
    };
    let text = if english {
        format!("{about}\nNumber: {number}\nOpen: {link}\n")
    } else {
        format!("{about}\n编号：{number}\n查看：{link}\n")
    };
    (format!("{about} {number}"), text)
}
