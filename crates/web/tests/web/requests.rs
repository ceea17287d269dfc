//! What every request gets: language, preferences, protection, calm errors, assets.

use std::io::Read;

use axum::{
    Router,
    body::{Body, to_bytes},
};
use http::{HeaderMap, Request, Response, StatusCode, header};
use tongxing_testkit::TestCampus;
use tongxing_web::{AppState, http::assets, router};
use tower::ServiceExt;

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }

    fn cookies(&self) -> Vec<String> {
        self.headers.get_all(header::SET_COOKIE).iter().map(|v| v.to_str().unwrap().to_owned()).collect()
    }
}

/// The whole site on an empty campus.
struct Site {
    router: Router,
    _campus: TestCampus,
}

impl Site {
    async fn new() -> Self {
        let campus = TestCampus::empty().await;
        Self { router: router(AppState::new(campus.campus.clone())), _campus: campus }
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let response: Response<Body> = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let builder = headers.iter().fold(Request::get(path), |b, (name, value)| b.header(*name, *value));
        self.send(builder.body(Body::empty()).unwrap()).await
    }

    async fn post(&self, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let form = ("content-type", "application/x-www-form-urlencoded");
        let headers = headers.iter().chain([&form]);
        let builder = headers.fold(Request::post(path), |b, (name, value)| b.header(*name, *value));
        self.send(builder.body(Body::from(body.to_owned())).unwrap()).await
    }

    /// A browser that has seen the first page: its cookie, and a token from a form.
    async fn browser(&self) -> (String, String) {
        let page = self.get("/", &[]).await;
        let cookie = page.cookies().iter().find(|c| c.starts_with("tx_browser=")).unwrap().clone();
        let html = page.text();
        let token =
            html.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        (cookie.split(';').next().unwrap().to_owned(), token)
    }
}

#[tokio::test]
async fn the_page_answers_in_the_language_of_the_browser_the_cookie_or_the_address() {
    let site = Site::new().await;
    assert!(site.get("/", &[]).await.text().contains("<html lang=\"zh-CN\""));
    assert!(
        site.get("/", &[("accept-language", "en-GB,zh;q=0.5")]).await.text().contains("<html lang=\"en\"")
    );
    let by_cookie = site.get("/", &[("accept-language", "en"), ("cookie", "tx_lang=zh-CN")]).await;
    assert!(by_cookie.text().contains("<html lang=\"zh-CN\""));
    let asked = site.get("/?lang=en", &[("cookie", "tx_lang=zh-CN")]).await;
    assert!(asked.text().contains("<html lang=\"en\""));
    assert!(asked.cookies().iter().any(|c| c.starts_with("tx_lang=en;")), "{:?}", asked.cookies());
}

#[tokio::test]
async fn theme_and_size_come_from_cookies() {
    let site = Site::new().await;
    let page = site.get("/", &[("cookie", "tx_theme=dark; tx_size=large")]).await.text();
    assert!(page.contains("data-theme=\"dark\" data-size=\"large\""));
    let odd = site.get("/", &[("cookie", "tx_theme=\"><script>")]).await.text();
    assert!(!odd.contains("data-theme"));
}

#[tokio::test]
async fn preferences_are_kept_and_lead_back_to_the_same_page() {
    let site = Site::new().await;
    let (cookie, token) = site.browser().await;
    let saved = site
        .post("/prefs", &[("cookie", &cookie)], &format!("csrf={token}&size=large&to=%2Fmy%3Fa%3D1"))
        .await;
    assert_eq!((saved.status, saved.header("location")), (StatusCode::SEE_OTHER, "/my?a=1"));
    assert_eq!(saved.cookies(), ["tx_size=large; Path=/; Max-Age=31536000; SameSite=Lax"]);
    let away = site
        .post("/prefs", &[("cookie", &cookie)], &format!("csrf={token}&theme=dark&to=%2F%2Fevil.example"))
        .await;
    assert_eq!(away.header("location"), "/");
}

#[tokio::test]
async fn a_form_without_the_token_of_this_browser_does_nothing() {
    let site = Site::new().await;
    let (cookie, token) = site.browser().await;
    let cases: [(&[(&str, &str)], String); 5] = [
        (&[("cookie", &cookie)], "size=large".to_owned()),
        (&[("cookie", &cookie)], "csrf=AAAA&size=large".to_owned()),
        (&[], format!("csrf={token}&size=large")),
        (&[("cookie", "tx_browser=another")], format!("csrf={token}&size=large")),
        (&[("cookie", &cookie), ("sec-fetch-site", "cross-site")], format!("csrf={token}&size=large")),
    ];
    for (headers, body) in cases {
        let answer = site.post("/prefs", headers, &body).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{headers:?} {body}");
        assert!(answer.text().contains("页面已过期"), "{headers:?}");
        assert!(!answer.cookies().iter().any(|c| c.starts_with("tx_size")), "{headers:?}");
    }
    let by_header = site.post("/prefs", &[("cookie", &cookie), ("x-csrf-token", &token)], "size=large").await;
    assert_eq!(by_header.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn every_answer_tells_the_browser_what_not_to_do() {
    let site = Site::new().await;
    for path in ["/", "/nowhere", "/assets/none.css"] {
        let answer = site.get(path, &[]).await;
        let policy = answer.header("content-security-policy").to_owned();
        for part in ["default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert!(answer.header("x-request-id").starts_with("R-"), "{path}");
    }
}

#[tokio::test]
async fn errors_are_calm_pages_in_the_language_of_the_visitor() {
    let site = Site::new().await;
    let lost = site.get("/no/such/page", &[]).await;
    assert_eq!(lost.status, StatusCode::NOT_FOUND);
    assert!(lost.text().contains("页面不存在") && lost.text().contains("/query"));
    let lost = site.get("/no/such/page", &[("accept-language", "en")]).await;
    assert!(lost.text().contains("No such page"));
    let (cookie, token) = site.browser().await;
    let wrong = site.post("/", &[("cookie", &cookie)], &format!("csrf={token}")).await;
    assert_eq!(wrong.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(wrong.header("allow").contains("GET"));
    assert!(wrong.text().contains("不能这样打开"));
    let large = site.post("/prefs", &[("cookie", &cookie)], &"x".repeat(300 * 1024)).await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    let script = site.post("/prefs", &[("x-csrf-token", "wrong")], "").await;
    assert_eq!(script.header("content-type"), "application/json");
}

#[tokio::test]
async fn assets_are_cached_for_good_and_compressed() {
    let site = Site::new().await;
    let css = assets::url("tongxing.css");
    let plain = site.get(&css, &[]).await;
    let packed = site.get(&css, &[("accept-encoding", "br, gzip")]).await;
    assert!(plain.cookies().is_empty(), "what everybody caches must not bind one browser");
    assert_eq!(plain.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!((plain.header("content-encoding"), packed.header("content-encoding")), ("", "gzip"));
    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(packed.body.as_slice()).read_to_end(&mut unpacked).unwrap();
    assert_eq!(unpacked, plain.body);
    assert_eq!(site.get(&css, &[("accept-encoding", "gzip;q=0")]).await.header("content-encoding"), "");
}

#[tokio::test]
async fn the_first_view_on_a_phone_stays_below_40_kilobytes() {
    let site = Site::new().await;
    let page = site.get("/", &[("accept-encoding", "gzip")]).await;
    let first = ["tongxing.css", "prefs.js", "favicon.svg"];
    let assets: usize =
        assets::ALL.iter().filter(|a| first.contains(&a.name)).map(assets::Asset::wire_size).sum();
    let total = page.body.len() + assets;
    assert!(total < 40 * 1024, "{total} bytes");
}

#[tokio::test]
async fn a_browser_keeps_its_binding_and_gets_a_fresh_token_each_time() {
    let site = Site::new().await;
    let (cookie, token) = site.browser().await;
    let again = site.get("/", &[("cookie", &cookie)]).await;
    assert!(again.cookies().is_empty(), "{:?}", again.cookies());
    assert!(!again.text().contains(&token));
}
