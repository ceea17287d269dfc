//! Keeping what is typed while people are still typing, for the script module `draft`. Nothing is judged; what follows
//! from it (a birth date that a document says, a default, fields that are asked now) goes back to the page.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Json,
    extract::{Path, State},
};
use serde::Serialize;
use tongxing_catalog::input::words;
use tongxing_usecases::{Campus, application::save_step};

use crate::{
    apply::{self, sent::Sent},
    forms::{Files, Pairs},
    trouble::Trouble,
    visitor::Visitor,
};

/// What follows from what was typed.
#[derive(Serialize)]
pub struct Kept {
    /// Controls that are filled in and locked, with their values.
    locked: BTreeMap<String, String>,
    /// What empty answers will become.
    defaults: BTreeMap<String, String>,
    /// The fields that are asked now, and whether each must be answered.
    asked: BTreeMap<String, bool>,
}

/// `POST /s/{service}/{section}/keep`
pub async fn submit(
    visitor: Visitor,
    State(campus): State<Arc<Campus>>,
    Path((service, section)): Path<(String, String)>,
    Pairs(pairs): Pairs,
) -> Result<Json<Kept>, Trouble> {
    let opened = apply::opened(&campus, &visitor, &service).await?;
    let at = opened.published.service.section(&section).ok_or(Trouble::NotFound)?;
    let sent = Sent::read(at, Files { pairs, files: Vec::new() });
    let token = visitor.draft.as_deref().unwrap_or_default();
    save_step::keep(&campus, save_step::Input { token, section: &section, pairs: &sent.pairs }).await?;
    let now = apply::opened(&campus, &visitor, &service).await?;
    let form = &now.published.service;
    let states = now.with_context(&campus, |context| form.section_state(&section, now.values(), context));
    let mut kept = Kept { locked: BTreeMap::new(), defaults: BTreeMap::new(), asked: BTreeMap::new() };
    for state in states.map_err(|e| Trouble::failed(&e))? {
        if let Some(value) = state.value.as_ref().filter(|_| state.locked) {
            kept.locked.insert(state.field.key.clone(), words(value));
        }
        if let Some(value) = &state.default {
            kept.defaults.insert(state.field.key.clone(), words(value));
        }
        if state.visible {
            kept.asked.insert(state.field.key.clone(), state.required);
        }
    }
    Ok(Json(kept))
}
