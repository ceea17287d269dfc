//! What is not accepted, and that nothing of it remains.

use tongxing_domain::role::Role;
use tongxing_storage::{PageRequest, application, audit, operation, person};
use tongxing_usecases::{Error, approval::comment};

use super::{Office, refusal};

#[tokio::test]
async fn a_rejection_at_either_stage_ends_it_without_a_record() {
    for office in Office::each().await {
        let submitted = office.registration().await;
        let task = office.town.open_task(submitted.id).await;
        let decided = office.reject(&office.administrator, task, "非本单位接待人员").await.unwrap();
        assert_eq!(decided.state.code(), "rejected");
        let (second, task) = office.half_way().await;
        let decided = office.reject(&office.head, task, "入校事由不符合要求").await.unwrap();
        assert_eq!(decided.state.code(), "rejected");
        let mut db = office.town.campus.store.read().await.unwrap();
        for id in [submitted.id, second.id] {
            let ended = application::find(&mut db, id).await.unwrap().unwrap();
            assert!(ended.finished_at.is_some() && ended.instance.open_tasks().next().is_none());
            let document = ended.applicant_document.unwrap();
            assert!(person::find_by_document(&mut db, &document).await.unwrap().is_none());
        }
    }
}

#[tokio::test]
async fn a_reason_is_required_and_nothing_of_a_refused_decision_remains() {
    for office in Office::each().await {
        let campus = &office.town.campus;
        let submitted = office.registration().await;
        let task = office.town.open_task(submitted.id).await;
        let count = async || {
            let mut db = campus.store.read().await.unwrap();
            let log = operation::of_application(&mut db, submitted.id).await.unwrap().len();
            let filter = audit::AuditFilter::default();
            (log, audit::list(&mut db, &filter, &PageRequest::first(99)).await.unwrap().items.len())
        };
        let before = count().await;
        for reason in ["", "  \n "] {
            let refused = refusal(office.reject(&office.administrator, task, reason).await);
            assert_eq!(refused, ("reason-missing".to_owned(), "reason".to_owned()));
        }
        let refused = refusal(office.send_back(&office.administrator, task, "").await);
        assert_eq!(refused.0, "reason-missing");
        for bad in ["字".repeat(501), "a\u{202e}b".to_owned()] {
            assert_eq!(refusal(office.reject(&office.administrator, task, &bad).await).1, "reason");
        }
        assert_eq!(count().await, before);
        assert_eq!(office.town.state_of(submitted.id).await, "running");
    }
}

#[tokio::test]
async fn somebody_elses_task_is_refused_and_hidden() {
    for office in Office::each().await {
        let other = office.town.unit("02", "图书馆").await;
        let stranger = office.town.staff("stranger", Role::UnitAdministrator, Some(other)).await;
        let submitted = office.registration().await;
        let task = office.town.open_task(submitted.id).await;
        for who in [&stranger, &office.head] {
            let refused = office.approve(who, task, "not mine").await;
            assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
            let refused = comment::run(&office.town.campus, &who.actor, task, "…", "not mine").await;
            assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
        }
        assert!(matches!(office.look(&stranger.actor, task).await, Err(Error::NotFound)));
        let looks_on = office.look(&office.head.actor, task).await.unwrap();
        assert!(!looks_on.can.approve && !looks_on.can.comment, "the head may read what the unit has");
        assert_eq!(office.town.state_of(submitted.id).await, "running");
    }
}

#[tokio::test]
async fn the_same_press_twice_is_answered_once() {
    for office in Office::each().await {
        let submitted = office.registration().await;
        let task = office.town.open_task(submitted.id).await;
        let first = office.approve(&office.administrator, task, "double tap").await.unwrap();
        let again = office.approve(&office.administrator, task, "double tap").await.unwrap();
        assert_eq!(first, again);
        let refused = refusal(office.approve(&office.administrator, task, "another press").await);
        assert_eq!(refused.0, "task-closed");
        assert_eq!(office.town.open_tasks(submitted.id).await.len(), 1);
    }
}

#[tokio::test]
async fn of_two_who_decide_at_once_one_wins_and_the_other_is_told() {
    for office in Office::each().await {
        let unit = office.unit;
        let colleague = office.town.account("sun").named("孙八").in_unit(unit);
        let colleague = colleague.with(Role::UnitAdministrator, unit).create().await;
        let colleague = office.town.sign_in(colleague).await;
        let submitted = office.registration().await;
        let tasks = office.town.open_tasks(submitted.id).await;
        assert_eq!(tasks.len(), 2, "either of the two may decide");
        let mut own = Vec::new();
        for who in [&office.administrator, &colleague] {
            for task in &tasks {
                if office.look(&who.actor, *task).await.unwrap().can.approve {
                    own.push((who, *task));
                }
            }
        }
        let (one, other) = tokio::join!(
            office.approve(own[0].0, own[0].1, "one"),
            office.reject(own[1].0, own[1].1, "证件信息不一致"),
        );
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        let (winner, loser, refused) =
            if one.is_ok() { (own[0], own[1], other) } else { (own[1], own[0], one) };
        let code = refusal(refused).0;
        assert!(["task-closed", "finished"].contains(&code.as_str()), "{code}");
        let closed = office.look(&loser.0.actor, loser.1).await.unwrap().closed.unwrap();
        assert!(!closed.own);
        assert_eq!(closed.who, winner.0.actor.name());
    }
}
