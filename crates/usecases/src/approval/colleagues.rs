//! Whom a task can be handed to, or who can be asked: the colleagues of one's own unit, and anybody by name.

use tongxing_catalog::Text;
use tongxing_domain::{
    account::{Account, AccountState},
    id::AccountId,
};
use tongxing_storage::{
    Db, PageRequest,
    account::{self, AccountFilter},
};
use tongxing_workflow::ActorId;

use crate::{Actor, Campus, Error, Who, unit::list::by_id};

/// So many are shown at once; whoever is not among them is found by name.
const MOST: u32 = 20;

/// Somebody who can be picked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    /// The account.
    pub account: AccountId,
    /// The name.
    pub name: String,
    /// The unit.
    pub unit: Option<Text>,
}

/// Who can be picked: those picked already, and those with this whole name or this beginning of a login name; without
/// either, the colleagues of the reader's own unit. The reader is never among them.
pub async fn run(
    campus: &Campus,
    actor: &Actor,
    wanted: &str,
    picked: &[AccountId],
) -> Result<Vec<Colleague>, Error> {
    let mut db = campus.store.read().await?;
    let known = account::find_all(&mut db, picked).await?;
    let mut found: Vec<Account> =
        picked.iter().filter_map(|id| known.iter().find(|a| a.id == *id).cloned()).collect();
    found.extend(matching(&mut db, actor, wanted.trim()).await?);
    let units = by_id(&mut db).await?;
    let mut colleagues: Vec<Colleague> = Vec::new();
    for account in found {
        let shown = colleagues.iter().any(|c| c.account == account.id);
        if shown || account.id == actor.account() || account.state != AccountState::Active {
            continue;
        }
        let unit = account.unit.and_then(|unit| units.get(&unit));
        colleagues.push(Colleague {
            account: account.id,
            name: account.name.as_str().to_owned(),
            unit: unit.map(|u| Text::new(u.name_zh.clone(), u.name_en.clone())),
        });
    }
    Ok(colleagues)
}

async fn matching(db: &mut Db, actor: &Actor, wanted: &str) -> Result<Vec<Account>, Error> {
    let active = AccountFilter { state: Some(AccountState::Active), ..AccountFilter::default() };
    let page = PageRequest::first(MOST);
    if wanted.is_empty() {
        let Some(unit) = actor.unit() else { return Ok(Vec::new()) };
        return Ok(account::list(db, &AccountFilter { unit: Some(unit), ..active }, &page).await?.items);
    }
    let by_name = AccountFilter { name: Some(wanted.to_owned()), ..active.clone() };
    let by_login = AccountFilter { login_prefix: Some(wanted.to_owned()), ..active };
    let mut found = account::list(db, &by_name, &page).await?.items;
    found.extend(account::list(db, &by_login, &page).await?.items);
    Ok(found)
}

/// The people as the engine knows them.
pub(super) fn actors(accounts: &[AccountId]) -> Vec<ActorId> {
    accounts.iter().map(|id| ActorId::new(Who::Account(*id).as_text())).collect()
}

/// The one person that has to be picked.
pub(super) fn one(picked: Option<AccountId>) -> Result<ActorId, Error> {
    let picked = picked.ok_or_else(|| Error::refused("nobody-named"))?;
    Ok(ActorId::new(Who::Account(picked).as_text()))
}
