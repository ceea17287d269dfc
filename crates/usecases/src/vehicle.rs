//! Vehicle permits 车辆通行授权: the list, one of them, and taking one back.

pub mod list;
pub mod show;
pub mod withdraw;
