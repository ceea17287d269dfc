//! The pieces that pages are made of, where data decides their shape: fields, step bar, timeline, diagram.
//! Pieces that are mere markup are macros in `templates/ui.html`. Both follow the design one to one.

pub use self::{
    field::{Choice, Field},
    flow::{Flow, FlowBox},
    plate::PlateTag,
    problems::Problems,
    steps::Steps,
    timeline::{Event, Timeline},
};

pub mod field;
pub mod flow;
pub mod plate;
pub mod problems;
pub mod steps;
pub mod timeline;
