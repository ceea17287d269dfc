//! Setting the university up: units by its system administrator, accounts and roles on the machine.

use std::collections::BTreeMap;

use tongxing_domain::id::UnitId;
use tongxing_usecases::{
    Campus, Error,
    account::{create, first, first::First},
    unit::save,
};

use super::signed_in;
use crate::{
    demo::{
        campus::{AccountData, Campus as University},
        sign_ins::SignIns,
    },
    stop::Stop,
};

/// Creates units, accounts and roles; gives the units by code and the sign-ins.
pub async fn settle(
    campus: &Campus,
    university: &University,
) -> Result<(BTreeMap<String, UnitId>, SignIns), Stop> {
    let mut sign_ins = SignIns::default();
    let mut units = BTreeMap::new();
    // Who looks after units is there before any unit is.
    let (founders, others): (Vec<_>, Vec<_>) =
        university.accounts.iter().partition(|account| account.is_system_administrator());
    for account in &founders {
        open(campus, account, &units, &mut sign_ins).await?;
    }
    let founder =
        founders.first().ok_or_else(|| Stop::new("the demonstration has no system administrator"))?;
    let administrator = signed_in(campus, &sign_ins, &founder.login).await?;
    for unit in &university.units {
        let input = save::Input {
            code: unit.code.clone(),
            name_zh: unit.name_zh.clone(),
            name_en: unit.name_en.clone(),
            parent: unit.parent.as_ref().and_then(|code| units.get(code)).copied(),
            active: true,
        };
        let id = save::add(campus, &administrator, input).await;
        units.insert(unit.code.clone(), id.map_err(|error| cannot(&unit.code, error))?);
    }
    for account in &others {
        open(campus, account, &units, &mut sign_ins).await?;
    }
    Ok((units, sign_ins))
}

async fn open(
    campus: &Campus,
    account: &AccountData,
    units: &BTreeMap<String, UnitId>,
    sign_ins: &mut SignIns,
) -> Result<(), Stop> {
    let input = create::Input {
        login: account.login.clone(),
        name: account.name.clone(),
        unit: units.get(&account.unit).copied(),
        ..create::Input::default()
    };
    let unit_of = |code: &Option<String>| code.as_ref().and_then(|code| units.get(code)).copied();
    let roles: Vec<First> = account
        .roles
        .iter()
        .map(|given| First { role: given.role, unit: unit_of(&given.unit), below: given.below })
        .collect();
    let opened = first::run(campus, input, &roles, true).await;
    let opened = opened.map_err(|error| cannot(&account.login, error))?;
    sign_ins.note(&account.login, opened.password);
    Ok(())
}

fn cannot(what: &str, error: Error) -> Stop {
    Stop::because(format!("{what} of the demonstration cannot be set up"), error)
}
