//! Chrome's own commands and logs, which WebDriver has no words for.

use super::Page;
use base64::Engine;
use fantoccini::wd::WebDriverCompatibleCommand;
use serde_json::{Value, json};
use url::{ParseError, Url};

#[derive(Debug)]
struct Command {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Command {
    fn endpoint(&self, base_url: &Url, session_id: Option<&str>) -> Result<Url, ParseError> {
        base_url.join(&format!("session/{}/{}", session_id.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _request_url: &Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}

impl Page {
    /// A command of the DevTools protocol.
    pub(crate) fn devtools(&self, name: &str, parameters: &Value) -> Value {
        let body = json!({"cmd": name, "params": parameters});
        let answer = self.wait(self.inner.client.issue_cmd(Command { path: "goog/cdp/execute", body }));
        answer.unwrap_or_else(|error| self.fail(&format!("{name}: {error}")))
    }

    /// What has been added to one of chromedriver's logs since it was last read.
    pub(crate) fn log_entries(&self, kind: &str) -> Vec<Value> {
        let answer =
            self.wait(self.inner.client.issue_cmd(Command { path: "se/log", body: json!({"type": kind}) }));
        match answer {
            Ok(Value::Array(entries)) => entries,
            _ => Vec::new(),
        }
    }

    /// The whole page, also what lies below the screen.
    pub(crate) fn picture(&self) -> Vec<u8> {
        let answer =
            self.devtools("Page.captureScreenshot", &json!({"format": "png", "captureBeyondViewport": true}));
        let encoded = answer["data"].as_str().unwrap_or_default();
        base64::engine::general_purpose::STANDARD.decode(encoded).unwrap_or_default()
    }
}
