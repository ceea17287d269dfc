//! The approval history: what has happened, what is awaited, what comes.

use std::fmt::Display;

use askama::{Template, filters::HtmlSafe};

use crate::texts::Html;

/// A list of events, earliest first.
#[derive(Template, Debug, Clone)]
#[template(path = "ui/timeline.html")]
pub struct Timeline {
    label: String,
    events: Vec<Event>,
}

/// One line of a timeline.
#[derive(Debug, Clone)]
pub struct Event {
    kind: &'static str,
    icon: &'static str,
    title: String,
    tag: Option<String>,
    who: String,
    quote: String,
    extra: Html,
    now: bool,
    below: Option<Timeline>,
}

impl Timeline {
    /// A timeline with a name for screen readers.
    pub fn new(label: impl Display, events: Vec<Event>) -> Self {
        Self { label: label.to_string(), events }
    }
}

impl Event {
    /// `kind` is `ok`, `bad`, `warn`, `info`, `sign`, or empty for what has not happened yet.
    pub fn new(kind: &'static str, icon: &'static str, title: impl Display) -> Self {
        Self {
            kind,
            icon,
            title: title.to_string(),
            tag: None,
            who: String::new(),
            quote: String::new(),
            extra: Html::default(),
            now: false,
            below: None,
        }
    }

    /// The tag beside the title.
    #[must_use]
    pub fn tag(mut self, text: impl Display) -> Self {
        self.tag = Some(text.to_string());
        self
    }

    /// Who, and when.
    #[must_use]
    pub fn who(mut self, text: impl Display) -> Self {
        self.who = text.to_string();
        self
    }

    /// What was said.
    #[must_use]
    pub fn quote(mut self, text: impl Display) -> Self {
        self.quote = text.to_string();
        self
    }

    /// Further markup.
    #[must_use]
    pub fn extra(mut self, markup: Html) -> Self {
        self.extra = markup;
        self
    }

    /// This is where it stands.
    #[must_use]
    pub fn now(mut self) -> Self {
        self.now = true;
        self
    }

    /// What happens inside this one, such as added signers.
    #[must_use]
    pub fn below(mut self, timeline: Timeline) -> Self {
        self.below = Some(timeline);
        self
    }
}

impl HtmlSafe for Timeline {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_it_stands_is_marked_and_words_are_escaped() {
        let signers = Timeline::new("加签", vec![Event::new("sign", "useradd", "周九")]);
        let html = Timeline::new(
            "审批流程",
            vec![
                Event::new("ok", "check", "提交登记").who("张三 · 11-22 09:16").quote("<b>"),
                Event::new("warn", "clock", "部门管理员审核").tag("处理中").now().below(signers),
            ],
        )
        .to_string();
        assert_eq!(html.matches("aria-current=\"step\"").count(), 1, "{html}");
        assert!(html.contains("<blockquote>&#60;b&#62;</blockquote>"), "{html}");
        assert_eq!(html.matches("<ol class=\"tl\"").count(), 2, "{html}");
    }
}
