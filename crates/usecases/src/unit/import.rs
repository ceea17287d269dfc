//! Taking over units and people from a spreadsheet: all rows or none, and every bad cell named by row and column.

use std::collections::{BTreeMap, BTreeSet};

use tongxing_domain::{account::Account, id::UnitId, problem::Problem, role::Role, time::Period, unit::Unit};
use tongxing_storage::{Tx, account, unit};

use super::{
    save,
    sheet::{Row, Sheet},
};
use crate::{
    Actor, Campus, Error, Permission,
    account::{create, give_role},
    audit,
    error::FieldProblem,
};

/// What an import did, or everything that keeps it from being done.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Rows that became something new.
    pub added: usize,
    /// Rows that changed something known.
    pub changed: usize,
    /// Bad cells. If there is one, nothing was taken over.
    pub problems: Vec<RowProblem>,
}

/// One bad cell.
#[derive(Debug, PartialEq, Eq)]
pub struct RowProblem {
    /// The row, as a spreadsheet program numbers it.
    pub row: usize,
    /// The column's heading in our template; its translation is `import-column-…`.
    pub column: String,
    /// What is wrong.
    pub problem: Problem,
}

const CODE: &[&str] = &["code", "单位编号", "编号"];
const NAME_ZH: &[&str] = &["name_zh", "单位名称", "名称"];
const NAME_EN: &[&str] = &["name_en", "英文名称"];
const PARENT: &[&str] = &["parent", "上级单位编号", "上级编号"];
const LOGIN: &[&str] = &["login", "工号", "账号"];
const NAME: &[&str] = &["name", "姓名"];
const PHONE: &[&str] = &["phone", "手机号"];
const EMAIL: &[&str] = &["email", "邮箱"];
const UNIT: &[&str] = &["unit", "单位编号", "所在单位编号"];
const ROLE: &[&str] = &["role", "角色"];
const ROLE_UNIT: &[&str] = &["role_unit", "角色单位编号"];

/// Takes over units: known codes are changed, new ones added. A parent may stand anywhere in the file.
///
/// # Errors
/// Refusals beside `file` for a file that is no sheet; forbidden without `ManageUnits`.
pub async fn units(campus: &Campus, actor: &Actor, file: &[u8]) -> Result<Report, Error> {
    actor.require(Permission::ManageUnits)?;
    let sheet = Sheet::read(file)?;
    need(&sheet, &[CODE, NAME_ZH])?;
    let mut tx = campus.store.begin().await?;
    let known: BTreeMap<String, Unit> =
        unit::list(&mut tx).await?.into_iter().map(|u| (u.code.clone(), u)).collect();
    let mut report = Report::default();
    let planned = plan_units(campus, &sheet, &known, &mut report);
    if !report.problems.is_empty() {
        return Ok(report);
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

fn plan_units(
    campus: &Campus,
    sheet: &Sheet,
    known: &BTreeMap<String, Unit>,
    report: &mut Report,
) -> Vec<Unit> {
    let mut ids: BTreeMap<String, UnitId> = known.iter().map(|(code, u)| (code.clone(), u.id)).collect();
    let mut seen = BTreeSet::new();
    let mut planned = Vec::new();
    for row in sheet.rows().filter(|r| !r.is_empty()) {
        let input = save::Input {
            code: row.get(CODE).to_owned(),
            name_zh: row.get(NAME_ZH).to_owned(),
            name_en: row.get(NAME_EN).to_owned(),
            parent: None,
            active: true,
        };
        let id = *ids.entry(input.code.clone()).or_insert_with(|| campus.new_id());
        if !seen.insert(input.code.clone()) {
            report.wrong(&row, "code", Problem::new("import-twice"));
        }
        match save::read(id, &input) {
            Ok(unit) => planned.push((row.number, row.get(PARENT).to_owned(), unit)),
            Err(problems) => report.all_wrong(&row, problems),
        }
    }
    let mut units = Vec::new();
    for (number, parent, mut unit) in planned {
        if !parent.is_empty() {
            unit.parent = ids.get(&parent).copied();
            if unit.parent.is_none() || unit.parent == Some(unit.id) {
                let problem = Problem::new("import-unknown-unit");
                report.problems.push(RowProblem { row: number, column: "parent".into(), problem });
            }
        }
        if known.contains_key(&unit.code) {
            report.changed += 1;
        } else {
            report.added += 1;
        }
        units.push(unit);
    }
    report.refuse_circles(&units);
    units
}

/// Takes over people who can sign in, each with an optional role. New ones have no password until an administrator
/// gives them a first one; known logins are changed.
///
/// # Errors
/// As [`units`]; giving roles needs `AssignRoles` too.
pub async fn people(campus: &Campus, actor: &Actor, file: &[u8]) -> Result<Report, Error> {
    actor.require(Permission::ManageUnits)?;
    let sheet = Sheet::read(file)?;
    need(&sheet, &[LOGIN, NAME])?;
    let mut tx = campus.store.begin().await?;
    let units: BTreeMap<String, UnitId> =
        unit::list(&mut tx).await?.into_iter().map(|u| (u.code, u.id)).collect();
    let mut report = Report::default();
    let mut seen = BTreeSet::new();
    for row in sheet.rows().filter(|r| !r.is_empty()) {
        if !seen.insert(row.get(LOGIN).to_lowercase()) {
            report.wrong(&row, "login", Problem::new("import-twice"));
            continue;
        }
        let account = match read_person(campus, &units, &row) {
            Ok(account) => account,
            Err(problems) => {
                report.all_wrong(&row, problems);
                continue;
            }
        };
        let account = take_over(campus, &mut tx, account, &mut report).await?;
        if !row.get(ROLE).is_empty() {
            give(campus, &mut tx, actor, &account, &units, &row, &mut report).await?;
        }
    }
    if !report.problems.is_empty() {
        return Ok(Report { added: 0, changed: 0, ..report });
    }
    let details = serde_json::json!({ "added": report.added, "changed": report.changed });
    audit::record(campus, &mut tx, &actor.into(), "account.import", "account", &details).await?;
    tx.commit().await?;
    Ok(report)
}

fn read_person(
    campus: &Campus,
    units: &BTreeMap<String, UnitId>,
    row: &Row<'_>,
) -> Result<Account, Vec<FieldProblem>> {
    let input = create::Input {
        login: row.get(LOGIN).to_owned(),
        name: row.get(NAME).to_owned(),
        phone: row.get(PHONE).to_owned(),
        email: row.get(EMAIL).to_owned(),
        unit: units.get(row.get(UNIT)).copied(),
    };
    let account = create::read(campus, &input);
    if row.get(UNIT).is_empty() || input.unit.is_some() {
        return account;
    }
    let mut problems = account.err().unwrap_or_default();
    problems.push(FieldProblem { path: "unit".into(), problem: Problem::new("import-unknown-unit") });
    Err(problems)
}

async fn take_over(
    campus: &Campus,
    tx: &mut Tx,
    read: Account,
    report: &mut Report,
) -> Result<Account, Error> {
    match account::find_by_login(tx, &read.login).await? {
        Some(known) => {
            let changed = Account {
                id: known.id,
                login: known.login,
                state: known.state,
                locale: known.locale,
                ..read
            };
            account::update(tx, &changed).await?;
            report.changed += 1;
            Ok(changed)
        }
        None => {
            create::insert(campus, tx, &read, None).await?;
            report.added += 1;
            Ok(read)
        }
    }
}

async fn give(
    campus: &Campus,
    tx: &mut Tx,
    actor: &Actor,
    account: &Account,
    units: &BTreeMap<String, UnitId>,
    row: &Row<'_>,
    report: &mut Report,
) -> Result<(), Error> {
    if !actor.may(Permission::AssignRoles) {
        report.wrong(row, "role", Problem::new("import-roles-not-yours"));
        return Ok(());
    }
    let Ok(role) = row.get(ROLE).parse::<Role>() else {
        report.wrong(row, "role", Problem::new("import-unknown-role"));
        return Ok(());
    };
    let unit = match row.get(ROLE_UNIT) {
        "" => account.unit,
        "*" => None,
        code => match units.get(code) {
            Some(id) => Some(*id),
            None => {
                report.wrong(row, "role_unit", Problem::new("import-unknown-unit"));
                return Ok(());
            }
        },
    };
    let valid = Period::open_ended(campus.now()).map_err(|e| Error::failed("an open period", e))?;
    let wanted = give_role::Input { account: account.id, role, unit, below: true, valid };
    match give_role::give(campus, tx, &actor.into(), wanted).await {
        Err(Error::Refused(refusal)) if refusal.code() == "role-held" => Ok(()),
        Err(Error::Refused(refusal)) => {
            let problem = refusal.problems.into_iter().next().map(|p| p.problem);
            report.wrong(row, "role", problem.unwrap_or_else(|| Problem::new("import-unknown-role")));
            Ok(())
        }
        other => other.map(|_| ()),
    }
}

/// A heading that must be there and is not is a problem of the file, not of a row.
fn need(sheet: &Sheet, columns: &[&[&str]]) -> Result<(), Error> {
    for names in columns {
        if !sheet.has(names) {
            let column = names.get(1).or(names.first()).copied().unwrap_or_default();
            return Err(Error::refused_field(
                "file",
                Problem::new("sheet-column-missing").with("column", column),
            ));
        }
    }
    Ok(())
}

impl Report {
    fn wrong(&mut self, row: &Row<'_>, column: &str, problem: Problem) {
        self.problems.push(RowProblem { row: row.number, column: column.to_owned(), problem });
    }

    fn all_wrong(&mut self, row: &Row<'_>, problems: Vec<FieldProblem>) {
        for FieldProblem { path, problem } in problems {
            self.wrong(row, &path, problem);
        }
    }

    /// A unit above itself would make the tree endless.
    fn refuse_circles(&mut self, units: &[Unit]) {
        let parents: BTreeMap<UnitId, UnitId> =
            units.iter().filter_map(|u| Some((u.id, u.parent?))).collect();
        for (index, unit) in units.iter().enumerate() {
            let mut above = parents.get(&unit.id);
            let mut steps = 0;
            while let Some(id) = above {
                steps += 1;
                if *id == unit.id || steps > units.len() {
                    let problem = Problem::new("unit-below-itself");
                    self.problems.push(RowProblem { row: index + 2, column: "parent".into(), problem });
                    break;
                }
                above = parents.get(id);
            }
        }
    }
}
