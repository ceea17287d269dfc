//! The smallest things that tests put into a database.

use tongxing_domain::account::{Account, AccountState};
use tongxing_domain::id::{AccountId, Id, UnitId};
use tongxing_domain::name::PersonName;
use tongxing_domain::time::Timestamp;
use tongxing_domain::unit::Unit;
use tongxing_storage::{Db, account, unit};

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
