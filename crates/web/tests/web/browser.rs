//! A browser without scripts: keeps cookies, follows what it is told, sends forms with the token of the page it saw.

use std::{cell::RefCell, collections::BTreeMap};

use axum::{
    Router,
    body::{Body, to_bytes},
};
use http::{HeaderMap, Request, StatusCode, header};
use tongxing_testkit::{SignedIn, TestCampus};
use tongxing_web::{AppState, router, visitor::session};
use tower::ServiceExt;

/// One browser in front of the whole site.
pub struct Browser {
    router: Router,
    cookies: RefCell<BTreeMap<String, String>>,
}

/// What came back.
pub struct Seen {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Seen {
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).map_or("", |v| v.to_str().unwrap())
    }

    /// What stands in the attribute `value` of the input with this name.
    pub fn value(&self, name: &str) -> &str {
        let input =
            self.text.split(&format!("name=\"{name}\"")).nth(1).unwrap_or_else(|| panic!("no {name}"));
        let tag = input.split('>').next().unwrap();
        tag.split("value=\"").nth(1).map_or("", |v| v.split('"').next().unwrap())
    }
}

impl Browser {
    /// A browser that nobody has signed in with.
    pub fn at(town: &TestCampus) -> Self {
        let cookies = RefCell::new([("tx_lang".to_owned(), "zh-CN".to_owned())].into());
        Self { router: router(AppState::new(town.campus.clone())), cookies }
    }

    /// A browser with a session.
    pub fn of(town: &TestCampus, staff: &SignedIn) -> Self {
        let browser = Self::at(town);
        browser.cookies.borrow_mut().insert(session::STAFF.to_owned(), staff.token.clone());
        browser
    }

    pub async fn get(&self, path: &str) -> Seen {
        self.send(Request::get(path), Body::empty()).await
    }

    /// Opens a page and sends a form of it, with the token that the page carries.
    pub async fn fill(&self, page: &str, action: &str, fields: &[(&str, &str)]) -> Seen {
        let token = self.get(page).await.value("csrf").to_owned();
        self.post(action, &[&[("csrf", token.as_str())], fields].concat()).await
    }

    /// Sends a form as it is.
    pub async fn post(&self, action: &str, fields: &[(&str, &str)]) -> Seen {
        let body = serde_urlencoded::to_string(fields).unwrap();
        let request = Request::post(action).header("content-type", "application/x-www-form-urlencoded");
        self.send(request, Body::from(body)).await
    }

    /// Sends one file with a form.
    pub async fn upload(&self, page: &str, action: &str, file: &str) -> Seen {
        let token = self.get(page).await.value("csrf").to_owned();
        let part = |head: &str, body: &str| {
            format!("--b\r\ncontent-disposition: form-data; {head}\r\n\r\n{body}\r\n")
        };
        let body =
            part("name=\"csrf\"", &token) + &part("name=\"file\"; filename=\"a.csv\"", file) + "--b--\r\n";
        let request = Request::post(action).header("content-type", "multipart/form-data; boundary=b");
        self.send(request, Body::from(body)).await
    }

    async fn send(&self, request: http::request::Builder, body: Body) -> Seen {
        let jar =
            self.cookies.borrow().iter().map(|(n, v)| format!("{n}={v}")).collect::<Vec<_>>().join("; ");
        let request = request.header("cookie", jar).body(body).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for line in parts.headers.get_all(header::SET_COOKIE) {
            let (name, rest) = line.to_str().unwrap().split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            self.cookies.borrow_mut().insert(name.to_owned(), value.to_owned());
        }
        let text = String::from_utf8_lossy(&to_bytes(body, usize::MAX).await.unwrap()).into_owned();
        Seen { status: parts.status, headers: parts.headers, text }
    }
}
