use serde_json::json;
use tongxing_domain::id::{ApplicationId, UnitId};
use tongxing_domain::name::PersonName;
use tongxing_storage::application::{
    self, Application, ApplicationFilter, ApplicationKey, ApplicationSummary,
};
use tongxing_storage::testing::stores;
use tongxing_storage::{Db, PageRequest, StorageError, archive, operation};
use tongxing_workflow::{
    Action, ActorId, Block, Command, CommandKey, Definition, Facts, Forward, Instance, Operation, Policy,
    Step, StepFacts, StepKey, TaskId, apply, decide,
};

use crate::samples::{NOW, a_document, id, insert_unit, later, walk};

pub fn actor(name: &str) -> ActorId {
    ActorId::new(name)
}

/// Lets somebody do something with an instance, by the engine itself.
pub fn act(instance: &mut Instance, who: &str, at: i64, action: Action) -> Vec<Operation> {
    let step = |key| Block::Step(Step::new(key, Policy::Any));
    let definition = Definition::new(vec![step("administrator"), step("head")]);
    let mut facts = Facts::new(actor("applicant"));
    facts.steps.insert(StepKey::new("administrator"), StepFacts::by(vec![actor("anna"), actor("ben")]));
    facts.steps.insert(StepKey::new("head"), StepFacts::by(vec![actor("carl")]));
    facts.active = ["anna", "ben", "carl"].map(actor).into();
    let key = CommandKey::new(format!("{who}-{at}"));
    let command = Command { actor: actor(who), key, at: later(at).millis(), action };
    let decision = decide(&definition, instance, &command, &facts).unwrap();
    for operation in decision.operations() {
        apply(instance, operation);
    }
    decision.operations().to_vec()
}

pub fn approve(task: u32) -> Action {
    Action::Approve { task: TaskId(task), forward: Forward::default() }
}

/// An application that was just submitted, and its log.
pub fn submitted(n: u8, unit: UnitId) -> (Application, Vec<Operation>) {
    let mut instance = Instance::new();
    let operations = act(&mut instance, "applicant", i64::from(n), Action::Submit(Forward::default()));
    let at = later(i64::from(n));
    let application = Application {
        id: id(n),
        number: format!("TX20261122-{n:04}"),
        draft: Some(id(n)),
        service: "other-personnel-registration".to_owned(),
        version: 1,
        unit: Some(unit),
        initiator: actor("applicant"),
        applicant_name: Some(PersonName::parse("张三").unwrap()),
        applicant_document: Some(a_document(n)),
        form: json!({ "address": "内蒙古呼和浩特市" }).as_object().unwrap().clone(),
        instance,
        row_version: 1,
        submitted_at: at,
        updated_at: at,
        finished_at: None,
    };
    (application, operations)
}

pub async fn insert(db: &mut Db, n: u8, unit: UnitId) -> Application {
    let (one, operations) = submitted(n, unit);
    application::insert(db, &one).await.unwrap();
    operation::append(db, one.id, &operations).await.unwrap();
    one
}

fn ids(summaries: &[ApplicationSummary]) -> Vec<ApplicationId> {
    summaries.iter().map(|one| one.id).collect()
}

#[tokio::test]
async fn an_application_is_written_found_and_saved() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let unit = insert_unit(&mut tx, 1, None).await;
        let mut one = insert(&mut tx, 1, unit).await;
        assert_eq!(application::find(&mut tx, one.id).await.unwrap(), Some(one.clone()));
        assert_eq!(
            application::find_by_number(&mut tx, " tx20261122-0001 ").await.unwrap(),
            Some(one.clone())
        );
        assert_eq!(application::find_by_draft(&mut tx, id(1)).await.unwrap(), Some(one.clone()));
        assert_eq!(application::find(&mut tx, id(9)).await.unwrap(), None);
        let mut stale = one.clone();
        act(&mut one.instance, "anna", 10, approve(1));
        act(&mut one.instance, "carl", 20, approve(3));
        one.finished_at = Some(later(20));
        one.updated_at = later(20);
        application::save(&mut tx, &mut one).await.unwrap();
        assert_eq!(one.row_version, 2);
        assert_eq!(application::lock(&mut tx, one.id).await.unwrap(), Some(one.clone()));
        assert!(matches!(application::save(&mut tx, &mut stale).await, Err(StorageError::Conflict)));
        let summary = application::find_summaries(&mut tx, &[one.id, id(9)]).await.unwrap().remove(0);
        assert_eq!((summary.state.as_str(), summary.waiting_step), ("approved", None));
    }
}

#[tokio::test]
async fn neither_a_number_nor_a_draft_is_used_twice() {
    for db in stores().await {
        for change in [
            |twin: &mut Application| twin.draft = Some(id(1)),
            |twin: &mut Application| twin.number = "TX20261122-0001".to_owned(),
        ] {
            let mut tx = db.store.begin().await.unwrap();
            let unit = insert_unit(&mut tx, 1, None).await;
            insert(&mut tx, 1, unit).await;
            let (mut twin, _) = submitted(2, unit);
            change(&mut twin);
            assert!(matches!(application::insert(&mut tx, &twin).await, Err(StorageError::Conflict)));
        }
    }
}

#[tokio::test]
async fn an_application_about_nobody_in_particular_is_possible() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let unit = insert_unit(&mut tx, 1, None).await;
        let (mut one, _) = submitted(1, unit);
        one.unit = None;
        one.draft = None;
        one.applicant_name = None;
        one.applicant_document = None;
        application::insert(&mut tx, &one).await.unwrap();
        assert_eq!(application::find(&mut tx, one.id).await.unwrap(), Some(one.clone()));
        let (mut other, _) = submitted(2, unit);
        other.draft = None;
        application::insert(&mut tx, &other).await.unwrap();
        let (everything, page) = (ApplicationFilter::default(), PageRequest::first(5));
        let all = application::list(&mut tx, &everything, &page).await.unwrap();
        assert_eq!(ids(&all.items), vec![id(2), id(1)]);
    }
}

#[tokio::test]
async fn the_log_holds_every_operation_once_and_gives_the_instance_again() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let unit = insert_unit(&mut tx, 1, None).await;
        let mut one = insert(&mut tx, 1, unit).await;
        let more = act(&mut one.instance, "ben", 10, approve(2));
        operation::append(&mut tx, one.id, &more).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.store.begin().await.unwrap();
        assert!(matches!(operation::append(&mut tx, one.id, &more).await, Err(StorageError::Conflict)));
        drop(tx);
        let mut read = db.store.read().await.unwrap();
        let log = operation::of_application(&mut read, one.id).await.unwrap();
        let mut again = Instance::new();
        for operation in &log {
            apply(&mut again, operation);
        }
        assert_eq!(again, one.instance);
        assert_eq!(operation::of_application(&mut read, id(9)).await.unwrap(), vec![]);
    }
}

#[tokio::test]
async fn applications_are_listed_by_whatever_is_known_of_them() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let here = insert_unit(&mut tx, 1, None).await;
        let there = insert_unit(&mut tx, 2, None).await;
        for n in [1, 3, 5] {
            insert(&mut tx, n, here).await;
        }
        let (mut other, _) = submitted(2, there);
        other.applicant_name = Some(PersonName::parse("李四").unwrap());
        other.service = "card".to_owned();
        other.initiator = actor("director");
        application::insert(&mut tx, &other).await.unwrap();
        let mut finished = insert(&mut tx, 4, there).await;
        act(&mut finished.instance, "applicant", 40, Action::Cancel { reason: String::new() });
        application::save(&mut tx, &mut finished).await.unwrap();

        let all = ApplicationFilter::default;
        let by = |key| ApplicationFilter { by: Some(key), ..all() };
        let filters = [
            (all(), vec![5, 4, 3, 2, 1]),
            (ApplicationFilter { units: Some(vec![here]), ..all() }, vec![5, 3, 1]),
            (ApplicationFilter { units: Some(vec![]), ..all() }, vec![]),
            (ApplicationFilter { state: Some("cancelled".to_owned()), ..all() }, vec![4]),
            (
                ApplicationFilter { state: Some("running".to_owned()), units: Some(vec![there]), ..all() },
                vec![2],
            ),
            (ApplicationFilter { service: Some("card".to_owned()), ..all() }, vec![2]),
            (by(ApplicationKey::Number("tx20261122-0003".to_owned())), vec![3]),
            (by(ApplicationKey::Name(PersonName::parse("李四").unwrap())), vec![2]),
            (by(ApplicationKey::Document(a_document(5))), vec![5]),
        ];
        for (filter, wanted) in filters {
            let wanted: Vec<ApplicationId> = wanted.into_iter().map(id).collect();
            let found = walk(async |page| application::list(&mut tx, &filter, &page).await.unwrap()).await;
            assert_eq!(ids(&found), wanted, "{filter:?}");
        }
        let mine = actor("applicant");
        let filed = walk(async |page| application::of_initiator(&mut tx, &mine, &page).await.unwrap()).await;
        assert_eq!(ids(&filed), vec![id(5), id(4), id(3), id(1)]);
        let hash = tx.document_hash(&a_document(5));
        let of_document = application::of_document(&mut tx, &hash).await.unwrap();
        assert_eq!(ids(&of_document), vec![id(5)]);
        assert_eq!(of_document[0].waiting_step, Some(StepKey::new("administrator")));
        let count = |state: &str, amount| (state.to_owned(), amount);
        let counts = application::count_by_state(&mut tx, None).await.unwrap();
        assert_eq!(counts, vec![count("cancelled", 1), count("running", 4)]);
        let counts = application::count_by_state(&mut tx, Some(&[here])).await.unwrap();
        assert_eq!(counts, vec![count("running", 3)]);
        assert_eq!(finished.submitted_at, NOW.plus_millis(4));
    }
}

#[tokio::test]
async fn opinions_and_reasons_do_not_rest_in_the_clear() {
    for db in stores().await {
        let mut tx = db.store.begin().await.unwrap();
        let unit = insert_unit(&mut tx, 1, None).await;
        let mut one = insert(&mut tx, 1, unit).await;
        let reject = Action::Reject { task: TaskId(1), reason: "不宜公开的理由".to_owned() };
        let more = act(&mut one.instance, "anna", 5, reject);
        operation::append(&mut tx, one.id, &more).await.unwrap();
        application::save(&mut tx, &mut one).await.unwrap();
        assert_eq!(application::find(&mut tx, one.id).await.unwrap().unwrap().instance, one.instance);
        assert!(operation::of_application(&mut tx, one.id).await.unwrap().ends_with(&more));
        tx.commit().await.unwrap();
        let mut file = Vec::new();
        let mut read = db.store.snapshot().await.unwrap();
        archive::write(&mut read, &mut file).await.unwrap();
        let text = String::from_utf8(file).unwrap();
        assert!(text.contains(&one.number), "the file holds the application");
        assert!(!text.contains("不宜公开的理由"), "and its reason only sealed");
    }
}
