//! A large campus: a few registrations are really made, page by page and decision by decision, and then copied for
//! tens of thousands of made-up people.

mod journey;

use tongxing_domain::{
    audit::{AuditActor, Entry},
    delivery::{Delivery, Subject},
    id::{Id, PersonId, UnitId},
    person::Person,
    role::Role,
    time::Timestamp,
    vehicle::VehiclePermit,
};
use tongxing_storage::{
    Dialect, PageRequest, Tx,
    application::{self, Application},
    audit, delivery,
    notification::{self, Notification, Recipient},
    operation, person, task,
    testing::{self, TestStore},
    vehicle,
};
use tongxing_testkit::{MINUTE, SignedIn, TestCampus};
use tongxing_usecases::Who;
use tongxing_workflow::Operation;

use crate::{made_up, options::Options, pages::Page};

/// Units with an administrator and a head each.
const UNITS: usize = 8;
/// Applications written in one transaction.
const BATCH: usize = 2_000;
/// Between two applications, so that 100,000 of them fill about two years.
const APART: i64 = 10 * MINUTE;
/// Where the numbers of the made-up people begin; those below are the few whose journey was real.
const FIRST: usize = 1_000;
/// Somebody whose application was approved: the tenth of a unit.
pub const APPROVED: usize = FIRST + 10 * UNITS;

/// The filled campus, and those who look at its pages.
pub struct Town {
    /// Database, clock, outside world.
    pub kit: TestCampus,
    /// The units.
    pub places: Vec<Place>,
    visitors: Visitors,
}

/// A unit and who decides for it.
pub struct Place {
    /// The unit.
    pub unit: UnitId,
    /// 部门管理员.
    pub administrator: SignedIn,
    head: SignedIn,
}

/// What stands in the addresses and cookies that pages are asked with.
struct Visitors {
    clerk: SignedIn,
    /// 门岗 for the whole campus: sees everybody's record.
    guard: SignedIn,
    rescuer: SignedIn,
    system: SignedIn,
    auditor: SignedIn,
    applicant: String,
    draft: String,
    number: String,
    task: String,
    person: PersonId,
    approved: String,
}

/// An application whose journey was real, with everything that came of it.
struct Template {
    application: Application,
    operations: Vec<Operation>,
    person: Option<Person>,
    permit: Option<VehiclePermit>,
    delivery: Option<Delivery>,
    /// What the unit's administrator was told last.
    told: Notification,
}

/// Fills a database of its own.
pub async fn town(options: &Options, engine: Dialect) -> Town {
    let kit = TestCampus::on(TestStore::open(engine).await);
    kit.publish_services().await;
    let mut places = Vec::new();
    for n in 0..UNITS {
        let unit = kit.unit(&format!("{:02}", n + 10), &format!("第{}学院", n + 1)).await;
        let administrator = kit.staff(&format!("admin{n}"), Role::UnitAdministrator, Some(unit)).await;
        let head = kit.staff(&format!("head{n}"), Role::UnitHead, Some(unit)).await;
        places.push(Place { unit, administrator, head });
    }
    let mut templates = Vec::new();
    for place in &places {
        templates.push(templates_of(&kit, place, templates.len()).await);
    }
    for first in (0..options.applications).step_by(BATCH) {
        let mut tx = kit.campus.store.begin().await.unwrap();
        for n in first..(first + BATCH).min(options.applications) {
            let of_unit = &templates[n % UNITS];
            copy(&kit, &mut tx, of_unit.of(n / UNITS), n).await;
        }
        tx.commit().await.unwrap();
    }
    testing::count_rows(&kit.campus.store).await;
    let visitors = visitors(&kit, &places).await;
    Town { kit, places, visitors }
}

/// One of each way an application can stand.
struct Templates {
    at_administrator: Template,
    at_head: Template,
    returned: Template,
    rejected: Template,
    approved: Template,
}

impl Templates {
    /// Most were approved; of a hundred, three wait, two came back, five were rejected.
    fn of(&self, n: usize) -> &Template {
        match n % 100 {
            0 | 1 => &self.at_administrator,
            2 => &self.at_head,
            3 | 4 => &self.returned,
            5..=9 => &self.rejected,
            _ => &self.approved,
        }
    }
}

async fn templates_of(kit: &TestCampus, place: &Place, n: usize) -> Templates {
    let person = |k: usize| n * 10 + k + 200;
    let (administrator, head) = (&place.administrator.actor, &place.head.actor);
    let submitted = |k| journey::submit(kit, place.unit, person(k));
    let (one, two, three, four, five) =
        (submitted(0).await, submitted(1).await, submitted(2).await, submitted(3).await, submitted(4).await);
    for number in [&two.number, &five.number] {
        journey::approve(kit, administrator, number).await;
    }
    journey::send_back(kit, administrator, &three.number).await;
    journey::reject(kit, administrator, &four.number).await;
    journey::approve(kit, head, &five.number).await;
    kit.run_jobs().await;
    Templates {
        at_administrator: template(kit, place, &one.number).await,
        at_head: template(kit, place, &two.number).await,
        returned: template(kit, place, &three.number).await,
        rejected: template(kit, place, &four.number).await,
        approved: template(kit, place, &five.number).await,
    }
}

async fn template(kit: &TestCampus, place: &Place, number: &str) -> Template {
    let mut db = kit.campus.store.read().await.unwrap();
    let application = application::find_by_number(&mut db, number).await.unwrap().unwrap();
    let operations = operation::of_application(&mut db, application.id).await.unwrap();
    let document = application.applicant_document.as_ref().unwrap();
    let person = person::find_by_document(&mut db, document).await.unwrap();
    let (mut permit, mut delivery) = (None, None);
    if let Some(person) = &person {
        permit = vehicle::of_person(&mut db, person.id).await.unwrap().into_iter().next();
    }
    if let Some(permit) = &permit {
        delivery =
            delivery::of_subject(&mut db, Subject::Permit(permit.id)).await.unwrap().into_iter().next();
    }
    let to = Recipient::Account(place.administrator.account);
    let told = notification::list(&mut db, &to, &PageRequest::first(1)).await.unwrap().items.remove(0);
    Template { application, operations, person, permit, delivery, told }
}

/// The same journey, of somebody else at another time.
async fn copy(kit: &TestCampus, tx: &mut Tx, template: &Template, n: usize) {
    let who = FIRST + n;
    let at = Timestamp::from_millis(kit.campus.now().millis() - i64::try_from(n).unwrap() * APART);
    let (name, document) = (made_up::name(who), made_up::document(who));
    let mut new = template.application.clone();
    new.id = id(kit, at);
    new.number = format!("QT{:08}-{n:06}", 20_260_000 - n / 10_000);
    new.draft = None;
    new.initiator = tongxing_workflow::ActorId::new(Who::Applicant(tx.document_hash(&document)).as_text());
    new.form.insert("name".to_owned(), name.as_str().into());
    new.form.insert("document".to_owned(), serde_json::to_value(&document).unwrap());
    new.form.insert("phone".to_owned(), made_up::phone(who).as_str().into());
    new.applicant_name = Some(name.clone());
    new.applicant_document = Some(document.clone());
    (new.submitted_at, new.updated_at) = (at, at);
    new.finished_at = new.finished_at.map(|_| at);
    for task in &mut new.instance.tasks {
        (task.since, task.opened.at) = (at.millis(), at.millis());
    }
    application::insert(tx, &new).await.unwrap();
    operation::append(tx, new.id, &template.operations).await.unwrap();
    task::project(tx, new.id, &new.instance, |_| id(kit, at)).await.unwrap();
    let told = Notification { id: id(kit, at), created_at: at, ..template.told.clone() };
    notification::insert(tx, &told).await.unwrap();
    for action in ["application.submit", "application.decide"] {
        let by = AuditActor::Applicant(new.id);
        audit::append(tx, &Entry::new(at, by, action, "application", new.id)).await.unwrap();
    }
    let Some(person) = &template.person else { return };
    let person = Person {
        id: id(kit, at),
        name,
        document,
        phone: made_up::phone(who),
        staff_number: made_up::phone(who).as_str().to_owned(),
        state_since: at,
        application: Some(new.id),
        ..person.clone()
    };
    person::insert(tx, &person, at).await.unwrap();
    // Every second person has a car.
    let (Some(permit), Some(delivery), 0) = (&template.permit, &template.delivery, n % 2) else { return };
    let permit = VehiclePermit {
        id: id(kit, at),
        person: person.id,
        plate: made_up::plate(who),
        state_since: at,
        application: Some(new.id),
        ..permit.clone()
    };
    vehicle::insert(tx, &permit, at).await.unwrap();
    let delivery =
        Delivery { id: id(kit, at), subject: Subject::Permit(permit.id), changed_at: at, ..delivery.clone() };
    delivery::insert(tx, &delivery).await.unwrap();
}

fn id<K>(kit: &TestCampus, at: Timestamp) -> Id<K> {
    let mut random = [0; 10];
    kit.campus.random.fill(&mut random);
    Id::new(at, random)
}

async fn visitors(kit: &TestCampus, places: &[Place]) -> Visitors {
    let clerk = kit.staff("vehicles", Role::VehicleAdministrator, None).await;
    let guard = kit.staff("gate", Role::Guard, None).await;
    let rescuer = kit.staff("processes", Role::ProcessAdministrator, None).await;
    let system = kit.staff("system", Role::SystemAdministrator, None).await;
    let auditor = kit.staff("audit", Role::AuditAdministrator, None).await;
    let draft = journey::begin(kit, places[0].unit, 1).await;
    let sent = journey::submit(kit, places[0].unit, 2).await;
    let mut db = kit.campus.store.read().await.unwrap();
    let application = application::find_by_number(&mut db, &sent.number).await.unwrap().unwrap();
    let task = task::of_application(&mut db, application.id).await.unwrap()[0].id.to_string();
    let person = person::find_by_document(&mut db, &made_up::document(APPROVED)).await.unwrap();
    let person = person.expect("the tenth application of a unit was approved");
    let approved = application::find(&mut db, person.application.unwrap()).await.unwrap().unwrap().number;
    let (applicant, number, person) = (sent.applicant, sent.number, person.id);
    Visitors { clerk, guard, rescuer, system, auditor, applicant, draft, number, task, person, approved }
}

impl Town {
    /// The pages to be measured.
    pub fn pages(&self) -> Vec<Page> {
        let Visitors { applicant, draft, number, task, person, approved, .. } = &self.visitors;
        let nobody = String::new();
        let draft = format!("tx_draft={draft}");
        let applicant = format!("tx_applicant={applicant}");
        let session = |who: &SignedIn| format!("tx_session={}", who.token);
        let administrator = session(&self.places[0].administrator);
        let (clerk, guard) = (session(&self.visitors.clerk), session(&self.visitors.guard));
        let (rescuer, system) = (session(&self.visitors.rescuer), session(&self.visitors.system));
        let auditor = session(&self.visitors.auditor);
        let page =
            |name, route, path: String, cookie: &String| Page { name, route, path, cookie: cookie.clone() };
        let at = |name, route: &'static str, cookie| page(name, route, route.to_owned(), cookie);
        let step = |section| format!("/s/{}/{section}", journey::SERVICE);
        vec![
            at("first page", "/", &nobody),
            page("consent", "/s/{service}", format!("/s/{}", journey::SERVICE), &nobody),
            page("wizard step 1", "/s/{service}/basic", step("basic"), &draft),
            page("wizard step 2", "/s/{service}/campus", step("campus"), &draft),
            page("wizard step 3, photos", "/s/{service}/photos", step("photos"), &draft),
            page("wizard step 4, vehicles", "/s/{service}/vehicles", step("vehicles"), &draft),
            at("query", "/query", &nobody),
            at("query result, my", "/my", &applicant),
            page("my registration", "/my/{number}", format!("/my/{number}"), &applicant),
            page("progress", "/my/{number}/progress", format!("/my/{number}/progress"), &applicant),
            at("portal home", "/desk", &administrator),
            at("to-do list", "/tasks", &administrator),
            at("done list", "/tasks/done", &administrator),
            page("task", "/tasks/{task}", format!("/tasks/{task}"), &administrator),
            at("applications of a unit", "/applications", &administrator),
            at("applications", "/applications", &rescuer),
            page(
                "application",
                "/applications/{number}",
                format!("/applications/{approved}"),
                &administrator,
            ),
            at("notifications", "/notifications", &administrator),
            at("persons of a unit", "/persons", &administrator),
            at("persons", "/persons", &guard),
            page("person", "/persons/{person}", format!("/persons/{person}"), &administrator),
            at("vehicles of a unit", "/vehicles", &administrator),
            at("vehicles", "/vehicles", &clerk),
            at("deliveries of a unit", "/deliveries", &administrator),
            at("deliveries", "/deliveries", &clerk),
            at("units", "/units", &system),
            page("unit", "/units/{unit}", format!("/units/{}", self.places[0].unit), &system),
            at("accounts", "/accounts", &system),
            at("own account", "/account", &administrator),
            at("audit log", "/audit", &auditor),
        ]
    }

    /// The size of the database.
    pub fn bytes_on_disk(&self) -> u64 {
        let url = &self.kit.database.config.url;
        // On PostgreSQL there is no such file.
        let file = url.strip_prefix("sqlite:").unwrap_or_default().trim_start_matches("//");
        let file = file.split('?').next().unwrap_or_default();
        std::fs::metadata(file).map_or(0, |about| about.len())
    }
}
