//! Someone without a browser: sends forms, keeps cookies, follows nothing unless told. For what must be tried fifty
//! times, sent twice at once, or cut off in the middle.
//!
//! It speaks HTTP/1.0 on a plain socket, so that an answer ends where the connection does, and so that a request can
//! be dropped half-way on purpose.

use std::collections::BTreeMap;
use std::io::{Error, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;
use tokio::net::TcpSocket;

const BOUNDARY: &str = "----a-boundary-no-file-contains----";

/// A client with a cookie jar.
pub struct Visitor {
    base: String,
    cookies: BTreeMap<String, String>,
    languages: String,
    from: Option<Ipv4Addr>,
}

/// One part of a form with files.
pub struct Upload<'a> {
    /// Name of the field.
    pub field: &'a str,
    /// Name of the file as the browser would send it.
    pub file_name: &'a str,
    /// Its content.
    pub content: &'a [u8],
}

/// What the server answered.
#[derive(Debug)]
pub struct Reply {
    /// 200, 303, 403, 404 …
    pub status: u16,
    /// In order, names in small letters.
    pub headers: Vec<(String, String)>,
    /// As received.
    pub body: Vec<u8>,
}

impl Visitor {
    /// Somebody new to the site at this address.
    pub fn new(base: &str) -> Self {
        Self { base: base.to_owned(), cookies: BTreeMap::new(), languages: "zh-CN,zh".to_owned(), from: None }
    }

    /// Comes from another address of this machine (127.0.1.7): limits count each address for itself.
    #[must_use]
    pub fn from_address(self, address: Ipv4Addr) -> Self {
        Self { from: Some(address), ..self }
    }

    /// Asks for English pages.
    #[must_use]
    pub fn in_english(self) -> Self {
        Self { languages: "en-US,en".to_owned(), ..self }
    }

    /// Reads an address.
    pub fn get(&mut self, address: &str) -> Result<Reply, Error> {
        self.exchange("GET", address, "", &[])
    }

    /// Reads an address, and the one it points to, up to five times.
    pub fn follow(&mut self, address: &str) -> Result<Reply, Error> {
        let mut reply = self.get(address)?;
        for _ in 0..5 {
            let Some(next) = reply.location(&self.base) else { break };
            reply = self.get(&next)?;
        }
        Ok(reply)
    }

    /// Sends a form.
    pub fn post(&mut self, address: &str, fields: &[(&str, &str)]) -> Result<Reply, Error> {
        let pairs = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.exchange("POST", address, "application/x-www-form-urlencoded", pairs.as_bytes())
    }

    /// Sends a form with files.
    pub fn upload(
        &mut self,
        address: &str,
        fields: &[(&str, &str)],
        files: &[Upload<'_>],
    ) -> Result<Reply, Error> {
        let mut body = Vec::new();
        for (name, value) in fields {
            write!(
                body,
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            )?;
        }
        for file in files {
            let Upload { field, file_name, content } = file;
            write!(
                body,
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{file_name}\"\r\n"
            )?;
            write!(body, "Content-Type: application/octet-stream\r\n\r\n")?;
            body.extend_from_slice(content);
            write!(body, "\r\n")?;
        }
        write!(body, "--{BOUNDARY}--\r\n")?;
        self.exchange("POST", address, &format!("multipart/form-data; boundary={BOUNDARY}"), &body)
    }

    /// Sends a form and goes away before the answer comes.
    pub fn post_and_leave(&mut self, address: &str, fields: &[(&str, &str)]) -> Result<(), Error> {
        let pairs = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.send("POST", address, "application/x-www-form-urlencoded", pairs.as_bytes()).map(drop)
    }

    fn exchange(&mut self, method: &str, address: &str, kind: &str, body: &[u8]) -> Result<Reply, Error> {
        let mut stream = self.send(method, address, kind, body)?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let reply = Reply::parse(&answer)
            .ok_or_else(|| Error::other("the connection ended before a whole answer"))?;
        self.keep_cookies(&reply);
        Ok(reply)
    }

    fn send(&self, method: &str, address: &str, kind: &str, body: &[u8]) -> Result<TcpStream, Error> {
        let host = self.base.trim_start_matches("http://");
        let mut stream = self.connect(host)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        let mut head = vec![
            format!("{method} {address} HTTP/1.0"),
            format!("Host: {host}"),
            "Accept: text/html".to_owned(),
            format!("Accept-Language: {}", self.languages),
            format!("Content-Length: {}", body.len()),
        ];
        if !kind.is_empty() {
            head.extend([format!("Content-Type: {kind}"), format!("Origin: {}", self.base)]);
        }
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            head.push(format!("Cookie: {}", cookies.join("; ")));
        }
        stream.write_all(format!("{}\r\n\r\n", head.join("\r\n")).as_bytes())?;
        stream.write_all(body)?;
        stream.flush()?;
        Ok(stream)
    }

    /// The standard library cannot say where a connection begins.
    fn connect(&self, host: &str) -> Result<TcpStream, Error> {
        let Some(from) = self.from else { return TcpStream::connect(host) };
        let to: SocketAddr = host.parse().map_err(Error::other)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
        let stream = runtime.block_on(async {
            let socket = TcpSocket::new_v4()?;
            socket.bind(SocketAddr::from((from, 0)))?;
            socket.connect(to).await?.into_std()
        })?;
        stream.set_nonblocking(false)?;
        Ok(stream)
    }

    fn keep_cookies(&mut self, reply: &Reply) {
        for (_, value) in reply.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let Some((name, rest)) = value.split_once('=') else { continue };
            let content = rest.split(';').next().unwrap_or_default();
            if content.is_empty() || rest.to_lowercase().contains("max-age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), content.to_owned());
            }
        }
    }
}

impl Reply {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The value of an input of the page, by its name: `csrf`, a key, a version.
    pub fn input(&self, name: &str) -> Option<String> {
        let text = self.text();
        let tags = text.split('<').filter(|tag| tag.starts_with("input"));
        let mut named = tags.filter(|tag| attribute(tag, "name").as_deref() == Some(name));
        attribute(named.next()?, "value")
    }

    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// Where it sends us on, as an address of this campus.
    fn location(&self, base: &str) -> Option<String> {
        let to = self.header("location").filter(|_| (300..400).contains(&self.status))?;
        Some(to.strip_prefix(base).unwrap_or(to).to_owned())
    }

    fn parse(answer: &[u8]) -> Option<Self> {
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
        let head = String::from_utf8_lossy(answer.get(..end)?).into_owned();
        let body = answer.get(end + 4..)?.to_vec();
        let mut lines = head.lines();
        let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
        let header = |line: &str| {
            line.split_once(':').map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()))
        };
        let headers: Vec<_> = lines.filter_map(header).collect();
        let announced =
            headers.iter().find(|(name, _)| name == "content-length").map(|(_, value)| value.parse());
        let is_whole = announced.is_none_or(|length| length == Ok(body.len()));
        is_whole.then_some(Self { status, headers, body })
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, after) = tag.split_once(&format!(" {name}=\""))?;
    let value = after.split('"').next()?;
    Some(value.replace("&quot;", "\"").replace("&#34;", "\"").replace("&#38;", "&").replace("&amp;", "&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_taken_apart() {
        let reply =
            Reply::parse(b"HTTP/1.0 303 See Other\r\nLocation: /my\r\nContent-Length: 0\r\n\r\n").unwrap();
        assert_eq!((reply.status, reply.header("location")), (303, Some("/my")));
        assert_eq!(reply.location("http://127.0.0.1:1").as_deref(), Some("/my"));
    }

    #[test]
    fn half_an_answer_is_none() {
        assert!(Reply::parse(b"HTTP/1.0 200 OK\r\nContent-Length: 9\r\n\r\nhalf").is_none());
        assert!(Reply::parse(b"HTTP/1.0 200 OK\r\nConte").is_none());
    }

    #[test]
    fn inputs_are_read_by_name() {
        let page =
            r#"<form><input type="hidden" name="csrf" value="a&amp;b"><input name="other" value="c"></form>"#;
        let reply = Reply { status: 200, headers: vec![], body: page.into() };
        assert_eq!(reply.input("csrf").as_deref(), Some("a&b"));
        assert_eq!(reply.input("missing"), None);
    }

    #[test]
    fn cookies_are_kept_and_forgotten() {
        let mut visitor = Visitor::new("http://127.0.0.1:1");
        let set = |value: &str| Reply {
            status: 200,
            headers: vec![("set-cookie".to_owned(), value.to_owned())],
            body: vec![],
        };
        visitor.keep_cookies(&set("session=abc; Path=/; HttpOnly"));
        assert_eq!(visitor.cookies.get("session").map(String::as_str), Some("abc"));
        visitor.keep_cookies(&set("session=; Max-Age=0"));
        assert!(visitor.cookies.is_empty());
    }
}
