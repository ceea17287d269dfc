//! The list as a spreadsheet: with a reason, counted in the audit log, values masked as on the page.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use tongxing_catalog::Text;
use tongxing_domain::{
    id::UnitId,
    locale::Locale,
    mask,
    person::{EffectiveState, Person},
    problem::Problem,
    reason::Reason,
    time::Timestamp,
    unit::Unit,
};
use tongxing_storage::PageRequest;

use super::{
    kinds,
    list::{self, Found, Search},
};
use crate::{Actor, Campus, Error, Permission, audit};

/// The most records in one file.
pub const MOST: usize = 20_000;
const PAGE: u32 = 500;

/// Makes the file.
///
/// # Errors
/// What is wrong with the reason, beside it; `export-too-large`; forbidden without `ExportPersons`.
pub async fn run(
    campus: &Campus,
    actor: &Actor,
    search: &Search,
    reason: &str,
    locale: Locale,
) -> Result<Vec<u8>, Error> {
    let scope = actor.require(Permission::ExportPersons)?;
    let reason = Reason::parse(reason).map_err(|e| Error::refused_field("reason", e))?;
    let mut persons = Vec::new();
    let mut next = PageRequest::first(PAGE);
    let units = loop {
        let Found { page, units, .. } = list::run(campus, actor, search, &next).await?;
        // Seeing reaches further than taking away.
        persons.extend(page.items.into_iter().filter(|p| scope.covers(Some(p.unit))));
        if persons.len() > MOST {
            return Err(Error::refused_field("", Problem::new("export-too-large").with("max", MOST)));
        }
        match page.next {
            Some(cursor) => next = PageRequest::after(cursor, PAGE),
            None => break units,
        }
    };
    let count = persons.len();
    let table = Table {
        persons,
        units,
        kinds: kinds::run(campus),
        zone: campus.settings.zone.clone(),
        now: campus.now(),
        locale,
    };
    // Tens of thousands of rows take a while: other requests are not kept waiting.
    let made = tokio::task::spawn_blocking(move || table.write()).await;
    let made = made.map_err(|e| Error::failed("a spreadsheet could not be made", e))?;
    let file = made.map_err(|e| Error::failed("a spreadsheet could not be made", e))?;
    let mut tx = campus.store.begin().await?;
    let details = serde_json::json!({ "count": count, "reason": reason.as_str() });
    audit::record(campus, &mut tx, &actor.into(), "person.export", "list", &details).await?;
    tx.commit().await?;
    Ok(file)
}

/// What goes into the file.
struct Table {
    persons: Vec<Person>,
    units: BTreeMap<UnitId, Unit>,
    kinds: BTreeMap<String, Text>,
    zone: TimeZone,
    now: Timestamp,
    locale: Locale,
}

impl Table {
    fn write(&self) -> Result<Vec<u8>, XlsxError> {
        let headings: [&str; 8] = match self.locale {
            Locale::ZhCn => ["姓名", "证件号", "手机号", "职工号", "单位", "人员类别", "有效期至", "状态"],
            Locale::En => {
                ["Name", "Document", "Phone", "Staff number", "Unit", "Kind", "Valid until", "State"]
            }
        };
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let bold = Format::new().set_bold();
        for (column, heading) in (0..).zip(headings) {
            sheet.write_string_with_format(0, column, heading, &bold)?;
        }
        for (row, person) in (1..).zip(&self.persons) {
            for (column, cell) in (0..).zip(self.cells(person)) {
                sheet.write_string(row, column, harmless(&cell))?;
            }
        }
        book.save_to_buffer()
    }

    fn cells(&self, person: &Person) -> [String; 8] {
        let unit = self.units.get(&person.unit);
        let unit = unit.map(|u| if self.locale == Locale::En { &u.name_en } else { &u.name_zh });
        let kind = self.kinds.get(&person.kind).map_or(person.kind.as_str(), |kind| kind.get(self.locale));
        [
            person.name.as_str().to_owned(),
            person.document.masked(),
            mask::phone(person.phone.as_str()),
            mask::phone(&person.staff_number),
            unit.cloned().unwrap_or_default(),
            kind.to_owned(),
            person.valid.last_day(&self.zone).to_string(),
            state_word(person.effective_state(self.now), self.locale).to_owned(),
        ]
    }
}

fn state_word(state: EffectiveState, locale: Locale) -> &'static str {
    let (zh, en) = match state {
        EffectiveState::NotYetValid => ("未到有效期", "Not yet valid"),
        EffectiveState::Active => ("有效", "Active"),
        EffectiveState::Suspended => ("已暂停", "Suspended"),
        EffectiveState::Expired => ("已过期", "Expired"),
        EffectiveState::Ended => ("已注销", "Ended"),
    };
    if locale == Locale::En { en } else { zh }
}

/// A cell that a spreadsheet program would run as a formula begins with an apostrophe instead.
fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_never_begins_a_formula() {
        for bad in ["=1+1", "+86", "-1", "@SUM(A1)", "\t=1"] {
            assert!(harmless(bad).starts_with('\''), "{bad}");
        }
        assert_eq!(harmless("张三"), "张三");
    }
}
