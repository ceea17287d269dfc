//! What was wrong with a form: a list on top with links, and a message beside each field.

use std::fmt::Display;

use tongxing_usecases::Refusal;

use crate::texts::{Html, Lang, escape};

/// What was wrong with a form; empty when nothing was.
#[derive(Debug, Clone, Default)]
pub struct Problems {
    lang: Lang,
    all: Vec<Problem>,
}

#[derive(Debug, Clone)]
struct Problem {
    path: String,
    label: String,
    message: String,
}

impl Problems {
    /// Nothing wrong yet.
    pub fn none(lang: Lang) -> Self {
        Self { lang, all: Vec::new() }
    }

    /// What a use case refused. `label` gives a field's name for the list on top, from its path; empty for none.
    pub fn refused(lang: Lang, refusal: &Refusal, label: impl Fn(&str) -> String) -> Self {
        let mut problems = Self::none(lang);
        for p in &refusal.problems {
            problems.add(p.path.clone(), label(&p.path), lang.problem(&p.problem));
        }
        problems
    }

    /// Adds what is wrong with a field; `label` names it in the list on top. An empty path speaks about the whole.
    pub fn add(&mut self, path: impl Into<String>, label: impl Display, message: impl Display) {
        self.all.push(Problem { path: path.into(), label: label.to_string(), message: message.to_string() });
    }

    /// Whether something is wrong with a field, or with a part of it.
    pub fn concerns(&self, path: &str) -> bool {
        self.all
            .iter()
            .any(|p| p.path.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The message beside a field.
    pub fn beside(&self, path: &str) -> Option<&str> {
        self.all.iter().find(|p| p.path == path && !path.is_empty()).map(|p| p.message.as_str())
    }

    /// The list on top, which takes the focus; nothing when nothing is wrong.
    pub fn summary(&self) -> Html {
        if self.all.is_empty() {
            return Html::default();
        }
        let title = escape(&self.lang.t("form-problems").count("n", self.all.len()).to_string());
        let lines: String = self.all.iter().map(|p| self.line(p)).collect();
        Html::trusted(format!(
            r##"<div class="notice mb" data-k="bad" role="alert" tabindex="-1" autofocus><svg class="i" aria-hidden="true"><use href="#i-alert"/></svg><div><strong>{title}</strong><ul>{lines}</ul></div></div>"##
        ))
    }

    fn line(&self, problem: &Problem) -> String {
        let text = if problem.label.is_empty() {
            problem.message.clone()
        } else {
            let named = self.lang.t("form-problem").arg("label", &problem.label);
            named.arg("message", &problem.message).to_string()
        };
        let text = escape(&text);
        if problem.path.is_empty() {
            return format!("<li>{text}</li>");
        }
        let id = problem.path.replace(['.', '[', ']', ' '], "-");
        format!(r##"<li><a href="#f-{}">{text}</a></li>"##, escape(&id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_on_top_leads_to_each_field() {
        let mut problems = Problems::none(Lang::En);
        assert!(problems.summary().is_empty());
        problems.add("document.number", "Number", "check digit <wrong>");
        problems.add("", "", "Something else");
        let html = problems.summary().to_string();
        assert!(html.contains("2 things to correct"), "{html}");
        assert!(html.contains("#f-document-number\">Number: check digit &lt;wrong&gt;</a>"), "{html}");
        assert!(html.contains("<li>Something else</li>"), "{html}");
        assert_eq!(problems.beside("document.number"), Some("check digit <wrong>"));
        assert_eq!(problems.beside(""), None);
    }
}
