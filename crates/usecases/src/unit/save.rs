//! Adding, renaming, moving and closing a unit.

use tongxing_domain::{id::UnitId, problem::Problem, text, unit::Unit};
use tongxing_storage::{StorageError, unit};

use crate::{Actor, Campus, Error, Permission, audit, error::FieldProblem};

/// A unit as typed.
#[derive(Debug, Clone, Default)]
pub struct Input {
    /// The short code the campus uses for it.
    pub code: String,
    /// Its Chinese name.
    pub name_zh: String,
    /// Its English name; the Chinese one is used where there is none.
    pub name_en: String,
    /// The unit above it.
    pub parent: Option<UnitId>,
    /// Whether people can be registered with it.
    pub active: bool,
}

/// Adds a unit.
///
/// # Errors
/// Refusals beside the fields; `code-taken` beside `code`; forbidden without `ManageUnits`.
pub async fn add(campus: &Campus, actor: &Actor, input: Input) -> Result<UnitId, Error> {
    actor.require(Permission::ManageUnits)?;
    let new = read(campus.new_id(), &input).map_err(Error::invalid)?;
    let mut tx = campus.store.begin().await?;
    unit::insert(&mut tx, &new).await.map_err(code_taken)?;
    record(campus, &mut tx, actor, "unit.add", &new).await?;
    tx.commit().await?;
    Ok(new.id)
}

/// Changes a unit. It cannot be moved below itself.
///
/// # Errors
/// As [`add`]; `unit-below-itself` beside `parent`; not found.
pub async fn change(campus: &Campus, actor: &Actor, id: UnitId, input: Input) -> Result<(), Error> {
    actor.require(Permission::ManageUnits)?;
    let changed = read(id, &input).map_err(Error::invalid)?;
    let mut tx = campus.store.begin().await?;
    unit::lock_tree(&mut tx).await?;
    unit::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let below = unit::below(&mut tx, id).await?;
    if changed.parent.is_some_and(|parent| below.contains(&parent)) {
        return Err(Error::refused_field("parent", Problem::new("unit-below-itself")));
    }
    unit::update(&mut tx, &changed).await.map_err(code_taken)?;
    record(campus, &mut tx, actor, "unit.change", &changed).await?;
    tx.commit().await?;
    Ok(())
}

/// One unit.
///
/// # Errors
/// Not found; forbidden without `ViewUnits`.
pub async fn find(campus: &Campus, actor: &Actor, id: UnitId) -> Result<Unit, Error> {
    actor.require(Permission::ViewUnits)?;
    let mut db = campus.store.read().await?;
    unit::find(&mut db, id).await?.ok_or(Error::NotFound)
}

/// Reads what was typed, or everything that is wrong with it.
pub(super) fn read(id: UnitId, input: &Input) -> Result<Unit, Vec<FieldProblem>> {
    let mut problems = Vec::new();
    let mut wrong = |path: &str, problem: Problem| problems.push(FieldProblem { path: path.into(), problem });
    let code = input.code.trim();
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    if !(1..=20).contains(&code.len()) || !code.chars().all(plain) {
        wrong("code", Problem::new("unit-code-form"));
    }
    let name_zh = text::line(&input.name_zh, 60).map_err(|e| wrong("name_zh", e.into())).unwrap_or_default();
    let name_en = match input.name_en.trim() {
        "" => name_zh.clone(),
        typed => text::line(typed, 120).map_err(|e| wrong("name_en", e.into())).unwrap_or_default(),
    };
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(Unit { id, parent: input.parent, code: code.to_owned(), name_zh, name_en, active: input.active })
}

fn code_taken(error: StorageError) -> Error {
    match error {
        StorageError::Conflict => Error::refused_field("code", Problem::new("code-taken")),
        other => other.into(),
    }
}

async fn record(
    campus: &Campus,
    tx: &mut tongxing_storage::Tx,
    actor: &Actor,
    action: &'static str,
    unit: &Unit,
) -> Result<(), Error> {
    let details = serde_json::json!({ "code": unit.code, "active": unit.active });
    audit::record(campus, tx, &actor.into(), action, &unit.id.to_string(), &details).await
}
