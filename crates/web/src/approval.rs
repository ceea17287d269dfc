//! Approvals 审批 on phone and PC: what waits, what was decided, one task with everything needed to decide it.

pub mod all;
pub mod batch;
pub mod decide;
pub mod done;
pub mod history;
pub mod inbox;
pub mod involve;
pub mod people;
pub mod press;
pub mod said;
pub mod show;
