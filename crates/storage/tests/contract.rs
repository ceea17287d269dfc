//! What storage promises, on both engines.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "contract/account.rs"]
mod account;
#[path = "contract/application.rs"]
mod application;
#[path = "contract/archive.rs"]
mod archive;
#[path = "contract/attempt.rs"]
mod attempt;
#[path = "contract/audit.rs"]
mod audit;
#[path = "contract/confirmation.rs"]
mod confirmation;
#[path = "contract/consent.rs"]
mod consent;
#[path = "contract/delivery.rs"]
mod delivery;
#[path = "contract/draft.rs"]
mod draft;
#[path = "contract/file.rs"]
mod file;
#[path = "contract/job.rs"]
mod job;
#[path = "contract/message.rs"]
mod message;
#[path = "contract/notification.rs"]
mod notification;
#[path = "contract/person.rs"]
mod person;
#[path = "contract/plans.rs"]
mod plans;
#[path = "contract/reencrypt.rs"]
mod reencrypt;
#[path = "contract/retention.rs"]
mod retention;
#[path = "contract/role.rs"]
mod role;
#[path = "contract/samples.rs"]
mod samples;
#[path = "contract/service.rs"]
mod service;
#[path = "contract/session.rs"]
mod session;
#[path = "contract/store.rs"]
mod store;
#[path = "contract/task.rs"]
mod task;
#[path = "contract/unit.rs"]
mod unit;
#[path = "contract/upkeep.rs"]
mod upkeep;
#[path = "contract/vehicle.rs"]
mod vehicle;
