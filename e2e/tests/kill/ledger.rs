//! What was answered with success, and must be found again.

use std::collections::BTreeMap;

#[derive(Debug, Default)]
pub struct Ledger {
    /// Answers that came.
    pub answers: usize,
    /// Answers that never came.
    pub cut_off: usize,
    /// Applicants whose registration was completed before their eyes.
    pub through: usize,
    /// Registrations by number.
    pub registrations: BTreeMap<String, Registration>,
}

/// One registration that was answered with its number.
#[derive(Debug)]
pub struct Registration {
    /// Whose.
    pub name: String,
    /// Their plates.
    pub plates: Vec<String>,
    /// What approvers wrote when they decided, each with the step's answer.
    pub opinions: Vec<String>,
}

impl Ledger {
    /// Notes a number that was answered; the same number never goes to two people.
    pub fn submitted(&mut self, number: &str, name: &str, plates: &[String]) {
        let fresh = Registration { name: name.to_owned(), plates: plates.to_vec(), opinions: Vec::new() };
        let known = self.registrations.entry(number.to_owned()).or_insert(fresh);
        assert_eq!(known.name, name, "{number} was given twice");
        let theirs = self.registrations.iter().filter(|(_, r)| r.name == name).count();
        assert_eq!(theirs, 1, "{name} was given two numbers: {:?}", self.registrations);
    }
}
