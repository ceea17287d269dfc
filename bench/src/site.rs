//! The real site, and beside it the least an axum server can do: answer so many bytes.

use std::net::SocketAddr;

use axum::{Router, extract::Path, response::Html, routing::get};
use tokio::net::TcpListener;
use tongxing_web::AppState;

use crate::fill::Town;

/// Where both listen.
#[derive(Clone, Copy)]
pub struct Served {
    /// The real router on the filled campus.
    pub site: SocketAddr,
    /// The floor: `/{bytes}` is a page of that size.
    pub floor: SocketAddr,
}

/// Starts both; they end with the program.
pub async fn serve(town: &Town) -> Served {
    let state = AppState::new(town.kit.campus.clone());
    let site = start(tongxing_web::router(state)).await;
    let floor = start(Router::new().route("/{bytes}", get(hello))).await;
    Served { site, floor }
}

async fn hello(Path(bytes): Path<usize>) -> Html<String> {
    Html("你".repeat(bytes / 3) + &"!".repeat(bytes % 3))
}

async fn start(router: Router) -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await.unwrap() });
    address
}
