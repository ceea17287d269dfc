//! Finding things by their words, by a script that runs in the page (`find.js`).

use fantoccini::Client;
use fantoccini::elements::{Element, ElementRef};
use fantoccini::error::CmdError;
use serde_json::{Value, json};

pub const FIND: &str = include_str!("find.js");
pub const LOOK: &str = include_str!("look.js");
pub const OPTION: &str = include_str!("option.js");
pub const SET: &str = include_str!("set.js");
pub const TEXT: &str = include_str!("text.js");

/// The name WebDriver gives to a reference to an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// What kind of thing is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Field,
    File,
    Press,
    Tick,
    Group,
}

impl Kind {
    fn key(self) -> &'static str {
        match self {
            Self::Field => "field",
            Self::File => "file",
            Self::Press => "press",
            Self::Tick => "tick",
            Self::Group => "group",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Field => "field",
            Self::File => "upload field",
            Self::Press => "button or link",
            Self::Tick => "tick box",
            Self::Group => "group of choices",
        }
    }
}

/// What is looked for.
#[derive(Debug, Clone, Copy)]
pub struct Lookup<'a> {
    pub kind: Kind,
    pub name: &'a str,
    pub near: Option<&'a str>,
}

impl Lookup<'_> {
    pub fn arguments(&self) -> Vec<Value> {
        vec![json!(self.kind.key()), json!(self.name), json!(self.near)]
    }
}

/// What was found.
#[derive(Debug, Clone)]
pub struct Found {
    pub element: Element,
    /// What a person presses for it: often the label that draws it.
    pub press: Element,
    /// The type of the input, or the name of the element.
    pub kind: String,
    pub checked: bool,
}

impl Found {
    /// Typing into these goes through a widget of the browser that differs by language and screen.
    pub fn is_set_by_widget(&self) -> bool {
        matches!(
            self.kind.as_str(),
            "date" | "time" | "datetime-local" | "month" | "week" | "color" | "range"
        )
    }
}

/// Reads the answer of `find.js`; an error says what there is instead.
pub fn read(client: &Client, lookup: &Lookup<'_>, answer: &Value) -> Result<Found, String> {
    let near = lookup.near.map(|words| format!(" near `{words}`")).unwrap_or_default();
    let what = format!("{} called `{}`{near}", lookup.kind.words(), lookup.name);
    let Some(element) = element(client, &answer["found"]) else {
        return Err(format!("there is no {what}; there are {}", list(&answer["others"])));
    };
    if answer["disabled"] == json!(true) {
        return Err(format!("the {what} is disabled"));
    }
    let press = self::element(client, &answer["press"]).unwrap_or_else(|| element.clone());
    let kind = answer["type"].as_str().unwrap_or_default().to_owned();
    Ok(Found { element, press, kind, checked: answer["checked"] == json!(true) })
}

/// An element from a reference in a script's answer.
pub fn element(client: &Client, value: &Value) -> Option<Element> {
    let id = value.get(ELEMENT)?.as_str()?.to_owned();
    Some(Element::from_element_id(client.clone(), ElementRef::from(id)))
}

/// A reference for a script's arguments.
pub fn reference(element: &Element) -> Value {
    json!({ ELEMENT: element.element_id().to_string() })
}

/// A list of names as a person reads it.
pub fn list(names: &Value) -> String {
    let names: Vec<&str> = names.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    if names.is_empty() { "none".to_owned() } else { names.join("、") }
}

/// Errors of a page that is just giving way to the next one.
pub fn is_passing(error: &CmdError) -> bool {
    let text = error.to_string();
    [
        "stale element",
        "no such execution context",
        "aborted by navigation",
        "Cannot find context",
        "document unloaded",
        "Node with given id",
    ]
    .iter()
    .any(|words| text.contains(words))
}
