use tongxing_domain::id::TaskId;
use tongxing_storage::application::Application;
use tongxing_storage::task::{self, TaskEntry, TaskFilter};
use tongxing_storage::testing::stores;
use tongxing_storage::{Db, Stretch, Turn, application};
use tongxing_workflow::{Closed, Reason, StepKey, TaskState};

use crate::application::{act, actor, approve, insert};
use crate::samples::{NOW, id, insert_unit, later, walk};

/// Writes the tasks; new ones get ids from their application and number.
async fn project(db: &mut Db, one: &Application, first: u8) {
    let mut next = first;
    task::project(db, one.id, &one.instance, |at| {
        next += 1;
        TaskId::new(at, [next; 10])
    })
    .await
    .unwrap();
}

async fn open_of(db: &mut Db, who: &str) -> Vec<TaskEntry> {
    let who = actor(who);
    walk(async |page| task::list_open_of(db, &who, &page).await.unwrap()).await
}

async fn done_by(db: &mut Db, who: &str) -> Vec<TaskEntry> {
    let who = actor(who);
    task::turn_done_by(db, &who, &Turn::First, 9).await.unwrap().items
}

fn numbers(entries: &[TaskEntry]) -> Vec<&str> {
    entries.iter().map(|entry| entry.application.number.as_str()).collect()
}

#[tokio::test]
async fn a_to_do_list_follows_the_instances() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let unit = insert_unit(&mut tx, 1, None).await;
        let mut all = Vec::new();
        for n in 1..=3 {
            let one = insert(&mut tx, n, unit).await;
            project(&mut tx, &one, n * 10).await;
            all.push(one);
        }
        let waiting = open_of(&mut tx, "anna").await;
        assert_eq!(numbers(&waiting), ["TX20261122-0001", "TX20261122-0002", "TX20261122-0003"]);
        assert_eq!(waiting[0].task.step, StepKey::new("administrator"));
        assert_eq!(numbers(&open_of(&mut tx, "carl").await), [""; 0]);

        act(&mut all[1].instance, "ben", 50, approve(2));
        all[1].updated_at = later(50);
        application::save(&mut tx, &mut all[1]).await.unwrap();
        project(&mut tx, &all[1], 100).await;
        assert_eq!(numbers(&open_of(&mut tx, "anna").await), ["TX20261122-0001", "TX20261122-0003"]);
        assert_eq!(numbers(&open_of(&mut tx, "carl").await), ["TX20261122-0002"]);
        assert_eq!(numbers(&done_by(&mut tx, "ben").await), ["TX20261122-0002"]);
        assert_eq!(numbers(&done_by(&mut tx, "anna").await), [""; 0], "anna was not asked any more");
        assert_eq!(task::count_open_of(&mut tx, &actor("anna")).await.unwrap(), 2);
        assert_eq!(task::count_done_by(&mut tx, &actor("ben"), later(50)).await.unwrap(), 1);
        assert_eq!(task::count_done_by(&mut tx, &actor("ben"), later(51)).await.unwrap(), 0);
        let everything = walk(async |page| task::list_open(&mut tx, &page).await.unwrap()).await;
        assert_eq!(everything.len(), 5);
    }
}

#[tokio::test]
async fn a_list_is_turned_forward_and_back() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let unit = insert_unit(&mut tx, 1, None).await;
        for n in 1..=5 {
            let mut one = insert(&mut tx, n, unit).await;
            act(&mut one.instance, "ben", 50 + i64::from(n), approve(2));
            project(&mut tx, &one, n * 10).await;
        }
        let carl = actor("carl");
        let mut open = async |turn: &Turn, limit| {
            task::turn_open_of(&mut tx, &carl, &TaskFilter::default(), turn, limit).await.unwrap()
        };
        there_and_back(async |turn| open(&turn, 2).await, ["0001", "0002", "0003", "0004", "0005"]).await;
        let ben = actor("ben");
        let mut done =
            async |turn: &Turn, limit| task::turn_done_by(&mut tx, &ben, turn, limit).await.unwrap();
        there_and_back(async |turn| done(&turn, 2).await, ["0005", "0004", "0003", "0002", "0001"]).await;
        let last = |piece: &str| TaskFilter { number: Some(piece.to_owned()), service: None };
        let found = task::turn_open_of(&mut tx, &carl, &last("0004"), &Turn::First, 9).await.unwrap();
        assert_eq!(numbers(&found.items), ["TX20261122-0004"]);
        let none = TaskFilter { service: Some("no-such-service".to_owned()), number: None };
        let found = task::turn_open_of(&mut tx, &carl, &none, &Turn::First, 9).await.unwrap();
        assert_eq!((found.items.len(), found.next), (0, None));
    }
}

/// Reads five entries in parts of two to the end and back to the beginning.
async fn there_and_back(mut part: impl AsyncFnMut(Turn) -> Stretch<TaskEntry>, wanted: [&str; 5]) {
    let short = |found: &Stretch<TaskEntry>| {
        found.items.iter().map(|e| e.application.number[11..].to_owned()).collect::<Vec<_>>()
    };
    let first = part(Turn::First).await;
    assert_eq!(short(&first), wanted[..2]);
    assert_eq!(first.previous, None);
    let second = part(Turn::After(first.next.clone().unwrap())).await;
    assert_eq!(short(&second), wanted[2..4]);
    let third = part(Turn::After(second.next.clone().unwrap())).await;
    assert_eq!(short(&third), wanted[4..]);
    assert_eq!(third.next, None);
    let back = part(Turn::Before(third.previous.unwrap())).await;
    assert_eq!(back, second);
    let front = part(Turn::Before(back.previous.unwrap())).await;
    assert_eq!(
        (short(&front), front.previous),
        (wanted[..2].iter().map(ToString::to_string).collect(), None)
    );
}

#[tokio::test]
async fn a_task_keeps_its_id_and_tells_how_it_ended() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let unit = insert_unit(&mut tx, 1, None).await;
        let mut one = insert(&mut tx, 1, unit).await;
        project(&mut tx, &one, 10).await;
        let before = task::of_application(&mut tx, one.id).await.unwrap();
        act(&mut one.instance, "ben", 50, approve(2));
        project(&mut tx, &one, 100).await;
        let after = task::of_application(&mut tx, one.id).await.unwrap();
        assert_eq!(before.len(), 2);
        assert_eq!(after.len(), 3);
        for (was, is) in before.iter().zip(&after) {
            assert_eq!((was.id, was.number, was.opened_at), (is.id, is.number, is.opened_at));
        }
        let how = |index: usize| match after[index].state {
            TaskState::Closed(Closed { reason, .. }) => Some(reason),
            TaskState::Waiting | TaskState::Open => None,
        };
        assert_eq!([how(0), how(1), how(2)], [Some(Reason::DecidedByOthers), Some(Reason::Approved), None]);
        for (task, wanted) in after.iter().zip(&one.instance.tasks) {
            assert_eq!(
                (task.number, task.state, &task.assignee),
                (wanted.id, wanted.state, &wanted.assignee)
            );
            assert_eq!(task::find(&mut tx, task.id).await.unwrap().as_ref(), Some(task));
        }
        assert_eq!(after[1].closed_at(), Some(later(50)));
        assert_eq!(after[2].closed_at(), None);
        assert_eq!(task::find(&mut tx, id(99)).await.unwrap(), None);
        assert!(after[2].since > NOW);
    }
}
