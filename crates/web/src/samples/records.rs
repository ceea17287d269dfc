//! People on record, vehicle permits and deliveries.

use tongxing_domain::{
    delivery::{Delivery, DeliveryKind, DeliveryState, FailureReason, Subject, Wanted},
    document::{DocumentType, IdentityDocument},
    id::Id,
    name::PersonName,
    person::{Person, PersonState},
    phone::Phone,
    plate::Plate,
    reason::Reason,
    time::{Period, Timestamp},
    unit::Unit,
    vehicle::{PermitState, VehiclePermit},
};
use tongxing_usecases::{
    delivery::list::{Attempt, AttemptOutcome, Counts, Line},
    person::{change_several::Outcome, list::StateCounts, show::Shown},
};

use super::{Sample, sample};
use crate::{
    ask::AskPage,
    delivery::{list as deliveries, show::DeliveryPage},
    page::Page,
    person::{May, asks, list as persons, reveal::RevealedPage, several::SeveralPage, show::PersonPage},
    trouble::Trouble,
    ui::{Choice, PlateTag, Problems},
    vehicle::list as vehicles,
    visitor::Visitor,
};

const ALL: May = May { reveal: true, manage: true, export: true };
const NOW: Timestamp = Timestamp::from_millis(1_795_336_320_000);
const LONG: &str =
    "An answer of the other side that is much longer than anybody would sensibly give to a client";

/// All of them.
pub(super) fn samples(v: &Visitor) -> Vec<Sample> {
    let Some(sound) = Sound::made_up() else {
        // What is made up here has to be possible all the same; the tests say so when it is not.
        return vec![Sample { name: "records", html: Err(Trouble::broken("a sample that cannot exist")) }];
    };
    let mut all = vec![
        sample("persons/none", &list(v, Vec::new(), May::default())),
        sample("persons/typical", &list(v, vec![row(v, "张三", "ok"), row(v, "李四", "warn")], ALL)),
        sample("persons/found", &found(v)),
        sample("revealed/typical", &revealed(v)),
        sample("vehicles/none", &vehicle_list(v, Vec::new())),
        sample("vehicles/typical", &vehicle_list(v, vec![vehicle(v)])),
    ];
    let ended = PersonState::Ended { reason: sound.reason.clone() };
    let people = [("person/active", PersonState::Active), ("person/ended", ended)];
    all.extend(people.map(|(name, state)| sample(name, &sound.show(v, state))));
    all.extend(CHANGES.map(|(name, key)| sample(name, &sound.question(v, key))));
    all.push(sample("several", &sound.several(v)));
    all.extend(sound.ledger(v));
    all
}

/// Made-up values of the kinds that have to be valid.
struct Sound {
    name: PersonName,
    document: IdentityDocument,
    phone: Phone,
    plate: Plate,
    valid: Period,
    reason: Reason,
}

const CHANGES: [(&str, &str); 4] =
    [("ask/suspend", "suspend"), ("ask/resume", "resume"), ("ask/renew", "renew"), ("ask/end", "end")];

fn id<K>(n: u8) -> Id<K> {
    Id::new(NOW, [n; 10])
}

fn unit() -> Unit {
    Unit {
        id: id(2),
        parent: None,
        code: "01".to_owned(),
        name_zh: "后勤保障处".to_owned(),
        name_en: "Logistics".to_owned(),
        active: true,
    }
}

fn delivery(state: DeliveryState, wanted: Wanted) -> Delivery {
    let subject = Subject::Permit(id(3));
    let new = Delivery::new(id(4), subject, DeliveryKind::VehiclePermit, "vehicle-system".to_owned(), NOW);
    Delivery { state, wanted, attempts: 3, ..new }
}

fn failed() -> DeliveryState {
    let detail = Some(LONG.to_owned());
    DeliveryState::Failed { reason: FailureReason::Rejected, detail, next_try: None }
}

fn choices() -> Vec<Choice> {
    vec![Choice::new("a", "A"), Choice::new("b", "B")]
}

fn counts() -> StateCounts {
    StateCounts { active: 1284, not_yet_valid: 3, suspended: 9, expired: 32, ended: 1 }
}

fn list(v: &Visitor, rows: Vec<persons::Row>, may: May) -> persons::PersonsPage {
    let p = Page::new(v, v.t("person-list-title"));
    let next = if rows.is_empty() { "" } else { "1.a" };
    persons::PersonsPage::with(
        p,
        persons::Filter::default(),
        (counts(), 46),
        (choices(), choices()),
        rows,
        next,
        may,
    )
}

fn found(v: &Visitor) -> persons::PersonsPage {
    let filter = persons::Filter { q: "张三".to_owned(), ..persons::Filter::default() };
    let rows = vec![row(v, "张三", "bad")];
    let p = Page::new(v, v.t("person-list-title"));
    persons::PersonsPage::with(p, filter, (counts(), 46), (choices(), choices()), rows, "1.a", ALL)
}

fn row(v: &Visitor, name: &str, kind: &'static str) -> persons::Row {
    let next = (kind != "ok").then(|| ("renew", v.t("person-do-renew").to_string()));
    persons::Row {
        href: "/persons/1".to_owned(),
        name: name.to_owned(),
        portrait: None,
        document: "990***********001X".to_owned(),
        phone: "138****0001".to_owned(),
        kind: "A".to_owned(),
        unit: LONG.to_owned(),
        until: "2027-01-31".to_owned(),
        vehicles: 2,
        state: (kind, v.t("person-state-active").to_string()),
        next,
    }
}

fn revealed(v: &Visitor) -> RevealedPage {
    RevealedPage {
        p: Page::new(v, v.t("person-revealed-title")).back("/persons/1"),
        name: "张三".to_owned(),
        label: v.t("person-value-document").into(),
        value: "AB000001".to_owned(),
    }
}

fn vehicle_list(v: &Visitor, rows: Vec<vehicles::Row>) -> vehicles::VehiclesPage {
    let p = Page::new(v, v.t("vehicle-list-title"));
    vehicles::VehiclesPage::new(p, vehicles::Filter::default(), rows, "")
}

fn vehicle(v: &Visitor) -> vehicles::Row {
    let stage = ("bad", v.t("delivery-stage-failed").to_string());
    vehicles::Row {
        plate: PlateTag::new("云AT0001", "blue"),
        holder: ("张三".to_owned(), Some("/persons/1".to_owned())),
        unit: "A".to_owned(),
        until: "2027-01-31".to_owned(),
        state: ("ok", v.t("permit-state-active").to_string()),
        deliveries: vec![("vehicle-system".to_owned(), stage, Some("/deliveries/1".to_owned()))],
        withdraw: Some("/vehicles/1/withdraw".to_owned()),
    }
}

impl Sound {
    fn made_up() -> Option<Self> {
        Some(Self {
            name: PersonName::parse("张三").ok()?,
            document: IdentityDocument::restore(DocumentType::PassportForeign, "AB000001").ok()?,
            phone: Phone::parse("13800000001").ok()?,
            plate: Plate::parse("云AT0001", None).ok()?,
            valid: Period::new(NOW, NOW.plus_days(10)).ok()?,
            reason: Reason::parse("Has left the campus").ok()?,
        })
    }

    fn person(&self, state: PersonState) -> Person {
        Person {
            id: id(1),
            name: self.name.clone(),
            document: self.document.clone(),
            phone: self.phone.clone(),
            unit: id(2),
            kind: "external_staff".to_owned(),
            staff_number: "13800000001".to_owned(),
            valid: self.valid,
            state,
            state_since: NOW,
            application: None,
            values: serde_json::Map::new(),
        }
    }

    fn permit(&self) -> VehiclePermit {
        VehiclePermit {
            id: id(3),
            person: id(1),
            plate: self.plate.clone(),
            valid: self.valid,
            state: PermitState::Active,
            state_since: NOW,
            application: None,
        }
    }

    fn show(&self, v: &Visitor, state: PersonState) -> PersonPage {
        let rows =
            vec![delivery(DeliveryState::Confirmed, Wanted::Present), delivery(failed(), Wanted::Removed)];
        let shown = Shown {
            person: self.person(state),
            unit: Some(unit()),
            application: None,
            sections: Vec::new(),
            permits: vec![(self.permit(), rows)],
        };
        let p = Page::new(v, &shown.person.name);
        PersonPage::new(v, p, &shown, "A", Some("/files/1/small".to_owned()), ALL)
    }

    fn several(&self, v: &Visitor) -> SeveralPage {
        let person = self.person(PersonState::Active);
        let refused = [None, Some(tongxing_domain::problem::Problem::new("person-ended"))];
        let outcomes = refused.map(|refused| Outcome { person: person.clone(), refused });
        SeveralPage::new(Page::new(v, v.t("person-several-done")), &outcomes)
    }

    fn question(&self, v: &Visitor, key: &'static str) -> AskPage {
        let person = self.person(PersonState::Active);
        let typed = asks::Typed { reason: "<b>".to_owned(), ..asks::Typed::default() };
        let ask = asks::change(v.lang, &v.when(), &person, key, &typed);
        let mut problems = Problems::none(v.lang);
        problems.add("reason", v.t("ask-end-reason"), v.t("problem-reason-missing"));
        AskPage { p: Page::new(v, &ask.title), ask, problems }
    }

    fn ledger(&self, v: &Visitor) -> Vec<Sample> {
        let line = |state, wanted| Line {
            delivery: delivery(state, wanted),
            permit: Some(self.permit()),
            holder: Some(self.person(PersonState::Active)),
            unit: Some(unit()),
        };
        let p = || Page::new(v, v.t("delivery-list-title"));
        let counts = Counts { wanted: 1, sent: 2, confirmed: 12_406, failed: 3 };
        let list = |lines: &[Line]| {
            let rows = lines.iter().map(|line| deliveries::row(&p(), line)).collect();
            deliveries::DeliveriesPage::new(p(), deliveries::Filter::default(), counts, rows, "", true)
        };
        let lines = [
            line(failed(), Wanted::Present),
            line(DeliveryState::Sent, Wanted::Removed),
            line(DeliveryState::Confirmed, Wanted::Present),
        ];
        let attempt = |number, outcome| Attempt { delivery: id(4), number, version: 1, at: NOW, outcome };
        let detail = Some(LONG.to_owned());
        let attempts = [
            attempt(1, AttemptOutcome::Failed { reason: FailureReason::Unreachable, detail: None }),
            attempt(2, AttemptOutcome::Failed { reason: FailureReason::Rejected, detail }),
            attempt(3, AttemptOutcome::Accepted),
            attempt(4, AttemptOutcome::Confirmed),
        ];
        vec![
            sample("deliveries/none", &list(&[])),
            sample("deliveries/typical", &list(&lines)),
            sample(
                "delivery/failed",
                &DeliveryPage::new(p(), &line(failed(), Wanted::Present), &attempts, true),
            ),
            sample(
                "delivery/new",
                &DeliveryPage::new(p(), &line(DeliveryState::Wanted, Wanted::Present), &[], false),
            ),
        ]
    }
}
