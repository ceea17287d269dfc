//! Stories for every rule of the approval semantics, numbered as there.

mod due;
mod keys_and_callers;
mod migration;
mod nobody_and_duplicates;
mod resubmission;
mod returns;
mod signers;
mod transfers;
mod votes;
mod withdrawals;
