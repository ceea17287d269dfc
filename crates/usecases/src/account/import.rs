//! Taking over people who can sign in, and their roles, from a spreadsheet: all rows or none.
//!
//! Accounts and roles are in two hands. The system administrator's import opens and changes accounts and leaves the
//! roles of the file alone; the security administrator imports the same file after that and gives the roles.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use tongxing_domain::{
    account::Account, id::UnitId, locale::Locale, problem::Problem, role::Role, time::Period,
};
use tongxing_storage::{Tx, account, unit};

use super::{create, give_role};
use crate::{
    Actor, Campus, Error, Permission, audit,
    error::FieldProblem,
    import::{self, Column, Report},
    sheet::{Row, Sheet},
};

const LOGIN: Column =
    Column { names: &["login", "账号", "Account", "工号"], example: ("20010001", "20010001") };
const NAME: Column = Column { names: &["name", "姓名", "Name"], example: ("张三", "张三") };
const PHONE: Column = Column { names: &["phone", "手机号", "Phone"], example: ("", "") };
const EMAIL: Column = Column { names: &["email", "邮箱", "E-mail"], example: ("", "") };
const UNIT: Column =
    Column { names: &["unit", "所在单位编号", "Unit code", "单位编号"], example: ("01", "01") };
const ROLE: Column =
    Column { names: &["role", "角色", "Role"], example: ("部门管理员", "unit-administrator") };
const ROLE_UNIT: Column =
    Column { names: &["role_unit", "角色单位编号", "Unit code of the role"], example: ("01", "01") };

/// The roles as people write them in a sheet.
const ROLE_WORDS: [(Role, &str); 13] = [
    (Role::UnitOfficeDirector, "办公室主任"),
    (Role::UnitAdministrator, "部门管理员"),
    (Role::UnitHead, "部门负责人"),
    (Role::InformatizationLead, "信息化负责领导"),
    (Role::NetworkCentreDirector, "网络中心主任"),
    (Role::CardClerk, "卡务"),
    (Role::VehicleAdministrator, "车辆管理员"),
    (Role::DoorOwner, "门禁负责人"),
    (Role::Guard, "门岗"),
    (Role::ProcessAdministrator, "流程管理员"),
    (Role::SystemAdministrator, "系统管理员"),
    (Role::SecurityAdministrator, "安全管理员"),
    (Role::AuditAdministrator, "审计管理员"),
];

/// The spreadsheet to fill in.
///
/// # Errors
/// Forbidden without `ViewUnits`.
pub fn template(actor: &Actor, locale: Locale) -> Result<Bytes, Error> {
    actor.require(Permission::ViewUnits)?;
    let words = ROLE_WORDS.iter().map(|(role, zh)| if locale == Locale::En { role.as_str() } else { zh });
    let columns = [&LOGIN, &NAME, &PHONE, &EMAIL, &UNIT, &ROLE, &ROLE_UNIT];
    import::template(locale, &columns, &[(5, words.collect())])
}

/// Takes over people, each with an optional role. New ones have no password until an administrator gives them a first
/// one; known accounts are changed. A person may stand in several rows to hold several roles.
///
/// # Errors
/// Refusals beside `file` for a file that is no sheet; forbidden with neither `ManageUnits` nor `AssignRoles`.
pub async fn run(campus: &Campus, actor: &Actor, file: Bytes) -> Result<Report, Error> {
    let manages = actor.may(Permission::ManageUnits);
    if !manages {
        actor.require(Permission::AssignRoles)?;
    }
    let sheet = Sheet::load(file).await?;
    import::need(&sheet, if manages { &[&LOGIN, &NAME] } else { &[&LOGIN, &ROLE] })?;
    let mut tx = campus.store.begin().await?;
    let units = unit::list(&mut tx).await?.into_iter().map(|u| (u.code, u.id)).collect();
    let mut import =
        Import { campus, actor, sheet: &sheet, units, seen: BTreeSet::new(), report: Report::default() };
    for row in sheet.rows().filter(|r| !r.is_empty()) {
        let account =
            if manages { import.person(&mut tx, &row).await? } else { import.known(&mut tx, &row).await? };
        if let Some(account) = account {
            import.role(&mut tx, &account, &row).await?;
        }
    }
    let report = import.report;
    if !report.is_done() {
        return Ok(report.refused());
    }
    let details = serde_json::json!({
        "added": report.added, "changed": report.changed, "roles": report.roles_given,
    });
    audit::record(campus, &mut tx, &actor.into(), "account.import", "account", &details).await?;
    tx.commit().await?;
    Ok(report)
}

struct Import<'a> {
    campus: &'a Campus,
    actor: &'a Actor,
    sheet: &'a Sheet,
    units: BTreeMap<String, UnitId>,
    seen: BTreeSet<(String, String, String)>,
    report: Report,
}

impl Import<'_> {
    /// The account of a row, opened or changed.
    async fn person(&mut self, tx: &mut Tx, row: &Row<'_>) -> Result<Option<Account>, Error> {
        if !self.is_first(row) {
            return Ok(None);
        }
        let unit = self.units.get(row.get(UNIT.names)).copied();
        let input = create::Input {
            login: row.get(LOGIN.names).to_owned(),
            name: row.get(NAME.names).to_owned(),
            phone: row.get(PHONE.names).to_owned(),
            email: row.get(EMAIL.names).to_owned(),
            unit,
        };
        let mut problems = Vec::new();
        let read = create::read(self.campus, &input).map_err(|found| problems.extend(found)).ok();
        if unit.is_none() && !row.get(UNIT.names).is_empty() {
            problems.push(FieldProblem { path: "unit".into(), problem: Problem::new("import-unknown-unit") });
        }
        match read {
            Some(read) if problems.is_empty() => self.take_over(tx, read).await.map(Some),
            _ => {
                self.report.all_wrong(row, problems);
                Ok(None)
            }
        }
    }

    async fn take_over(&mut self, tx: &mut Tx, read: Account) -> Result<Account, Error> {
        let Some(known) = account::find_by_login(tx, &read.login).await? else {
            create::insert(self.campus, tx, &read, None, true).await?;
            self.report.added += 1;
            return Ok(read);
        };
        // What the file does not speak of stays as it is.
        let changed = Account {
            name: read.name,
            phone: if self.sheet.has(PHONE.names) { read.phone } else { known.phone.clone() },
            email: if self.sheet.has(EMAIL.names) { read.email } else { known.email.clone() },
            unit: if self.sheet.has(UNIT.names) { read.unit } else { known.unit },
            ..known.clone()
        };
        if changed != known {
            account::update(tx, &changed).await?;
            self.report.changed += 1;
        }
        Ok(changed)
    }

    /// The account of a row, which must be there already.
    async fn known(&mut self, tx: &mut Tx, row: &Row<'_>) -> Result<Option<Account>, Error> {
        if !self.is_first(row) {
            return Ok(None);
        }
        let found = account::find_by_login(tx, row.get(LOGIN.names)).await?;
        if found.is_none() {
            self.report.wrong(row.number, "login", Problem::new("import-unknown-account"));
        }
        Ok(found)
    }

    fn is_first(&mut self, row: &Row<'_>) -> bool {
        let login = row.get(LOGIN.names).to_lowercase();
        let first =
            self.seen.insert((login, row.get(ROLE.names).to_owned(), row.get(ROLE_UNIT.names).to_owned()));
        if !first {
            self.report.wrong(row.number, "login", Problem::new("import-twice"));
        }
        first
    }

    async fn role(&mut self, tx: &mut Tx, account: &Account, row: &Row<'_>) -> Result<(), Error> {
        let word = row.get(ROLE.names);
        if word.is_empty() {
            return Ok(());
        }
        let Some(role) = role_called(word) else {
            self.report.wrong(row.number, "role", Problem::new("import-unknown-role"));
            return Ok(());
        };
        let unit = match row.get(ROLE_UNIT.names) {
            _ if role.is_campus_wide() => None,
            "*" => None,
            "" if account.unit.is_some() => account.unit,
            code => {
                let Some(id) = self.units.get(code) else {
                    self.report.wrong(row.number, "role_unit", Problem::new("import-unknown-unit"));
                    return Ok(());
                };
                Some(*id)
            }
        };
        if !self.actor.may(Permission::AssignRoles) {
            self.report.roles_left += 1;
            return Ok(());
        }
        if account.id == self.actor.account() {
            self.report.wrong(row.number, "login", Problem::new("own-role"));
            return Ok(());
        }
        let valid = Period::open_ended(self.campus.now()).map_err(|e| Error::failed("an open period", e))?;
        let wanted = give_role::Input { account: account.id, role, unit, below: true, valid };
        match give_role::give(self.campus, tx, &self.actor.into(), wanted).await {
            Ok(_) => self.report.roles_given += 1,
            Err(Error::Refused(refusal)) if refusal.code() == "role-held" => {}
            Err(Error::Refused(refusal)) => {
                for found in refusal.problems {
                    self.report.wrong(row.number, "role", found.problem);
                }
            }
            Err(other) => return Err(other),
        }
        Ok(())
    }
}

fn role_called(word: &str) -> Option<Role> {
    let by_word = ROLE_WORDS.iter().find(|(_, zh)| *zh == word).map(|(role, _)| *role);
    by_word.or_else(|| word.to_ascii_lowercase().parse().ok())
}
