//! What the page complained about to its console: a script error, a refused style, a missing picture.

use super::Page;
use serde_json::Value;

impl Page {
    /// A story that provokes a refusal says so: console errors that contain these words are expected
    /// (`"status of 403"`, `"net::ERR_CONNECTION_REFUSED"`).
    pub fn forgive(&self, words: &str) {
        self.inner.forgiven.borrow_mut().push(words.to_owned());
    }

    /// The errors since the last call that nobody forgave.
    pub(crate) fn console_errors(&self) -> Vec<String> {
        let forgiven = self.inner.forgiven.borrow();
        let errors = self.log_entries("browser").into_iter().filter(|entry| entry["level"] == "SEVERE");
        let messages = errors.filter_map(|entry| entry["message"].as_str().map(str::to_owned));
        messages.filter(|message| !forgiven.iter().any(|words| message.contains(words))).collect()
    }

    /// Fails when the page has complained; called at the end of each story for every page of it.
    #[track_caller]
    pub fn no_console_errors(&self) {
        let errors = self.console_errors();
        if !errors.is_empty() {
            self.fail(&format!("the page complained to its console:\n    {}", errors.join("\n    ")));
        }
    }
}

/// The words of one entry of a log, whatever its shape.
pub fn method(entry: &Value) -> Option<Value> {
    let message: Value = serde_json::from_str(entry["message"].as_str()?).ok()?;
    Some(message["message"].clone())
}
