//! Renewing or ending several records at once: the question, and what became of each.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use tongxing_domain::{id::PersonId, person::Person};
use tongxing_usecases::{
    Actor, Campus, Error, Refusal,
    person::change_several::{self, Change, Outcome},
};

use super::Tag;
use crate::{
    ask::{Ask, AskPage},
    forms::Pairs,
    page::{self, Page},
    texts::Lang,
    trouble::Trouble,
    ui::{Field, Problems},
    visitor::{Visitor, session::Staff},
};

/// What became of each of them.
#[derive(Template)]
#[template(path = "person/several.html")]
pub struct SeveralPage {
    /// The frame.
    pub p: Page,
    /// How many were changed, of how many.
    pub summary: String,
    /// Name, address, and what became of it.
    pub rows: Vec<(String, String, Tag)>,
}

/// What was sent.
struct Sent {
    ids: Vec<PersonId>,
    until: String,
    /// Not there before the question was asked.
    reason: Option<String>,
}

impl Sent {
    fn read(pairs: Vec<(String, String)>) -> Self {
        let mut sent = Self { ids: Vec::new(), until: String::new(), reason: None };
        for (name, value) in pairs {
            match name.as_str() {
                "id" => sent.ids.extend(value.parse::<PersonId>().ok()),
                "until" => sent.until = value,
                "reason" => sent.reason = Some(value),
                _ => {}
            }
        }
        sent
    }
}

/// `GET /persons/several/{change}`: the address is that of an answer; the list is where it begins.
pub async fn back(Path(_): Path<String>) -> Redirect {
    Redirect::to("/persons")
}

/// `POST /persons/several/{change}`: asks what has to be known, then does it.
pub async fn submit(
    visitor: Visitor,
    Staff(actor): Staff,
    State(campus): State<Arc<Campus>>,
    Path(change): Path<String>,
    Pairs(pairs): Pairs,
) -> Result<Response, Trouble> {
    let ends = match change.as_str() {
        "renew" => false,
        "end" => true,
        _ => return Err(Trouble::NotFound),
    };
    let sent = Sent::read(pairs);
    if sent.ids.is_empty() {
        return Ok(Redirect::to("/persons").into_response());
    }
    let Some(reason) = &sent.reason else {
        return question(&campus, &visitor, &actor, ends, &sent, None).await;
    };
    let wanted = if ends { Change::End } else { Change::Renew(&sent.until) };
    match change_several::run(&campus, &actor, &sent.ids, wanted, reason).await {
        Ok(outcomes) => {
            let p = page::for_staff(&campus, &visitor, visitor.t("person-several-done")).await?;
            page::show(&SeveralPage::new(p, &outcomes))
        }
        Err(Error::Refused(refusal)) => {
            question(&campus, &visitor, &actor, ends, &sent, Some(&refusal)).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn question(
    campus: &Campus,
    visitor: &Visitor,
    actor: &Actor,
    ends: bool,
    sent: &Sent,
    refusal: Option<&Refusal>,
) -> Result<Response, Trouble> {
    let lang = visitor.lang;
    let people = change_several::chosen(campus, actor, &sent.ids).await?;
    if people.is_empty() {
        return Err(Trouble::NotFound);
    }
    let ask = ask(lang, ends, &people, sent);
    let label = |path: &str| match path {
        "until" => lang.t("ask-renew-until").into(),
        "reason" => lang.t(if ends { "ask-end-reason" } else { "ask-renew-reason" }).into(),
        _ => String::new(),
    };
    let problems =
        refusal.map_or_else(|| Problems::none(lang), |refusal| Problems::refused(lang, refusal, label));
    let p = page::for_staff(campus, visitor, &ask.title).await?;
    AskPage { p: p.place("/persons").back("/persons"), ask, problems }.answer()
}

fn ask(lang: Lang, ends: bool, people: &[Person], sent: &Sent) -> Ask {
    let key = if ends { "end" } else { "renew" };
    let names: Vec<&str> = people.iter().map(|person| person.name.as_str()).collect();
    let names = names.join(&lang.t("apply-comma").to_string());
    let about = lang.t(if ends { "person-several-end-about" } else { "person-several-renew-about" });
    let mut ask = Ask::new(lang, key, format!("/persons/several/{key}"))
        .titled(lang.t(if ends { "person-several-end" } else { "person-several-renew" }))
        .about(about.count("n", people.len()).arg("names", names));
    for person in people {
        ask = ask.carrying("id", person.id.to_string());
    }
    if ends {
        ask = ask.bad();
    } else {
        let until = Field::new("until", lang.t("ask-renew-until")).in_language(lang).kind("date").required();
        ask = ask.with(until.value(&sent.until));
    }
    ask.why(lang, sent.reason.as_deref().unwrap_or_default(), "")
}

impl SeveralPage {
    /// The page of these outcomes.
    pub fn new(p: Page, outcomes: &[Outcome]) -> Self {
        let (desk, list, here) = (p.t("menu-desk"), p.t("person-list-title"), p.t("person-several-done"));
        let p =
            p.place("/persons").crumb(desk, Some("/desk")).crumb(list, Some("/persons")).crumb(here, None);
        let row = |outcome: &Outcome| {
            let word = match &outcome.refused {
                None => ("ok", p.t("person-several-ok").to_string()),
                Some(problem) => ("bad", p.lang().problem(problem).to_string()),
            };
            (outcome.person.name.to_string(), format!("/persons/{}", outcome.person.id), word)
        };
        let done = outcomes.iter().filter(|outcome| outcome.refused.is_none()).count();
        let summary = p.t("person-several-summary").count("n", done).count("all", outcomes.len()).to_string();
        Self { rows: outcomes.iter().map(row).collect(), summary, p }
    }
}
