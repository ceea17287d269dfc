//! The main lists without HTTP, pages or use cases: the statement, its rows read and their sealed columns opened.

use tongxing_storage::{
    Db, PageRequest, Turn,
    application::{self, ApplicationFilter},
    delivery::{self, DeliveryFilter},
    person::{self, PersonFilter, PersonKey},
    task,
    vehicle::{self, PermitFilter},
};
use tongxing_workflow::ActorId;

use crate::{
    fill::{self, Town},
    made_up,
    measure::{Times, Watch},
    options::Options,
};

/// Lines of a page of a list.
const LINES: u32 = 20;

/// One list, as measured.
pub struct Measured {
    /// The storage function.
    pub name: &'static str,
    /// The page that shows it, by its name among the pages.
    pub page: Option<&'static str>,
    /// Rows of its first page.
    pub rows: usize,
    /// Its times.
    pub times: Times,
}

/// Which list.
#[derive(Clone, Copy)]
enum List {
    OpenTasks,
    DoneTasks,
    Applications,
    ApplicationsOfUnit,
    ApplicationsOfPerson,
    Persons,
    PersonsByName,
    Permits,
    Deliveries,
}

const ALL: [(&str, Option<&str>, List); 9] = [
    ("task::list_open_of", Some("to-do list"), List::OpenTasks),
    ("task::turn_done_by", Some("done list"), List::DoneTasks),
    ("application::list", Some("applications"), List::Applications),
    ("application::list in a unit", Some("applications of a unit"), List::ApplicationsOfUnit),
    ("application::of_document", Some("query result, my"), List::ApplicationsOfPerson),
    ("person::list", Some("persons"), List::Persons),
    ("person::list by name", None, List::PersonsByName),
    ("vehicle::list", Some("vehicles"), List::Permits),
    ("delivery::list", Some("deliveries"), List::Deliveries),
];

/// Measures all of them, one after the other in each round.
pub async fn all(town: &Town, options: &Options) -> Vec<Measured> {
    let mut measured: Vec<_> = ALL
        .iter()
        .map(|(name, page, _)| Measured { name, page: *page, rows: 0, times: Times::default() })
        .collect();
    let mut db = town.kit.campus.store.read().await.unwrap();
    for _ in 0..options.times {
        for ((_, _, list), found) in ALL.iter().zip(&mut measured) {
            let watch = Watch::start();
            found.rows = first_page(&mut db, town, *list).await;
            found.times.note(watch.elapsed());
        }
    }
    measured
}

async fn first_page(db: &mut Db, town: &Town, list: List) -> usize {
    let page = PageRequest::first(LINES);
    let place = &town.places[0];
    let actor = ActorId::new(format!("account:{}", place.administrator.account));
    let any = ApplicationFilter::default();
    let now = town.kit.campus.now();
    let persons = |by| PersonFilter { by, ..PersonFilter::default() };
    match list {
        List::OpenTasks => task::list_open_of(db, &actor, &page).await.unwrap().items.len(),
        List::DoneTasks => task::turn_done_by(db, &actor, &Turn::First, LINES).await.unwrap().items.len(),
        List::Applications => application::list(db, &any, &page).await.unwrap().items.len(),
        List::ApplicationsOfUnit => {
            let of_unit = ApplicationFilter { units: Some(vec![place.unit]), ..any };
            application::list(db, &of_unit, &page).await.unwrap().items.len()
        }
        List::ApplicationsOfPerson => {
            let document = db.document_hash(&made_up::document(fill::APPROVED));
            application::of_document(db, &document).await.unwrap().len()
        }
        List::Persons => person::list(db, &persons(None), now, &page).await.unwrap().items.len(),
        List::PersonsByName => {
            let by = Some(PersonKey::Name(made_up::name(fill::APPROVED)));
            person::list(db, &persons(by), now, &page).await.unwrap().items.len()
        }
        List::Permits => vehicle::list(db, &PermitFilter::default(), &page).await.unwrap().items.len(),
        List::Deliveries => delivery::list(db, &DeliveryFilter::default(), &page).await.unwrap().items.len(),
    }
}
