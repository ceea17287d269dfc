//! The questions asked before something is done with a record.

use tongxing_domain::person::{EffectiveState, Person};

use super::list::Filter;
use crate::{
    ask::Ask,
    texts::{Lang, When},
    ui::{Choice, Field},
};

/// What was typed into a question.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct Typed {
    /// Why.
    pub reason: String,
    /// The new last day.
    pub until: String,
    /// Which value is to be seen.
    pub value: String,
}

/// Every change that pages offer.
pub const CHANGES: [&str; 4] = ["suspend", "resume", "renew", "end"];

/// What can be done with a record that stands so.
pub fn offered(state: EffectiveState) -> &'static [&'static str] {
    match state {
        EffectiveState::NotYetValid | EffectiveState::Active => &["renew", "suspend", "end"],
        EffectiveState::Suspended => &["resume", "renew", "end"],
        EffectiveState::Expired => &["renew", "end"],
        EffectiveState::Ended => &[],
    }
}

/// The question before a change of a record.
pub fn change(lang: Lang, when: &When, person: &Person, key: &'static str, typed: &Typed) -> Ask {
    let ask = Ask::new(lang, key, format!("/persons/{}/{key}", person.id));
    let name = person.name.as_str();
    let last = when.day(person.valid.until().plus_millis(-1));
    let about = lang.t(format!("ask-{key}-about")).arg("name", name).arg("until", last);
    let ask = ask.about(about);
    let usual = lang.t(format!("ask-{key}-usual")).to_string();
    match key {
        "renew" => {
            let until =
                Field::new("until", lang.t("ask-renew-until")).in_language(lang).kind("date").required();
            ask.with(until.value(&typed.until)).why(lang, &typed.reason, &usual)
        }
        "resume" => ask.why(lang, &typed.reason, &usual),
        _ => ask.bad().why(lang, &typed.reason, &usual),
    }
}

/// The question before a value is seen in full.
pub fn reveal(lang: Lang, person: &Person, typed: &Typed) -> Ask {
    let choices = ["document", "phone"].map(|value| Choice::new(value, lang.t_of("person-value", value)));
    let chosen = if typed.value == "phone" { "phone" } else { "document" };
    let value =
        Field::new("value", lang.t("ask-reveal-value")).in_language(lang).radio(&choices).value(chosen);
    let about = lang.t("ask-reveal-about").arg("name", person.name.as_str());
    let usual = lang.t("ask-reveal-usual").to_string();
    Ask::new(lang, "reveal", format!("/persons/{}/reveal", person.id))
        .about(about)
        .with(value.required())
        .why(lang, &typed.reason, &usual)
}

/// The question before the list is taken away.
pub fn export(lang: Lang, filter: &Filter, reason: &str) -> Ask {
    Ask::new(lang, "export", "/persons/export")
        .downloads()
        .carrying("q", &filter.q)
        .carrying("unit", &filter.unit)
        .carrying("kind", &filter.kind)
        .carrying("state", &filter.state)
        .why(lang, reason, "")
}
