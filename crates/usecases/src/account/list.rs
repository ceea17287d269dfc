//! The people who can sign in, with the roles they hold per unit.

use tongxing_domain::{account::Account, id::AccountId, role::RoleAssignment};
use tongxing_storage::{
    Page, PageRequest,
    account::{self, AccountFilter},
    role,
};

use crate::{Actor, Campus, Error, Permission};

pub use tongxing_storage::account::AccountFilter as Filter;

/// A member of staff and every role ever given to them.
pub struct Staff {
    /// The account.
    pub account: Account,
    /// The roles, oldest first, ended ones too.
    pub roles: Vec<RoleAssignment>,
}

/// One page of accounts, by sign-in name.
///
/// # Errors
/// Forbidden without `ViewUnits`.
pub async fn run(
    campus: &Campus,
    actor: &Actor,
    filter: &AccountFilter,
    page: &PageRequest,
) -> Result<Page<Staff>, Error> {
    actor.require(Permission::ViewUnits)?;
    let mut db = campus.store.read().await?;
    let found = account::list(&mut db, filter, page).await?;
    let mut items = Vec::with_capacity(found.items.len());
    for account in found.items {
        let roles = role::of_account(&mut db, account.id).await?;
        items.push(Staff { account, roles });
    }
    Ok(Page { items, next: found.next })
}

/// One account with its roles.
///
/// # Errors
/// Not found; forbidden without `ViewUnits`.
pub async fn one(campus: &Campus, actor: &Actor, id: AccountId) -> Result<Staff, Error> {
    actor.require(Permission::ViewUnits)?;
    let mut db = campus.store.read().await?;
    let account = account::find(&mut db, id).await?.ok_or(Error::NotFound)?;
    let roles = role::of_account(&mut db, id).await?;
    Ok(Staff { account, roles })
}
