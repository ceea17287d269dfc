//! The pages of 其他人员管理: the list, one record, what is done with it, and taking the list away.

use tongxing_domain::{
    delivery::{Delivery, Stage},
    person::{EffectiveState, Person},
    time::Timestamp,
};
use tongxing_usecases::{Actor, Permission, person::list::ENDING_DAYS};

use crate::{page::Page, texts::Lang};

pub mod asks;
pub mod change;
pub mod export;
pub mod list;
pub mod reveal;
pub mod several;
pub mod show;

/// A word with a meaning, as `ui::tag` takes it.
pub type Tag = (&'static str, String);

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// What the reader may do with records, somewhere; the use cases decide about each.
#[derive(Debug, Clone, Copy, Default)]
pub struct May {
    /// See a value in full.
    pub reveal: bool,
    /// Suspend, resume, renew, end.
    pub manage: bool,
    /// Take the list away.
    pub export: bool,
}

impl May {
    /// What this person may.
    pub fn of(actor: &Actor) -> Self {
        Self {
            reveal: actor.may(Permission::RevealPersons),
            manage: actor.may(Permission::ManagePersons),
            export: actor.may(Permission::ExportPersons),
        }
    }
}

/// How a person stands, in a word; the last 30 days are counted down.
pub fn state_tag(lang: Lang, person: &Person, now: Timestamp) -> Tag {
    let state = person.effective_state(now);
    let left = person.valid.until().millis().saturating_sub(now.millis());
    if state == EffectiveState::Active && left < ENDING_DAYS * DAY_MILLIS {
        return ("warn", lang.t("person-ends-in").count("days", left / DAY_MILLIS).to_string());
    }
    let kind = match state {
        EffectiveState::Active => "ok",
        EffectiveState::NotYetValid => "info",
        EffectiveState::Suspended => "bad",
        EffectiveState::Expired | EffectiveState::Ended => "",
    };
    (kind, lang.t_of("person-state", state.as_str()).to_string())
}

/// How far a delivery has come, in a word.
pub fn stage_tag(lang: Lang, delivery: &Delivery) -> Tag {
    let stage = delivery.stage();
    let kind = match stage {
        Stage::Confirmed => "ok",
        Stage::RemovalConfirmed => "",
        Stage::Failed | Stage::RemovalFailed => "bad",
        Stage::Wanted | Stage::Sent | Stage::RemovalWanted | Stage::RemovalSent => "warn",
    };
    (kind, lang.t_of("delivery-stage", stage.as_str()).to_string())
}

/// The last valid day, or that there is none.
pub fn until(p: &Page, until: Timestamp) -> String {
    if until >= Timestamp::FOREVER {
        p.t("person-no-end").to_string()
    } else {
        p.when().day(until.plus_millis(-1))
    }
}
