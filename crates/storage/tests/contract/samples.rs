//! The smallest things that tests put into a database.

use serde_json::json;
use tongxing_domain::account::{Account, AccountState};
use tongxing_domain::document::{DocumentType, IdentityDocument};
use tongxing_domain::id::{AccountId, Id, UnitId};
use tongxing_domain::name::PersonName;
use tongxing_domain::person::{Person, PersonState};
use tongxing_domain::phone::Phone;
use tongxing_domain::reason::Reason;
use tongxing_domain::time::{Period, Timestamp};
use tongxing_domain::unit::Unit;
use tongxing_storage::{Db, Page, PageRequest, account, person, unit};

/// The instant at which tests happen.
pub const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);

/// The id number `n`, of whatever kind.
pub fn id<K>(n: u8) -> Id<K> {
    Id::new(NOW, [n; 10])
}

/// `n` milliseconds after [`NOW`].
pub fn later(n: i64) -> Timestamp {
    NOW.plus_millis(n)
}

pub fn a_unit(n: u8, parent: Option<UnitId>) -> Unit {
    Unit {
        id: id(n),
        parent,
        code: format!("U{n:03}"),
        name_zh: format!("第{n}学院"),
        name_en: format!("Faculty {n}"),
        active: true,
    }
}

pub async fn insert_unit(db: &mut Db, n: u8, parent: Option<UnitId>) -> UnitId {
    let one = a_unit(n, parent);
    unit::insert(db, &one).await.unwrap();
    one.id
}

pub fn an_account(n: u8) -> Account {
    Account {
        id: id(n),
        login: format!("Staff{n:03}"),
        name: PersonName::parse("王小明").unwrap(),
        phone: None,
        email: None,
        state: AccountState::Active,
        unit: None,
        locale: None,
    }
}

pub async fn insert_account(db: &mut Db, n: u8) -> AccountId {
    let one = an_account(n);
    account::insert(db, &one, NOW).await.unwrap();
    one.id
}

/// A resident's document; `n` tells the people of a test apart.
pub fn a_document(n: u8) -> IdentityDocument {
    IdentityDocument::restore(DocumentType::PassportForeign, &format!("AB{n:06}")).unwrap()
}

pub fn a_person(n: u8, unit: UnitId) -> Person {
    let phone = Phone::parse(&format!("138000000{n:02}")).unwrap();
    Person {
        id: id(n),
        name: PersonName::parse("张三").unwrap(),
        document: a_document(n),
        staff_number: phone.as_str().to_owned(),
        phone,
        unit,
        kind: "contractor".to_owned(),
        valid: Period::new(NOW, later(1000)).unwrap(),
        state: PersonState::Active,
        state_since: NOW,
        application: Some(id(n)),
        values: json!({ "address": "内蒙古呼和浩特市赛罕区" }).as_object().unwrap().clone(),
    }
}

pub async fn insert_person(db: &mut Db, n: u8, unit: UnitId) -> Person {
    let one = a_person(n, unit);
    person::insert(db, &one, later(i64::from(n))).await.unwrap();
    one
}

pub fn reason(words: &str) -> Reason {
    Reason::parse(words).unwrap()
}

/// Goes through a list page by page.
pub async fn walk<T, F>(mut part: F) -> Vec<T>
where
    F: AsyncFnMut(PageRequest) -> Page<T>,
{
    let mut items = Vec::new();
    let mut request = PageRequest::first(2);
    loop {
        let page = part(request).await;
        assert!(page.items.len() <= 2);
        items.extend(page.items);
        let Some(next) = page.next else { return items };
        request = PageRequest::after(next.to_string().parse().unwrap(), 2);
    }
}
