//! The notice before the first field: what is asked and why, and each consent by its own mark, none made beforehand.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use http::header;
use tongxing_catalog::{Service, form::Sensitivity};
use tongxing_usecases::{
    Campus, Error, Refusal,
    application::{draft, start},
};

use crate::{
    apply,
    forms::Pairs,
    page::{self, Page},
    trouble::Trouble,
    ui::Problems,
    visitor::{Visitor, cookies, session},
};

/// The page.
#[derive(Template)]
#[template(path = "apply/consent.html")]
pub struct ConsentPage {
    /// The frame.
    pub p: Page,
    /// Where the form is sent.
    pub action: String,
    /// One sentence about all of it.
    pub introduction: String,
    /// What is asked for: kind of data, what of it, why, until when, and whether it is sensitive.
    pub purposes: Vec<PurposeLine>,
    /// What is agreed to.
    pub consents: Vec<ConsentLine>,
    /// The rules, one entry per paragraph.
    pub rules: Vec<String>,
    /// Who processes the data and whom to ask.
    pub processor: String,
    /// The form that this browser began: where it goes on, the name of the step, when it was saved.
    pub draft: Option<(String, String, String)>,
    /// What was wrong.
    pub problems: Problems,
}

/// Why some of the fields are asked for.
pub struct PurposeLine {
    /// The kind of data.
    pub title: String,
    /// Which fields.
    pub fields: String,
    /// Why.
    pub why: String,
    /// For how long.
    pub kept: String,
    /// Whether it needs the separate consent.
    pub sensitive: bool,
    /// Its icon.
    pub icon: &'static str,
}

/// One thing to agree to.
pub struct ConsentLine {
    /// Its key.
    pub key: String,
    /// What is agreed to.
    pub text: String,
    /// What to know about it.
    pub hint: String,
    /// Nothing begins without it.
    pub required: bool,
    /// Marked before, on a page that came back.
    pub given: bool,
    /// What was wrong.
    pub error: String,
}

/// `GET /s/{service}`
pub async fn show(
    visitor: Visitor,
    State(campus): State<Arc<Campus>>,
    Path(service): Path<String>,
) -> Result<Response, Trouble> {
    let published = start::notice(&campus, &service)?;
    let draft = begun(&campus, &visitor, &service).await?;
    let problems = Problems::none(visitor.lang);
    page::show(&ConsentPage::new(&visitor, &published.service, draft, &[], problems))
}

/// `POST /s/{service}`
pub async fn submit(
    visitor: Visitor,
    State(campus): State<Arc<Campus>>,
    Path(service): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Trouble> {
    let published = start::notice(&campus, &service)?;
    let given: Vec<String> =
        pairs.into_iter().filter(|(name, _)| name == "consent").map(|(_, key)| key).collect();
    let address = visitor.address.to_string();
    let input = start::Input { service: &service, given: given.clone(), address: &address };
    match start::run(&campus, input).await {
        Ok(token) => Ok(begin(&visitor, &published.service, &token)),
        Err(Error::Refused(refusal)) => {
            let draft = begun(&campus, &visitor, &service).await?;
            let problems = problems(&visitor, &refusal);
            page::show_again(&ConsentPage::new(&visitor, &published.service, draft, &given, problems))
        }
        Err(other) => Err(other.into()),
    }
}

fn problems(visitor: &Visitor, refusal: &Refusal) -> Problems {
    let mut problems = Problems::none(visitor.lang);
    for found in &refusal.problems {
        let path = if found.path.is_empty() { String::new() } else { format!("consent.{}", found.path) };
        problems.add(path, "", visitor.lang.problem(&found.problem));
    }
    problems
}

/// On to the first step, with the cookie that opens the draft again from this browser only.
fn begin(visitor: &Visitor, service: &Service, token: &str) -> Response {
    let first = service.form.sections.first().map(|section| section.key.as_str()).unwrap_or_default();
    let mut response = Redirect::to(&apply::address(&service.key, first)).into_response();
    let seconds = service.retention.draft_days.saturating_mul(24 * 60 * 60);
    if let Some(cookie) = cookies::closed(&visitor.shell, session::DRAFT, token, Some(seconds)) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// The draft of this service that this browser began, if it can be continued.
async fn begun(
    campus: &Campus,
    visitor: &Visitor,
    service: &str,
) -> Result<Option<(String, String, String)>, Trouble> {
    let Some(token) = &visitor.draft else { return Ok(None) };
    let found = draft::find(campus, token).await?;
    let Some(opened) = found.filter(|o| o.published.service.key == service) else { return Ok(None) };
    let at = &opened.draft.section;
    let name = opened.published.service.section(at).map(|s| visitor.lang.of(&s.title).to_owned());
    let saved = visitor.when().short(opened.draft.updated_at);
    Ok(Some((apply::address(service, at), name.unwrap_or_default(), saved)))
}

impl ConsentPage {
    /// The page of this service, with what was marked before and what was wrong with it.
    pub fn new(
        visitor: &Visitor,
        service: &Service,
        draft: Option<(String, String, String)>,
        given: &[String],
        problems: Problems,
    ) -> Self {
        let notice = &service.notice;
        let p = Page::new(visitor, visitor.lang.of(&notice.title));
        let consents = notice.consents.iter().map(|item| ConsentLine {
            key: item.key.clone(),
            text: p.say(&item.text),
            hint: item.hint.as_ref().map(|hint| p.say(hint)).unwrap_or_default(),
            required: item.required,
            given: given.contains(&item.key),
            error: problems.beside(&format!("consent.{}", item.key)).unwrap_or_default().to_owned(),
        });
        Self {
            action: format!("/s/{}", service.key),
            introduction: p.say(&notice.introduction),
            purposes: purposes(&p, service),
            consents: consents.collect(),
            rules: notice.rules.iter().map(|rule| p.say(rule)).collect(),
            processor: p.say(&notice.processor),
            draft,
            problems,
            p,
        }
    }
}

fn purposes(p: &Page, service: &Service) -> Vec<PurposeLine> {
    let line = |purpose: &tongxing_catalog::service::Purpose| {
        let fields: Vec<_> = service.fields().filter(|field| field.purpose == purpose.key).collect();
        let names: Vec<String> = fields.iter().map(|field| p.say(&field.label)).collect();
        let icon = if fields.iter().any(|field| field.kind.is_upload()) { "image" } else { "id" };
        PurposeLine {
            title: p.say(&purpose.title),
            fields: names.join(&p.t("apply-comma").to_string()),
            why: p.say(&purpose.why),
            kept: p.say(&purpose.kept),
            sensitive: fields.iter().any(|field| field.sensitive == Sensitivity::Sensitive),
            icon,
        }
    };
    service.notice.purposes.iter().map(line).collect()
}
