//! Records in 其他人员管理: who may be on campus, until when, and what happens when that changes.

pub mod change;
pub mod change_several;
pub mod export;
pub mod kinds;
pub mod list;
pub mod reveal;
pub mod show;
