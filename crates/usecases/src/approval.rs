//! Approvals 审批: what waits for somebody, and what they decide about it.

pub mod all;
pub mod approve;
pub mod comment;
pub mod done;
pub mod inbox;
pub mod reject;
pub mod return_back;
pub mod show;
pub mod withdraw;

mod can;
mod decide;
