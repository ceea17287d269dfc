//! From a submitted registration to the person's record, and every way in which it does not get there.

use tongxing_domain::{
    id::{TaskId, UnitId},
    locale::Locale,
    role::Role,
};
use tongxing_testkit::{SignedIn, Submitted, TestCampus};
use tongxing_usecases::{
    Actor, Error,
    approval::{approve, approve::Decided, reject, return_back, show},
};

mod batch;
mod journey;
mod opened;
mod people;
mod refused;
mod returns;

/// A campus with one unit and the two people who decide there.
struct Office {
    town: TestCampus,
    unit: UnitId,
    administrator: SignedIn,
    head: SignedIn,
}

impl Office {
    /// One on each engine.
    async fn each() -> Vec<Self> {
        let mut offices = Vec::new();
        for town in TestCampus::each().await {
            offices.push(Self::on(town).await);
        }
        offices
    }

    /// The same with every operation offered in every step.
    async fn each_offering_everything() -> Vec<Self> {
        let mut offices = Vec::new();
        for town in TestCampus::each().await {
            town.publish_services_offering_everything().await;
            offices.push(Self::staffed(town).await);
        }
        offices
    }

    async fn on(town: TestCampus) -> Self {
        town.publish_services().await;
        Self::staffed(town).await
    }

    async fn staffed(town: TestCampus) -> Self {
        let unit = town.unit("01", "后勤保障处").await;
        let administrator = town.account("zhao").named("赵六").in_unit(unit);
        let administrator = administrator.with(Role::UnitAdministrator, unit).create().await;
        let head = town.account("qian").named("钱七").in_unit(unit).with(Role::UnitHead, unit).create().await;
        let administrator = town.sign_in(administrator).await;
        let head = town.sign_in(head).await;
        Self { town, unit, administrator, head }
    }

    /// A registration with two plates, submitted.
    async fn registration(&self) -> Submitted {
        self.town.an_application(self.unit).with_plates(&["云AT0001", "云AD00001"]).submit().await
    }

    /// A registration that the administrator passed on to the head, and the head's task.
    async fn half_way(&self) -> (Submitted, TaskId) {
        let submitted = self.registration().await;
        let task = self.town.open_task(submitted.id).await;
        self.approve(&self.administrator, task, "half-way").await.unwrap();
        let task = self.town.open_task(submitted.id).await;
        (submitted, task)
    }

    async fn approve(&self, who: &SignedIn, task: TaskId, key: &str) -> Result<Decided, Error> {
        let input =
            approve::Input { opinion: "同意".to_owned(), key: key.to_owned(), ..Default::default() };
        approve::run(&self.town.campus, &who.actor, task, input).await
    }

    async fn reject(&self, who: &SignedIn, task: TaskId, reason: &str) -> Result<Decided, Error> {
        reject::run(&self.town.campus, &who.actor, task, reason, &format!("reject {reason}")).await
    }

    async fn send_back(&self, who: &SignedIn, task: TaskId, reason: &str) -> Result<Decided, Error> {
        let input = return_back::Input::to_initiator(reason, "back");
        return_back::run(&self.town.campus, &who.actor, task, input).await
    }

    async fn look(&self, who: &Actor, task: TaskId) -> Result<show::Shown, Error> {
        show::run(&self.town.campus, who, task, Locale::ZhCn).await
    }
}

/// Why it was refused: the code and the field it stands beside.
fn refusal<T>(outcome: Result<T, Error>) -> (String, String) {
    match outcome {
        Err(Error::Refused(refusal)) => (refusal.code().to_owned(), refusal.problems[0].path.clone()),
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("it was accepted"),
    }
}
