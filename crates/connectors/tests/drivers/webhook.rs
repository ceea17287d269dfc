//! The sender against a receiver on loopback that checks signatures with the reference implementation.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
    routing::post,
};
use serde_json::json;
use tokio::net::TcpListener;
use tongxing_connectors::{
    SystemClock, WebhookSender, WebhookTarget,
    signature::{self, Secret},
};
use tongxing_domain::time::Timestamp;
use tongxing_ports::{Answer, Clock as _, DeliverError, OutboundWebhook as _, Reason, WebhookCall};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// A receiver that notes each call with its headers and answers as it is told.
struct Receiver {
    calls: Mutex<Vec<(HeaderMap, Bytes)>>,
    answer: Box<dyn Fn() -> Response + Send + Sync>,
}

async fn receiver(answer: impl Fn() -> Response + Send + Sync + 'static) -> (u16, Arc<Receiver>) {
    let receiver = Arc::new(Receiver { calls: Mutex::default(), answer: Box::new(answer) });
    let take = |State(receiver): State<Arc<Receiver>>, headers: HeaderMap, body: Bytes| async move {
        receiver.calls.lock().unwrap().push((headers, body));
        (receiver.answer)()
    };
    let app = Router::new().route("/hook", post(take).get(take)).with_state(Arc::clone(&receiver));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move { axum::serve(listener, app).await });
    (port, receiver)
}

fn sender(url: String) -> WebhookSender {
    let target = WebhookTarget {
        name: "vehicle-system".to_owned(),
        url,
        secrets: vec![Secret::parse(SECRET).unwrap()],
        authority: None,
        timeout: Duration::from_millis(600),
    };
    WebhookSender::new(target, &["127.0.0.1".to_owned()], Arc::new(SystemClock)).unwrap()
}

fn call() -> WebhookCall {
    WebhookCall {
        id: "0193-1".to_owned(),
        kind: "vehicle-permit.granted".to_owned(),
        occurred: Timestamp::from_millis(1_795_000_000_000),
        data: json!({ "plate": "蒙B12345", "colour": "blue" }),
    }
}

async fn outcome(answer: impl Fn() -> Response + Send + Sync + 'static) -> Result<Answer, DeliverError> {
    let (port, _) = receiver(answer).await;
    sender(format!("http://127.0.0.1:{port}/hook")).deliver(&call()).await
}

#[tokio::test]
async fn a_call_arrives_signed_and_a_repeat_is_the_same() {
    let (port, receiver) = receiver(|| StatusCode::NO_CONTENT.into_response()).await;
    let sender = sender(format!("http://127.0.0.1:{port}/hook"));
    assert_eq!(sender.target(), "vehicle-system");
    assert_eq!(sender.deliver(&call()).await.unwrap(), Answer::Confirmed);
    assert_eq!(sender.deliver(&call()).await.unwrap(), Answer::Confirmed);
    let calls = receiver.calls.lock().unwrap();
    let reference = standardwebhooks::Webhook::new(SECRET).unwrap();
    for (headers, body) in calls.iter() {
        reference.verify(body, headers).unwrap();
        let header = |name: &str| headers[name].to_str().unwrap();
        assert_eq!(header("content-type"), "application/json");
        assert_eq!(header(signature::ID), "0193-1");
        let ours = signature::verify(
            &[Secret::parse(SECRET).unwrap()],
            header(signature::ID),
            header(signature::TIMESTAMP),
            header(signature::SIGNATURE),
            body,
            SystemClock.now(),
        );
        assert_eq!(ours, Ok(()));
    }
    let expected = "{\"type\":\"vehicle-permit.granted\",\"timestamp\":\"2026-11-18T11:06:40Z\",\
                    \"data\":{\"plate\":\"蒙B12345\",\"colour\":\"blue\"}}";
    assert_eq!(calls.iter().map(|(_, body)| body).collect::<Vec<_>>(), [expected, expected]);
}

#[tokio::test]
async fn answers_become_reasons() {
    assert_eq!(outcome(|| StatusCode::ACCEPTED.into_response()).await.unwrap(), Answer::Accepted);
    for (status, reason) in [
        (StatusCode::UNAUTHORIZED, Reason::Auth),
        (StatusCode::CONFLICT, Reason::Conflict),
        (StatusCode::NOT_FOUND, Reason::Unsupported),
        (StatusCode::UNPROCESSABLE_ENTITY, Reason::Rejected),
        (StatusCode::INTERNAL_SERVER_ERROR, Reason::Busy),
        (StatusCode::INSUFFICIENT_STORAGE, Reason::Capacity),
    ] {
        assert_eq!(outcome(move || status.into_response()).await.unwrap_err().reason, reason, "{status}");
    }
    let busy = outcome(|| (StatusCode::SERVICE_UNAVAILABLE, [("retry-after", "17")]).into_response()).await;
    assert_eq!(busy.unwrap_err().retry_after, Some(Duration::from_secs(17)));
    let said =
        outcome(|| (StatusCode::UNPROCESSABLE_ENTITY, "车牌颜色不对\n").into_response()).await.unwrap_err();
    assert_eq!(said.detail, "answered 422: 车牌颜色不对");
    assert_eq!(said.to_string(), "vehicle-system did not take the delivery (rejected)");
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let (elsewhere, stolen) = receiver(|| StatusCode::OK.into_response()).await;
    let location = format!("http://127.0.0.1:{elsewhere}/hook");
    let error =
        outcome(move || (StatusCode::TEMPORARY_REDIRECT, [("location", location.as_str())]).into_response())
            .await
            .unwrap_err();
    assert_eq!(error.reason, Reason::Rejected);
    assert!(stolen.calls.lock().unwrap().is_empty());
}

#[tokio::test]
async fn an_endless_answer_is_cut_and_a_slow_one_waited_for_only_so_long() {
    let endless = || {
        let body = Body::from_stream(futures());
        (StatusCode::BAD_REQUEST, body).into_response()
    };
    let error = outcome(endless).await.unwrap_err();
    assert_eq!((error.reason, error.detail.len()), (Reason::Rejected, "answered 400: ".len() + 200));

    let (port, _) = silent().await;
    let error = sender(format!("http://127.0.0.1:{port}/hook")).deliver(&call()).await.unwrap_err();
    assert_eq!((error.reason, error.detail.as_str()), (Reason::Unreachable, "no answer in time"));
}

#[tokio::test]
async fn nobody_there_is_unreachable_and_the_address_stays_out_of_the_error() {
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let error =
        sender(format!("http://127.0.0.1:{free}/hook?token=hush")).deliver(&call()).await.unwrap_err();
    assert_eq!((error.reason, error.detail.as_str()), (Reason::Unreachable, "no connection"));
    assert!(!format!("{error:?}").contains("hush"), "{error:?}");
}

/// A body without an end.
fn futures() -> impl futures_util::Stream<Item = Result<Bytes, std::io::Error>> {
    futures_util::stream::repeat_with(|| Ok(Bytes::from_static(&[b'a'; 1000])))
}

/// A server that takes connections and says nothing.
async fn silent() -> (u16, tokio::task::JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let task = tokio::spawn(async move {
        let mut held = Vec::new();
        while let Ok((stream, _)) = listener.accept().await {
            held.push(stream);
        }
    });
    (port, task)
}
