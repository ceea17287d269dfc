use axum::{
    body::{Body, to_bytes},
    http::{Request, StatusCode},
};
use serde_json::json;
use tongxing_domain::time::Timestamp;
use tongxing_ports::fake::HandClock;
use tower::ServiceExt;

use super::*;

const SECRET: &str = "whsec_ZXhhbXBsZSBzZWNyZXQsIG5vdCBmb3IgdXNl";

/// A system on a file; opening the same file again is a restart.
fn system(file: &std::path::Path) -> Router {
    let system = VehicleSystem {
        secret: SECRET.to_owned(),
        file: file.to_owned(),
        clock: Arc::new(HandClock::at(Timestamp::from_millis(1_795_000_000_000))),
        zone: TimeZone::get("Asia/Shanghai").unwrap(),
    };
    system.router().unwrap()
}

fn body(kind: &str, version: i64) -> String {
    json!({
        "type": kind,
        "timestamp": "2026-11-22T06:00:00Z",
        "data": {
            "permit": "0193a0b2-7c4e-7abc-8def-0123456789ab", "version": version,
            "plate": "蒙BD12345", "colour": "gradient_green",
            "valid_from": 1_793_462_400_000_i64, "valid_until": 1_801_411_200_000_i64,
            "first_day": "2026-11-01", "last_day": "2027-01-31",
        },
    })
    .to_string()
}

fn signed(id: &str, body: &str) -> Request<Body> {
    #[expect(clippy::disallowed_methods, reason = "the verifier of Standard Webhooks reads the wall clock")]
    let now = jiff::Timestamp::now().as_second();
    let signature = Webhook::new(SECRET).unwrap().sign(id, now, body.as_bytes()).unwrap();
    Request::post("/webhook")
        .header("webhook-id", id)
        .header("webhook-timestamp", now)
        .header("webhook-signature", signature)
        .body(Body::from(body.to_owned()))
        .unwrap()
}

async fn ask(router: &Router, request: Request<Body>) -> (StatusCode, String) {
    let response = router.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, String::from_utf8(bytes.to_vec()).unwrap())
}

async fn page(router: &Router, language: &str) -> String {
    let request = Request::get("/").header("accept-language", language).body(Body::empty()).unwrap();
    ask(router, request).await.1
}

#[tokio::test]
async fn a_plate_arrives_stays_over_a_restart_and_is_withdrawn() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("vehicle-system.json");
    let granted = ask(&system(&file), signed("w1", &body("vehicle-permit.granted", 1))).await;
    assert_eq!(granted, (StatusCode::OK, "taken".to_owned()));

    let restarted = system(&file);
    let html = page(&restarted, "zh-CN,zh;q=0.9,en;q=0.8").await;
    assert!(html.contains("<span class=\"plate green\">蒙B·D12345</span>"), "{html}");
    assert!(html.contains("放行") && html.contains("2027-01-31"), "{html}");

    let again = ask(&restarted, signed("w1", &body("vehicle-permit.granted", 1))).await;
    assert_eq!(again, (StatusCode::OK, "taken before".to_owned()));
    ask(&restarted, signed("w2", &body("vehicle-permit.withdrawn", 3))).await;
    let late = ask(&restarted, signed("w3", &body("vehicle-permit.granted", 2))).await;
    assert_eq!(late, (StatusCode::OK, "something newer is known".to_owned()));
    let html = page(&restarted, "en").await;
    assert!(html.contains("withdrawn") && !html.contains("may pass"), "{html}");
}

#[tokio::test]
async fn what_is_not_signed_or_not_understood_is_refused_and_not_kept() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("vehicle-system.json");
    let router = system(&file);
    let mut forged = signed("w1", &body("vehicle-permit.granted", 1));
    *forged.body_mut() = Body::from(body("vehicle-permit.granted", 9));
    assert_eq!(ask(&router, forged).await.0, StatusCode::UNAUTHORIZED);
    let bare = Request::post("/webhook").body(Body::from(body("vehicle-permit.granted", 1))).unwrap();
    assert_eq!(ask(&router, bare).await.0, StatusCode::UNAUTHORIZED);
    let unknown = ask(&router, signed("w2", &body("card.printed", 1))).await;
    assert_eq!(unknown.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!file.exists());
}

#[tokio::test]
async fn out_of_order_means_later_not_lost() {
    let folder = tempfile::tempdir().unwrap();
    let router = system(&folder.path().join("vehicle-system.json"));
    let switch = |down: &str, site: &str| {
        Request::post("/switch")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", site)
            .body(Body::from(format!("down={down}")))
            .unwrap()
    };
    assert_eq!(ask(&router, switch("yes", "cross-site")).await.0, StatusCode::FORBIDDEN);
    assert_eq!(ask(&router, switch("yes", "same-origin")).await.0, StatusCode::SEE_OTHER);
    let refused = ask(&router, signed("w1", &body("vehicle-permit.granted", 1))).await;
    assert_eq!(refused.0, StatusCode::SERVICE_UNAVAILABLE);
    assert!(page(&router, "zh").await.contains("正在模拟故障"));
    assert_eq!(ask(&router, switch("no", "same-origin")).await.0, StatusCode::SEE_OTHER);
    let taken = ask(&router, signed("w1", &body("vehicle-permit.granted", 1))).await;
    assert_eq!(taken, (StatusCode::OK, "taken".to_owned()));
}

#[tokio::test]
async fn what_a_sender_writes_is_text_and_never_markup() {
    let folder = tempfile::tempdir().unwrap();
    let router = system(&folder.path().join("vehicle-system.json"));
    let evil = body("vehicle-permit.granted", 1).replace("蒙BD12345", "<script>alert(1)</script>");
    assert_eq!(ask(&router, signed("w1", &evil)).await.0, StatusCode::OK);
    assert!(!page(&router, "zh").await.contains("<script>alert"));
}

#[tokio::test]
async fn a_plate_that_cannot_be_stored_is_not_taken() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("gone/vehicle-system.json");
    let router = system(&file);
    let failed = ask(&router, signed("w1", &body("vehicle-permit.granted", 1))).await;
    assert_eq!(failed.0, StatusCode::INTERNAL_SERVER_ERROR);
    std::fs::create_dir(file.parent().unwrap()).unwrap();
    let taken = ask(&router, signed("w1", &body("vehicle-permit.granted", 1))).await;
    assert_eq!(taken, (StatusCode::OK, "taken".to_owned()), "the failed try is not remembered");
}
