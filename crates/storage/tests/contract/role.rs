use tongxing_domain::account::AccountState;
use tongxing_domain::id::{AccountId, UnitId};
use tongxing_domain::role::{Role, RoleAssignment};
use tongxing_domain::time::Period;
use tongxing_storage::testing::stores;
use tongxing_storage::{StorageError, account, role};

use crate::samples::{NOW, an_account, id, insert_account, insert_unit, later};

fn given(n: u8, account: AccountId, unit: Option<UnitId>, below: bool) -> RoleAssignment {
    let valid = Period::new(NOW, later(1000)).unwrap();
    RoleAssignment { id: id(n), account, role: Role::UnitHead, unit, below, valid }
}

#[tokio::test]
async fn the_holders_of_a_role_come_nearest_first() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let campus = insert_unit(&mut tx, 1, None).await;
        let faculty = insert_unit(&mut tx, 2, Some(campus)).await;
        let office = insert_unit(&mut tx, 3, Some(faculty)).await;
        let other = insert_unit(&mut tx, 4, Some(campus)).await;
        let holder = insert_account(&mut tx, 1).await;
        let everywhere = given(1, holder, None, false);
        let campus_wide = given(2, holder, Some(campus), true);
        let faculty_alone = given(3, holder, Some(faculty), false);
        let of_office = given(4, holder, Some(office), false);
        let of_other = given(5, holder, Some(other), true);
        for one in [&everywhere, &campus_wide, &faculty_alone, &of_office, &of_other] {
            role::insert(&mut tx, one).await.unwrap();
        }
        let found = role::covering(&mut tx, Role::UnitHead, office, NOW).await.unwrap();
        assert_eq!(found, vec![of_office.clone(), campus_wide.clone(), everywhere.clone()]);
        let found = role::covering(&mut tx, Role::UnitHead, faculty, later(999)).await.unwrap();
        assert_eq!(found, vec![faculty_alone.clone(), campus_wide, everywhere]);
        for at in [later(-1), later(1000)] {
            assert_eq!(role::covering(&mut tx, Role::UnitHead, office, at).await.unwrap(), vec![]);
        }
        assert_eq!(role::covering(&mut tx, Role::Guard, office, NOW).await.unwrap(), vec![]);
        assert_eq!(role::of_role(&mut tx, Role::UnitHead).await.unwrap().len(), 5);
        assert_eq!(role::of_unit(&mut tx, faculty).await.unwrap(), vec![faculty_alone]);
    }
}

#[tokio::test]
async fn a_closed_account_holds_nothing() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let unit = insert_unit(&mut tx, 1, None).await;
        let mut holder = an_account(1);
        holder.state = AccountState::Disabled;
        account::insert(&mut tx, &holder, NOW).await.unwrap();
        role::insert(&mut tx, &given(1, holder.id, Some(unit), true)).await.unwrap();
        assert_eq!(role::covering(&mut tx, Role::UnitHead, unit, NOW).await.unwrap(), vec![]);
        assert_eq!(role::of_account(&mut tx, holder.id).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_role_is_taken_back_from_an_instant_on() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let unit = insert_unit(&mut tx, 1, None).await;
        let holder = insert_account(&mut tx, 1).await;
        let one = given(1, holder, Some(unit), true);
        role::insert(&mut tx, &one).await.unwrap();
        assert!(matches!(role::end(&mut tx, one.id, NOW).await, Err(StorageError::Conflict)), "not begun");
        role::end(&mut tx, one.id, later(10)).await.unwrap();
        let ended = role::find(&mut tx, one.id).await.unwrap().unwrap();
        assert_eq!(ended.valid.until(), later(10));
        assert!(matches!(role::end(&mut tx, one.id, later(20)).await, Err(StorageError::Conflict)), "ended");
        role::delete(&mut tx, one.id).await.unwrap();
        assert_eq!(role::find(&mut tx, one.id).await.unwrap(), None);
        assert!(matches!(role::delete(&mut tx, one.id).await, Err(StorageError::Conflict)));
    }
}
