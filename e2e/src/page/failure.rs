//! The end of a story that went wrong: everything the next person needs to see.

use super::Page;
use crate::target;

const LINES_OF_TEXT: usize = 60;

impl Page {
    /// Ends the story at the step it is at.
    #[track_caller]
    pub(crate) fn fail(&self, says: &str) -> ! {
        let (look, line) = (self.inner.look.words(), self.line());
        panic!("{says}\n  on the page {} ({look}){line}", self.address_or_nothing())
    }

    /// Steps, text and console of the page, with a picture beside them; called when its story has failed.
    pub(crate) fn tell(&self) -> String {
        let name = format!("FAILED-{}-{}", self.story().replace(' ', "-"), self.inner.look.words());
        let picture = target::screens().join(format!("{name}.png"));
        let shot = self.wait(self.inner.client.screenshot());
        let saved = shot.ok().and_then(|bytes| std::fs::write(&picture, bytes).ok());
        let page = target::screens().join(format!("{name}.html"));
        if let Ok(source) = self.wait(self.inner.client.source()) {
            let _ = std::fs::write(&page, source);
        }
        let text = self.wait(self.inner.client.execute(super::elements::TEXT, vec![])).unwrap_or_default();
        let text = text.as_str().unwrap_or_default();
        let lines: Vec<&str> =
            text.lines().map(str::trim).filter(|line| !line.is_empty()).take(LINES_OF_TEXT).collect();
        let steps: Vec<String> = self.inner.steps.borrow().iter().map(|step| step.words.clone()).collect();
        format!(
            "── {} at {}\n   steps:   {}\n   picture: {}\n   console: {}\n   text:\n      {}",
            self.inner.look.words(),
            self.address_or_nothing(),
            steps.join(" → "),
            saved.map_or_else(|| "none".to_owned(), |()| picture.display().to_string()),
            self.console_errors().join(" | "),
            lines.join("\n      "),
        )
    }

    fn address_or_nothing(&self) -> String {
        self.wait(self.inner.client.current_url())
            .map_or_else(|_| "no page".to_owned(), |url| url.to_string())
    }
}
