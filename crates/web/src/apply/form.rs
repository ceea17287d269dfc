//! The fields of a section as a page shows them: one control per kind of answer, whatever the service.

use std::collections::BTreeMap;

use serde_json::Value;
use tongxing_catalog::{
    FieldType,
    check::FieldState,
    form::{Choice as Offer, DivisionLimits, DocumentLimits, Field as Asked, FileLimits, PlatesLimits, Side},
    input::words,
};
use tongxing_domain::{plate::Plate, table, unit::Unit};
use tongxing_usecases::{Refusal, application::draft::Upload, unit::list::Branch};

use crate::{
    apply::place,
    texts::{Html, Lang},
    ui::{Choice, Field, PlateTag, Problems, field::Control},
    visitor::Visitor,
};

/// What stands together under one heading.
pub struct Group {
    /// The heading; may be empty.
    pub heading: String,
    /// Whether anything of it is asked; otherwise it stands in the page unseen.
    pub shown: bool,
    /// What stands below it.
    pub block: Block,
}

/// The parts a form is laid out in.
pub enum Block {
    /// Labelled controls.
    Cells(Vec<Field>),
    /// Photos to be taken.
    Photos(Vec<Photo>),
    /// Number plates.
    Plates(Box<Plates>),
}

impl Block {
    /// Whether the two stand under one heading without a gap.
    fn joins(&self, next: &Self) -> bool {
        matches!((self, next), (Self::Cells(_), Self::Cells(_)) | (Self::Photos(_), Self::Photos(_)))
    }

    fn extend(&mut self, next: Self) {
        match (self, next) {
            (Self::Cells(before), Self::Cells(more)) => before.extend(more),
            (Self::Photos(before), Self::Photos(more)) => before.extend(more),
            _ => {}
        }
    }
}

/// What follows a heading that is shown only sometimes stands under it only when it is asked together with it.
fn stands_below(field: &Asked, first: &Asked) -> bool {
    first.heading.is_none() || first.visible_when.is_none() || field.visible_when == first.visible_when
}

/// Whether an answer given before decides that it is asked, or must be.
fn is_conditional(field: &Asked) -> bool {
    let by_document = matches!(&field.kind, FieldType::DocumentScan(scan) if scan.side == Side::Back);
    field.visible_when.is_some() || field.required_when.is_some() || by_document
}

fn sometimes(field: Field, state: &FieldState<'_>) -> Field {
    if is_conditional(state.field) { field.asked_sometimes(&state.field.key, state.visible) } else { field }
}

/// One photo to be taken.
pub struct Photo {
    /// The field.
    pub name: String,
    /// What it shows.
    pub label: String,
    /// `portrait`, or empty for a document.
    pub kind: &'static str,
    /// Where the script sends it.
    pub url: String,
    /// `ok`, `bad` or empty.
    pub state: &'static str,
    /// The address of the picture that was sent.
    pub preview: String,
    /// Its id.
    pub file: String,
    /// What to do.
    pub hint: String,
    /// What was wrong.
    pub error: String,
    /// Whether it must be there.
    pub required: bool,
    /// Whether it is asked; otherwise it stands in the page unseen.
    pub shown: bool,
}

/// A list of number plates: those that stand, and those being typed.
pub struct Plates {
    /// The field.
    pub name: String,
    /// What it is called.
    pub label: String,
    /// How to type one.
    pub hint: String,
    /// Plates that are right.
    pub settled: Vec<SettledPlate>,
    /// Plates that are being typed.
    pub open: Vec<OpenPlate>,
    /// Whether another one may follow.
    pub more: bool,
    /// Whether they are asked; otherwise they stand in the page unseen.
    pub shown: bool,
}

/// A plate that is right.
pub struct SettledPlate {
    /// Its place in the list.
    pub row: usize,
    /// Its number.
    pub number: String,
    /// Its colour's key.
    pub colour: String,
    /// As it looks on the car.
    pub tag: PlateTag,
    /// The colour in words.
    pub about: String,
}

/// A plate that is being typed.
pub struct OpenPlate {
    /// Its place in the list.
    pub row: usize,
    /// What was typed.
    pub number: String,
    /// Which colour it has.
    pub colour: Field,
    /// What was wrong.
    pub error: String,
}

/// What was wrong with photos, in words, and what to do about each.
#[derive(Default)]
pub struct Hints(BTreeMap<String, String>);

impl Hints {
    /// Takes up what the photos' checks say to do.
    pub fn of(lang: Lang, refusal: &Refusal) -> Self {
        let hint = |code: &str| {
            let key = format!("hint-{code}");
            lang.has(&key).then(|| lang.t(key).to_string())
        };
        let found = refusal.problems.iter().filter_map(|p| Some((p.path.clone(), hint(&p.problem.code)?)));
        Self(found.collect())
    }

    /// Further ones.
    pub fn extend(&mut self, more: Self) {
        self.0.extend(more.0);
    }
}

/// What the controls are made with.
pub struct Maker<'a> {
    /// For whom.
    pub visitor: &'a Visitor,
    /// Where the step stands; photos are sent below it.
    pub address: &'a str,
    /// What was wrong.
    pub problems: &'a Problems,
    /// What to do about photos.
    pub hints: &'a Hints,
    /// The units that take registrations.
    pub units: &'a [Branch],
    /// What was handed in under an id.
    pub upload: &'a dyn Fn(&str) -> Option<Upload>,
    /// The row of a list that is to be changed: `plates.0`.
    pub edit: Option<&'a str>,
}

impl Maker<'_> {
    /// The section's fields in groups; `title` heads what has no heading of its own.
    pub fn groups(&self, title: &str, states: &[FieldState<'_>]) -> Vec<Group> {
        let mut groups: Vec<Group> = Vec::new();
        let mut begun_by: Option<&Asked> = None;
        for state in states {
            let block = self.block(state);
            let heading = state.field.heading.as_ref().map(|text| self.visitor.lang.of(text).to_owned());
            let heading = heading.or_else(|| groups.is_empty().then(|| title.to_owned()));
            let joins = heading.is_none() && begun_by.is_none_or(|first| stands_below(state.field, first));
            let shown = state.visible;
            match groups.last_mut() {
                Some(group) if joins && group.block.joins(&block) => {
                    group.block.extend(block);
                    group.shown |= shown;
                }
                _ => {
                    begun_by = Some(state.field);
                    groups.push(Group { heading: heading.unwrap_or_default(), shown, block });
                }
            }
        }
        groups
    }

    fn block(&self, state: &FieldState<'_>) -> Block {
        match &state.field.kind {
            FieldType::Photo => Block::Photos(vec![self.photo(state, "portrait")]),
            FieldType::DocumentScan(_) => Block::Photos(vec![self.photo(state, "")]),
            FieldType::Plates(limits) => Block::Plates(Box::new(self.plates(state, limits))),
            _ => {
                let fields = self.fields(state).into_iter();
                Block::Cells(fields.map(|field| sometimes(field, state)).collect())
            }
        }
    }

    /// The controls of one field; most have one.
    fn fields(&self, state: &FieldState<'_>) -> Vec<Field> {
        let one = self.line(state, "");
        let field = state.field;
        match &field.kind {
            FieldType::Text(limits) => vec![one.attr("maxlength", limits.most())],
            FieldType::Address(limits) => vec![one.attr("maxlength", limits.most())],
            FieldType::Paragraph(limits) => vec![one.area().attr("maxlength", limits.most())],
            FieldType::Integer(_) => vec![one.attr("inputmode", "numeric")],
            FieldType::Date(_) => vec![one.kind("date")],
            FieldType::Phone => vec![one.kind("tel").attr("maxlength", 20)],
            FieldType::Email => vec![one.kind("email").attr("maxlength", 254)],
            FieldType::PersonName => vec![one.attr("maxlength", 100)],
            FieldType::Choice(offer) => vec![self.choice(one, offer)],
            FieldType::Unit => vec![one.choose_text(self.visitor.t("field-choose")).select(&self.units())],
            FieldType::Document(limits) => self.document(state, limits),
            FieldType::Period(_) => {
                let [from, until] = ["from", "until"].map(|part| self.line(state, part).kind("date"));
                vec![from.without_hint(), until]
            }
            FieldType::Division(limits) => self.division(state, limits),
            FieldType::File(limits) => vec![self.file(state, limits)],
            FieldType::Photo | FieldType::DocumentScan(_) | FieldType::Plates(_) => Vec::new(),
        }
    }

    /// A line of text for a field or one part of it, with everything the definition says about it.
    fn line(&self, state: &FieldState<'_>, part: &str) -> Field {
        let (asked, lang) = (state.field, self.visitor.lang);
        let say = |text: &Option<tongxing_catalog::Text>| {
            text.as_ref().map(|text| lang.of(text).to_owned()).unwrap_or_default()
        };
        let name = if part.is_empty() { asked.key.clone() } else { format!("{}.{part}", asked.key) };
        let value = state.value.as_ref().and_then(|v| if part.is_empty() { Some(v) } else { v.get(part) });
        let default = state.default.as_ref().filter(|_| value.is_none()).map(words);
        let field = Field::new(&name, self.label(asked, part))
            .in_language(lang)
            .value(value.map(words).unwrap_or_default())
            .required_if(state.required)
            .hint(say(&asked.hint))
            .placeholder(default.unwrap_or_else(|| say(&asked.placeholder)))
            .problems(self.problems);
        let field = match &asked.autocomplete {
            Some(known) => field.attr("autocomplete", known),
            None if matches!(asked.kind, FieldType::Document(_)) => field.attr("autocomplete", "off"),
            None => field,
        };
        if state.locked { field.locked().hint(self.visitor.t("apply-from-document")) } else { field }
    }

    fn label(&self, asked: &Asked, part: &str) -> String {
        match (&asked.kind, part) {
            (FieldType::Period(_), "from") => self.visitor.t("apply-first-day").into(),
            (FieldType::Period(_), "until") => self.visitor.t("apply-last-day").into(),
            _ => self.visitor.lang.of(asked.label_of(part)).to_owned(),
        }
    }

    fn choice(&self, field: Field, offer: &Offer) -> Field {
        let lang = self.visitor.lang;
        let choices: Vec<Choice> = offer
            .offered()
            .iter()
            .map(|item| Choice::new(&item.code, lang.of(&item.label)).found_by(item.pinyin))
            .collect();
        let field = field.choose_text(lang.t("field-choose"));
        // A single choice is a mark to be made.
        if choices.len() == 1 { field.class("tall full").radio(&choices) } else { field.select(&choices) }
    }

    fn units(&self) -> Vec<Choice> {
        let name = |unit: &Unit| self.visitor.lang.pick(&unit.name_zh, &unit.name_en).to_owned();
        let choice = |branch: &Branch| {
            let indent = "\u{3000}".repeat(branch.depth.min(4));
            Choice::new(branch.unit.id, format!("{indent}{}", name(&branch.unit))).found_by(&branch.unit.code)
        };
        self.units.iter().map(choice).collect()
    }

    fn document(&self, state: &FieldState<'_>, limits: &DocumentLimits) -> Vec<Field> {
        let locale = self.visitor.lang.locale();
        let label = |key: &str| {
            let item = table::by_name("id-document-type").and_then(|table| table.get(key));
            item.map_or_else(|| key.to_owned(), |item| item.label(locale).to_owned())
        };
        let types: Vec<Choice> =
            limits.offered().iter().map(|kind| Choice::new(kind.key(), label(kind.key()))).collect();
        let number = self.line(state, "number").attr("autocapitalize", "characters").attr("maxlength", 40);
        let kind = self.line(state, "type").choose_text(self.visitor.t("field-choose"));
        vec![kind.without_hint().select(&types), number]
    }

    /// A place to be picked; without scripts a name to be typed and, when it fits several, those to choose from.
    fn division(&self, state: &FieldState<'_>, limits: &DivisionLimits) -> Vec<Field> {
        let key = &state.field.key;
        let part = |name: &str| state.value.as_ref().and_then(|v| v.get(name)).map(words).unwrap_or_default();
        let (typed, code) = (part("name"), part("code"));
        let name = self.line(state, "name").attr("data-places", "/places").attr("maxlength", 60);
        let name = if limits.county { name.attr("data-county", "") } else { name };
        if typed.is_empty() || tongxing_domain::division::find(&code).is_some() {
            return vec![name.attr("data-code", code)];
        }
        let found = place::candidates(&typed);
        if found.is_empty() {
            return vec![name];
        }
        let choices: Vec<Choice> =
            found.iter().map(|place| Choice::new(place.code, &place.full_name)).collect();
        let which = Field::new(&format!("{key}.code"), self.visitor.t("apply-which-place"))
            .in_language(self.visitor.lang)
            .select(&choices);
        vec![name, which]
    }

    /// A file to be handed in: which, how large, the template to fill in, and what was handed in before.
    fn file(&self, state: &FieldState<'_>, limits: &FileLimits) -> Field {
        let t = |key: &'static str| self.visitor.t(key);
        let id = state.value.as_ref().and_then(|v| v.get("file")).map(words).unwrap_or_default();
        let kept = (self.upload)(&id).map(|upload| {
            let size = t("apply-file-size").arg("kb", upload.size.div_ceil(1024));
            let said = t("apply-file-kept").arg("kind", upload.kind.word()).arg("size", size);
            format!(r#"<a class="link" href="/files/{id}" download>{}</a>"#, Html::text(&said.to_string()))
        });
        let template = limits.template.as_ref().map(|_| {
            let href = format!("{}/template/{}", self.address, state.field.key);
            format!(
                r#"<a class="link" href="{href}" download>{}</a>"#,
                Html::text(&t("apply-template").to_string())
            )
        });
        let taken = t("apply-file-taken").arg("kinds", limits.taken_in_words());
        let taken = Html::text(&taken.arg("limit", limits.most_megabytes()).to_string()).to_string();
        let lines: Vec<String> = kept.iter().cloned().chain(template).chain([taken]).collect();
        let endings: Vec<String> =
            limits.taken().iter().map(|kind| format!(".{},{}", kind.extension(), kind.mime())).collect();
        self.line(state, "")
            .controlled_by(Control::File)
            .class("tall full")
            .value(endings.join(","))
            .required_if(state.required && kept.is_none())
            .note(Html::trusted(lines.join("<br>")))
    }

    fn photo(&self, state: &FieldState<'_>, kind: &'static str) -> Photo {
        let (asked, lang) = (state.field, self.visitor.lang);
        let id = state.value.as_ref().and_then(|v| v.get("file")).map(words).unwrap_or_default();
        let error = self.problems.beside(&asked.key).unwrap_or_default().to_owned();
        let hint = self.hints.0.get(&asked.key).cloned();
        let hint = hint.or_else(|| asked.hint.as_ref().map(|text| lang.of(text).to_owned()));
        Photo {
            label: lang.of(&asked.label).to_owned(),
            kind,
            url: format!("{}/photo/{}", self.address, asked.key),
            state: match (error.is_empty(), id.is_empty()) {
                (false, _) => "bad",
                (true, false) => "ok",
                (true, true) => "",
            },
            preview: if id.is_empty() { String::new() } else { format!("/files/{id}/small") },
            file: id,
            hint: hint.unwrap_or_default(),
            error,
            required: state.required,
            shown: state.visible,
            name: asked.key.clone(),
        }
    }

    fn plates(&self, state: &FieldState<'_>, limits: &PlatesLimits) -> Plates {
        let (asked, lang) = (state.field, self.visitor.lang);
        let rows = state.value.as_ref().and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let (mut settled, mut open) = (Vec::new(), Vec::new());
        for (row, value) in rows.iter().enumerate() {
            let part = |name: &str| value.get(name).map(words).unwrap_or_default();
            let (number, colour) = (part("number"), part("colour"));
            let path = format!("{}.{row}", asked.key);
            let is_open = self.problems.concerns(&path) || self.edit == Some(&path);
            match Plate::parse(&number, colour.parse().ok()) {
                Ok(plate) if !is_open => settled.push(self.settled(row, &plate)),
                _ if number.is_empty() => {}
                _ => open.push(self.open(&asked.key, row, &number, &colour)),
            }
        }
        let next = rows.iter().rposition(|row| row.get("number").is_some()).map_or(0, |last| last + 1);
        if open.is_empty() && next < limits.most() {
            open.push(self.open(&asked.key, next, "", ""));
        }
        Plates {
            name: asked.key.clone(),
            label: lang.of(&asked.label).to_owned(),
            hint: asked.hint.as_ref().map(|text| lang.of(text).to_owned()).unwrap_or_default(),
            more: settled.len() + open.len() < limits.most(),
            shown: state.visible,
            settled,
            open,
        }
    }

    fn settled(&self, row: usize, plate: &Plate) -> SettledPlate {
        let colour = plate.colour().key();
        let item = table::by_name("plate-colour").and_then(|table| table.get(colour));
        SettledPlate {
            row,
            number: plate.number().to_owned(),
            colour: colour.to_owned(),
            tag: PlateTag::new(plate.number(), colour),
            about: item.map(|item| item.label(self.visitor.lang.locale()).to_owned()).unwrap_or_default(),
        }
    }

    fn open(&self, key: &str, row: usize, number: &str, colour: &str) -> OpenPlate {
        let locale = self.visitor.lang.locale();
        let name = format!("{key}.{row}.colour");
        let items = table::by_name("plate-colour").map(|table| table.offered().collect::<Vec<_>>());
        let choices: Vec<Choice> =
            items.unwrap_or_default().iter().map(|item| Choice::new(item.code, item.label(locale))).collect();
        // The usual colour of a number follows the number when that is changed.
        let usual = Plate::parse(number, None).is_ok_and(|plate| plate.colour().key() == colour);
        let colours = Field::new(&name, self.visitor.t("apply-plate-colour"))
            .in_language(self.visitor.lang)
            .controlled_by(Control::Select(choices))
            .choose_text(self.visitor.t("apply-plate-colour-usual"))
            .value(if usual { "" } else { colour })
            .problems(self.problems);
        OpenPlate {
            row,
            number: number.to_owned(),
            colour: colours,
            error: self.problems.beside(&format!("{key}.{row}.number")).unwrap_or_default().to_owned(),
        }
    }
}
