//! Beginning: what is asked and why has been read, each consent was given or not, and a draft opens.

use std::sync::Arc;

use tongxing_domain::problem::Problem;
use tongxing_storage::{
    attempt::Limit,
    consent::{self, Consent},
    draft::{self, Draft},
};

use crate::{Campus, Error, campus::PublishedService, error::FieldProblem, network, tries};

/// What was marked on the notice page.
pub struct Input<'a> {
    /// The service.
    pub service: &'a str,
    /// The keys of the consents that were given.
    pub given: Vec<String>,
    /// The network address.
    pub address: &'a str,
}

/// A dormitory or a building site registers from one address; a script would go on and on.
const PER_ADDRESS: Limit = Limit { scope: "start-address", tries: 60, window_millis: tries::QUARTER };

/// The service that a person without an account may start.
///
/// # Errors
/// Not found when there is none of that name, or it is for staff only.
pub fn notice(campus: &Campus, service: &str) -> Result<Arc<PublishedService>, Error> {
    campus.services().current(service).filter(|p| p.service.audience.public).ok_or(Error::NotFound)
}

/// Records every consent, given or refused, and opens a draft. Says the token for the browser's cookie.
///
/// # Errors
/// `consent-needed` beside each required consent that was not given; `too-many-tries`.
pub async fn run(campus: &Campus, input: Input<'_>) -> Result<String, Error> {
    let published = notice(campus, input.service)?;
    let service = &published.service;
    let missing: Vec<_> = service
        .notice
        .consents
        .iter()
        .filter(|item| item.required && !input.given.contains(&item.key))
        .map(|item| FieldProblem { path: item.key.clone(), problem: Problem::new("consent-needed") })
        .collect();
    if !missing.is_empty() {
        return Err(Error::invalid(missing));
    }
    let section =
        service.form.sections.first().ok_or_else(|| Error::broken("a service without a section"))?;
    let now = campus.now();
    let new = Draft {
        id: campus.new_id(),
        application: None,
        service: service.key.clone(),
        version: published.version,
        form: tongxing_catalog::Values::new(),
        section: section.key.clone(),
        row_version: 1,
        created_at: now,
        updated_at: now,
        expires_at: now.plus_days(i64::from(service.retention.draft_days)),
    };
    let token = campus.new_token();
    let mut tx = campus.store.begin().await?;
    let network = network::of(input.address);
    if let Some(wait) = tries::used_up(&mut tx, &[(PER_ADDRESS, &network)], now).await? {
        tx.commit().await?;
        return Err(Error::refused_field("", wait));
    }
    draft::insert(&mut tx, &new, &token).await?;
    for item in &service.notice.consents {
        let recorded = Consent {
            id: campus.new_id(),
            draft: Some(new.id),
            application: None,
            document: None,
            item: item.key.clone(),
            text_version: format!("{}/{}/{}", service.key, published.version, service.notice.version),
            given: input.given.contains(&item.key),
            channel: "web".to_owned(),
            at: now,
            withdrawn_at: None,
        };
        consent::insert(&mut tx, &recorded).await?;
    }
    tx.commit().await?;
    Ok(token)
}
