//! A member of staff who approves what the applicants of this test hand in, and nothing else.

use crate::ledger::Ledger;
use crate::{Person, Turn};
use std::collections::BTreeSet;
use std::io::Error;
use std::sync::Mutex;
use tongxing_e2e::{Server, Visitor, product};

pub struct Approver {
    login: &'static str,
    visitor: Visitor,
    /// Tasks of the demonstration's own stories, and those decided.
    done: BTreeSet<String>,
    /// A press of the button whose answer has not come yet: it is pressed again as it was.
    pressed: Option<Press>,
}

#[derive(Clone)]
struct Press {
    task: String,
    number: String,
    key: String,
    csrf: String,
    opinion: String,
}

impl Approver {
    pub fn sign_in(server: &Server, login: &'static str) -> Self {
        let mut visitor = Visitor::new(&server.url());
        let csrf = visitor.get("/sign-in").unwrap().input("csrf").unwrap();
        let password = product::password(server.data(), login);
        let fields = [("csrf", csrf.as_str()), ("login", login), ("password", &password)];
        let reply = visitor.post("/sign-in", &fields).unwrap();
        assert_eq!(reply.status, 303, "{login} cannot sign in: {}", reply.text());
        Self { login, visitor, done: BTreeSet::new(), pressed: None }
    }

    /// Looks for a task of ours; the number is on its page.
    fn look(&mut self, ledger: &Mutex<Ledger>) -> Result<Turn, Error> {
        let list = self.visitor.get("/tasks")?;
        assert_eq!(list.status, 200, "{} sees no list", self.login);
        for task in tasks(&list.text()) {
            if self.done.contains(&task) {
                continue;
            }
            let page = self.visitor.get(&format!("/tasks/{task}"))?;
            let text = page.text();
            let ours = ledger.lock().unwrap();
            let Some((number, _)) = ours.registrations.iter().find(|(number, _)| text.contains(*number))
            else {
                // Not ours, or its number has not been told yet.
                continue;
            };
            let (Some(key), Some(csrf)) = (page.input("key"), page.input("csrf")) else {
                panic!("{} cannot decide {number}: {text}", self.login)
            };
            let opinion = format!("同意，{}于{number}", self.login);
            self.pressed = Some(Press { task, number: number.clone(), key, csrf, opinion });
            return Ok(Turn::Answered);
        }
        Ok(Turn::Idle)
    }

    fn press(&mut self, press: &Press, ledger: &Mutex<Ledger>) -> Result<Turn, Error> {
        let Press { task, number, key, csrf, opinion } = press;
        let fields = [("csrf", csrf.as_str()), ("key", key), ("opinion", opinion)];
        let reply = self.visitor.post(&format!("/tasks/{task}/approve"), &fields)?;
        assert_eq!(reply.status, 303, "{} cannot approve {number}: {}", self.login, reply.text());
        ledger.lock().unwrap().registrations.get_mut(number).unwrap().opinions.push(opinion.clone());
        self.done.insert(task.clone());
        self.pressed = None;
        Ok(Turn::Answered)
    }
}

impl Person for Approver {
    fn act(&mut self, ledger: &Mutex<Ledger>) -> Result<Turn, Error> {
        match self.pressed.clone() {
            Some(press) => self.press(&press, ledger),
            None => self.look(ledger),
        }
    }
}

/// The tasks a list links to.
fn tasks(page: &str) -> Vec<String> {
    let links = page.split("href=\"/tasks/").skip(1).filter_map(|rest| rest.split('"').next());
    let ids = links.filter(|id| id.len() == 36 && id.contains('-'));
    let unique: BTreeSet<String> = ids.map(str::to_owned).collect();
    unique.into_iter().collect()
}
