//! 登记详情: what was filled in, starred out where even the applicant does not need the whole.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use tongxing_catalog::display::{Line, Shown};
use tongxing_domain::table;
use tongxing_usecases::{
    Campus,
    application::show::{self as detail, Detail, ShownSection},
};

use crate::{
    mine,
    page::{self, Page},
    trouble::Trouble,
    ui::PlateTag,
    visitor::{Visitor, session::Proven},
};

/// The page.
#[derive(Template)]
#[template(path = "mine/show.html")]
pub struct DetailPage {
    /// The frame.
    pub p: Page,
    /// Its number.
    pub number: String,
    /// Whose it is.
    pub name: String,
    /// The small portrait's address; empty without one.
    pub portrait: String,
    /// Its state's word in data, and the colour.
    pub state: (String, &'static str),
    /// What to read about it: service, when submitted.
    pub about: String,
    /// What the last approval brought, once it did.
    pub completed: Option<String>,
    /// What was filled in.
    pub sections: Vec<Answers>,
    /// Whether it was confirmed to be theirs; before that much is starred out, and the page offers to.
    pub confirmed: bool,
    /// Whether it can be corrected now.
    pub is_returned: bool,
}

/// One section's answers.
pub struct Answers {
    /// The section's title.
    pub title: String,
    /// Labels and words.
    pub words: Vec<(String, String)>,
    /// Labels and addresses of pictures, small and full.
    pub pictures: Vec<(String, String, String)>,
    /// Labels and addresses of attachments.
    pub files: Vec<(String, String)>,
    /// Plates, each with its colour in words.
    pub plates: Vec<(PlateTag, String)>,
}

/// `GET /my/{number}`
pub async fn show(
    visitor: Visitor,
    Proven(applicant): Proven,
    State(campus): State<Arc<Campus>>,
    Path(number): Path<String>,
) -> Result<Response, Trouble> {
    let locale = visitor.lang.locale();
    let Detail { application, sections, confirmed } =
        detail::run(&campus, &applicant, &number, locale).await?;
    let published = mine::service_of(&campus, &application.service, application.version)?;
    let service = &published.service;
    let state = application.instance.state.code();
    let portrait = service.applicant.portrait.as_ref().filter(|_| confirmed);
    let portrait = portrait.and_then(|field| application.form.get(field.key())?.get("file")?.as_str());
    let submitted = visitor.t("my-submitted").arg("when", visitor.when().moment(application.submitted_at));
    page::show(&DetailPage {
        p: Page::new(&visitor, visitor.t("my-detail")).back("/my"),
        name: application.applicant_name.as_ref().map(|n| n.as_str().to_owned()).unwrap_or_default(),
        portrait: portrait.map(|id| format!("/files/{id}/small")).unwrap_or_default(),
        state: (state.to_owned(), mine::colour_of(state)),
        about: format!("{} · {submitted}", visitor.lang.of(&service.title)),
        completed: (state == "approved").then(|| visitor.lang.of(&service.entry.completed).to_owned()),
        sections: sections.into_iter().map(|section| Answers::of(&visitor, section, confirmed)).collect(),
        confirmed,
        is_returned: state == "returned",
        number,
    })
}

impl Answers {
    /// The answers of a section, sorted by how they are shown.
    pub fn of(visitor: &Visitor, section: ShownSection, confirmed: bool) -> Self {
        let title = visitor.lang.of(&section.title).to_owned();
        let mut answers =
            Self { title, words: Vec::new(), pictures: Vec::new(), files: Vec::new(), plates: Vec::new() };
        for Line { label, shown, .. } in section.lines {
            match shown {
                Shown::Words(words) => answers.words.push((label, words)),
                Shown::File { .. } | Shown::Attachment(_) if !confirmed => {
                    answers.words.push((label, visitor.t("my-photo-given").to_string()));
                }
                Shown::File { id, .. } => {
                    answers.pictures.push((label, format!("/files/{id}/small"), format!("/files/{id}")));
                }
                Shown::Attachment(id) => answers.files.push((label, format!("/files/{id}"))),
                Shown::Plates(plates) => {
                    answers.plates.extend(plates.iter().map(|(n, c)| plate(visitor, n, c)));
                }
            }
        }
        answers
    }
}

fn plate(visitor: &Visitor, number: &str, colour: &str) -> (PlateTag, String) {
    let item = table::by_name("plate-colour").and_then(|table| table.get(colour));
    let about = item.map(|item| item.label(visitor.lang.locale()).to_owned()).unwrap_or_default();
    (PlateTag::new(number, colour), about)
}
