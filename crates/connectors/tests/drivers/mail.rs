//! The messenger against a mail server of a few lines on loopback.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
};
use tongxing_connectors::{MailSecurity, MailSettings, SmtpMessenger};
use tongxing_domain::time::Timestamp;
use tongxing_ports::{Message, Messenger as _, SendError, fake::HandClock};

/// What the server does when it comes to the recipient.
#[derive(Clone, Copy)]
enum Mood {
    Takes,
    Answers(&'static str),
    Silent,
}

/// A mail server: its port, and the mails it took.
async fn server(mood: Mood) -> (u16, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (port, taken) = (listener.local_addr().unwrap().port(), Arc::new(Mutex::new(Vec::new())));
    let mails = Arc::clone(&taken);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(talk(stream, mood, Arc::clone(&mails)));
        }
    });
    (port, taken)
}

async fn talk(stream: TcpStream, mood: Mood, mails: Arc<Mutex<Vec<String>>>) {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 sink ready\r\n").await.unwrap();
    let mut line = String::new();
    while stream.read_line(&mut line).await.is_ok_and(|read| read > 0) {
        let command = line.to_ascii_uppercase();
        let answer = match (command.get(..4).unwrap_or_default(), mood) {
            ("EHLO", _) => "250-sink\r\n250-8BITMIME\r\n250 AUTH PLAIN\r\n",
            ("AUTH", _) => "535 5.7.8 no\r\n",
            ("RCPT", Mood::Answers(answer)) => answer,
            ("RCPT", Mood::Silent) => return std::future::pending().await,
            ("DATA", _) => {
                stream.write_all(b"354 go on\r\n").await.unwrap();
                let mail = read_mail(&mut stream).await;
                mails.lock().unwrap().push(mail);
                "250 2.0.0 kept as 4711\r\n"
            }
            ("QUIT", _) => "221 bye\r\n",
            _ => "250 ok\r\n",
        };
        stream.write_all(answer.as_bytes()).await.unwrap();
        line.clear();
    }
}

async fn read_mail(stream: &mut BufReader<TcpStream>) -> String {
    let mut mail = String::new();
    loop {
        let start = mail.len();
        stream.read_line(&mut mail).await.unwrap();
        if &mail[start..] == ".\r\n" {
            mail.truncate(start);
            return mail;
        }
    }
}

fn messenger(port: u16, credentials: bool) -> SmtpMessenger {
    let settings = MailSettings {
        host: "127.0.0.1".to_owned(),
        port,
        security: MailSecurity::None,
        authority: None,
        credentials: credentials.then(|| ("robot".to_owned(), "wrong".to_owned().into())),
        from_name: "通行".to_owned(),
        from: "noreply@example.edu.cn".to_owned(),
        timeout: Duration::from_millis(700),
    };
    SmtpMessenger::new(&settings, Arc::new(HandClock::at(Timestamp::from_millis(1_795_000_000_000)))).unwrap()
}

fn message() -> Message {
    Message {
        id: "0193-email".to_owned(),
        to: "li@example.edu.cn".to_owned(),
        kind: "task-arrived".to_owned(),
        locale: "zh-CN".to_owned(),
        subject: "待办：其他人员登记".to_owned(),
        text: "您有一条待办。\n.\nhttps://example.edu.cn/tasks/1\n".to_owned(),
        params: BTreeMap::new(),
    }
}

#[tokio::test]
async fn a_message_arrives_whole() {
    let (port, mails) = server(Mood::Takes).await;
    let receipt = messenger(port, false).send(&message()).await.unwrap();
    assert_eq!(receipt.reference.as_deref(), Some("2.0.0 kept as 4711"));
    let mails = mails.lock().unwrap().clone();
    let [mail] = &mails[..] else { panic!("{} mails", mails.len()) };
    for line in [
        "To: li@example.edu.cn",
        "Message-ID: <0193-email@example.edu.cn>",
        "Auto-Submitted: auto-generated",
        "Date: Wed, 18 Nov 2026 11:06:40 +0000",
        "Content-Type: text/plain; charset=utf-8",
    ] {
        assert!(mail.contains(&format!("{line}\r\n")), "{line} is missing in\n{mail}");
    }
    // The words are encoded; that they come back unharmed is checked on the encoding itself.
    assert!(mail.contains("<noreply@example.edu.cn>") && mail.contains("Subject: =?utf-8?b?"), "{mail}");
}

#[tokio::test]
async fn refusals_are_told_apart() {
    for (mood, retry) in [
        (Mood::Answers("550 5.1.1 no such person\r\n"), false),
        (Mood::Answers("552 5.2.2 mailbox full for good\r\n"), false),
        (Mood::Answers("450 4.2.1 greylisted\r\n"), true),
        (Mood::Answers("421 4.3.2 closing\r\n"), true),
        (Mood::Silent, true),
    ] {
        let (port, mails) = server(mood).await;
        let error = messenger(port, false).send(&message()).await.unwrap_err();
        assert_eq!(error.is_retry(), retry, "{error}");
        assert!(!error.to_string().contains("li@"), "{error}");
        assert!(mails.lock().unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_refused_sign_in_is_ours_to_mend() {
    let (port, _) = server(Mood::Takes).await;
    let error = messenger(port, true).send(&message()).await.unwrap_err();
    let SendError::Retry { reason, .. } = &error else { panic!("{error}") };
    assert!(reason.contains("did not accept our sign-in (535)"), "{reason}");
    assert!(messenger(port, false).check().await.unwrap());
}

#[tokio::test]
async fn nobody_there_is_worth_another_try() {
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let error = messenger(free, false).send(&message()).await.unwrap_err();
    assert!(error.is_retry() && error.to_string().contains("could not be reached"), "{error}");
}
