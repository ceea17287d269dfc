//! How SQLite carries out each list. A list that begins to scan a table shows here before anybody waits for it.

use std::fmt::Write as _;

use tongxing_storage::testing::{LISTS, TestStore, explain};

#[tokio::test]
async fn every_list_finds_its_index() {
    let db = TestStore::sqlite().await;
    let mut plans = String::new();
    for (name, sql) in LISTS {
        let plan = explain(&db.store, sql).await;
        writeln!(plans, "{name}").unwrap();
        for step in plan.lines() {
            writeln!(plans, "    {step}").unwrap();
        }
    }
    insta::assert_snapshot!(plans);
}
