//! The machine: room on the disk.

use super::Finding;
use crate::installation::Installation;

/// Below this a day of photos may not fit any more.
const LITTLE: u64 = 2 * 1024 * 1024 * 1024;
/// Below this the database may fail to grow.
const TOO_LITTLE: u64 = 200 * 1024 * 1024;

pub fn look(installation: &Installation) -> Vec<Finding> {
    let root = installation.data.root();
    match rustix::fs::statvfs(root) {
        Ok(disk) => vec![room(disk.f_bavail.saturating_mul(disk.f_frsize))],
        Err(_) => Vec::new(),
    }
}

fn room(free: u64) -> Finding {
    let words = format!("{} MB are free for the data folder", free / 1024 / 1024);
    match free {
        ..TOO_LITTLE => Finding::bad(words, "make room now: writing will fail, reading goes on"),
        TOO_LITTLE..LITTLE => Finding::warning(words, "make room, or move the data folder to a larger disk"),
        _ => Finding::good(words),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::Grade, *};

    #[test]
    fn little_room_is_told_before_it_is_none() {
        let grades = [0, TOO_LITTLE, LITTLE].map(|free| room(free).grade);
        assert_eq!(grades, [Grade::Bad, Grade::Warning, Grade::Good]);
    }
}
