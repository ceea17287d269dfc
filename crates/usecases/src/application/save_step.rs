//! Saving one step of the wizard. What was typed is kept, also when something in it is wrong.

use tongxing_catalog::{FieldProblem, Values, input};
use tongxing_storage::{Tx, draft, file};

use super::draft::{Opened, opened};
use crate::{Campus, Error};

/// What was posted.
pub struct Input<'a> {
    /// The token of the browser's cookie.
    pub token: &'a str,
    /// Which section of the form.
    pub section: &'a str,
    /// The posted pairs.
    pub pairs: &'a [(String, String)],
}

/// Saves the section; says which one comes next, `None` after the last.
///
/// # Errors
/// Everything that is wrong with it, beside the fields (it is saved all the same); `draft-gone`; not found for a section
/// that the form does not have.
pub async fn run(campus: &Campus, input: Input<'_>) -> Result<Option<String>, Error> {
    let saved = save(campus, &input, true).await?;
    if !saved.problems.is_empty() {
        return Err(Error::invalid(saved.problems));
    }
    Ok(saved.next)
}

/// Saves what is there so far while a person is still typing: nothing is judged.
///
/// # Errors
/// `draft-gone`; not found for a section that the form does not have.
pub async fn keep(campus: &Campus, input: Input<'_>) -> Result<(), Error> {
    save(campus, &input, false).await.map(|_| ())
}

struct Saved {
    problems: Vec<FieldProblem>,
    next: Option<String>,
}

async fn save(campus: &Campus, input: &Input<'_>, moves_on: bool) -> Result<Saved, Error> {
    let mut tx = campus.store.begin().await?;
    let found = draft::lock(&mut tx, input.token, campus.now()).await?;
    let mut opened = opened(campus, &mut tx, found).await?;
    let published = std::sync::Arc::clone(&opened.published);
    let sections = &published.service.form.sections;
    let position = sections.iter().position(|s| s.key == input.section).ok_or(Error::NotFound)?;
    let section = sections.get(position).ok_or(Error::NotFound)?;
    let mut values: Values = opened.draft.form.clone();
    values.extend(input::read(section, input.pairs));
    let checked = opened
        .with_context(campus, |context| published.service.check_section(input.section, &values, context))
        .map_err(|e| Error::failed("a form could not be checked", e))?;
    let next = sections.get(position + 1).map(|s| s.key.clone());
    opened.draft.form = checked.values;
    if moves_on && checked.problems.is_empty() {
        advance(&mut opened, position);
    }
    store(campus, &mut tx, &mut opened).await?;
    tx.commit().await?;
    Ok(Saved { problems: checked.problems, next })
}

/// The draft is continued at the furthest section that was reached.
fn advance(opened: &mut Opened, done: usize) {
    let sections = &opened.published.service.form.sections;
    let reached = sections.iter().position(|s| s.key == opened.draft.section).unwrap_or(0);
    let last = sections.len().saturating_sub(1);
    if let Some(section) = sections.get(reached.max((done + 1).min(last))) {
        opened.draft.section.clone_from(&section.key);
    }
}

pub(super) async fn store(campus: &Campus, tx: &mut Tx, opened: &mut Opened) -> Result<(), Error> {
    let days = i64::from(opened.published.service.retention.draft_days);
    opened.draft.updated_at = campus.now();
    opened.draft.expires_at = campus.now().plus_days(days);
    file::keep_draft(tx, opened.draft.id, opened.draft.expires_at).await?;
    Ok(draft::save(tx, &mut opened.draft).await?)
}
