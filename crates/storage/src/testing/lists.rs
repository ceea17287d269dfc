//! The statements behind the lists that people open and behind the loops that never rest, for the test that records
//! how SQLite carries them out.

use sqlx::{AssertSqlSafe, Row as _, SqlSafeStr, query};

use crate::application::summary;
use crate::{
    Store, account, audit, delivery, file, job, message, notification, person, retention, role, task, vehicle,
};

/// Name and text of each list.
pub const LISTS: &[(&str, &str)] = &[
    ("account::list", account::LIST),
    ("account::list of a unit", account::LIST_BY_UNIT),
    ("application::count_by_state", summary::COUNT),
    ("application::list", summary::LIST),
    ("application::list by document", summary::LIST_BY_DOCUMENT),
    ("application::list by name", summary::LIST_BY_NAME),
    ("application::list by number", summary::LIST_BY_NUMBER),
    ("application::list in a state", summary::LIST_IN_STATE),
    ("application::list in units", summary::LIST_IN_UNITS),
    ("application::of_document", summary::OF_DOCUMENT),
    ("application::of_initiator", summary::OF_INITIATOR),
    ("audit::list", audit::LIST),
    ("audit::list by action", audit::LIST_BY_ACTION),
    ("audit::list by actor", audit::LIST_BY_ACTOR),
    ("audit::list by subject", audit::LIST_BY_SUBJECT),
    ("audit::list by time", audit::LIST_BY_TIME),
    ("audit::verify", audit::NEXT),
    ("delivery::list", delivery::LIST),
    ("delivery::list in a stage", delivery::LIST_IN_STATE),
    ("delivery::list_due", delivery::LIST_UNFINISHED),
    ("file::list_expired", file::LIST_EXPIRED),
    ("file::list_leaving", file::LIST_LEAVING),
    ("job::claim", job::DUE),
    ("job::list_failed", job::FAILED),
    ("message::list", message::LIST),
    ("notification::list of a staff member", notification::OF_ACCOUNT),
    ("notification::list of an applicant", notification::OF_APPLICANT),
    ("person::count", person::COUNT),
    ("person::count_by_state", person::COUNT_BY_STATE),
    ("person::list", person::LIST),
    ("person::list by document", person::LIST_BY_DOCUMENT),
    ("person::list by name", person::LIST_BY_NAME),
    ("person::list by phone", person::LIST_BY_PHONE),
    ("person::list by staff number", person::LIST_BY_STAFF_NUMBER),
    ("person::list in a state", person::LIST_IN_STATE),
    ("person::list in units", person::LIST_IN_UNITS),
    ("person::list_ending", person::LIST_ENDING),
    ("retention::closed", retention::CLOSED),
    ("retention::closed_with_files", retention::CLOSED_WITH_FILES),
    ("retention::delete_notifications", retention::OLD_NOTIFICATIONS),
    ("retention::over", retention::OVER),
    ("retention::over_with_files", retention::OVER_WITH_FILES),
    ("role::covering", role::COVERING),
    ("task::list_open", task::OPEN),
    ("task::list_open_of", task::OPEN_OF),
    ("task::of_application", task::OF_APPLICATION),
    ("task::turn_done_by", task::DONE_BY),
    ("task::turn_done_by backwards", task::DONE_BY_BACK),
    ("task::turn_open_of backwards", task::OPEN_OF_BACK),
    ("vehicle::list", vehicle::LIST),
    ("vehicle::list by plate", vehicle::LIST_BY_PLATE),
    ("vehicle::list in units", vehicle::LIST_IN_UNITS),
    ("vehicle::of_person", vehicle::OF_PERSON),
];

/// How SQLite would carry a statement out, one step per line.
pub async fn explain(store: &Store, text: &'static str) -> String {
    let mut db = store.read().await.unwrap();
    let sql = format!("EXPLAIN QUERY PLAN {}", db.sql(text).as_str());
    let rows = query(AssertSqlSafe(sql).into_sql_str()).fetch_all(db.connection()).await.unwrap();
    let steps: Vec<String> = rows.iter().map(|row| row.get("detail")).collect();
    steps.join("\n")
}

/// The tables of a SQLite database, by name.
pub async fn tables(store: &Store) -> Vec<String> {
    let sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\' \
               AND name NOT LIKE 'sqlite%' ORDER BY name";
    let mut db = store.read().await.unwrap();
    let rows = query(sql).fetch_all(db.connection()).await.unwrap();
    rows.iter().map(|row| row.get("name")).collect()
}
