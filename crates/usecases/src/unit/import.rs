//! Taking over units from a spreadsheet: all rows or none, and every bad cell named by row and column.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use tongxing_domain::{id::UnitId, locale::Locale, problem::Problem, unit::Unit};
use tongxing_storage::unit;

use super::save;
use crate::{
    Actor, Campus, Error, Permission, audit,
    import::{self, Column, Report},
    sheet::{Row, Sheet},
};

const CODE: Column =
    Column { names: &["code", "单位编号", "Unit code", "编号"], example: ("01", "01") };
const NAME_ZH: Column = Column {
    names: &["name_zh", "单位名称", "Chinese name", "名称"],
    example: ("后勤保障处", "后勤保障处"),
};
const NAME_EN: Column = Column {
    names: &["name_en", "英文名称", "English name"],
    example: ("Logistics Office", "Logistics Office"),
};
const PARENT: Column = Column {
    names: &["parent", "上级单位编号", "Code of the unit above", "上级编号"],
    example: ("", ""),
};

/// The spreadsheet to fill in.
///
/// # Errors
/// Forbidden without `ManageUnits`.
pub fn template(actor: &Actor, locale: Locale) -> Result<Bytes, Error> {
    actor.require(Permission::ManageUnits)?;
    import::template(locale, &[&CODE, &NAME_ZH, &NAME_EN, &PARENT], &[])
}

/// Takes over units: known codes are changed, new ones added. A parent may stand anywhere in the file. A column that
/// is not in the file changes nothing.
///
/// # Errors
/// Refusals beside `file` for a file that is no sheet; forbidden without `ManageUnits`.
pub async fn run(campus: &Campus, actor: &Actor, file: Bytes) -> Result<Report, Error> {
    actor.require(Permission::ManageUnits)?;
    let sheet = Sheet::load(file).await?;
    import::need(&sheet, &[&CODE, &NAME_ZH])?;
    let mut tx = campus.store.begin().await?;
    unit::lock_tree(&mut tx).await?;
    let known: BTreeMap<String, Unit> =
        unit::list(&mut tx).await?.into_iter().map(|u| (u.code.clone(), u)).collect();
    let mut report = Report::default();
    let planned = plan(campus, &sheet, &known, &mut report);
    if !report.is_done() {
        return Ok(report.refused());
    }
    // Twice, because a parent may come after its child: first that all are there, then where they belong.
    for planned in &planned {
        let alone = Unit { parent: known.get(&planned.code).and_then(|u| u.parent), ..planned.clone() };
        if known.contains_key(&planned.code) {
            unit::update(&mut tx, &alone).await?;
        } else {
            unit::insert(&mut tx, &alone).await?;
        }
    }
    for planned in &planned {
        unit::update(&mut tx, planned).await?;
    }
    let details = serde_json::json!({ "added": report.added, "changed": report.changed });
    audit::record(campus, &mut tx, &actor.into(), "unit.import", "unit", &details).await?;
    tx.commit().await?;
    Ok(report)
}

fn plan(campus: &Campus, sheet: &Sheet, known: &BTreeMap<String, Unit>, report: &mut Report) -> Vec<Unit> {
    let mut ids: BTreeMap<String, UnitId> = known.iter().map(|(code, u)| (code.clone(), u.id)).collect();
    let mut seen = BTreeSet::new();
    let mut planned = Vec::new();
    for row in sheet.rows().filter(|r| !r.is_empty()) {
        let code = row.get(CODE.names).to_owned();
        if !seen.insert(code.clone()) {
            report.wrong(row.number, "code", Problem::new("import-twice"));
        }
        let id = *ids.entry(code).or_insert_with(|| campus.new_id());
        match save::read(id, &typed(sheet, &row, known)) {
            Ok(unit) => planned.push((row.number, row.get(PARENT.names).to_owned(), unit)),
            Err(problems) => report.all_wrong(&row, problems),
        }
    }
    let mut units = Vec::new();
    for (number, parent, mut unit) in planned {
        if !parent.is_empty() {
            unit.parent = ids.get(&parent).copied();
            if unit.parent.is_none() {
                report.wrong(number, "parent", Problem::new("import-unknown-unit"));
            }
        }
        if known.contains_key(&unit.code) {
            report.changed += 1;
        } else {
            report.added += 1;
        }
        units.push((number, unit));
    }
    refuse_circles(&units, known, report);
    units.into_iter().map(|(_, unit)| unit).collect()
}

/// A row as it would be typed; what the file does not say of a known unit stays as it is.
fn typed(sheet: &Sheet, row: &Row<'_>, known: &BTreeMap<String, Unit>) -> save::Input {
    let before = known.get(row.get(CODE.names));
    let name_en = match before {
        Some(unit) if !sheet.has(NAME_EN.names) => unit.name_en.clone(),
        _ => row.get(NAME_EN.names).to_owned(),
    };
    save::Input {
        code: row.get(CODE.names).to_owned(),
        name_zh: row.get(NAME_ZH.names).to_owned(),
        name_en,
        parent: before.filter(|_| !sheet.has(PARENT.names)).and_then(|u| u.parent),
        active: before.is_none_or(|u| u.active),
    }
}

/// A unit above itself would make the tree endless; units that the file does not name may be part of the circle.
fn refuse_circles(units: &[(usize, Unit)], known: &BTreeMap<String, Unit>, report: &mut Report) {
    let mut parents: BTreeMap<UnitId, Option<UnitId>> = known.values().map(|u| (u.id, u.parent)).collect();
    parents.extend(units.iter().map(|(_, u)| (u.id, u.parent)));
    for (number, unit) in units {
        let mut passed = BTreeSet::new();
        let mut above = unit.parent;
        while let Some(id) = above.filter(|id| passed.insert(*id)) {
            above = parents.get(&id).copied().flatten();
        }
        if passed.contains(&unit.id) {
            report.wrong(*number, "parent", Problem::new("unit-below-itself"));
        }
    }
}
