//! Looking over the whole form before it is sent: what a correction begins and ends with.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use tongxing_catalog::{
    display::{Line, Shown, View},
    form::Sensitivity,
    process::Permission,
};
use tongxing_usecases::{
    Campus, Error,
    application::draft::Opened,
    unit::{self, list::Branch},
};

use crate::{
    apply,
    forms::Pairs,
    page::{self, Page},
    trouble::Trouble,
    ui::Problems,
    visitor::Visitor,
};

/// The page.
#[derive(Template)]
#[template(path = "apply/review.html")]
pub struct ReviewPage {
    /// The frame.
    pub p: Page,
    /// Why the registration came back, when it is being corrected.
    pub returned: Option<String>,
    /// The steps: name, what was answered in short, where it is changed.
    pub sections: Vec<(String, String, String)>,
    /// Where the form is sent.
    pub action: String,
    /// What was wrong with the form as a whole.
    pub problems: Problems,
    /// The word to the reviewers as it was typed.
    pub note: String,
}

/// `GET /s/{service}/submit`
pub async fn show(
    visitor: Visitor,
    State(campus): State<Arc<Campus>>,
    Path(service): Path<String>,
) -> Result<Response, Trouble> {
    match apply::opened(&campus, &visitor, &service).await {
        Ok(opened) => {
            let problems = Problems::none(visitor.lang);
            page::show(&made(&campus, &visitor, &opened, problems, String::new()).await?)
        }
        Err(Error::Refused(_)) => Ok(Redirect::to(&format!("/s/{service}")).into_response()),
        Err(other) => Err(other.into()),
    }
}

/// `POST /s/{service}/submit`
pub async fn submit(
    visitor: Visitor,
    State(campus): State<Arc<Campus>>,
    Path(service): Path<String>,
    form: Pairs,
) -> Result<Response, Trouble> {
    let note = form.first("note").unwrap_or_default().to_owned();
    let token = visitor.draft.as_deref().unwrap_or_default();
    let refusal = match apply::submit(&campus, &visitor, &service, token, note.clone()).await {
        Ok(response) => return Ok(response),
        Err(Error::Refused(refusal)) => refusal,
        Err(other) => return Err(other.into()),
    };
    let opened = apply::opened(&campus, &visitor, &service).await?;
    let published = &opened.published.service;
    if let Some(section) = refusal.problems.iter().find_map(|p| published.section_of_problem(p)) {
        let address = apply::address(&service, &section.key);
        return Ok(Redirect::to(&format!("{address}?check=1")).into_response());
    }
    let problems = Problems::refused(visitor.lang, &refusal, |_| String::new());
    page::show_again(&made(&campus, &visitor, &opened, problems, note).await?)
}

async fn made(
    campus: &Campus,
    visitor: &Visitor,
    opened: &Opened,
    problems: Problems,
    note: String,
) -> Result<ReviewPage, Trouble> {
    let service = &opened.published.service;
    let units = unit::list::open_for_registration(campus).await?;
    let title = if opened.returned.is_some() { "apply-correct" } else { "apply-review" };
    let last = service.form.sections.last().map(|s| s.key.as_str()).unwrap_or_default();
    Ok(ReviewPage {
        p: Page::new(visitor, visitor.t(title)).back(apply::address(&service.key, last)),
        returned: opened.returned.as_ref().map(|reason| reason.clone().unwrap_or_default()),
        sections: sections(visitor, opened, &units),
        action: apply::address(&service.key, "submit"),
        problems,
        note,
    })
}

fn sections(visitor: &Visitor, opened: &Opened, units: &[Branch]) -> Vec<(String, String, String)> {
    let (service, lang) = (&opened.published.service, visitor.lang);
    let unit_name = |id: &str| {
        let found = units.iter().find(|branch| branch.unit.id.to_string() == id)?;
        Some(lang.pick(&found.unit.name_zh, &found.unit.name_en).to_owned())
    };
    let masked = |key: &str| {
        let sensitive = service.field(key).is_some_and(|field| field.sensitive == Sensitivity::Sensitive);
        if sensitive { Permission::Masked } else { Permission::Read }
    };
    let lines =
        service.lines(opened.values(), &masked, View { locale: lang.locale(), unit_name: &unit_name });
    let about = |key: &str| {
        let answered = lines.iter().find(|(section, _)| section.key == key);
        answered.map(|(_, lines)| in_short(visitor, lines)).unwrap_or_default()
    };
    let all = service.form.sections.iter();
    all.map(|s| (lang.of(&s.title).to_owned(), about(&s.key), apply::address(&service.key, &s.key))).collect()
}

/// The first words of a section, and how many pictures and plates.
fn in_short(visitor: &Visitor, lines: &[Line]) -> String {
    let words = lines.iter().filter_map(|line| match &line.shown {
        Shown::Words(words) => Some(words.clone()),
        Shown::File { .. } | Shown::Attachment(_) | Shown::Plates(_) => None,
    });
    let pictures = lines.iter().filter(|line| matches!(line.shown, Shown::File { .. })).count();
    let files = lines.iter().filter(|line| matches!(line.shown, Shown::Attachment(_))).count();
    let plates = lines.iter().filter_map(|line| match &line.shown {
        Shown::Plates(plates) => Some(plates.len()),
        _ => None,
    });
    let counted = |key: &'static str, n: usize| (n > 0).then(|| visitor.t(key).count("n", n).to_string());
    let pictures = counted("apply-pictures", pictures);
    let plates = counted("apply-vehicles", plates.sum());
    let files = counted("apply-files", files);
    words.take(4).chain(pictures).chain(files).chain(plates).collect::<Vec<_>>().join(" · ")
}
