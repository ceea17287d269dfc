//! What came over the wire: bytes with their headers, as the browser counted them.

use super::{Page, console};
use std::collections::BTreeMap;

impl Page {
    /// Bytes received since the page's browser was started or since [`Page::forget_weight`]: documents, styles,
    /// scripts, pictures, headers; nothing that came from the browser's cache.
    pub fn weight(&self) -> u64 {
        let mut total = self.inner.bytes.get();
        for entry in self.log_entries("performance") {
            let Some(message) = console::method(&entry) else { continue };
            if message["method"] == "Network.loadingFinished" {
                let bytes = message["params"]["encodedDataLength"].as_f64().unwrap_or_default();
                total += bytes_of(bytes);
            }
        }
        self.inner.bytes.set(total);
        total
    }

    /// Begins to count anew.
    pub fn forget_weight(&self) {
        self.weight();
        self.inner.bytes.set(0);
    }

    /// Fails when more than this has come over the wire, naming the largest parts.
    #[track_caller]
    pub fn weighs_at_most(&self, bytes: u64) {
        self.step(format!("weigh at most {bytes} bytes"));
        let weight = self.weight();
        if weight > bytes {
            let parts = self.parts().into_iter().map(|(name, size)| format!("{size:>8}  {name}"));
            let parts = parts.collect::<Vec<_>>().join("\n    ");
            self.fail(&format!("{weight} bytes came over the wire; {bytes} at most:\n    {parts}"));
        }
    }

    fn parts(&self) -> BTreeMap<String, u64> {
        let script = "return performance.getEntries().filter(e => e.transferSize !== undefined)\
                      .map(e => [e.name, e.transferSize])";
        let answer = self.run(script, vec![]);
        let rows = answer.as_array().into_iter().flatten();
        rows.filter_map(|row| Some((row[0].as_str()?.to_owned(), row[1].as_u64()?))).collect()
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a count of bytes that came as a JSON number"
)]
fn bytes_of(number: f64) -> u64 {
    number.max(0.0) as u64
}
