//! Taking over people and their roles from a spreadsheet.

use std::sync::Arc;

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use tongxing_usecases::{Actor, Campus, Permission, account::import};

use crate::{
    forms::Files,
    import::{self as sheet, ImportPage, Importing},
    trouble::Trouble,
    visitor::{Visitor, session::Staff},
};

/// `GET /accounts/import`
pub async fn show(visitor: Visitor, Staff(actor): Staff) -> Result<Response, Trouble> {
    crate::page::show(&ImportPage::new(&visitor, &about(&visitor, &actor)))
}

/// `POST /accounts/import`
pub async fn save(
    visitor: Visitor,
    State(campus): State<Arc<Campus>>,
    Staff(actor): Staff,
    files: Files,
) -> Result<Response, Trouble> {
    let outcome = match sheet::file_of(files) {
        Ok(bytes) => import::run(&campus, &actor, bytes).await,
        Err(error) => Err(error),
    };
    sheet::answer(&visitor, &about(&visitor, &actor), outcome)
}

/// `GET /accounts/import/template`
pub async fn template(visitor: Visitor, Staff(actor): Staff) -> Result<Response, Trouble> {
    let bytes = import::template(&actor, sheet::locale(&visitor))?;
    Ok(sheet::download("accounts.xlsx", bytes).into_response())
}

const STEPS: [&str; 4] = ["accounts-import-1", "accounts-import-2", "accounts-import-3", "accounts-import-4"];

fn about(visitor: &Visitor, actor: &Actor) -> Importing {
    let manages = actor.may(Permission::ManageUnits);
    let steps = if manages { &STEPS[..] } else { &["accounts-import-1", "accounts-import-only-roles"] };
    Importing {
        title: visitor.t("accounts-import-title").into(),
        place: "/accounts",
        place_title: visitor.t("accounts-title").into(),
        steps: steps.iter().map(|key| visitor.t(*key).into()).collect(),
    }
}
