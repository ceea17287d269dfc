//! A phone without scripts: follows links, fills in forms, keeps its cookies.

use std::collections::BTreeMap;

use axum::{
    Router,
    body::{Body, to_bytes},
};
use http::{HeaderMap, Request, StatusCode, header};
use scraper::{Html, Selector};
use tongxing_testkit::TestCampus;
use tongxing_web::{AppState, router};
use tower::ServiceExt;

pub struct Phone {
    router: Router,
    cookies: BTreeMap<String, String>,
    pub lang: &'static str,
    /// Where it is: the address of the page on the screen.
    pub at: String,
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Phone {
    pub fn at(town: &TestCampus) -> Self {
        Self {
            router: router(AppState::new(town.campus.clone())),
            cookies: BTreeMap::new(),
            lang: "zh-CN",
            at: String::new(),
            status: StatusCode::OK,
            headers: HeaderMap::new(),
            body: Vec::new(),
        }
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn cookie(&self, name: &str) -> Option<&String> {
        self.cookies.get(name)
    }

    pub fn carry(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }

    /// The first attribute of whatever matches.
    pub fn all(&self, selector: &str, attribute: &str) -> Vec<String> {
        let page = Html::parse_document(&self.text());
        let selector = Selector::parse(selector).unwrap();
        page.select(&selector).map(|e| e.value().attr(attribute).unwrap_or_default().to_owned()).collect()
    }

    /// What a control holds.
    pub fn value(&self, name: &str) -> String {
        let page = Html::parse_document(&self.text());
        let find = |selector: String| {
            let selector = Selector::parse(&selector).unwrap();
            page.select(&selector).next().map(|e| e.value().attr("value").unwrap_or_default().to_owned())
        };
        find(format!("select[name='{name}'] option[selected]"))
            .or_else(|| find(format!("input[name='{name}']")))
            .unwrap_or_default()
    }

    /// The messages beside controls, by the control's id.
    pub fn errors(&self) -> BTreeMap<String, String> {
        let page = Html::parse_document(&self.text());
        let selector = Selector::parse(".err, small.bad-t").unwrap();
        let found = page.select(&selector);
        found.map(|e| (e.value().attr("id").unwrap().to_owned(), e.text().collect::<String>())).collect()
    }

    pub async fn open(&mut self, path: &str) -> &mut Self {
        self.send(Request::get(path).body(Body::empty()).unwrap(), path.to_owned()).await;
        self.follow().await
    }

    /// Sends the form to this address with the token of the page on the screen, and follows.
    pub async fn post(&mut self, path: &str, pairs: &[(&str, &str)]) -> &mut Self {
        let token = self.token();
        let own = [("csrf", token.as_str())];
        let given = pairs.iter().any(|(name, _)| *name == "csrf");
        let all: Vec<_> = pairs.iter().chain(own.iter().filter(|_| !given)).collect();
        let form = "application/x-www-form-urlencoded";
        let body = serde_urlencoded::to_string(all).unwrap();
        let request = Request::post(path).header(header::CONTENT_TYPE, form).body(Body::from(body)).unwrap();
        self.send(request, path.to_owned()).await;
        self.follow().await
    }

    /// The form of the step on the screen.
    pub async fn fill(&mut self, pairs: &[(&str, &str)]) -> &mut Self {
        let action = self.all("form#f", "action").first().unwrap().clone();
        self.post(&action, pairs).await
    }

    /// Files, as a form with files sends them.
    pub async fn send_files(
        &mut self,
        path: &str,
        pairs: &[(&str, &str)],
        files: &[(&str, &[u8])],
    ) -> &mut Self {
        let token = self.token();
        let mut body = Vec::new();
        for (name, value) in pairs.iter().chain(&[("csrf", token.as_str())]) {
            let head = format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(head.as_bytes());
        }
        for (name, bytes) in files {
            let head = format!(
                "--x\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"p.jpg\"\r\ncontent-type: image/jpeg\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--x--\r\n");
        let request = Request::post(path).header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
        self.send(request.body(Body::from(body)).unwrap(), path.to_owned()).await;
        self.follow().await
    }

    pub fn token(&self) -> String {
        self.all("input[name=csrf]", "value").first().cloned().unwrap_or_default()
    }

    async fn follow(&mut self) -> &mut Self {
        for _ in 0..5 {
            let to = self.headers.get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
            let (StatusCode::SEE_OTHER, Some(to)) = (self.status, to) else { break };
            let path = to.split('#').next().unwrap().to_owned();
            self.send(Request::get(&path).body(Body::empty()).unwrap(), path).await;
        }
        self
    }

    async fn send(&mut self, mut request: Request<Body>, at: String) {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let headers = request.headers_mut();
        headers.insert(header::COOKIE, cookies.join("; ").parse().unwrap());
        headers.insert(header::ACCEPT_LANGUAGE, self.lang.parse().unwrap());
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let (name, value) = cookie.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        (self.status, self.headers, self.at) = (parts.status, parts.headers, at);
        self.body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
    }
}
