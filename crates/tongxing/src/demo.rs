//! What only the demonstration has: a fictional university with its sign-ins and stories, and an example of the
//! vehicle system that a real campus already owns.

pub mod campus;
pub mod folder;
pub mod seed;
pub mod sign_ins;
pub mod vehicle_system;
