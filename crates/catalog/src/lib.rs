//! Service definition files: what a person can apply for, who decides, and what approval makes happen.
//!
//! A service 办事事项 is one YAML file: a form (sections are the steps of the phone wizard), a process (who
//! decides, in which order) and an outcome (the record and the permits that approval creates). A university
//! changes its flows by editing and publishing such a file, never by changing code; so this crate knows no
//! service, unit or person by name.
//!
//! * [`load()`] reads a file, or says for each mistake where it stands, what is wrong and what to write instead.
//! * [`Service`] is the file once it passed every check. [`Service::definition`] hands its process to the approval
//!   engine, [`Service::check_section`] and [`Service::check_all`] hold what a person typed against the form,
//!   [`Service::lines`] shows it, [`input`] turns posted pairs into values.
//! * [`simulate::simulate`] runs people and commands against a file, with no database.
//! * [`schema::json_schema`] describes the file format for editors.
//!
//! It never does I/O, never looks at a clock, never asks a directory: today's date, the units that accept
//! registrations and the files a draft owns come in as arguments.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing))]

pub mod check;
mod definition;
pub mod diagnostic;
pub mod display;
pub mod expression;
pub mod form;
pub mod input;
mod lint;
pub mod load;
pub mod outcome;
pub mod process;
pub mod schema;
pub mod service;
pub mod simulate;
pub mod text;

pub use check::{CheckError, Checked, Context, FieldProblem, FieldState};
pub use diagnostic::{Diagnostic, Severity};
pub use expression::Expression;
pub use form::{Field, FieldType, Form, Section};
pub use load::{inspect, inspect_with, load, load_directory};
pub use outcome::Action;
pub use process::{Block, ByRule, Process, Step};
pub use service::Service;
pub use text::Text;

/// What a form holds: one JSON value per field key, in the shape its field type defines (see [`form::FieldType`]).
pub type Values = serde_json::Map<String, serde_json::Value>;
