//! The pages of 车辆通行: the permits, and taking one back.

use tongxing_domain::{
    person::Person,
    time::Timestamp,
    vehicle::{EffectivePermit, VehiclePermit},
};

use crate::{person::Tag, texts::Lang};

pub mod list;
pub mod withdraw;

/// How a permit stands, in a word.
pub fn permit_tag(lang: Lang, permit: &VehiclePermit, holder: &Person, now: Timestamp) -> Tag {
    let state = permit.effective_state(holder, now);
    let kind = match state {
        EffectivePermit::Active => "ok",
        EffectivePermit::NotYetValid => "info",
        EffectivePermit::Suspended => "bad",
        EffectivePermit::Expired | EffectivePermit::Withdrawn => "",
    };
    (kind, lang.t_of("permit-state", state.as_str()).to_string())
}
