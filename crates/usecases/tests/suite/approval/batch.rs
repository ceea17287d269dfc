//! Several tasks decided alike, each by itself.

use tongxing_domain::id::TaskId;
use tongxing_testkit::Submitted;
use tongxing_usecases::approval::batch::{self, Verdict};

use super::{Office, refusal};

impl Office {
    async fn several(&self) -> (Vec<Submitted>, Vec<TaskId>) {
        let (mut all, mut tasks) = (Vec::new(), Vec::new());
        for person in 1..=3 {
            let submitted = self.town.an_application(self.unit).of_person(person).submit().await;
            tasks.push(self.town.open_task(submitted.id).await);
            all.push(submitted);
        }
        (all, tasks)
    }
}

#[tokio::test]
async fn each_is_decided_by_itself_and_says_what_became_of_it() {
    for office in Office::each().await {
        let campus = &office.town.campus;
        let (all, tasks) = office.several().await;
        office.reject(&office.administrator, tasks[1], "非本单位接待人员").await.unwrap();
        let agreed = Verdict::Approve("同意".to_owned());
        let (actor, key) = (&office.administrator.actor, "0123456789abcdef");
        let results = batch::run(campus, actor, &tasks, &agreed, key).await.unwrap();
        let why: Vec<_> = results.iter().map(|r| r.refused.as_ref().map(|p| p.code.to_string())).collect();
        assert_eq!(why, [None, Some("finished".to_owned()), None]);
        assert_eq!(office.town.state_of(all[1].id).await, "rejected");
        for at in [0, 2] {
            let now = office.town.open_task(all[at].id).await;
            assert_ne!(now, tasks[at], "the head has it now");
        }
        let again = batch::run(campus, actor, &tasks, &agreed, key).await.unwrap();
        assert_eq!(again, results, "the same press is answered the same");
        let others = batch::run(campus, &office.head.actor, &tasks[..1], &agreed, key).await.unwrap();
        assert_eq!(others[0].refused.as_ref().unwrap().code, "batch-not-yours");
    }
}

#[tokio::test]
async fn nothing_is_decided_without_a_reason_or_without_anything_to_decide() {
    for office in Office::each().await {
        let campus = &office.town.campus;
        let (all, tasks) = office.several().await;
        let actor = &office.administrator.actor;
        let run = async |tasks: &[TaskId], verdict| batch::run(campus, actor, tasks, &verdict, "k").await;
        let silent = run(&tasks, Verdict::Reject("  ".to_owned())).await;
        assert_eq!(refusal(silent), ("reason-missing".to_owned(), "reason".to_owned()));
        let long = run(&tasks, Verdict::Approve("字".repeat(501))).await;
        assert_eq!(refusal(long).1, "opinion");
        assert_eq!(refusal(run(&[], Verdict::Approve(String::new())).await).0, "batch-empty");
        let many: Vec<_> = std::iter::repeat_n(tasks[0], 51).collect();
        assert_eq!(refusal(run(&many, Verdict::Approve(String::new())).await).0, "batch-too-large");
        for one in &all {
            assert_eq!(office.town.state_of(one.id).await, "running");
        }
        let results = run(&tasks, Verdict::Reject("材料不全".to_owned())).await.unwrap();
        assert!(results.iter().all(|result| result.refused.is_none()));
        for one in &all {
            assert_eq!(office.town.state_of(one.id).await, "rejected");
        }
    }
}
