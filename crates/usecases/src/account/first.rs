//! An account opened on the machine itself, together with its roles: the first administrators have nobody to ask.

use serde_json::json;
use tongxing_domain::{id::UnitId, role::Role, time::Period};

use super::{create, give_role, password};
use crate::{Campus, Error, actor::By, audit};

/// A role to begin with.
#[derive(Debug, Clone, Copy)]
pub struct First {
    /// Which.
    pub role: Role,
    /// For which unit; `None` for the whole campus.
    pub unit: Option<UnitId>,
    /// Also for every unit below it.
    pub below: bool,
}

/// Opens the account and gives the roles, from now on without an end, all or nothing. The drawn password has to be
/// changed at the first sign-in unless it may be `kept`, as in a demonstration, where it is written down anyway.
///
/// # Errors
/// Refusals beside the fields; `roles-exclude` when the separation of the three administrators forbids it.
pub async fn run(
    campus: &Campus,
    input: create::Input,
    roles: &[First],
    kept: bool,
) -> Result<create::Output, Error> {
    let by = By::system();
    let account = create::read(campus, &input).map_err(Error::invalid)?;
    let drawn = create::draw_password(campus);
    let hash = password::hash(drawn.clone()).await?;
    let valid =
        Period::open_ended(campus.now()).map_err(|error| Error::failed("the clock is at its end", error))?;
    let mut tx = campus.store.begin().await?;
    create::insert(campus, &mut tx, &account, Some(hash), !kept).await?;
    let id = account.id.to_string();
    audit::record(campus, &mut tx, &by, "account.create", &id, &json!({ "login": account.login })).await?;
    for First { role, unit, below } in roles.iter().copied() {
        let given = give_role::Input { account: account.id, role, unit, below, valid };
        give_role::give(campus, &mut tx, &by, given).await?;
    }
    tx.commit().await?;
    Ok(create::Output { account: account.id, password: drawn })
}
