//! E-mail by SMTP.
//!
//! The mail server of a campus is usually inside it; the connection is encrypted all the same, and only a server on
//! this very machine may go without. A wrong password is worth another try: somebody will mend the configuration, and
//! until then no message is lost.

use std::{
    fmt,
    sync::Arc,
    time::{Duration, SystemTime},
};

use async_trait::async_trait;
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor,
    message::{
        Mailbox,
        header::{ContentType, HeaderName, HeaderValue},
    },
    transport::smtp::{
        Error as SmtpError,
        authentication::Credentials,
        client::{Certificate, Tls, TlsParameters},
        extension::ClientId,
    },
};
use tongxing_ports::{Channel, Clock, Message, Messenger, Receipt, SendError};
use zeroize::Zeroizing;

/// How the connection to the mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailSecurity {
    /// Plain at first, then encrypted before anything is said (usually port 587). Refused when the server cannot.
    StartTls,
    /// Encrypted from the first byte (usually port 465).
    Tls,
    /// Not at all; only for a server on this machine.
    None,
}

/// Where mail is handed over, and in whose name.
#[derive(Clone)]
pub struct MailSettings {
    /// Name or address of the server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub security: MailSecurity,
    /// A certificate authority of the campus's own, as PEM, beside the public ones.
    pub authority: Option<String>,
    /// Name and password, where the server wants them.
    pub credentials: Option<(String, Zeroizing<String>)>,
    /// The name people see as the sender, e.g. `通行`.
    pub from_name: String,
    /// The address people see as the sender.
    pub from: String,
    /// How long one message may take.
    pub timeout: Duration,
}

/// Neither the password nor the name it belongs to.
impl fmt::Debug for MailSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "mail by {}:{} ({:?})", self.host, self.port, self.security)
    }
}

/// What is wrong with the settings, for whoever wrote them.
#[derive(Debug, thiserror::Error)]
pub enum MailSettingsError {
    /// The sender's address is none.
    #[error("mail: the sender's address is not an e-mail address")]
    From(#[source] lettre::address::AddressError),
    /// A plain connection to another machine.
    #[error(
        "mail: the connection to {0} must be encrypted (starttls or tls); only a server on this machine may go without"
    )]
    Plain(String),
    /// The name of the server or the certificate cannot be used.
    #[error("mail: the encrypted connection cannot be prepared")]
    Tls(#[source] SmtpError),
}

/// Sends e-mail.
pub struct SmtpMessenger {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    timeout: Duration,
    clock: Arc<dyn Clock>,
}

impl SmtpMessenger {
    /// Prepares; the server is asked for the first time with the first message.
    pub fn new(settings: &MailSettings, clock: Arc<dyn Clock>) -> Result<Self, MailSettingsError> {
        let address: Address = settings.from.parse().map_err(MailSettingsError::From)?;
        let name = Some(settings.from_name.trim().to_owned()).filter(|name| !name.is_empty());
        let hello = ClientId::Domain(address.domain().to_owned());
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&settings.host)
            .port(settings.port)
            .hello_name(hello)
            .timeout(Some(settings.timeout))
            .tls(tls(settings)?);
        if let Some((user, password)) = &settings.credentials {
            builder = builder.credentials(Credentials::new(user.clone(), String::clone(password)));
        }
        Ok(Self {
            transport: builder.build(),
            from: Mailbox::new(name, address),
            timeout: settings.timeout,
            clock,
        })
    }

    /// Whether the server answers and accepts the name and password; for the doctor.
    pub async fn check(&self) -> Result<bool, SendError> {
        self.in_time(self.transport.test_connection()).await
    }

    /// lettre's own time limit covers the connecting only; a server that falls silent later would be waited for
    /// without end.
    async fn in_time<T>(&self, talk: impl Future<Output = Result<T, SmtpError>>) -> Result<T, SendError> {
        match tokio::time::timeout(self.timeout, talk).await {
            Ok(answer) => answer.map_err(explain),
            Err(late) => Err(SendError::Retry {
                reason: "the mail server did not answer in time".to_owned(),
                after: None,
                source: Some(late.into()),
            }),
        }
    }

    fn compose(&self, message: &Message) -> Result<lettre::Message, SendError> {
        let to: Address =
            message.to.parse().map_err(|error| refuse("the address is no e-mail address", error))?;
        let at = u64::try_from(self.clock.now().millis()).unwrap_or_default();
        // The same for every attempt, so that a mail program shows a repeat once.
        let id = message.id.replace(|sign: char| !sign.is_ascii_alphanumeric() && sign != '-', "-");
        let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
        lettre::Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(one_line(&message.subject))
            .date(SystemTime::UNIX_EPOCH + Duration::from_millis(at))
            .message_id(Some(format!("<{id}@{}>", self.from.email.domain())))
            .raw_header(HeaderValue::new(automatic, "auto-generated".to_owned()))
            .header(ContentType::TEXT_PLAIN)
            .body(message.text.clone())
            .map_err(|error| refuse("the message cannot be written as a mail", error))
    }
}

#[async_trait]
impl Messenger for SmtpMessenger {
    fn channel(&self) -> Channel {
        Channel::Email
    }

    async fn send(&self, message: &Message) -> Result<Receipt, SendError> {
        let mail = self.compose(message)?;
        let response = self.in_time(self.transport.send(mail)).await?;
        let reference = response.first_line().map(|line| one_line(line).chars().take(100).collect());
        Ok(Receipt { reference })
    }
}

fn tls(settings: &MailSettings) -> Result<Tls, MailSettingsError> {
    if settings.security == MailSecurity::None {
        let loopback = settings.host == "localhost"
            || settings.host.parse().is_ok_and(|address: std::net::IpAddr| address.is_loopback());
        return if loopback { Ok(Tls::None) } else { Err(MailSettingsError::Plain(settings.host.clone())) };
    }
    let mut parameters = TlsParameters::builder(settings.host.clone());
    if let Some(pem) = &settings.authority {
        parameters = parameters
            .add_root_certificate(Certificate::from_pem(pem.as_bytes()).map_err(MailSettingsError::Tls)?);
    }
    let parameters = parameters.build_rustls().map_err(MailSettingsError::Tls)?;
    Ok(if settings.security == MailSecurity::Tls {
        Tls::Wrapper(parameters)
    } else {
        Tls::Required(parameters)
    })
}

/// A refusal for good is final, unless it concerns us (530 to 538: sign-in and encryption) rather than the message.
fn explain(error: SmtpError) -> SendError {
    let code = error.status().map(u16::from);
    let about_us = code.is_some_and(|code| (530..=538).contains(&code));
    let reason = match code {
        Some(code) if about_us => format!("the mail server did not accept our sign-in ({code})"),
        Some(code) => format!("the mail server answered {code}"),
        None if error.is_timeout() => "the mail server did not answer in time".to_owned(),
        None if error.is_tls() => "the mail server's certificate or encryption was not accepted".to_owned(),
        None => "the mail server could not be reached".to_owned(),
    };
    if error.is_permanent() && !about_us {
        SendError::Final { reason, source: Some(error.into()) }
    } else {
        SendError::Retry { reason, after: None, source: Some(error.into()) }
    }
}

fn refuse(reason: &str, error: impl Into<tongxing_ports::Cause>) -> SendError {
    SendError::Final { reason: reason.to_owned(), source: Some(error.into()) }
}

/// A line break in a subject would begin a header of somebody's choosing.
fn one_line(text: &str) -> String {
    text.split(char::is_control).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use tongxing_domain::time::Timestamp;
    use tongxing_ports::fake::HandClock;

    use super::*;

    fn settings() -> MailSettings {
        MailSettings {
            host: "mail.example.edu.cn".to_owned(),
            port: 587,
            security: MailSecurity::StartTls,
            authority: None,
            credentials: None,
            from_name: "通行".to_owned(),
            from: "noreply@example.edu.cn".to_owned(),
            timeout: Duration::from_secs(5),
        }
    }

    fn messenger(settings: &MailSettings) -> Result<SmtpMessenger, MailSettingsError> {
        SmtpMessenger::new(settings, Arc::new(HandClock::at(Timestamp::from_millis(1_795_000_000_000))))
    }

    fn message(to: &str, subject: &str) -> Message {
        Message {
            id: "0193-email".to_owned(),
            to: to.to_owned(),
            kind: "task-arrived".to_owned(),
            locale: "zh-CN".to_owned(),
            subject: subject.to_owned(),
            text: "您有一条待办。\n".to_owned(),
            params: std::collections::BTreeMap::new(),
        }
    }

    #[test]
    fn only_this_machine_may_be_reached_in_the_open() {
        for (host, allowed) in [
            ("127.0.0.1", true),
            ("::1", true),
            ("localhost", true),
            ("10.0.0.3", false),
            ("mail.example.edu.cn", false),
        ] {
            let plain = MailSettings { host: host.to_owned(), security: MailSecurity::None, ..settings() };
            assert_eq!(messenger(&plain).is_ok(), allowed, "{host}");
        }
        assert!(messenger(&settings()).is_ok());
        assert!(messenger(&MailSettings { from: "nobody".to_owned(), ..settings() }).is_err());
    }

    #[test]
    fn a_subject_cannot_begin_another_header() {
        let messenger = messenger(&settings()).unwrap();
        let mail = messenger.compose(&message("a@b.cn", "待办\r\nBcc: x@y.cn")).unwrap();
        let text = String::from_utf8(mail.formatted()).unwrap();
        assert!(!text.lines().any(|line| line.starts_with("Bcc")), "{text}");
        assert!(text.contains("Message-ID: <0193-email@example.edu.cn>"), "{text}");
        assert!(text.contains("Auto-Submitted: auto-generated"), "{text}");
    }

    #[test]
    fn a_wrong_address_is_final() {
        for wrong in ["nobody", "a@b.cn, c@d.cn", "a@b.cn\r\nBcc: c@d.cn", ""] {
            let error = messenger(&settings()).unwrap().compose(&message(wrong, "x")).unwrap_err();
            assert!(!error.is_retry() && !error.to_string().contains("b.cn"), "{error}");
        }
    }

    #[test]
    fn settings_do_not_print_secrets() {
        let credentials = Some(("robot".to_owned(), Zeroizing::new("hunter2".to_owned())));
        let printed = format!("{:?}", MailSettings { credentials, ..settings() });
        assert_eq!(printed, "mail by mail.example.edu.cn:587 (StartTls)");
    }
}
