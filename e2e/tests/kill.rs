//! The program is killed without warning, again and again, while people register and decide. Whatever it answered with
//! success before is there afterwards, once, and nothing is half done.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that says what it did"
)]

#[path = "kill/applicant.rs"]
mod applicant;
#[path = "kill/approver.rs"]
mod approver;
#[path = "kill/dice.rs"]
mod dice;
#[path = "kill/ledger.rs"]
mod ledger;
#[path = "kill/lists.rs"]
mod lists;
#[path = "kill/made_up.rs"]
mod made_up;

use applicant::Applicant;
use approver::Approver;
use dice::Dice;
use ledger::Ledger;
use std::io::Error;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;
use tongxing_e2e::{Server, product};

const KILLS: usize = 50;

/// Enough of them that somebody is on the way at every kill.
const APPLICANTS: usize = 12;

/// So many fill in their forms at once; the next one begins when one of them is through.
const AT_ONCE: usize = 3;

/// Longest wait for the answers after which the program is to be killed; then it is killed all the same.
const PATIENCE: Duration = Duration::from_secs(5);

/// Longest wait for everybody to be through when nothing is killed any more.
const LAST: Duration = Duration::from_secs(90);

const PAUSE: Duration = Duration::from_millis(10);

/// `TONGXING_TEST_SEED` chooses another run; the seed of this one is printed.
const SEED: u64 = 20_261_122;

/// What one turn of somebody came to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    /// Something was asked and answered.
    Answered,
    /// There is nothing to do now.
    Idle,
    /// There is nothing to do any more.
    Through,
}

/// Somebody who uses the pages, one request after the other.
trait Person: Send {
    /// Does the next thing; an error is an answer that never came.
    fn act(&mut self, ledger: &Mutex<Ledger>) -> Result<Turn, Error>;
}

#[test]
fn killing_the_program_at_any_moment_loses_nothing_that_was_answered() {
    let data = tempfile::tempdir().unwrap();
    let campus = data.path().join("campus");
    product::copy_of_demonstration(&campus);
    let mut server = Server::start(&campus);
    let seed = std::env::var("TONGXING_TEST_SEED").ok().and_then(|s| s.parse().ok()).unwrap_or(SEED);
    let mut dice = Dice::seeded(seed);
    let ledger = Mutex::new(Ledger::default());
    let mut applicants: Vec<_> = (0..APPLICANTS).map(|n| Applicant::new(&server.url(), n)).collect();
    let mut approvers = ["lisi", "chenshili"].map(|login| Approver::sign_in(&server, login));
    let mut anchor = None;

    for kill in 1..=KILLS {
        let enough = ledger.lock().unwrap().answers + dice.up_to(3);
        at_work(&mut applicants, &mut approvers, &ledger, || {
            wait_for(PATIENCE, || {
                let so_far = ledger.lock().unwrap();
                so_far.answers >= enough || so_far.through == APPLICANTS
            });
            // Into the middle of the next request, or of a job behind one.
            thread::sleep(Duration::from_millis(dice.up_to(120) as u64));
            server.kill9();
        });
        if kill % 10 == 0 {
            anchor = Some(product::verify_audit(&campus, anchor.as_deref()));
        }
        server.restart();
        // Who is through changes no more: they look once in ten times.
        for applicant in applicants.iter_mut().filter(|a| kill % 10 == 0 || !a.is_through()) {
            applicant.check(&ledger);
        }
    }
    at_work(&mut applicants, &mut approvers, &ledger, || {
        let through = || ledger.lock().unwrap().through == APPLICANTS;
        assert!(wait_for(LAST, through), "they do not come to an end: {:?}", ledger.lock().unwrap());
    });
    lists::check(&server, &ledger.lock().unwrap());
    server.stop();
    product::verify_audit(&campus, anchor.as_deref());
    let Ledger { answers, cut_off, .. } = ledger.into_inner().unwrap();
    println!(
        "killed {KILLS} times (seed {seed}): {answers} answers, {cut_off} requests cut off, {APPLICANTS} registrations \
         from the form to the vehicle system, nothing lost and nothing twice"
    );
    assert!(cut_off >= KILLS / 2, "the program was hardly ever killed during a request: {cut_off}");
}

/// Everybody does things at the same time until `watch` is over.
fn at_work(
    applicants: &mut [Applicant],
    approvers: &mut [Approver],
    ledger: &Mutex<Ledger>,
    watch: impl FnOnce(),
) {
    let over = AtomicBool::new(false);
    let in_person = Mutex::new(applicants.iter_mut().filter(|a| !a.is_through()));
    thread::scope(|scope| {
        // However the watch ends, also in a panic, the others are told.
        let _told = Told(&over);
        for _ in 0..AT_ONCE {
            scope.spawn(|| one_after_the_other(&in_person, ledger, &over));
        }
        for approver in approvers {
            scope.spawn(|| live(approver, ledger, &over));
        }
        watch();
    });
}

struct Told<'a>(&'a AtomicBool);

impl Drop for Told<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// A place at which one applicant after the other sits down: when the form is sent and decided, the next one begins.
fn one_after_the_other<'a>(
    waiting: &Mutex<impl Iterator<Item = &'a mut Applicant> + Send>,
    ledger: &Mutex<Ledger>,
    over: &AtomicBool,
) {
    loop {
        let next = waiting.lock().unwrap().next();
        let Some(person) = next else { break };
        if !live(person, ledger, over) {
            break;
        }
    }
}

/// Gives whether this person is through.
fn live(person: &mut impl Person, ledger: &Mutex<Ledger>, over: &AtomicBool) -> bool {
    while !over.load(Ordering::Relaxed) {
        match person.act(ledger) {
            Ok(Turn::Answered) => ledger.lock().unwrap().answers += 1,
            Ok(Turn::Idle) => thread::sleep(PAUSE),
            Ok(Turn::Through) => return true,
            Err(_) => {
                ledger.lock().unwrap().cut_off += 1;
                return false;
            }
        }
    }
    false
}

fn wait_for(limit: Duration, is_true: impl Fn() -> bool) -> bool {
    let mut waited = Duration::ZERO;
    while !is_true() && waited < limit {
        thread::sleep(PAUSE);
        waited += PAUSE;
    }
    is_true()
}
