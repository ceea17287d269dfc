//! Text messages against a gateway on loopback.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
    routing::post,
};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tongxing_connectors::{HttpTexts, TextSettings};
use tongxing_ports::{Channel, Message, Messenger as _, SendError};
use zeroize::Zeroizing;

/// A gateway that notes what it gets and answers as it is told.
struct Gateway {
    calls: Mutex<Vec<(HeaderMap, Value)>>,
    answer: Box<dyn Fn() -> Response + Send + Sync>,
}

async fn gateway(answer: impl Fn() -> Response + Send + Sync + 'static) -> (u16, Arc<Gateway>) {
    let gateway = Arc::new(Gateway { calls: Mutex::default(), answer: Box::new(answer) });
    let take = |State(gateway): State<Arc<Gateway>>, headers: HeaderMap, body: String| async move {
        gateway.calls.lock().unwrap().push((headers, serde_json::from_str(&body).unwrap()));
        (gateway.answer)()
    };
    let app = Router::new().route("/send", post(take)).with_state(Arc::clone(&gateway));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move { axum::serve(listener, app).await });
    (port, gateway)
}

fn texts(port: u16, success: Option<&str>) -> HttpTexts {
    HttpTexts::new(&TextSettings {
        url: format!("http://127.0.0.1:{port}/send"),
        headers: vec![("X-Api-Key".to_owned(), Zeroizing::new("k3y".to_owned()))],
        body: r#"{"mobiles":["{phone}"],"content":"{text}","extend":{"sign":"通行"}}"#.to_owned(),
        success: success.map(str::to_owned),
        authority: None,
        timeout: Duration::from_millis(600),
    })
    .unwrap()
}

fn message() -> Message {
    Message {
        id: "0193-sms".to_owned(),
        to: "13800000001".to_owned(),
        kind: "confirmation-code".to_owned(),
        locale: "zh-CN".to_owned(),
        subject: String::new(),
        text: "【云麓大学】验证码 123456，\"10\" 分钟内有效\n{phone}".to_owned(),
        params: BTreeMap::new(),
    }
}

async fn outcome(
    success: Option<&str>,
    answer: impl Fn() -> Response + Send + Sync + 'static,
) -> Result<(), SendError> {
    let (port, _) = gateway(answer).await;
    texts(port, success).send(&message()).await.map(drop)
}

#[tokio::test]
async fn a_message_arrives_in_the_body_that_was_configured() {
    let (port, gateway) = gateway(|| "ok".into_response()).await;
    let texts = texts(port, None);
    assert_eq!(texts.channel(), Channel::Sms);
    texts.send(&message()).await.unwrap();
    let calls = gateway.calls.lock().unwrap();
    let (headers, body) = &calls[0];
    assert_eq!(headers["content-type"], "application/json");
    assert_eq!(headers["x-api-key"], "k3y");
    let expected =
        json!({ "mobiles": ["13800000001"], "content": message().text, "extend": { "sign": "通行" } });
    assert_eq!(*body, expected);
}

#[tokio::test]
async fn what_a_gateway_answers_says_whether_asking_again_helps() {
    for (status, retry) in [(400, false), (422, false), (401, true), (429, true), (500, true), (302, true)] {
        let status = StatusCode::from_u16(status).unwrap();
        let error = outcome(None, move || (status, "13800000001").into_response()).await.unwrap_err();
        assert_eq!(error.is_retry(), retry, "{status}");
        assert!(!error.to_string().contains("13800000001"), "{error}");
    }
    let busy = || (StatusCode::TOO_MANY_REQUESTS, [("retry-after", "999999")]).into_response();
    let Err(SendError::Retry { after, .. }) = outcome(None, busy).await else { panic!("worth another try") };
    assert_eq!(after, Some(Duration::from_hours(1)), "nobody makes us wait for days");
}

#[tokio::test]
async fn a_gateway_that_says_no_with_200_is_understood() {
    let yes = || axum::Json(json!({ "code": 0, "message": "accepted" })).into_response();
    outcome(Some("\"code\":0"), yes).await.unwrap();
    let no = || axum::Json(json!({ "code": 7, "message": "no balance" })).into_response();
    assert!(outcome(Some("\"code\":0"), no).await.unwrap_err().is_retry());
}

#[tokio::test]
async fn a_gateway_that_is_silent_or_gone_is_asked_again_later() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let silent = listener.local_addr().unwrap().port();
    assert!(texts(silent, None).send(&message()).await.unwrap_err().is_retry());
    drop(listener);
    assert!(texts(silent, None).send(&message()).await.unwrap_err().is_retry());
}
