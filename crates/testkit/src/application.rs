//! Applications for a test, made the way people make them: begun, filled in section by section, photographed, submitted.

use bytes::Bytes;
use tongxing_domain::id::{ApplicationId, TaskId, UnitId};
use tongxing_storage::{application, task};
use tongxing_usecases::{
    Applicant,
    application::{resume_applicant, save_step, start, submit, upload},
};

use crate::{TestCampus, account::ADDRESS};

/// The service that these applications are for.
pub const REGISTRATION: &str = "other-personnel-registration";

/// The phone that they are registered with, unless the builder says otherwise.
pub const PHONE: &str = "13000002702";

/// A registration that is about to be submitted:
/// `town.an_application(unit).named("张三").with_plates(&["云AT0001"]).submit().await`.
pub struct NewApplication<'a> {
    town: &'a TestCampus,
    unit: UnitId,
    name: String,
    document: String,
    phone: String,
    plates: Vec<String>,
}

/// An application that was submitted.
#[derive(Clone)]
pub struct Submitted {
    /// Its id.
    pub id: ApplicationId,
    /// Its number.
    pub number: String,
    /// The token of the applicant's session: the value of the cookie `tx_applicant`.
    pub token: String,
    /// The applicant, for use cases.
    pub applicant: Applicant,
}

impl TestCampus {
    /// A registration with this unit, complete and correct unless the builder says otherwise.
    pub fn an_application(&self, unit: UnitId) -> NewApplication<'_> {
        NewApplication {
            town: self,
            unit,
            name: "张三".to_owned(),
            document: resident_id(1),
            phone: PHONE.to_owned(),
            plates: Vec::new(),
        }
    }

    /// The tasks of an application that somebody can act on now.
    pub async fn open_tasks(&self, application: ApplicationId) -> Vec<TaskId> {
        let mut db = self.campus.store.read().await.unwrap();
        let all = task::of_application(&mut db, application).await.unwrap();
        all.into_iter().filter(task::Task::is_open).map(|t| t.id).collect()
    }

    /// The only task of an application that somebody can act on now.
    pub async fn open_task(&self, application: ApplicationId) -> TaskId {
        let open = self.open_tasks(application).await;
        assert_eq!(open.len(), 1, "{} tasks are open", open.len());
        open[0]
    }

    /// How an application stands: the code of its state.
    pub async fn state_of(&self, application: ApplicationId) -> &'static str {
        let mut db = self.campus.store.read().await.unwrap();
        application::find(&mut db, application).await.unwrap().unwrap().instance.state.code()
    }
}

impl NewApplication<'_> {
    /// Of somebody who can be reached at this number.
    #[must_use]
    pub fn reached_at(mut self, phone: &str) -> Self {
        phone.clone_into(&mut self.phone);
        self
    }

    /// Of somebody with this name.
    #[must_use]
    pub fn named(mut self, name: &str) -> Self {
        name.clone_into(&mut self.name);
        self
    }

    /// Of the person with this made-up resident number; see [`resident_id`].
    #[must_use]
    pub fn of_person(mut self, number: u16) -> Self {
        self.document = resident_id(number);
        self
    }

    /// Who drives in with these.
    #[must_use]
    pub fn with_plates(mut self, plates: &[&str]) -> Self {
        self.plates = plates.iter().map(|p| (*p).to_owned()).collect();
        self
    }

    /// Goes through the whole wizard.
    pub async fn submit(self) -> Submitted {
        let token = self.fill_in().await;
        submitted(self.town, &token).await
    }

    /// Goes through the wizard up to the last button; says the token of the draft.
    pub async fn fill_in(&self) -> String {
        let campus = &self.town.campus;
        let given = vec!["rules".to_owned(), "identity".to_owned()];
        let token = start::run(campus, start::Input { service: REGISTRATION, given, address: ADDRESS })
            .await
            .unwrap();
        for (section, pairs) in self.answers() {
            if section == "photos" {
                for field in ["portrait", "document_front", "document_back"] {
                    photograph(self.town, &token, field).await;
                }
            }
            fill(self.town, &token, section, &pairs).await;
        }
        token
    }

    fn answers(&self) -> [(&'static str, Vec<(String, String)>); 4] {
        let today = self.town.campus.today();
        let until = today.saturating_add(jiff::Span::new().days(60));
        let basic = vec![
            pair("name", &self.name),
            pair("document.type", "resident_id"),
            pair("document.number", &self.document),
            pair("ethnic", "01"),
        ];
        let stay = vec![
            pair("kind", "external_staff"),
            pair("unit", &self.unit.to_string()),
            pair("phone", &self.phone),
            pair("period.from", &today.to_string()),
            pair("period.until", &until.to_string()),
            pair("reason", "第三食堂面点岗位外聘，每日到校"),
        ];
        let plates = self.plates.iter().enumerate();
        let plates = plates.map(|(i, plate)| (format!("plates.{i}.number"), plate.clone()));
        [("basic", basic), ("campus", stay), ("photos", Vec::new()), ("vehicles", plates.collect())]
    }
}

/// Answers one section of the draft behind a token.
pub async fn fill(town: &TestCampus, token: &str, section: &str, pairs: &[(String, String)]) {
    save_step::run(&town.campus, save_step::Input { token, section, pairs }).await.unwrap();
}

/// Uploads a photo for a field of the draft behind a token.
pub async fn photograph(town: &TestCampus, token: &str, field: &str) {
    let bytes = Bytes::from_static(b"a photo");
    upload::run(&town.campus, upload::Input { token, field, bytes, address: ADDRESS }).await.unwrap();
}

/// Submits the draft behind a token.
pub async fn submitted(town: &TestCampus, token: &str) -> Submitted {
    let input = submit::Input { token, note: String::new(), address: ADDRESS };
    let answer = submit::run(&town.campus, input).await.unwrap();
    let token = answer.applicant_token.expect("a first submit opens a session");
    let applicant = resume_applicant::run(&town.campus, &token, ADDRESS).await.unwrap();
    let mut db = town.campus.store.read().await.unwrap();
    let found = application::find_by_number(&mut db, &answer.number).await.unwrap().unwrap();
    Submitted { id: found.id, number: answer.number, token, applicant: applicant.expect("a session") }
}

/// One pair of a posted form.
pub fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

/// A made-up resident number that is valid in itself; no such number is given out: its area is a whole city.
pub fn resident_id(number: u16) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let body = format!("11000019900101{:03}", number % 1000);
    let sum: u32 = body.chars().zip(WEIGHTS).map(|(c, w)| c.to_digit(10).unwrap() * w).sum();
    let check = ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][(sum % 11) as usize];
    body + check
}
