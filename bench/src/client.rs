//! One connection that is kept open, and as little else as possible: what is measured is the server.

use std::net::SocketAddr;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// A client that sends one request after the other.
pub struct Client {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// What came back.
pub struct Answer {
    /// 200, 303 …
    pub status: u16,
    /// Bytes of the body.
    pub length: usize,
}

impl Client {
    /// Connects.
    pub async fn connect(to: SocketAddr) -> Self {
        let stream = TcpStream::connect(to).await.unwrap();
        stream.set_nodelay(true).unwrap();
        Self { stream, buffer: Vec::with_capacity(256 * 1024) }
    }

    /// Asks for a page and reads all of it.
    pub async fn get(&mut self, path: &str, cookie: &str) -> Answer {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\nAccept-Language: zh-CN\r\nCookie: {cookie}\r\n\r\n"
        );
        self.stream.write_all(request.as_bytes()).await.unwrap();
        self.buffer.clear();
        let head = loop {
            if let Some(at) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break at + 4;
            }
            self.read_more().await;
        };
        let text = String::from_utf8_lossy(&self.buffer[..head]).to_lowercase();
        let status = text.split(' ').nth(1).unwrap().parse().unwrap();
        let length = text.lines().find_map(|line| line.strip_prefix("content-length: "));
        let length: usize =
            length.unwrap_or_else(|| panic!("{path} does not say how long it is")).parse().unwrap();
        while self.buffer.len() < head + length {
            self.read_more().await;
        }
        Answer { status, length }
    }

    async fn read_more(&mut self) {
        let read = self.stream.read_buf(&mut self.buffer).await.unwrap();
        assert_ne!(read, 0, "the server closed the connection");
    }
}
