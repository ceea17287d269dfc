//! Taking connections. axum's own loop gives a client all the time in the world to send its headers; a few hundred
//! clients that never finish would hold a few hundred descriptors for good (ASVS V4.2, slow-headers attack).

use std::{convert::Infallible, net::SocketAddr, pin::pin, time::Duration};

use axum::{Router, body::Body, extract::ConnectInfo, http::Request};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinSet,
};
use tower::ServiceExt;

/// A client that has not sent its headers by then is cut off; so is a connection that nothing was asked on for so long.
const HEADERS: Duration = Duration::from_secs(10);
/// When no descriptor is free: others will be, soon.
const BREATH: Duration = Duration::from_millis(100);

/// Serves until `stop` turns true, then takes no more connections and finishes the requests under way.
pub async fn serve(listener: TcpListener, site: Router, stop: watch::Receiver<bool>) {
    serve_patiently(listener, site, stop, HEADERS).await;
}

async fn serve_patiently(
    listener: TcpListener,
    site: Router,
    stop: watch::Receiver<bool>,
    patience: Duration,
) {
    let mut connections = JoinSet::new();
    let mut asked_to_stop = stop.clone();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    connections.spawn(converse(stream, peer, site.clone(), stop.clone(), patience));
                }
                Err(error) => {
                    tracing::warn!(error = %error, "a connection could not be taken");
                    tokio::time::sleep(BREATH).await;
                }
            },
            // Those that ended are forgotten as they end, so that the set does not grow.
            Some(_) = connections.join_next() => {}
            () = told(&mut asked_to_stop) => break,
        }
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

/// One connection, for as many requests as the client sends on it.
async fn converse(
    stream: TcpStream,
    peer: SocketAddr,
    site: Router,
    mut stop: watch::Receiver<bool>,
    patience: Duration,
) {
    // Answers are small and whole: waiting to fill a packet would only delay them.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        let site = site.clone();
        async move { Ok::<_, Infallible>(site.oneshot(request).await.unwrap_or_else(|never| match never {})) }
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(patience);
    let mut conversation = pin!(http.serve_connection(TokioIo::new(stream), service));
    tokio::select! {
        // A client that goes away in the middle is nothing to report.
        _ = conversation.as_mut() => return,
        () = told(&mut stop) => {}
    }
    conversation.as_mut().graceful_shutdown();
    let _ = conversation.await;
}

/// Comes when it is time to stop; a sender that is gone means the same.
async fn told(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stopping| *stopping).await;
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    const IMPATIENT: Duration = Duration::from_millis(500);

    async fn start() -> (SocketAddr, watch::Sender<bool>, tokio::task::JoinHandle<()>) {
        let slow = || async {
            tokio::time::sleep(Duration::from_millis(300)).await;
            "slow"
        };
        let who = |ConnectInfo(peer): ConnectInfo<SocketAddr>| async move { peer.ip().to_string() };
        let site = Router::new().route("/who", get(who)).route("/slow", get(slow));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (tell, stop) = watch::channel(false);
        (address, tell, tokio::spawn(serve_patiently(listener, site, stop, IMPATIENT)))
    }

    async fn ask(address: SocketAddr, path: &str) -> String {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        answer
    }

    #[tokio::test]
    async fn handlers_know_where_a_request_came_from() {
        let (address, _tell, _serving) = start().await;
        assert!(ask(address, "/who").await.ends_with("127.0.0.1"));
    }

    #[tokio::test]
    async fn a_request_under_way_is_finished_and_no_other_is_taken() {
        let (address, tell, serving) = start().await;
        let idle = TcpStream::connect(address).await.unwrap();
        let asked = tokio::spawn(async move { ask(address, "/slow").await });
        tokio::time::sleep(Duration::from_millis(100)).await;
        tell.send(true).unwrap();
        serving.await.unwrap();
        assert!(asked.await.unwrap().ends_with("slow"));
        assert!(TcpStream::connect(address).await.is_err());
        drop(idle);
    }

    #[tokio::test]
    async fn whoever_never_finishes_the_headers_is_cut_off() {
        let (address, _tell, _serving) = start().await;
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n").await.unwrap();
        let mut answer = Vec::new();
        let ended = tokio::time::timeout(20 * IMPATIENT, stream.read_to_end(&mut answer)).await;
        ended.expect("the connection is still open").unwrap();
        assert!(!String::from_utf8_lossy(&answer).contains("200"));
    }
}
