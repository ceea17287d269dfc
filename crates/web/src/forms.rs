//! Forms as they come in. Each of these extractors has checked, before the handler sees anything, that the form
//! was made by us for this very browser: where the request comes from, and the token (see [`crate::visitor::csrf`]).

use axum::extract::{FromRequest, Multipart, Request};
use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;

use crate::{
    trouble::Trouble,
    visitor::{Visitor, csrf},
};

/// The longest form without files, whatever the route takes: the whole of it is read before its token is looked at.
const MOST_TEXT: usize = 256 * 1024;
/// So many fields no page of ours has.
const MOST_FIELDS: usize = 2000;

/// A posted form with known fields.
#[derive(Debug)]
pub struct Form<T>(pub T);

/// A posted form whose fields come from data: the pairs in the order of the page, without the token.
#[derive(Debug, Clone)]
pub struct Pairs(pub Vec<(String, String)>);

/// A posted form that may bring files, or a single file sent by a script.
#[derive(Debug)]
pub struct Files {
    /// The plain fields.
    pub pairs: Vec<(String, String)>,
    /// The files that were chosen; an empty file input leaves nothing here.
    pub files: Vec<SentFile>,
}

/// One file as sent. Neither its name nor its declared type is to be trusted.
#[derive(Debug)]
pub struct SentFile {
    /// The name of the input.
    pub field: String,
    /// What the browser calls it.
    pub file_name: String,
    /// Its content.
    pub bytes: Bytes,
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Form<T> {
    type Rejection = Trouble;

    async fn from_request(request: Request, state: &S) -> Result<Self, Trouble> {
        let Pairs(pairs) = Pairs::from_request(request, state).await?;
        let text = serde_urlencoded::to_string(pairs).map_err(|_| Trouble::Malformed)?;
        serde_urlencoded::from_str(&text).map(Self).map_err(|_| Trouble::Malformed)
    }
}

impl<S: Send + Sync> FromRequest<S> for Pairs {
    type Rejection = Trouble;

    async fn from_request(request: Request, _: &S) -> Result<Self, Trouble> {
        let mut gate = Gate::enter(&request)?;
        if !content_type(request.headers()).starts_with("application/x-www-form-urlencoded") {
            return Err(Trouble::Malformed);
        }
        let body =
            axum::body::to_bytes(request.into_body(), MOST_TEXT).await.map_err(|_| Trouble::TooLarge)?;
        if body.split(|byte| *byte == b'&').count() > MOST_FIELDS {
            return Err(Trouble::TooLarge);
        }
        let mut pairs: Vec<(String, String)> =
            serde_urlencoded::from_bytes(&body).map_err(|_| Trouble::Malformed)?;
        if let Some((_, token)) = pairs.iter().find(|(name, _)| name == csrf::FIELD) {
            gate.look_at(token)?;
        }
        gate.pass()?;
        pairs.retain(|(name, _)| name != csrf::FIELD);
        Ok(Self(pairs))
    }
}

impl<S: Send + Sync> FromRequest<S> for Files {
    type Rejection = Trouble;

    async fn from_request(request: Request, state: &S) -> Result<Self, Trouble> {
        if content_type(request.headers()).starts_with("application/x-www-form-urlencoded") {
            let Pairs(pairs) = Pairs::from_request(request, state).await?;
            return Ok(Self { pairs, files: Vec::new() });
        }
        let mut gate = Gate::enter(&request)?;
        let mut multipart = Multipart::from_request(request, state).await.map_err(|_| Trouble::Malformed)?;
        let (mut pairs, mut files) = (Vec::new(), Vec::new());
        while let Some(part) = multipart.next_field().await.map_err(|e| too_large_or_broken(e.status()))? {
            if pairs.len() + files.len() >= MOST_FIELDS {
                return Err(Trouble::TooLarge);
            }
            let field = part.name().unwrap_or_default().to_owned();
            if field == csrf::FIELD {
                gate.look_at(&part.text().await.map_err(|e| too_large_or_broken(e.status()))?)?;
                continue;
            }
            // The token stands first in our forms: nobody fills our memory with files without one.
            if part.file_name().is_some() && !gate.open {
                return Err(Trouble::StaleForm);
            }
            let file_name = part.file_name().map(str::to_owned);
            let bytes = part.bytes().await.map_err(|e| too_large_or_broken(e.status()))?;
            match file_name {
                Some(_) if bytes.is_empty() => {}
                Some(file_name) => files.push(SentFile { field, file_name, bytes }),
                None => pairs.push((field, String::from_utf8(bytes.into()).map_err(|_| Trouble::Malformed)?)),
            }
        }
        gate.pass()?;
        Ok(Self { pairs, files })
    }
}

impl Pairs {
    /// The first value of a field.
    pub fn first(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

/// A form on its way in: its origin is checked first, its token once it has been read.
struct Gate {
    visitor: Visitor,
    /// A token of this visitor's was seen.
    open: bool,
}

impl Gate {
    fn enter(request: &Request) -> Result<Self, Trouble> {
        let visitor = request.extensions().get::<Visitor>().cloned();
        let visitor = visitor.ok_or_else(|| Trouble::broken("a form outside the visitor layer"))?;
        let headers = request.headers();
        if comes_from_elsewhere(headers, visitor.shell.public_url()) {
            return Err(Trouble::StaleForm);
        }
        let mut gate = Self { open: false, visitor };
        if let Some(token) = headers.get(csrf::HEADER) {
            gate.look_at(token.to_str().unwrap_or_default())?;
        }
        Ok(gate)
    }

    fn look_at(&mut self, token: &str) -> Result<(), Trouble> {
        self.open = self.open || self.visitor.owns_csrf_token(token);
        self.pass()
    }

    fn pass(&self) -> Result<(), Trouble> {
        if self.open { Ok(()) } else { Err(Trouble::StaleForm) }
    }
}

/// What browsers themselves say about where a form was sent from. Old browsers say nothing: the token decides.
fn comes_from_elsewhere(headers: &HeaderMap, public_url: &str) -> bool {
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    if text("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none") {
        return true;
    }
    let Some(origin) = text("origin") else { return false };
    let ours = text("host").is_some_and(|host| origin.split_once("://").is_some_and(|(_, o)| o == host));
    !(ours || origin == public_url)
}

fn content_type(headers: &HeaderMap) -> &str {
    headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default()
}

fn too_large_or_broken(status: StatusCode) -> Trouble {
    if status == StatusCode::PAYLOAD_TOO_LARGE { Trouble::TooLarge } else { Trouble::Malformed }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn elsewhere(pairs: &[(&'static str, &str)]) -> bool {
        let headers =
            pairs.iter().map(|(n, v)| (http::HeaderName::from_static(n), v.parse().unwrap())).collect();
        comes_from_elsewhere(&headers, "https://pass.example.edu")
    }

    #[test]
    fn a_form_must_come_from_our_own_pages() {
        let host = ("host", "127.0.0.1:8080");
        assert!(!elsewhere(&[host, ("origin", "http://127.0.0.1:8080"), ("sec-fetch-site", "same-origin")]));
        assert!(!elsewhere(&[host, ("origin", "https://pass.example.edu")]));
        assert!(!elsewhere(&[host]));
        assert!(elsewhere(&[host, ("origin", "https://evil.example")]));
        assert!(elsewhere(&[host, ("origin", "null")]));
        assert!(elsewhere(&[host, ("sec-fetch-site", "cross-site")]));
        assert!(elsewhere(&[host, ("sec-fetch-site", "same-site")]));
    }
}
