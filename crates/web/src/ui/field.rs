//! One labelled control, with its hint and what was wrong with it.

use std::fmt::Display;

use askama::{Template, filters::HtmlSafe};

use super::Problems;
use crate::texts::{Html, Lang};

/// One labelled control. Built in a template or by a handler, shown by `{{ field }}`.
#[derive(Template, Debug, Clone)]
#[template(path = "ui/field.html")]
pub struct Field {
    /// The name it is sent under.
    pub name: String,
    /// What people read beside it; may hold our markup.
    pub label: Html,
    /// Its value.
    pub value: String,
    /// What kind of control.
    pub control: Control,
    id: String,
    class: &'static str,
    placeholder: String,
    required: bool,
    locked: bool,
    hint: String,
    error: String,
    attributes: Vec<(&'static str, String)>,
    note: Html,
    asked_for: String,
    absent: bool,
    lang: Lang,
}

/// What kind of control a field has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Control {
    /// `input` of this type: `text`, `date`, `tel`, `number`, `password`, `email`, `month`, `search`.
    Input(&'static str),
    /// Several lines.
    Area,
    /// One of a list, folded away.
    Select(Vec<Choice>),
    /// One of a few, side by side.
    Radio(Vec<Choice>),
    /// Any of a few, side by side; the value lists the chosen ones, separated by spaces.
    Checks(Vec<Choice>),
    /// A file to be handed in; the value says which endings the file chooser offers.
    File,
    /// Markup of the caller's, which carries the field's id on its control.
    Custom(Html),
}

/// One of the things to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What people read.
    pub label: String,
    /// Further words it is found by, such as pinyin.
    pub find: String,
}

impl Choice {
    /// A choice.
    pub fn new(value: impl Display, label: impl Display) -> Self {
        Self { value: value.to_string(), label: label.to_string(), find: String::new() }
    }

    /// Adds words it is found by.
    #[must_use]
    pub fn found_by(mut self, words: impl Display) -> Self {
        self.find = words.to_string();
        self
    }
}

impl Field {
    /// A line of text.
    pub fn new(name: &str, label: impl Display) -> Self {
        Self {
            name: name.to_owned(),
            label: Html::text(&label.to_string()),
            value: String::new(),
            control: Control::Input("text"),
            id: format!("f-{}", name.replace(['.', '[', ']', ' '], "-")),
            class: "",
            placeholder: String::new(),
            required: false,
            locked: false,
            hint: String::new(),
            error: String::new(),
            attributes: Vec::new(),
            note: Html::text(""),
            asked_for: String::new(),
            absent: false,
            lang: Lang::default(),
        }
    }

    /// An `input` of another type.
    #[must_use]
    pub fn kind(mut self, kind: &'static str) -> Self {
        self.control = Control::Input(kind);
        self
    }

    /// Several lines; on a phone the label stands above it.
    #[must_use]
    pub fn area(mut self) -> Self {
        self.control = Control::Area;
        self.class = "tall full";
        self
    }

    /// One of a list. Long lists can be searched where scripts run.
    #[must_use]
    pub fn select(self, choices: &[Choice]) -> Self {
        self.controlled_by(Control::Select(choices.to_vec()))
    }

    /// One of a few, side by side.
    #[must_use]
    pub fn radio(self, choices: &[Choice]) -> Self {
        self.controlled_by(Control::Radio(choices.to_vec()))
    }

    /// Any of a few, side by side.
    #[must_use]
    pub fn checks(self, choices: &[Choice]) -> Self {
        self.controlled_by(Control::Checks(choices.to_vec()))
    }

    /// Markup of the caller's.
    #[must_use]
    pub fn custom(self, markup: &Html) -> Self {
        self.controlled_by(Control::Custom(markup.clone()))
    }

    /// Any control.
    #[must_use]
    pub fn controlled_by(mut self, control: Control) -> Self {
        self.control = control;
        self
    }

    /// What stands in it.
    #[must_use]
    pub fn value(mut self, value: impl Display) -> Self {
        self.value = value.to_string();
        self
    }

    /// Has to be filled in: the red star, and 必填 for screen readers through `required`.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Has to be filled in if so.
    #[must_use]
    pub fn required_if(mut self, required: bool) -> Self {
        self.required = required;
        self
    }

    /// Cannot be changed here.
    #[must_use]
    pub fn locked(mut self) -> Self {
        self.locked = true;
        self
    }

    /// What to know before filling it in.
    #[must_use]
    pub fn hint(mut self, hint: impl Display) -> Self {
        self.hint = hint.to_string();
        self
    }

    /// Nothing to know about this part of it.
    #[must_use]
    pub fn without_hint(mut self) -> Self {
        self.hint.clear();
        self
    }

    /// What a list says while nothing of it is chosen, instead of 请选择.
    #[must_use]
    pub fn choose_text(mut self, text: impl Display) -> Self {
        self.placeholder = text.to_string();
        self
    }

    /// An example, never the label.
    #[must_use]
    pub fn placeholder(mut self, text: impl Display) -> Self {
        self.placeholder = text.to_string();
        self
    }

    /// What was wrong with it.
    #[must_use]
    pub fn error(mut self, error: impl Display) -> Self {
        self.error = error.to_string();
        self
    }

    /// What was wrong with it, looked up by its name.
    #[must_use]
    pub fn problems(self, problems: &Problems) -> Self {
        match problems.beside(&self.name) {
            Some(message) => self.error(message),
            None => self,
        }
    }

    /// `tall` (label above on a phone), `full` (whole width on a PC).
    #[must_use]
    pub fn class(mut self, class: &'static str) -> Self {
        self.class = class;
        self
    }

    /// A further attribute of the control, such as `maxlength`, `inputmode` or `autocomplete`.
    #[must_use]
    pub fn attr(mut self, name: &'static str, value: impl Display) -> Self {
        self.attributes.push((name, value.to_string()));
        self
    }

    /// Another id than `f-<name>`.
    #[must_use]
    pub fn id(mut self, id: impl Display) -> Self {
        self.id = id.to_string();
        self
    }

    /// A line of markup below the control, such as what was handed in before.
    #[must_use]
    pub fn note(mut self, note: Html) -> Self {
        self.note = note;
        self
    }

    /// Whether a file is handed in.
    pub fn is_file(&self) -> bool {
        self.control == Control::File
    }

    /// Asked only sometimes, for this field of a form: while it is not, it stands in the page unseen and is not sent,
    /// so that a script can show it as soon as another answer asks for it.
    #[must_use]
    pub fn asked_sometimes(mut self, key: &str, now: bool) -> Self {
        key.clone_into(&mut self.asked_for);
        self.absent = !now;
        self
    }

    /// The language of the words that the piece itself brings along.
    #[must_use]
    pub fn in_language(mut self, lang: Lang) -> Self {
        self.lang = lang;
        self
    }

    /// Whether the control has this further attribute.
    pub fn has_attribute(&self, name: &str) -> bool {
        self.attributes.iter().any(|(known, _)| *known == name)
    }

    fn described_by(&self) -> String {
        let hint = (!self.hint.is_empty()).then(|| format!("{}-h", self.id));
        let error = (!self.error.is_empty()).then(|| format!("{}-e", self.id));
        let note = (!self.note.is_empty()).then(|| format!("{}-n", self.id));
        note.into_iter().chain(hint).chain(error).collect::<Vec<_>>().join(" ")
    }

    fn is_chosen(&self, choice: &Choice) -> bool {
        match self.control {
            Control::Checks(_) => self.value.split(' ').any(|v| v == choice.value),
            _ => self.value == choice.value,
        }
    }

    fn is_group(&self) -> bool {
        matches!(self.control, Control::Radio(_) | Control::Checks(_))
    }

    /// Whether it is a list that people search.
    pub fn is_long(&self) -> bool {
        matches!(&self.control, Control::Select(choices) if choices.len() > 12)
    }
}

impl HtmlSafe for Field {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_names_its_hint_and_its_error() {
        let html = Field::new("document.number", "证件号")
            .hint("18 位")
            .error("校验码不正确")
            .required()
            .to_string();
        assert!(html.contains(r#"<label for="f-document-number" class="req">证件号</label>"#), "{html}");
        assert!(html.contains(r#"aria-describedby="f-document-number-h f-document-number-e""#), "{html}");
        assert!(html.contains(r#"aria-invalid="true""#) && html.contains(" required"), "{html}");
    }

    #[test]
    fn what_people_typed_is_escaped() {
        let html = Field::new("name", "<姓名>").value("\"><script>").to_string();
        assert!(!html.contains("<script>") && !html.contains("<姓名>"), "{html}");
    }

    #[test]
    fn a_select_asks_to_choose_until_something_is_chosen() {
        let choices = [Choice::new("1", "男"), Choice::new("2", "女")];
        let open = Field::new("gender", "性别").select(&choices).to_string();
        assert!(open.contains(r#"<option value="">请选择</option>"#), "{open}");
        let chosen = Field::new("gender", "性别").select(&choices).value("2").to_string();
        assert!(chosen.contains(r#"<option value="2" selected>女</option>"#), "{chosen}");
    }

    #[test]
    fn choices_side_by_side_are_a_named_group() {
        let choices = [Choice::new("a", "甲"), Choice::new("b", "乙"), Choice::new("c", "丙")];
        let html = Field::new("part", "部分").checks(&choices).value("a c").to_string();
        assert!(html.contains(r#"role="group" aria-labelledby="f-part-l""#), "{html}");
        assert_eq!(html.matches(" checked").count(), 2, "{html}");
    }
}
