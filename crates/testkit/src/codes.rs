//! The codes of what can be wrong, from crates that the pages themselves must not import, for the test that every
//! one has a sentence.

/// Every refusal of the approval engine.
pub fn of_workflow() -> &'static [&'static str] {
    tongxing_workflow::CODES
}

/// Everything that can be wrong with a photo.
pub fn of_photos() -> &'static [&'static str] {
    &tongxing_ports::PhotoProblem::CODES
}
