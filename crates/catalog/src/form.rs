//! The form of a service: sections are the steps of the phone wizard, fields are what is asked in them.

mod attachment;
mod limit;
mod reference;

pub use limit::{DateLimit, Span, SpanUnit};
pub use reference::{DerivedPart, DocumentPart, FieldRef};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongxing_domain::document::DocumentType;
use tongxing_domain::table;

use crate::expression::Expression;
use crate::schema;
use crate::text::Text;

/// What is filled in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// The wizard's steps, in order.
    pub sections: Vec<Section>,
}

/// One step of the wizard.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// The name in addresses: small letters, digits and hyphens.
    pub key: String,
    /// What the step bar shows.
    pub title: Text,
    /// A sentence at the top of the step.
    #[serde(default)]
    pub hint: Option<Text>,
    /// A sentence at the end of the step, in small print.
    #[serde(default)]
    pub footnote: Option<Text>,
    /// What is asked, in order.
    pub fields: Vec<Field>,
}

impl Section {
    /// The field with this key.
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key)
    }
}

/// One thing that is asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// The name in values and conditions: small letters, digits and underscores. It never changes once people have applied.
    pub key: String,
    /// What kind of answer it takes, and its limits.
    #[serde(rename = "type")]
    pub kind: FieldType,
    /// What the field is called.
    pub label: Text,
    /// Starts a new group of fields under this heading.
    #[serde(default)]
    pub heading: Option<Text>,
    /// A sentence below the field.
    #[serde(default)]
    pub hint: Option<Text>,
    /// Shown in an empty field.
    #[serde(default)]
    pub placeholder: Option<Text>,
    /// It must be answered whenever it is shown.
    #[serde(default)]
    pub required: bool,
    /// It must be answered when this is true.
    #[serde(default)]
    pub required_when: Option<Expression>,
    /// It is asked only when this is true; otherwise nothing is stored.
    #[serde(default)]
    pub visible_when: Option<Expression>,
    /// What an empty answer becomes, such as `form.phone`.
    #[serde(default)]
    pub default: Option<Expression>,
    /// Filled in and locked from an identity document that says it, such as `form.document.birth_date`.
    #[serde(default)]
    pub derive: Option<DerivedPart>,
    /// How closely the answer is guarded.
    #[serde(default)]
    pub sensitive: Sensitivity,
    /// Why it is asked: the key of one of the notice's purposes.
    pub purpose: String,
    /// Approvals rest on it: when a resubmission changes it, everyone decides again.
    #[serde(default)]
    pub material: bool,
    /// The browser's name for it, so that it fills in what it knows (`name`, `tel`, `street-address`).
    #[serde(default)]
    pub autocomplete: Option<String>,
}

impl Field {
    /// What one part of the answer is called, such as 身份证件号 for the number of a document; the field's own label
    /// for an answer of one piece.
    pub fn label_of(&self, part: &str) -> &Text {
        let own = match (&self.kind, part) {
            (FieldType::Document(limits), "type") => limits.type_label.as_ref(),
            (FieldType::Document(limits), "number") => limits.number_label.as_ref(),
            _ => None,
        };
        own.unwrap_or(&self.label)
    }
}

/// How closely an answer is guarded (GB/T 45574, taken on the strict side).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sensitivity {
    /// Says nothing about a person: a unit, a state.
    Internal,
    /// Personal information: name, birth date, phone, address, plate.
    #[default]
    Personal,
    /// Sensitive personal information: identity number, face, pictures of documents. Asks for a separate consent,
    /// is masked for everyone who does not need it, and is encrypted where it rests.
    Sensitive,
}

/// The kinds of answers. The comment of each names the JSON value it is stored as.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FieldType {
    /// One line: a string.
    Text(TextLimits),
    /// Several lines: a string.
    Paragraph(ParagraphLimits),
    /// A whole number: a number.
    Integer(IntegerLimits),
    /// A day: `"YYYY-MM-DD"`.
    Date(DateLimits),
    /// First and last day, both included: `{"from", "until"}`.
    Period(PeriodLimits),
    /// One item of a code table or of an own list: the item's code as a string.
    Choice(Choice),
    /// A person's name: a string.
    PersonName,
    /// Type and number of an identity document: `{"type", "number"}`.
    Document(DocumentLimits),
    /// A mobile number: a string.
    Phone,
    /// An e-mail address: a string.
    Email,
    /// Where someone lives: a string.
    Address(AddressLimits),
    /// Province, city and county: `{"code", "name"}`, the name as it was when chosen.
    Division(DivisionLimits),
    /// A unit of the university: its id as a string.
    Unit,
    /// A portrait that faces are compared with: `{"file"}`.
    Photo,
    /// A picture of one side of an identity document: `{"file"}`. Asked only where that document has such a side.
    DocumentScan(DocumentScan),
    /// An attachment, handed out only as a download: `{"file"}`.
    File(FileLimits),
    /// Number plates with their colours: `[{"number", "colour"}]`.
    Plates(PlatesLimits),
}

/// Limits of a line of text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TextLimits {
    /// The fewest characters.
    pub min: Option<u32>,
    /// The most characters; 100 unless told.
    pub max: Option<u32>,
    /// Which characters are allowed.
    pub characters: Characters,
}

/// Which characters a line of text may hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Characters {
    /// Any that can be read.
    #[default]
    Any,
    /// Latin letters, digits and hyphens.
    LettersAndDigits,
    /// Digits.
    Digits,
}

/// Limits of a paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ParagraphLimits {
    /// The fewest characters.
    pub min: Option<u32>,
    /// The most characters; 500 unless told.
    pub max: Option<u32>,
}

/// Limits of a whole number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct IntegerLimits {
    /// The smallest.
    pub min: Option<i64>,
    /// The largest.
    pub max: Option<i64>,
}

/// Limits of a day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DateLimits {
    /// The first day allowed.
    pub earliest: Option<DateLimit>,
    /// The last day allowed.
    pub latest: Option<DateLimit>,
}

/// Limits of a period. Its last day never lies in the past.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PeriodLimits {
    /// The longest it may be, such as `12 months`.
    pub longest: Option<Span>,
    /// The earliest first day.
    pub earliest: Option<DateLimit>,
    /// The latest first day.
    pub latest: Option<DateLimit>,
}

/// What can be chosen: give either `table` or `options`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Choice {
    /// A code table: `ethnic`, `gender`, `marital`, `political`, `education`.
    pub table: Option<String>,
    /// Of the table, only these codes.
    pub only: Vec<String>,
    /// The service's own list.
    pub options: Vec<ChoiceOption>,
}

/// One item of a service's own list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChoiceOption {
    /// What is stored. It never changes once people have applied.
    pub code: String,
    /// What people read.
    pub label: Text,
}

/// Which identity documents are taken.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DocumentLimits {
    /// The types offered, in this order; all when empty.
    #[schemars(schema_with = "schema::document_types")]
    pub types: Vec<DocumentType>,
    /// What the choice of the type is called, such as 身份证件类型.
    pub type_label: Option<Text>,
    /// What the number is called, such as 身份证件号.
    pub number_label: Option<Text>,
}

/// Limits of an address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AddressLimits {
    /// The most characters; 200 unless told.
    pub max: Option<u32>,
}

/// How exact a division must be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DivisionLimits {
    /// A county or district must be chosen, not only a province or city.
    pub county: bool,
}

/// Which side of which document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentScan {
    /// The `document` field it belongs to.
    pub document: FieldRef,
    /// Which side.
    pub side: Side,
}

/// A side of an identity document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The side with the face, or a passport's data page. Every document has it.
    Front,
    /// The other side of a card.
    Back,
}

/// Limits of an attachment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FileLimits {
    /// Which kinds of files; all of them when empty.
    pub accept: Vec<FileKind>,
    /// The largest size in megabytes; 10 unless told.
    pub max_megabytes: Option<u32>,
    /// The text of a template that people download, fill in and hand back; `{campus}` is the university's name.
    pub template: Option<Text>,
}

/// A kind of file, recognised by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// PDF.
    Pdf,
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// A spreadsheet.
    Xlsx,
}

/// Limits of a list of plates.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PlatesLimits {
    /// The most plates; 3 unless told.
    pub max: Option<u32>,
}

impl TextLimits {
    /// The most characters.
    pub fn most(&self) -> usize {
        self.max.unwrap_or(100) as usize
    }
}

impl ParagraphLimits {
    /// The most characters.
    pub fn most(&self) -> usize {
        self.max.unwrap_or(500) as usize
    }
}

impl AddressLimits {
    /// The most characters.
    pub fn most(&self) -> usize {
        self.max.unwrap_or(200) as usize
    }
}

impl FileLimits {
    /// The largest size in megabytes.
    pub fn most_megabytes(&self) -> u32 {
        self.max_megabytes.unwrap_or(10)
    }

    /// The largest size in bytes.
    pub fn most_bytes(&self) -> u64 {
        u64::from(self.most_megabytes()) * 1024 * 1024
    }
}

impl DocumentLimits {
    /// The types offered, in order.
    pub fn offered(&self) -> &[DocumentType] {
        if self.types.is_empty() { &DocumentType::ALL } else { &self.types }
    }
}

impl PlatesLimits {
    /// The most plates.
    pub fn most(&self) -> usize {
        self.max.unwrap_or(3) as usize
    }
}

impl FieldType {
    /// The word a service file uses for this type.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Paragraph(_) => "paragraph",
            Self::Integer(_) => "integer",
            Self::Date(_) => "date",
            Self::Period(_) => "period",
            Self::Choice(_) => "choice",
            Self::PersonName => "person_name",
            Self::Document(_) => "document",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Address(_) => "address",
            Self::Division(_) => "division",
            Self::Unit => "unit",
            Self::Photo => "photo",
            Self::DocumentScan(_) => "document_scan",
            Self::File(_) => "file",
            Self::Plates(_) => "plates",
        }
    }

    /// Whether the answer is an uploaded file.
    pub fn is_upload(&self) -> bool {
        matches!(self, Self::Photo | Self::DocumentScan(_) | Self::File(_))
    }
}

/// One thing that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// What is stored.
    pub code: String,
    /// What people read.
    pub label: Text,
    /// The Chinese label in Latin letters, to search by; empty where nobody does.
    pub pinyin: &'static str,
}

impl Choice {
    /// Everything that can be chosen, in the order in which it is offered.
    pub fn offered(&self) -> Vec<Chosen> {
        let Some(table) = self.table.as_deref().and_then(table::by_name) else {
            let own = |option: &ChoiceOption| Chosen {
                code: option.code.clone(),
                label: option.label.clone(),
                pinyin: "",
            };
            return self.options.iter().map(own).collect();
        };
        let chosen = |item: &table::Item| Chosen {
            code: item.code.to_owned(),
            label: Text::new(item.label_zh, item.label_en),
            pinyin: item.pinyin,
        };
        if self.only.is_empty() {
            table.offered().map(chosen).collect()
        } else {
            self.only.iter().filter_map(|code| table.get(code)).map(chosen).collect()
        }
    }

    /// Whether this code can be chosen.
    pub fn has(&self, code: &str) -> bool {
        match self.table.as_deref().and_then(table::by_name) {
            None => self.options.iter().any(|option| option.code == code),
            Some(table) if self.only.is_empty() => table.offered().any(|item| item.code == code),
            Some(table) => self.only.iter().any(|only| only == code) && table.get(code).is_some(),
        }
    }

    /// What people read for this code, also when it is no longer offered.
    pub fn label(&self, code: &str) -> Option<Text> {
        match self.table.as_deref().and_then(table::by_name) {
            None => self.options.iter().find(|option| option.code == code).map(|option| option.label.clone()),
            Some(table) => table.get(code).map(|item| Text::new(item.label_zh, item.label_en)),
        }
    }
}
