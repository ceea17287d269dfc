//! Approvals 审批: what waits for somebody, and what they decide about it.

pub mod abstain;
pub mod add_signers;
pub mod all;
pub mod approve;
pub mod batch;
pub mod colleagues;
pub mod comment;
pub mod copy;
pub mod decide;
pub mod delegate;
pub mod done;
pub mod inbox;
pub mod opine;
pub mod reassign;
pub mod reject;
pub mod remove_signer;
pub mod return_back;
pub mod show;
pub mod terminate;
pub mod transfer;
pub mod withdraw;

mod can;
mod opened;

pub use tongxing_workflow::{Mode, Placement, Way};
