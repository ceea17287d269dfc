//! The pages of 对接投递: the ledger of what outside systems should hold, one row of it, and sending again.

use tongxing_domain::delivery::{Delivery, DeliveryState};

use crate::page::Page;

pub mod list;
pub mod resend;
pub mod show;

/// What stands against it now, in words, and in the other side's own; both empty when nothing does.
pub fn trouble(p: &Page, delivery: &Delivery) -> (String, String) {
    match &delivery.state {
        DeliveryState::Failed { reason, detail, .. } => {
            (p.t_of("delivery-reason", reason.as_str()).to_string(), detail.clone().unwrap_or_default())
        }
        _ => Default::default(),
    }
}

/// When it is sent by itself the next time, or that it waits for a person; empty when there is nothing to send.
pub fn next_try(p: &Page, delivery: &Delivery) -> String {
    match delivery.state {
        DeliveryState::Confirmed => String::new(),
        _ => delivery.due_at().map_or_else(|| p.t("delivery-waits").to_string(), |at| p.when().short(at)),
    }
}
