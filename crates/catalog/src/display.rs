//! Answers as people read them, starred out where the whole is not needed.

use jiff::civil::Date;
use serde_json::Value;
use tongxing_domain::document::DocumentType;
use tongxing_domain::locale::Locale;
use tongxing_domain::{mask, table};

use crate::Values;
use crate::form::{Field, FieldType, Section};
use crate::process::Permission;
use crate::service::Service;

/// How answers are shown.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// In which language.
    pub locale: Locale,
    /// The name of a unit, by its id.
    pub unit_name: &'a dyn Fn(&str) -> Option<String>,
}

/// One line of a detail page: a label and an answer. A document makes two of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The field's key.
    pub field: String,
    /// What the answer is to.
    pub label: String,
    /// The answer.
    pub shown: Shown,
}

/// An answer as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// In words.
    Words(String),
    /// An attachment, by the file's id; it is handed out as a download, which leaves a trace.
    Attachment(String),
    /// A picture, by the file's id.
    File {
        /// The file's id.
        id: String,
        /// It is opened only by a click that is recorded.
        masked: bool,
    },
    /// Number plates with the keys of their colours.
    Plates(Vec<(String, String)>),
}

impl Service {
    /// The answers that somebody with these permissions sees, section by section; what was not answered is left out.
    pub fn lines<'s>(
        &'s self,
        values: &Values,
        permission: &dyn Fn(&str) -> Permission,
        view: View<'_>,
    ) -> Vec<(&'s Section, Vec<Line>)> {
        let mut sections = Vec::new();
        for section in &self.form.sections {
            let mut lines = Vec::new();
            for field in &section.fields {
                let permission = permission(&field.key);
                if let Some(value) = values.get(&field.key).filter(|_| permission > Permission::Hidden) {
                    lines.extend(field.lines(value, permission == Permission::Masked, view));
                }
            }
            if !lines.is_empty() {
                sections.push((section, lines));
            }
        }
        sections
    }

    /// The answers that lists show beside the applicant's name, in words: 外聘人员 · 后勤保障处 · 2026-12-01 至 2027-01-31.
    pub fn overview_lines(&self, values: &Values, view: View<'_>) -> Vec<Line> {
        let lines = |field: &Field| {
            let value = values.get(&field.key)?;
            Some(field.lines(value, false, view))
        };
        self.overview.iter().filter_map(|field| self.field(field.key())).filter_map(lines).flatten().collect()
    }

    /// What the input of this path is called: `document.number` is 身份证件号.
    pub fn label_of(&self, path: &str, locale: Locale) -> Option<&str> {
        let (key, part) = path.split_once('.').unwrap_or((path, ""));
        self.field(key).map(|field| field.label_of(part).get(locale))
    }
}

impl Field {
    /// The answer in words, if it has its field's shape.
    pub fn lines(&self, value: &Value, masked: bool, view: View<'_>) -> Vec<Line> {
        let line = |part: &str, shown: Shown| Line {
            field: self.key.clone(),
            label: self.label_of(part).get(view.locale).to_owned(),
            shown,
        };
        let text = |part: &str| value.get(part).and_then(Value::as_str);
        match &self.kind {
            FieldType::Document(_) => {
                let kind =
                    text("type").map(|kind| line("type", Shown::Words(document_kind(kind, view.locale))));
                let number = text("number").map(|number| {
                    line(
                        "number",
                        Shown::Words(if masked { mask::document(number) } else { number.to_owned() }),
                    )
                });
                kind.into_iter().chain(number).collect()
            }
            FieldType::File(_) => {
                text("file").map(|id| line("", Shown::Attachment(id.to_owned()))).into_iter().collect()
            }
            FieldType::Photo | FieldType::DocumentScan(_) => text("file")
                .map(|id| line("", Shown::File { id: id.to_owned(), masked }))
                .into_iter()
                .collect(),
            FieldType::Plates(_) => vec![line("", Shown::Plates(plates(value, masked)))],
            _ => self
                .words(value, masked, view)
                .map(|words| line("", Shown::Words(words)))
                .into_iter()
                .collect(),
        }
    }

    fn words(&self, value: &Value, masked: bool, view: View<'_>) -> Option<String> {
        let part = |name: &str| value.get(name).and_then(Value::as_str);
        let text = value.as_str();
        let words = match &self.kind {
            FieldType::Integer(_) => value.as_i64()?.to_string(),
            FieldType::Period(_) => {
                let (from, until) = (day(part("from")?, view.locale), day(part("until")?, view.locale));
                match view.locale {
                    Locale::ZhCn => format!("{from} 至 {until}"),
                    Locale::En => format!("{from} to {until}"),
                }
            }
            FieldType::Division(_) => part("name")?.to_owned(),
            FieldType::Date(_) => day(text?, view.locale),
            FieldType::Choice(choice) => match choice.label(text?) {
                Some(label) => label.get(view.locale).to_owned(),
                None => text?.to_owned(),
            },
            FieldType::Unit => (view.unit_name)(text?).unwrap_or_else(|| "—".to_owned()),
            _ => text?.to_owned(),
        };
        Some(if masked { self.masked(&words) } else { words })
    }

    fn masked(&self, words: &str) -> String {
        match &self.kind {
            FieldType::PersonName => mask::name(words),
            // A number of one's own is often the phone's.
            FieldType::Phone | FieldType::Text(_) => mask::phone(words),
            FieldType::Email => mask::email(words),
            FieldType::Address(_) | FieldType::Division(_) => mask::address(words),
            _ => "****".to_owned(),
        }
    }
}

fn document_kind(key: &str, locale: Locale) -> String {
    let known = key.parse::<DocumentType>().is_ok();
    let item = table::by_name("id-document-type").filter(|_| known).and_then(|table| table.get(key));
    item.map_or_else(|| key.to_owned(), |item| item.label(locale).to_owned())
}

fn plates(value: &Value, masked: bool) -> Vec<(String, String)> {
    let part = |row: &Value, name: &str| row.get(name).and_then(Value::as_str).map(str::to_owned);
    let rows = value.as_array().into_iter().flatten();
    rows.filter_map(|row| {
        let number = part(row, "number")?;
        let number = if masked { mask::plate(&number) } else { number };
        Some((number, part(row, "colour").unwrap_or_default()))
    })
    .collect()
}

/// A day in words; what is no day is shown as it is.
fn day(text: &str, locale: Locale) -> String {
    let Ok(day) = text.parse::<Date>() else { return text.to_owned() };
    match locale {
        Locale::ZhCn => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
        Locale::En => day.strftime("%-d %b %Y").to_string(),
    }
}
