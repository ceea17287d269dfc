//! Vehicle permits 车辆通行授权: the list, and taking one back.

pub mod list;
pub mod withdraw;
