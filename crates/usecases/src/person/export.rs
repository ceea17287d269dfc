//! The list as a spreadsheet: with a reason, counted in the audit log, values masked as on the page.

use rust_xlsxwriter::{Format, Workbook, XlsxError};
use tongxing_domain::{
    locale::Locale,
    mask,
    person::{EffectiveState, Person},
    problem::Problem,
    reason::Reason,
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
    let unit_name = |person: &Person| {
        let unit = units.get(&person.unit);
        unit.map(|u| if locale == Locale::En { u.name_en.clone() } else { u.name_zh.clone() })
            .unwrap_or_default()
    };
    let file = sheet(campus, &persons, &unit_name, locale)
        .map_err(|e| Error::failed("a spreadsheet could not be made", e))?;
    let mut tx = campus.store.begin().await?;
    let details = serde_json::json!({ "count": persons.len(), "reason": reason.as_str() });
    audit::record(campus, &mut tx, &actor.into(), "person.export", "list", &details).await?;
    tx.commit().await?;
    Ok(file)
}

fn sheet(
    campus: &Campus,
    persons: &[Person],
    unit_name: &dyn Fn(&Person) -> String,
    locale: Locale,
) -> Result<Vec<u8>, XlsxError> {
    let kinds = kinds::run(campus);
    let headings: [&str; 8] = match locale {
        Locale::ZhCn => ["姓名", "证件号", "手机号", "职工号", "单位", "人员类别", "有效期至", "状态"],
        Locale::En => ["Name", "Document", "Phone", "Staff number", "Unit", "Kind", "Valid until", "State"],
    };
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let bold = Format::new().set_bold();
    for (column, heading) in (0..).zip(headings) {
        sheet.write_string_with_format(0, column, heading, &bold)?;
    }
    for (row, person) in (1..).zip(persons) {
        let cells = [
            person.name.as_str().to_owned(),
            person.document.masked(),
            mask::phone(person.phone.as_str()),
            mask::phone(&person.staff_number),
            unit_name(person),
            kinds.get(&person.kind).map_or(person.kind.as_str(), |kind| kind.get(locale)).to_owned(),
            person.valid.last_day(&campus.settings.zone).to_string(),
            state_word(person.effective_state(campus.now()), locale).to_owned(),
        ];
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, harmless(&cell))?;
        }
    }
    book.save_to_buffer()
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
