//! Who may open what: every route as everybody, compared with the recorded table.
//!
//! After adding a route: `INSTA_UPDATE=always cargo test -p tongxing-web --test web roles`, and read the difference.

use std::fmt::Write;

use axum::{
    Router,
    body::{Body, to_bytes},
};
use http::{Request, StatusCode};
use tongxing_domain::role::Role;
use tongxing_testkit::TestCampus;
use tongxing_web::{
    AppState, router,
    routes::{Route, table},
    visitor::session,
};
use tower::ServiceExt;

/// Somebody at the door: what the column says, and the cookie they carry.
struct Somebody {
    name: &'static str,
    cookie: String,
}

async fn everybody(campus: &TestCampus) -> Vec<Somebody> {
    let mut all = vec![Somebody { name: "nobody", cookie: String::new() }];
    let plain = campus.account("nobody-special").create().await;
    let plain = campus.sign_in(plain).await;
    all.push(Somebody { name: "staff", cookie: format!("{}={}", session::STAFF, plain.token) });
    for role in Role::ALL {
        let holder = campus.staff(role.as_str(), role, None).await;
        all.push(Somebody { name: role.as_str(), cookie: format!("{}={}", session::STAFF, holder.token) });
    }
    all
}

/// What the door says: `·` come in, `S` prove who you are first, `x` not yours.
async fn knock(router: &Router, route: &Route, method: &str, who: &Somebody) -> char {
    // Nothing has this id; a form without a token does nothing. Either way it is known who was let in.
    let path: String = route
        .path
        .split('/')
        .map(|p| if p.starts_with('{') { "0198aaaa-0000-7000-8000-000000000000" } else { p })
        .collect::<Vec<_>>()
        .join("/");
    let request = Request::builder().method(method).uri(path).header("cookie", &who.cookie);
    let request =
        request.header("content-type", "application/x-www-form-urlencoded").body(Body::empty()).unwrap();
    let answer = router.clone().oneshot(request).await.unwrap();
    let status = answer.status();
    let location =
        answer.headers().get("location").map(|l| l.to_str().unwrap().to_owned()).unwrap_or_default();
    let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    let page = String::from_utf8_lossy(&body);
    let elsewhere = ["/sign-in", "/query"].iter().any(|at| location.starts_with(&format!("{at}?then=")));
    assert!(!status.is_server_error(), "{method} {} as {}: {status}", route.path, who.name);
    match status {
        StatusCode::UNAUTHORIZED => 'S',
        _ if elsewhere => 'S',
        StatusCode::FORBIDDEN if page.contains("没有权限查看") => 'x',
        _ => '·',
    }
}

#[tokio::test]
async fn every_route_lets_in_whom_the_recorded_table_says() {
    let campus = TestCampus::empty().await;
    let everybody = everybody(&campus).await;
    let router = router(AppState::new(campus.campus.clone()));
    let mut recorded = String::new();
    for (number, who) in everybody.iter().enumerate() {
        writeln!(recorded, "{}│ {number:2} {}", "  ".repeat(number), who.name).unwrap();
    }
    for route in table() {
        for method in &route.methods {
            for who in &everybody {
                write!(recorded, "{} ", knock(&router, &route, method, who).await).unwrap();
            }
            writeln!(recorded, " {method:4} {}", route.path).unwrap();
        }
    }
    insta::assert_snapshot!(recorded);
}
