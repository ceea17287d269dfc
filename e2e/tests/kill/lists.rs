//! When everybody is through: the lists of the office, and what the vehicle system holds.

use crate::ledger::Ledger;
use std::thread;
use std::time::Duration;
use tongxing_e2e::{Server, Visitor, product};

/// Seconds. A delivery whose answer was cut off by a kill is sent again a minute later.
const ARRIVAL: usize = 90;

/// One record per person, one permit per plate, each plate with the vehicle system once.
pub fn check(server: &Server, ledger: &Ledger) {
    let mut office = signed_in(server, "lisi");
    let (persons, permits) = (whole_list(&mut office, "/persons"), whole_list(&mut office, "/vehicles"));
    for registration in ledger.registrations.values() {
        let rows = rows_with(&persons, &registration.name);
        assert_eq!(rows, 1, "records of {}", registration.name);
        for plate in &registration.plates {
            let (head, rest) = plate.split_at(plate.char_indices().nth(2).unwrap().0);
            let rows = rows_with(&permits, &format!("{head}·{rest}")) + rows_with(&permits, plate);
            assert_eq!(rows, 1, "permits of {plate}");
        }
    }
    arrived(server, ledger);
}

/// Every plate arrives, in the end, exactly once.
fn arrived(server: &Server, ledger: &Ledger) {
    let mut gate = Visitor::new(&product::vehicle_system(server.data()));
    let wanted: Vec<&String> = ledger.registrations.values().flat_map(|r| &r.plates).collect();
    let mut counts = Vec::new();
    for _ in 0..ARRIVAL {
        let permits: serde_json::Value =
            serde_json::from_slice(&gate.get("/permits.json").unwrap().body).unwrap();
        let held = permits["permits"].as_array().unwrap();
        let count = |plate: &str| held.iter().filter(|permit| permit["plate"] == plate).count();
        counts = wanted.iter().map(|plate| (plate.as_str(), count(plate))).collect();
        if counts.iter().all(|(_, times)| *times == 1) {
            return;
        }
        assert!(counts.iter().all(|(_, times)| *times <= 1), "a plate twice: {counts:?}");
        thread::sleep(Duration::from_secs(1));
    }
    panic!("the vehicle system never got them all: {counts:?}");
}

fn signed_in(server: &Server, login: &str) -> Visitor {
    let mut visitor = Visitor::new(&server.url());
    let csrf = visitor.get("/sign-in").unwrap().input("csrf").unwrap();
    let password = product::password(server.data(), login);
    let fields = [("csrf", csrf.as_str()), ("login", login), ("password", &password)];
    assert_eq!(visitor.post("/sign-in", &fields).unwrap().status, 303);
    visitor
}

/// All pages of a list, one after the other.
fn whole_list(visitor: &mut Visitor, address: &str) -> String {
    let (mut whole, mut next) = (String::new(), Some(address.to_owned()));
    while let Some(page) = next.take() {
        let reply = visitor.get(&page).unwrap();
        assert_eq!(reply.status, 200, "{page}");
        let text = reply.text();
        next = text
            .split("href=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
            .find(|href| href.starts_with(address) && href.contains("after="))
            .map(|href| href.replace("&#38;", "&").replace("&amp;", "&"));
        whole.push_str(&text);
    }
    whole
}

fn rows_with(list: &str, words: &str) -> usize {
    list.split("<tr").skip(1).filter(|row| row.contains(words)).count()
}
