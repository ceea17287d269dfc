//! A server of a few fixed pages, to try the harness on.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

const RECEIVED: &str = "<!doctype html><html lang=\"zh-CN\"><title>收到</title><h1>收到</h1></html>";

/// Serves until the test ends.
pub struct Site {
    port: u16,
    seen: Arc<Mutex<Seen>>,
}

#[derive(Default)]
struct Seen {
    request: String,
    form: String,
}

impl Site {
    pub fn serve(pages: &'static [(&'static str, &'static str)]) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::<Mutex<Seen>>::default();
        let for_thread = Arc::clone(&seen);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let seen = Arc::clone(&for_thread);
                std::thread::spawn(move || answer(&stream, pages, &seen));
            }
        });
        Self { port, seen }
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Head and body of the last request for a page, in small letters.
    pub fn last_request(&self) -> String {
        self.seen.lock().unwrap().request.to_lowercase()
    }

    /// The fields of the last form that was sent.
    pub fn last_form(&self) -> Vec<(String, String)> {
        let form = self.seen.lock().unwrap().form.clone();
        url::form_urlencoded::parse(form.as_bytes()).into_owned().collect()
    }
}

fn answer(stream: &TcpStream, pages: &[(&str, &str)], seen: &Mutex<Seen>) {
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).unwrap_or_default() == 0 {
            return;
        }
    }
    let length =
        head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
    let mut body = vec![0; length.unwrap_or_default()];
    if reader.read_exact(&mut body).is_err() {
        return;
    }
    let body = String::from_utf8_lossy(&body).into_owned();
    let path = head.split([' ', '?']).nth(1).unwrap_or_default();
    let page = match path {
        "/sent" | "/person" => Some(RECEIVED),
        _ => pages.iter().find(|(found, _)| *found == path).map(|(_, page)| *page),
    };
    if page.is_some() {
        let mut seen = seen.lock().unwrap();
        seen.request = format!("{head}{body}");
        if path == "/sent" {
            seen.form = body;
        }
    }
    // A browser asks for an icon by itself; that is no missing page.
    let (status, page) = match (path, page) {
        ("/favicon.ico", _) => ("204 No Content", ""),
        (_, Some(page)) => ("200 OK", page),
        (_, None) => ("404 Not Found", "nothing here"),
    };
    let kind = "Content-Type: text/html; charset=utf-8\r\nConnection: close";
    // A visitor may have left before the answer; that is part of what is tried.
    let _ = write!(&*stream, "HTTP/1.1 {status}\r\n{kind}\r\nContent-Length: {}\r\n\r\n{page}", page.len());
}
