//! One record: who it is, what they may bring, and how far that has come outside.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use tongxing_catalog::display::{Line, Shown as Answer};
use tongxing_domain::{delivery::Delivery, id::PersonId, mask, person::Person, vehicle::VehiclePermit};
use tongxing_usecases::{
    Campus,
    person::{
        kinds,
        show::{self, Shown},
    },
};

use super::{May, Tag, asks, list::unit_name, stage_tag, state_tag, until};
use crate::{
    ask::Ask,
    page::{self, Page},
    texts::Html,
    trouble::Trouble,
    ui::PlateTag,
    visitor::{Visitor, session::Staff},
};

/// The page.
#[derive(Template)]
#[template(path = "person/show.html")]
pub struct PersonPage {
    /// The frame; its title is the name.
    pub p: Page,
    /// The picture beside the name.
    pub portrait: Option<String>,
    /// How the person stands, since when, and why.
    pub state: Tag,
    /// Why it stands so, where somebody decided it.
    pub reason: String,
    /// Under the name: kind and unit.
    pub about: String,
    /// The record itself: label and value.
    pub pairs: Vec<(String, String)>,
    /// What else the form asked for.
    pub sections: Vec<Section>,
    /// The permits.
    pub permits: Vec<Permit>,
    /// The number of the application, and when it was filed.
    pub application: Option<(String, String)>,
    /// What can be done: the dialog's word and the button's text.
    pub actions: Vec<(&'static str, String)>,
    /// What the reader may do.
    pub may: May,
    /// The dialogs.
    pub asks: Vec<Ask>,
}

/// A section of the form with its answers.
#[derive(Debug, Clone)]
pub struct Section {
    /// Its title.
    pub title: String,
    /// Label and answer.
    pub pairs: Vec<(String, Html)>,
    /// Pictures: label and id.
    pub pictures: Vec<(String, String)>,
}

/// One permit and how far it has come.
#[derive(Debug, Clone)]
pub struct Permit {
    /// The plate.
    pub plate: PlateTag,
    /// The last valid day.
    pub until: String,
    /// How it stands.
    pub state: Tag,
    /// One per outside system: its name, how far, its page.
    pub deliveries: Vec<(String, Tag, String)>,
    /// Where it is taken back, when it can be.
    pub withdraw: Option<String>,
}

/// `GET /persons/{id}`
pub async fn show(
    visitor: Visitor,
    Staff(actor): Staff,
    State(campus): State<Arc<Campus>>,
    Path(id): Path<PersonId>,
) -> Result<Response, Trouble> {
    let shown = show::run(&campus, &actor, id, visitor.lang.locale()).await?;
    let kinds = kinds::run(&campus);
    let person = &shown.person;
    let kind =
        kinds.get(&person.kind).map_or(person.kind.as_str(), |words| visitor.lang.of(words)).to_owned();
    let portrait = kinds::portrait(&campus, person).map(|id| format!("/files/{id}/small"));
    let p = page::for_staff(&campus, &visitor, &person.name).await?;
    page::show(&PersonPage::new(&visitor, p, &shown, &kind, portrait, May::of(&actor)))
}

impl PersonPage {
    /// The page of a record.
    pub fn new(
        visitor: &Visitor,
        p: Page,
        shown: &Shown,
        kind: &str,
        portrait: Option<String>,
        may: May,
    ) -> Self {
        let person = &shown.person;
        let (lang, now) = (visitor.lang, visitor.shell.now());
        let p = p.place("/persons").scripts(&["dialog"]).back("/persons");
        let (desk, list) = (p.t("menu-desk"), p.t("person-list-title"));
        let p = p.crumb(desk, Some("/desk")).crumb(list, Some("/persons")).crumb(&person.name, None);
        let unit = shown.unit.as_ref().map(|unit| unit_name(&p, unit)).unwrap_or_default();
        let offered = if may.manage { asks::offered(person.effective_state(now)) } else { &[] };
        let when = visitor.when();
        let typed = asks::Typed::default();
        let changes = offered.iter().map(|key| asks::change(lang, &when, person, key, &typed));
        let reveal = may.reveal.then(|| asks::reveal(lang, person, &typed));
        Self {
            portrait,
            state: state_tag(lang, person, now),
            reason: person.state.reason().map(ToString::to_string).unwrap_or_default(),
            about: [kind, &unit].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(" · "),
            pairs: pairs(&p, person, kind, unit),
            sections: shown
                .sections
                .iter()
                .map(|(title, lines)| section(p.lang().of(title), lines, &p.t("person-download").to_string()))
                .collect(),
            permits: shown
                .permits
                .iter()
                .map(|(one, rows)| permit(visitor, &p, person, (one, rows), may))
                .collect(),
            application: shown.application.as_ref().map(|a| (a.number.clone(), p.when().day(a.submitted_at))),
            actions: offered.iter().map(|key| (*key, lang.t_of("person-do", key).to_string())).collect(),
            asks: reveal.into_iter().chain(changes).collect(),
            may,
            p,
        }
    }
}

fn pairs(p: &Page, person: &Person, kind: &str, unit: String) -> Vec<(String, String)> {
    let stay = format!("{} – {}", p.when().day(person.valid.from()), until(p, person.valid.until()));
    [
        ("person-document", person.document.masked()),
        ("person-phone", mask::phone(person.phone.as_str())),
        ("person-staff-number", mask::phone(&person.staff_number)),
        ("person-kind", kind.to_owned()),
        ("person-unit", unit),
        ("person-valid", stay),
        ("person-since", p.when().moment(person.state_since)),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(key, value)| (p.t(key).to_string(), value))
    .collect()
}

fn section(title: &str, lines: &[Line], download: &str) -> Section {
    let mut section = Section { title: title.to_owned(), pairs: Vec::new(), pictures: Vec::new() };
    for line in lines {
        match &line.shown {
            Answer::Words(words) => section.pairs.push((line.label.clone(), Html::text(words))),
            Answer::Attachment(id) => {
                let link =
                    format!(r#"<a class="link" href="/files/{id}" download>{}</a>"#, Html::text(download));
                section.pairs.push((line.label.clone(), Html::trusted(link)));
            }
            Answer::File { id, .. } => section.pictures.push((line.label.clone(), id.clone())),
            Answer::Plates(plates) => {
                let tags: Vec<String> =
                    plates.iter().map(|(number, colour)| PlateTag::new(number, colour).to_string()).collect();
                section.pairs.push((line.label.clone(), Html::trusted(tags.join(" "))));
            }
        }
    }
    section
}

fn permit(
    visitor: &Visitor,
    p: &Page,
    person: &Person,
    (permit, rows): (&VehiclePermit, &Vec<Delivery>),
    may: May,
) -> Permit {
    let state = crate::vehicle::permit_tag(visitor.lang, permit, person, visitor.shell.now());
    let stage = |row: &Delivery| {
        (row.target.clone(), stage_tag(visitor.lang, row), format!("/deliveries/{}", row.id))
    };
    let active = permit.state == tongxing_domain::vehicle::PermitState::Active;
    Permit {
        plate: PlateTag::new(permit.plate.number(), permit.plate.colour().key()),
        until: until(p, permit.valid.until()),
        state,
        deliveries: rows.iter().map(stage).collect(),
        withdraw: (active && may.manage).then(|| format!("/vehicles/{}/withdraw", permit.id)),
    }
}
