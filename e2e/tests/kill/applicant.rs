//! Somebody who registers, and after each kill looks for what they had been told.

use crate::ledger::Ledger;
use crate::{Person, Turn, made_up};
use std::io::Error;
use std::net::Ipv4Addr;
use std::sync::Mutex;
use tongxing_e2e::{Reply, Upload, Visitor};
use tongxing_photos::sample;

const HERE: &str = "/s/other-personnel-registration";
const PHOTOS: [&str; 3] = ["portrait", "document_front", "document_back"];

/// Where they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Consent,
    Basic,
    Campus,
    /// The photo to be sent next.
    Photo(usize),
    PhotosDone,
    Vehicles,
    /// Submitted; waiting for the decisions.
    Submitted,
    Through,
}

pub struct Applicant {
    n: usize,
    visitor: Visitor,
    place: Place,
    /// Answers with success: the step, and what its page must show again.
    saved: Vec<(&'static str, Vec<String>)>,
    /// Ids of photos that were taken.
    files: Vec<String>,
    number: Option<String>,
}

impl Applicant {
    pub fn new(base: &str, n: usize) -> Self {
        // Uploads are few per address and quarter of an hour.
        let address = Ipv4Addr::new(127, 0, 1, u8::try_from(n + 1).unwrap());
        let visitor = Visitor::new(base).from_address(address);
        Self { n, visitor, place: Place::Consent, saved: Vec::new(), files: Vec::new(), number: None }
    }

    pub fn is_through(&self) -> bool {
        self.place == Place::Through
    }

    /// Looks for everything that was answered with success. The program runs; nothing may be missing or broken.
    pub fn check(&mut self, ledger: &Mutex<Ledger>) {
        match self.number.clone() {
            Some(number) => self.check_registration(&number, ledger),
            // Its answer was cut off: sending the form again gives it, and the number with it.
            None if self.was_taken() => return,
            None => self.check_draft(),
        }
        for id in self.files.clone() {
            for address in [format!("/files/{id}"), format!("/files/{id}/small")] {
                let reply = self.visitor.get(&address).unwrap();
                let is_picture = reply.status == 200
                    && reply.body.starts_with(&[0xFF, 0xD8])
                    && reply.body.ends_with(&[0xFF, 0xD9]);
                assert!(is_picture, "{}: {address} answers {}", self.name(), reply.status);
            }
        }
    }

    /// Whether the form was submitted although nobody was told: its pages are closed. Had the draft been lost instead, sending
    /// it again would not be answered with a number.
    fn was_taken(&mut self) -> bool {
        let page = self.visitor.get(&format!("{HERE}/basic")).unwrap();
        let to = page.header("location").unwrap_or_default();
        // Its number is told to whoever has the answer, and to nobody else: the others begin anew.
        let elsewhere = to == HERE || to.starts_with(&format!("{HERE}/submitted/"));
        self.place == Place::Vehicles && page.status == 303 && elsewhere
    }

    fn check_draft(&mut self) {
        for (section, words) in self.saved.clone() {
            let page = self.visitor.get(&format!("{HERE}/{section}")).unwrap();
            assert_eq!(page.status, 200, "{}: the step {section}", self.name());
            for word in words {
                assert!(page.text().contains(&word), "{}: {word} is gone from {section}", self.name());
            }
        }
    }

    fn check_registration(&mut self, number: &str, ledger: &Mutex<Ledger>) {
        self.prove();
        let page = self.visitor.get(&format!("/my/{number}/progress")).unwrap();
        assert_eq!(page.status, 200, "{}: {number}", self.name());
        let text = page.text();
        let ledger = ledger.lock().unwrap();
        let opinions = &ledger.registrations[number].opinions;
        for opinion in opinions {
            assert_eq!(text.matches(opinion.as_str()).count(), 1, "{opinion} in the history of {number}");
        }
        // Both approvals are one thing with the record, so whoever was told of both sees the end.
        let completed = text.contains("登记完成，信息入库成功");
        assert!(completed || opinions.len() < 2, "{number} was approved twice and is not complete");
    }

    /// The way back to one's registrations was in an answer that may have been cut off; name and number are another.
    fn prove(&mut self) {
        if self.visitor.get("/my").unwrap().status == 200 {
            return;
        }
        let csrf = self.visitor.get("/query").unwrap().input("csrf").unwrap();
        let (name, document) = (self.name(), made_up::document(self.n));
        let reply =
            self.visitor.post("/query", &[("csrf", &csrf), ("name", &name), ("number", &document)]).unwrap();
        assert_eq!(reply.header("location"), Some("/my"), "{name} is not known: {}", reply.text());
    }

    fn name(&self) -> String {
        made_up::name(self.n)
    }

    /// Opens the page, sends its form, gives the answer.
    fn send(&mut self, section: &str, fields: &[(&str, &str)]) -> Result<Reply, Error> {
        let address = format!("{HERE}{section}");
        let page = self.visitor.get(&address)?;
        let csrf = page.input("csrf").unwrap_or_else(|| panic!("{address} has no form: {}", page.status));
        let mut fields = fields.to_vec();
        fields.push(("csrf", &csrf));
        self.visitor.post(&address, &fields)
    }

    /// Sends a step; when it was taken, its words must be found ever after.
    fn step(
        &mut self,
        section: &'static str,
        fields: &[(&str, &str)],
        words: &[&str],
        next: Place,
    ) -> Result<Turn, Error> {
        let reply = self.send(&format!("/{section}"), fields)?;
        assert_eq!(reply.status, 303, "{} at {section}: {}", self.name(), reply.text());
        self.saved.push((section, words.iter().map(|word| (*word).to_owned()).collect()));
        self.place = next;
        Ok(Turn::Answered)
    }

    fn consent(&mut self) -> Result<Turn, Error> {
        let reply = self.send("", &[("consent", "rules"), ("consent", "identity")])?;
        assert_eq!(reply.status, 303, "{}", reply.text());
        self.place = Place::Basic;
        Ok(Turn::Answered)
    }

    fn basic(&mut self) -> Result<Turn, Error> {
        let (name, document) = (self.name(), made_up::document(self.n));
        let fields = [
            ("name", name.as_str()),
            ("document.type", "resident_id"),
            ("document.number", &document),
            ("ethnic", "01"),
        ];
        self.step("basic", &fields, &[&name, &document], Place::Campus)
    }

    fn campus(&mut self) -> Result<Turn, Error> {
        let page = self.visitor.get(&format!("{HERE}/campus"))?;
        let unit = option_called(&page.text(), "后勤保障处");
        let phone = made_up::phone(self.n);
        let (from, until) = made_up::stay();
        let reason = format!("第 {} 位，每日到校", self.n + 1);
        let fields = [
            ("kind", "external_staff"),
            ("unit", unit.as_str()),
            ("phone", &phone),
            ("period.from", &from),
            ("period.until", &until),
            ("reason", &reason),
        ];
        self.step("campus", &fields, &[&phone, &until, &reason], Place::Photo(0))
    }

    fn photo(&mut self, which: usize) -> Result<Turn, Error> {
        let csrf = self.visitor.get(&format!("{HERE}/photos"))?.input("csrf").unwrap();
        let (field, seed) = (PHOTOS[which], self.n as u64);
        let content = match which {
            0 => sample::portrait(seed),
            1 => sample::document_front(seed),
            _ => sample::document_back(seed),
        };
        let file = Upload { field: "file", file_name: "photo.jpg", content: &content };
        let address = format!("{HERE}/photos/photo/{field}");
        let reply = self.visitor.upload(&address, &[("csrf", &csrf)], &[file])?;
        let answer: serde_json::Value = serde_json::from_slice(&reply.body).unwrap_or_default();
        let id = answer["file"].as_str();
        let id =
            id.unwrap_or_else(|| panic!("{} at {field}: {} {}", self.name(), reply.status, reply.text()));
        self.files.push(id.to_owned());
        self.place = if which + 1 < PHOTOS.len() { Place::Photo(which + 1) } else { Place::PhotosDone };
        Ok(Turn::Answered)
    }

    /// The same form may have been taken before its answer was cut off: it is sent again as it was.
    fn submit(&mut self, ledger: &Mutex<Ledger>) -> Result<Turn, Error> {
        let csrf = self.visitor.get("/prefs")?.input("csrf").unwrap();
        let plates = made_up::plates(self.n);
        let rows: Vec<_> = plates
            .iter()
            .enumerate()
            .map(|(row, plate)| (format!("plates.{row}.number"), plate.as_str()))
            .collect();
        let mut fields: Vec<_> = rows.iter().map(|(name, plate)| (name.as_str(), *plate)).collect();
        fields.extend([("do", "next"), ("csrf", &csrf)]);
        let reply = self.visitor.post(&format!("{HERE}/vehicles"), &fields)?;
        let to = reply.header("location").unwrap_or_default();
        let number = to.strip_prefix(&format!("{HERE}/submitted/"));
        let number =
            number.unwrap_or_else(|| panic!("{}: {} {to} {}", self.name(), reply.status, reply.text()));
        ledger.lock().unwrap().submitted(number, &self.name(), &plates);
        self.number = Some(number.to_owned());
        self.place = Place::Submitted;
        Ok(Turn::Answered)
    }

    /// Once both have decided, the end is there to be read.
    fn follow(&mut self, ledger: &Mutex<Ledger>) -> Result<Turn, Error> {
        let number = self.number.clone().unwrap();
        if ledger.lock().unwrap().registrations[&number].opinions.len() < 2 {
            return Ok(Turn::Idle);
        }
        let page = self.visitor.get(&format!("/my/{number}/progress"))?;
        if page.status != 200 {
            let csrf = self.visitor.get("/query")?.input("csrf").unwrap();
            let (name, document) = (self.name(), made_up::document(self.n));
            self.visitor.post("/query", &[("csrf", &csrf), ("name", &name), ("number", &document)])?;
            return Ok(Turn::Answered);
        }
        assert!(page.text().contains("登记完成，信息入库成功"), "{number}: {}", page.text());
        ledger.lock().unwrap().through += 1;
        self.place = Place::Through;
        Ok(Turn::Answered)
    }
}

impl Person for Applicant {
    fn act(&mut self, ledger: &Mutex<Ledger>) -> Result<Turn, Error> {
        match self.place {
            Place::Consent => self.consent(),
            Place::Basic => self.basic(),
            Place::Campus => self.campus(),
            Place::Photo(which) => self.photo(which),
            Place::PhotosDone => self.step("photos", &[], &[], Place::Vehicles),
            Place::Vehicles => self.submit(ledger),
            Place::Submitted => self.follow(ledger),
            Place::Through => Ok(Turn::Through),
        }
    }
}

/// The value of the option with these words.
fn option_called(page: &str, words: &str) -> String {
    let mut options = page.split("<option").filter(|option| option.contains(words));
    let option = options.next().unwrap_or_else(|| panic!("nothing to choose is called {words}"));
    let value = option.split("value=\"").nth(1).and_then(|rest| rest.split('"').next());
    value.unwrap().to_owned()
}
