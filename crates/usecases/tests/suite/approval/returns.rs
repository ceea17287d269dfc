//! Back to the applicant and again; a decision taken back.

use tongxing_domain::id::TaskId;
use tongxing_testkit::{
    Submitted,
    application::{fill, pair, submitted},
};
use tongxing_usecases::{application::correct, approval::withdraw};

use super::{Office, refusal};

#[tokio::test]
async fn a_returned_registration_is_corrected_and_begins_anew() {
    for office in Office::each().await {
        let (first, task) = office.half_way().await;
        let decided = office.send_back(&office.head, task, "在校时间有误，请修改").await.unwrap();
        assert_eq!(decided.state.code(), "returned");
        assert!(office.town.open_tasks(first.id).await.is_empty());

        let again = correct_reason(&office, &first).await;
        assert_eq!((again.id, &again.number), (first.id, &first.number), "it stays the same application");
        let task = office.town.open_task(first.id).await;
        let shown = office.look(&office.administrator.actor, task).await.unwrap();
        assert!(shown.can.approve, "step by step: the administrator has it again");
        let words = format!("{:?}", shown.sections.iter().flat_map(|s| &s.lines).collect::<Vec<_>>());
        assert!(words.contains("每周三到校授课"), "{words}");
        office.approve(&office.administrator, task, "second round").await.unwrap();
        let task = office.town.open_task(first.id).await;
        let decided = office.approve(&office.head, task, "second round").await.unwrap();
        assert_eq!(decided.state.code(), "approved");
    }
}

async fn correct_reason(office: &Office, returned: &Submitted) -> Submitted {
    let campus = &office.town.campus;
    let (token, _) = correct::run(campus, &returned.applicant, &returned.number).await.unwrap();
    fill(&office.town, &token, "campus", &[pair("reason", "每周三到校授课")]).await;
    submitted(&office.town, &token).await
}

#[tokio::test]
async fn an_approval_is_taken_back_until_the_next_one_has_decided() {
    for office in Office::each().await {
        let submitted = office.registration().await;
        let mine = office.town.open_task(submitted.id).await;
        office.approve(&office.administrator, mine, "too fast").await.unwrap();
        let theirs = office.town.open_task(submitted.id).await;
        assert_ne!(mine, theirs);
        take_back(&office, mine, "back 1").await.unwrap();
        assert_eq!(office.town.open_tasks(submitted.id).await, [mine]);

        office.approve(&office.administrator, mine, "slower").await.unwrap();
        let theirs = office.town.open_task(submitted.id).await;
        office.approve(&office.head, theirs, "the last one").await.unwrap();
        let refused = refusal(take_back(&office, mine, "back 2").await);
        assert_eq!(refused.0, "finished");
        assert_eq!(office.town.state_of(submitted.id).await, "approved");
    }
}

#[tokio::test]
async fn a_return_is_taken_back_too() {
    for office in Office::each().await {
        let submitted = office.registration().await;
        let task = office.town.open_task(submitted.id).await;
        office.send_back(&office.administrator, task, "证件信息不一致，请核对").await.unwrap();
        take_back(&office, task, "take back").await.unwrap();
        assert_eq!(office.town.state_of(submitted.id).await, "running");
        assert_eq!(office.town.open_tasks(submitted.id).await, [task]);
    }
}

async fn take_back(office: &Office, task: TaskId, key: &str) -> Result<(), tongxing_usecases::Error> {
    withdraw::run(&office.town.campus, &office.administrator.actor, task, key).await.map(|_| ())
}
