//! Others are brought in: signers, a new holder, a delegate, readers; and what process administrators can do.

use tongxing_domain::{account::AccountState, id::TaskId, role::Role};
use tongxing_storage::{
    PageRequest, account,
    application::{self, ApplicationFilter},
    notification::{self, Recipient},
};
use tongxing_testkit::SignedIn;
use tongxing_usecases::{
    Error,
    approval::{
        Mode, Placement, Way, add_signers, all, colleagues, copy, decide::Decided, delegate, inbox, opine,
        reassign, remove_signer, return_back, terminate, transfer,
    },
};

use super::{Office, refusal};

impl Office {
    /// Somebody from another unit, without any role.
    async fn outsider(&self, login: &str, name: &str) -> SignedIn {
        let account = self.town.account(login).named(name).create().await;
        self.town.sign_in(account).await
    }

    async fn add(&self, task: TaskId, who: &[&SignedIn], placement: Placement) -> Result<Decided, Error> {
        let signers: Vec<_> = who.iter().map(|one| one.account).collect();
        let key = format!("add {placement:?} {signers:?}");
        let input = add_signers::Input { signers, placement, reason: "请确认时段".to_owned(), key };
        add_signers::run(&self.town.campus, &self.administrator.actor, task, input).await
    }

    /// The only task that waits for somebody.
    async fn task_of(&self, who: &SignedIn) -> TaskId {
        let waiting = inbox::run(&self.town.campus, &who.actor, &PageRequest::first(9)).await.unwrap();
        assert_eq!(waiting.items.len(), 1, "what waits for {}", who.actor.name());
        waiting.items[0].task.id
    }

    async fn told(&self, who: &SignedIn) -> Vec<String> {
        let mut db = self.town.campus.store.read().await.unwrap();
        let recipient = Recipient::Account(who.account);
        let told = notification::list(&mut db, &recipient, &PageRequest::first(9)).await.unwrap();
        let mut kinds: Vec<_> = told.items.into_iter().map(|n| n.kind).collect();
        kinds.sort_unstable();
        kinds
    }
}

#[tokio::test]
async fn who_is_asked_before_gives_an_opinion_and_the_holder_decides() {
    for office in Office::each_offering_everything().await {
        let campus = &office.town.campus;
        let wu = office.outsider("wu", "吴十").await;
        let submitted = office.registration().await;
        let mine = office.town.open_task(submitted.id).await;
        office.add(mine, &[&wu], Placement::Before(Mode::All)).await.unwrap();
        let shown = office.look(&office.administrator.actor, mine).await.unwrap();
        assert!(shown.can.waits && !shown.can.approve && shown.removable.len() == 1);
        assert_eq!(office.told(&wu).await, ["task-arrived"]);

        let theirs = office.task_of(&wu).await;
        let shown = office.look(&wu.actor, theirs).await.unwrap();
        assert!(shown.can.opine && !shown.can.approve && !shown.sections.is_empty());
        let silent = opine::run(campus, &wu.actor, theirs, false, " ", "1").await;
        assert_eq!(refusal(silent), ("reason-missing".to_owned(), "reason".to_owned()));
        opine::run(campus, &wu.actor, theirs, false, "夜间不宜", "2").await.unwrap();

        let shown = office.look(&office.administrator.actor, mine).await.unwrap();
        assert!(shown.can.approve, "a disagreement is an opinion");
        let told: Vec<_> = shown.progress.events.iter().map(|e| (e.kind.code(), e.whom.clone())).collect();
        assert_eq!(told[1], ("signers-added", vec!["吴十".to_owned()]));
        assert_eq!(told[2].0, "disagreed");
        let decided = office.approve(&office.administrator, mine, "after all").await.unwrap();
        assert_eq!(decided.state.code(), "running");
        assert!(
            !office.look(&wu.actor, theirs).await.unwrap().sections.is_empty(),
            "who took part may read on"
        );
    }
}

#[tokio::test]
async fn who_signs_after_decides_with_full_weight() {
    for office in Office::each_offering_everything().await {
        let wu = office.outsider("wu", "吴十").await;
        let submitted = office.registration().await;
        let mine = office.town.open_task(submitted.id).await;
        office.add(mine, &[&wu], Placement::After(Mode::All)).await.unwrap();
        office.approve(&office.administrator, mine, "first").await.unwrap();
        assert_eq!(office.town.open_tasks(submitted.id).await, [office.task_of(&wu).await]);
        let decided = office.reject(&wu, office.task_of(&wu).await, "不符合安全要求").await.unwrap();
        assert_eq!(decided.state.code(), "rejected");
    }
}

#[tokio::test]
async fn a_task_that_somebody_else_decided_shows_nothing_of_the_form_any_more() {
    for office in Office::each_offering_everything().await {
        let (wu, zheng) = (office.outsider("wu", "吴十").await, office.outsider("zheng", "郑一").await);
        let submitted = office.registration().await;
        let mine = office.town.open_task(submitted.id).await;
        office.add(mine, &[&wu, &zheng], Placement::Parallel).await.unwrap();
        let theirs = office.task_of(&zheng).await;
        assert!(office.look(&zheng.actor, theirs).await.unwrap().can.approve);
        office.approve(&wu, office.task_of(&wu).await, "any one is enough").await.unwrap();

        let shown = office.look(&zheng.actor, theirs).await.unwrap();
        assert!(shown.closed_to && shown.sections.is_empty() && !shown.can.comment);
        assert_eq!(shown.closed.unwrap().who, "吴十");
        let listed =
            all::one(&office.town.campus, &zheng.actor, &submitted.number, super::Locale::ZhCn).await;
        assert!(matches!(listed, Err(Error::NotFound)));
    }
}

#[tokio::test]
async fn a_transferred_task_is_theirs_and_does_not_come_back() {
    for office in Office::each_offering_everything().await {
        let campus = &office.town.campus;
        let wu = office.outsider("wu", "吴十").await;
        let submitted = office.registration().await;
        let task = office.town.open_task(submitted.id).await;
        let give = async |from: &SignedIn, to, key| {
            transfer::run(campus, &from.actor, task, to, "我出差", key).await
        };
        assert_eq!(refusal(give(&office.administrator, None, "0").await).0, "nobody-named");
        give(&office.administrator, Some(wu.account), "1").await.unwrap();
        let shown = office.look(&office.administrator.actor, task).await.unwrap();
        assert!(!shown.can.approve && !shown.sections.is_empty(), "the former holder may read");
        let late = office.approve(&office.administrator, task, "too late").await;
        assert!(matches!(late, Err(Error::Forbidden)), "{late:?}");
        assert_eq!(refusal(give(&wu, Some(office.administrator.account), "2").await).0, "earlier-holder");
        office.approve(&wu, task, "mine now").await.unwrap();
    }
}

#[tokio::test]
async fn a_delegate_answers_and_can_be_removed_before() {
    for office in Office::each_offering_everything().await {
        let campus = &office.town.campus;
        let (wu, zheng) = (office.outsider("wu", "吴十").await, office.outsider("zheng", "郑一").await);
        let submitted = office.registration().await;
        let mine = office.town.open_task(submitted.id).await;
        let actor = &office.administrator.actor;
        delegate::run(campus, actor, mine, Some(wu.account), "请核实", "1").await.unwrap();
        let theirs = office.task_of(&wu).await;
        let (number, name) = office.look(actor, mine).await.unwrap().removable.remove(0);
        assert_eq!(name, "吴十");
        remove_signer::run(campus, actor, mine, number, "2").await.unwrap();
        assert_eq!(office.told(&wu).await, ["task-arrived", "task-void"]);
        assert!(office.look(&wu.actor, theirs).await.unwrap().closed_to);

        delegate::run(campus, actor, mine, Some(zheng.account), "请核实", "3").await.unwrap();
        opine::run(campus, &zheng.actor, office.task_of(&zheng).await, true, "", "4").await.unwrap();
        assert!(office.look(actor, mine).await.unwrap().can.approve);
        assert_eq!(refusal(remove_signer::run(campus, actor, mine, number, "5").await).0, "task-closed");
    }
}

#[tokio::test]
async fn who_got_a_copy_reads_along_and_nobody_else() {
    for office in Office::each_offering_everything().await {
        let campus = &office.town.campus;
        let (wu, zheng) = (office.outsider("wu", "吴十").await, office.outsider("zheng", "郑一").await);
        let submitted = office.registration().await;
        let task = office.town.open_task(submitted.id).await;
        let read = async |who: &SignedIn| {
            all::one(campus, &who.actor, &submitted.number, super::Locale::ZhCn).await.map(|shown| {
                assert!(!shown.can.approve && !shown.sections.is_empty());
            })
        };
        assert!(matches!(read(&wu).await, Err(Error::NotFound)));
        let actor = &office.administrator.actor;
        assert_eq!(refusal(copy::run(campus, actor, task, &[], "0").await).0, "nobody-named");
        copy::run(campus, actor, task, &[wu.account], "1").await.unwrap();
        assert_eq!(office.told(&wu).await, ["copied"]);
        read(&wu).await.unwrap();
        assert!(matches!(read(&zheng).await, Err(Error::NotFound)));

        let mut tx = campus.store.begin().await.unwrap();
        let mut left = account::find(&mut tx, zheng.account).await.unwrap().unwrap();
        left.state = AccountState::Disabled;
        account::update(&mut tx, &left).await.unwrap();
        tx.commit().await.unwrap();
        let refused = copy::run(campus, actor, task, &[zheng.account], "2").await;
        assert_eq!(refusal(refused).0, "copy-not-active");
        assert_eq!(refusal(office.add(task, &[&zheng], Placement::Parallel).await).0, "not-active");
    }
}

#[tokio::test]
async fn administrators_give_a_task_to_somebody_else_or_end_the_application() {
    for office in Office::each_offering_everything().await {
        let campus = &office.town.campus;
        let wu = office.outsider("wu", "吴十").await;
        let liu = office.town.staff("liu", Role::ProcessAdministrator, None).await;
        let submitted = office.registration().await;
        let task = office.town.open_task(submitted.id).await;
        let theirs = Some(wu.account);
        let refused = reassign::run(campus, &office.head.actor, task, theirs, "原经办人已调离", "0").await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
        let refused = reassign::run(campus, &liu.actor, task, theirs, "", "1").await;
        assert_eq!(refusal(refused), ("reason-missing".to_owned(), "reason".to_owned()));
        reassign::run(campus, &liu.actor, task, theirs, "原经办人已调离", "2").await.unwrap();
        assert_eq!(office.task_of(&wu).await, task);
        assert_eq!(office.told(&office.administrator).await, ["task-arrived", "task-taken-back"]);

        let refused = terminate::run(campus, &wu.actor, task, "重复登记", "3").await;
        assert!(matches!(refused, Err(Error::Forbidden)), "{refused:?}");
        let ended = terminate::run(campus, &liu.actor, task, "重复登记", "4").await.unwrap();
        assert_eq!(ended.state.code(), "terminated");
        assert_eq!(office.told(&wu).await, ["task-arrived", "task-void"]);
    }
}

#[tokio::test]
async fn a_return_goes_to_a_step_that_was_passed_or_marks_what_to_correct() {
    for office in Office::each_offering_everything().await {
        let campus = &office.town.campus;
        let (submitted, task) = office.half_way().await;
        let shown = office.look(&office.head.actor, task).await.unwrap();
        assert!(shown.can.return_to_previous && shown.can.choose_way);
        let (step, _) = shown.can.return_to[0].clone();
        let input = return_back::Input {
            to: return_back::To::Step(step),
            ..return_back::Input::to_initiator("请再核实", "1")
        };
        return_back::run(campus, &office.head.actor, task, input).await.unwrap();
        let again = office.task_of(&office.administrator).await;
        office.approve(&office.administrator, again, "second time").await.unwrap();

        let task = office.task_of(&office.head).await;
        let back = return_back::Input {
            marked: vec!["photos".to_owned(), "no-such-section".to_owned()],
            then: Some(Way::StraightBack),
            ..return_back::Input::to_initiator("照片不清晰", "2")
        };
        return_back::run(campus, &office.head.actor, task, back).await.unwrap();
        assert_eq!(office.town.state_of(submitted.id).await, "returned");
        let shown = office.look(&office.head.actor, task).await.unwrap();
        let marked = &shown.progress.events.last().unwrap().marked;
        assert_eq!(marked.iter().map(|t| t.zh.as_str()).collect::<Vec<_>>(), ["照片信息"]);
    }
}

#[tokio::test]
async fn colleagues_come_first_and_anybody_is_found_by_name() {
    for office in Office::each().await {
        let campus = &office.town.campus;
        let wu = office.outsider("wushi", "吴十").await;
        let actor = &office.administrator.actor;
        let names = async |wanted: &str, picked: &[_]| {
            let found = colleagues::run(campus, actor, wanted, picked).await.unwrap();
            found.into_iter().map(|one| one.name).collect::<Vec<_>>()
        };
        assert_eq!(names("", &[]).await, ["钱七"], "one's own unit, and not oneself");
        assert_eq!(names("吴十", &[]).await, ["吴十"]);
        assert_eq!(names("wus", &[office.head.account]).await, ["钱七", "吴十"], "who is picked stays");
        assert_eq!(names("吴", &[]).await, [""; 0]);
        assert_eq!(names("吴十", &[wu.account]).await, ["吴十"]);
    }
}

#[tokio::test]
async fn nothing_of_a_refused_operation_remains() {
    for office in Office::each().await {
        let submitted = office.registration().await;
        let task = office.town.open_task(submitted.id).await;
        let before = version(&office, &submitted.number).await;
        let refused = office.add(task, &[&office.head], Placement::Parallel).await;
        assert_eq!(refusal(refused).0, "not-offered", "the shipped service offers no signers");
        assert_eq!(version(&office, &submitted.number).await, before);
    }
}

async fn version(office: &Office, number: &str) -> i64 {
    let mut db = office.town.campus.store.read().await.unwrap();
    let all =
        application::list(&mut db, &ApplicationFilter::default(), &PageRequest::first(9)).await.unwrap();
    assert_eq!(all.items.len(), 1);
    application::find_by_number(&mut db, number).await.unwrap().unwrap().row_version
}
