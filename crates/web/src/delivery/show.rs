//! One row of the ledger with everything that was tried.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use tongxing_domain::id::DeliveryId;
use tongxing_usecases::{
    Campus, Permission,
    delivery::list::{self, Attempt, AttemptOutcome, Line},
};

use super::{list::event, next_try, trouble};
use crate::{
    page::{self, Page},
    person::{Tag, list::unit_name, stage_tag, until},
    trouble::Trouble,
    ui::{Event, PlateTag, Timeline},
    visitor::{Visitor, session::Staff},
};

/// The page.
#[derive(Template)]
#[template(path = "delivery/show.html")]
pub struct DeliveryPage {
    /// The frame; its title says what is delivered.
    pub p: Page,
    /// The plate.
    pub plate: Option<PlateTag>,
    /// How far it has come.
    pub stage: Tag,
    /// What stands against it, in our words and in theirs.
    pub trouble: (String, String),
    /// Label and value.
    pub pairs: Vec<(String, String)>,
    /// The page of the record the permit belongs to, where the reader may open it.
    pub record: Option<String>,
    /// Everything that was tried.
    pub attempts: Option<Timeline>,
    /// Where it is sent again, when the reader may.
    pub resend: Option<String>,
}

/// `GET /deliveries/{id}`
pub async fn show(
    visitor: Visitor,
    Staff(actor): Staff,
    State(campus): State<Arc<Campus>>,
    Path(id): Path<DeliveryId>,
) -> Result<Response, Trouble> {
    let (line, attempts) = list::one(&campus, &actor, id).await?;
    let p = page::for_staff(&campus, &visitor, visitor.t("delivery-list-title")).await?;
    page::show(&DeliveryPage::new(p, &line, &attempts, actor.may(Permission::ResendDeliveries)))
}

impl DeliveryPage {
    /// The page of a row.
    pub fn new(p: Page, line: &Line, attempts: &[Attempt], resends: bool) -> Self {
        let delivery = &line.delivery;
        let (desk, list, title) = (p.t("menu-desk"), p.t("delivery-list-title"), event(&p, line));
        let p = p.place("/deliveries").back("/deliveries");
        let mut p = p.crumb(desk, Some("/desk")).crumb(list, Some("/deliveries")).crumb(&title, None);
        p.title = title;
        let events: Vec<Event> = attempts.iter().rev().map(|attempt| tried(&p, attempt)).collect();
        let holder = line.holder.as_ref().filter(|_| p.may_open("/persons"));
        Self {
            plate: line.permit.as_ref().map(|v| PlateTag::new(v.plate.number(), v.plate.colour().key())),
            stage: stage_tag(p.lang(), delivery),
            trouble: trouble(&p, delivery),
            pairs: pairs(&p, line),
            record: holder.map(|holder| format!("/persons/{}", holder.id)),
            attempts: (!events.is_empty()).then(|| Timeline::new(p.t("delivery-history"), events)),
            resend: resends.then(|| format!("/deliveries/{}/resend", delivery.id)),
            p,
        }
    }
}

fn pairs(p: &Page, line: &Line) -> Vec<(String, String)> {
    let delivery = &line.delivery;
    [
        ("delivery-target", delivery.target.clone()),
        ("person-unit", line.unit.as_ref().map(|unit| unit_name(p, unit)).unwrap_or_default()),
        ("person-valid-until", line.permit.as_ref().map(|v| until(p, v.valid.until())).unwrap_or_default()),
        ("delivery-version", delivery.version.to_string()),
        ("delivery-confirmed-version", delivery.confirmed_version.to_string()),
        ("delivery-attempts", delivery.attempts.to_string()),
        ("delivery-next", next_try(p, delivery)),
        ("delivery-changed", p.when().exact(delivery.changed_at)),
        ("delivery-key", delivery.idempotency_key()),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(key, value)| (p.t(key).to_string(), value))
    .collect()
}

fn tried(p: &Page, attempt: &Attempt) -> Event {
    let who = p.t("delivery-attempt").count("number", attempt.number).count("version", attempt.version);
    let who = format!("{who} · {}", p.when().exact(attempt.at));
    match &attempt.outcome {
        AttemptOutcome::Confirmed => Event::new("ok", "check", p.t("delivery-outcome-confirmed")).who(who),
        AttemptOutcome::Accepted => Event::new("warn", "clock", p.t("delivery-outcome-accepted")).who(who),
        AttemptOutcome::Failed { reason, detail } => {
            let words = p.t_of("delivery-reason", reason.as_str());
            Event::new("bad", "x", words).who(who).quote(detail.clone().unwrap_or_default())
        }
    }
}
