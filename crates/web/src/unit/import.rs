//! Taking over units from a spreadsheet.

use std::sync::Arc;

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use tongxing_usecases::{Campus, unit::import};

use crate::{
    forms::Files,
    import::{self as sheet, ImportPage, Importing},
    page,
    trouble::Trouble,
    visitor::{Visitor, session::Staff},
};

/// `GET /units/import`
pub async fn show(visitor: Visitor) -> Result<Response, Trouble> {
    page::show(&ImportPage::new(&visitor, &about(&visitor)))
}

/// `POST /units/import`
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
    sheet::answer(&visitor, &about(&visitor), outcome)
}

/// `GET /units/import/template`
pub async fn template(visitor: Visitor, Staff(actor): Staff) -> Result<Response, Trouble> {
    let bytes = import::template(&actor, sheet::locale(&visitor))?;
    Ok(sheet::download("units.xlsx", bytes).into_response())
}

/// What the page says will happen.
pub fn about(visitor: &Visitor) -> Importing {
    let steps = ["units-import-1", "units-import-2", "units-import-3"];
    Importing {
        title: visitor.t("units-import-title").into(),
        place: "/units",
        place_title: visitor.t("units-title").into(),
        steps: steps.map(|key| visitor.t(key).into()).into(),
    }
}
