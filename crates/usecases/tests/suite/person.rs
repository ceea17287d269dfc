//! People on record: who sees them, what is done with them, and what follows from it.

use std::io::Cursor;

use calamine::{Reader, Xlsx};
use tongxing_domain::{
    delivery::Wanted,
    id::UnitId,
    locale::Locale,
    person::{EffectiveState, Person},
    role::Role,
    vehicle::PermitState,
};
use tongxing_storage::{PageRequest as StoragePage, audit, notification, notification::Recipient};
use tongxing_testkit::{DAY, TestCampus};
use tongxing_usecases::{
    Actor, Error, PageRequest,
    approval::approve,
    person::{
        change,
        change_several::{self, Change},
        export,
        list::{self, Search},
        reveal::{self, Value},
        show,
    },
};

struct Scene {
    town: TestCampus,
    unit: UnitId,
    person: Person,
    manager: Actor,
}

async fn scenes() -> Vec<Scene> {
    let mut scenes = Vec::new();
    for town in TestCampus::each().await {
        let unit = town.unit("01", "后勤保障处").await;
        let person = town.person("张三", 1, unit).await;
        let manager = town.staff("zhao", Role::UnitAdministrator, Some(unit)).await.actor;
        scenes.push(Scene { town, unit, person, manager });
    }
    scenes
}

impl Scene {
    async fn logged(&self, action: &str) -> Vec<String> {
        let mut db = self.town.campus.store.read().await.unwrap();
        let page =
            audit::list(&mut db, &audit::AuditFilter::default(), &StoragePage::first(100)).await.unwrap();
        let entries = page.items.iter().map(|logged| &logged.entry).filter(|entry| entry.action == action);
        entries.map(|entry| format!("{:?} {:?}", entry.reason, entry.details)).collect()
    }
}

fn code<T>(outcome: Result<T, Error>) -> (String, String) {
    match outcome {
        Err(Error::Refused(refusal)) => (refusal.problems[0].path.clone(), refusal.code().to_owned()),
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("it was not refused"),
    }
}

fn refused(path: &str, code: &str) -> (String, String) {
    (path.to_owned(), code.to_owned())
}

#[tokio::test]
async fn suspending_takes_away_and_resuming_gives_back_exactly_what_was() {
    for scene in scenes().await {
        let (campus, id) = (&scene.town.campus, scene.person.id);
        let (permit, _) = scene.town.permit(&scene.person, "云AT0001").await;
        scene.town.run_jobs().await;
        assert_eq!(
            code(change::suspend(campus, &scene.manager, id, " ").await),
            refused("reason", "reason-missing")
        );
        change::suspend(campus, &scene.manager, id, "核实信息").await.unwrap();
        let suspended = scene.town.stored_person(id).await;
        assert_eq!(suspended.effective_state(campus.now()), EffectiveState::Suspended);
        assert_eq!(scene.town.deliveries_of(&permit).await[0].wanted, Wanted::Removed);
        let twice = change::suspend(campus, &scene.manager, id, "核实信息").await;
        assert_eq!(code(twice), refused("", "person-already-suspended"));

        change::resume(campus, &scene.manager, id, "已核实").await.unwrap();
        let resumed = scene.town.stored_person(id).await;
        assert_eq!((resumed.valid, resumed.state), (scene.person.valid, scene.person.state.clone()));
        assert_eq!(scene.town.deliveries_of(&permit).await[0].wanted, Wanted::Present);
        let again = change::resume(campus, &scene.manager, id, "已核实").await;
        assert_eq!(code(again), refused("", "person-not-suspended"));
        let logged = scene.logged("person.suspend").await;
        assert!(logged.len() == 1 && logged[0].contains("核实信息"), "{logged:?}");
        assert_eq!(scene.logged("person.resume").await.len(), 1);
    }
}

#[tokio::test]
async fn ending_is_for_good_and_takes_every_permit_with_it() {
    for scene in scenes().await {
        let (campus, id) = (&scene.town.campus, scene.person.id);
        let (one, _) = scene.town.permit(&scene.person, "云AT0001").await;
        let (two, _) = scene.town.permit(&scene.person, "云AT0002").await;
        change::end(campus, &scene.manager, id, "已离校").await.unwrap();
        for permit in [&one, &two] {
            let rows = scene.town.deliveries_of(permit).await;
            assert_eq!((rows.len(), rows[0].wanted), (1, Wanted::Removed));
        }
        let shown = show::run(campus, &scene.manager, id, Locale::ZhCn).await.unwrap();
        assert_eq!(shown.permits.len(), 2);
        for (permit, _) in &shown.permits {
            assert!(matches!(permit.state, PermitState::Withdrawn { .. }), "closed for good");
        }
        for outcome in [
            change::resume(campus, &scene.manager, id, "r").await,
            change::suspend(campus, &scene.manager, id, "r").await,
            change::renew(campus, &scene.manager, id, "2027-06-30", "r").await,
            change::end(campus, &scene.manager, id, "r").await,
        ] {
            assert_eq!(code(outcome), refused("", "person-ended"));
        }
    }
}

#[tokio::test]
async fn a_renewal_lengthens_the_stay_and_the_permits_that_lasted_as_long() {
    for scene in scenes().await {
        let (campus, id) = (&scene.town.campus, scene.person.id);
        let (permit, row) = scene.town.permit(&scene.person, "云AT0001").await;
        scene.town.run_jobs().await;
        let renew = async |until: &str| change::renew(campus, &scene.manager, id, until, "合同续签").await;
        assert_eq!(code(renew("").await), refused("until", "date-needed"));
        assert_eq!(code(renew("2027-02-30").await), refused("until", "date-needed"));
        assert_eq!(code(renew("2026-12-01").await), refused("", "person-not-longer"));
        assert_eq!(code(renew("2028-11-22").await), refused("until", "renewal-too-long"));
        renew("2027-06-30").await.unwrap();
        let zone = &campus.settings.zone;
        let renewed = scene.town.stored_person(id).await;
        assert_eq!(renewed.valid.last_day(zone).to_string(), "2027-06-30");
        let shown = show::run(campus, &scene.manager, id, Locale::ZhCn).await.unwrap();
        assert_eq!(shown.permits[0].0.valid.until(), renewed.valid.until());
        assert_eq!(
            scene.town.deliveries_of(&permit).await[0].version,
            row.version + 1,
            "the new end is told"
        );
        // In time or within 30 days after the end; later it is a new registration.
        let after_the_end = renewed.valid.until().millis() - campus.now().millis();
        scene.town.clock.advance_millis(after_the_end + 31 * DAY);
        assert_eq!(code(renew("2028-01-31").await), refused("", "person-too-late-to-renew"));
    }
}

#[tokio::test]
async fn a_value_is_seen_only_with_a_reason_that_is_logged_and_told() {
    for scene in scenes().await {
        let (campus, id) = (&scene.town.campus, scene.person.id);
        let unreasoned = reveal::run(campus, &scene.manager, id, Value::Document, "").await;
        assert_eq!(code(unreasoned), refused("reason", "reason-missing"));
        assert_eq!(scene.logged("person.reveal").await.len(), 0);
        let seen = reveal::run(campus, &scene.manager, id, Value::Document, "现场核验").await.unwrap();
        assert_eq!(seen, "AB000001");
        let phone = reveal::run(campus, &scene.manager, id, Value::Phone, "现场核验").await.unwrap();
        assert_eq!(phone, "13800000001");
        let logged = scene.logged("person.reveal").await;
        assert_eq!(logged.len(), 2);
        assert!(
            logged.iter().all(|entry| entry.contains("现场核验") && !entry.contains("AB000001")),
            "{logged:?}"
        );
        let mut db = campus.store.read().await.unwrap();
        let told = Recipient::Applicant(db.document_hash(&scene.person.document));
        let notices = notification::list(&mut db, &told, &StoragePage::first(10)).await.unwrap();
        assert_eq!(notices.items.len(), 2);
        assert_eq!(notices.items[0].kind, "revealed");
    }
}

#[tokio::test]
async fn what_lies_in_another_unit_does_not_exist() {
    for scene in scenes().await {
        let (town, campus, id) = (&scene.town, &scene.town.campus, scene.person.id);
        let other = town.unit("02", "图书馆").await;
        let below = town.unit_below(scene.unit, "0101", "第三食堂").await;
        town.person("李四", 2, below).await;
        town.person("王五", 3, other).await;
        // Who reaches what is said when somebody signs in.
        let manager = town.staff("near", Role::UnitAdministrator, Some(scene.unit)).await.actor;
        let stranger = town.staff("far", Role::UnitAdministrator, Some(other)).await.actor;
        for outcome in [
            show::run(campus, &stranger, id, Locale::En).await.map(|_| ()),
            change::suspend(campus, &stranger, id, "r").await,
            change::end(campus, &stranger, id, "r").await,
            reveal::run(campus, &stranger, id, Value::Phone, "r").await.map(|_| ()),
        ] {
            assert!(matches!(outcome, Err(Error::NotFound)), "{outcome:?}");
        }
        let clerk = town.staff("clerk", Role::UnitOfficeDirector, Some(scene.unit)).await.actor;
        let not_theirs = change::suspend(campus, &clerk, id, "r").await;
        assert!(matches!(not_theirs, Err(Error::Forbidden)), "{not_theirs:?}");
        assert_eq!(town.stored_person(id).await.state.as_str(), "active");

        let names = async |actor: &Actor, search: Search| {
            let found = list::run(campus, actor, &search, &PageRequest::first(10)).await.unwrap();
            let mut names: Vec<String> = found.page.items.iter().map(|p| p.name.to_string()).collect();
            names.sort();
            (names, found.counts.all())
        };
        assert_eq!(names(&manager, Search::default()).await, (vec!["张三".to_owned(), "李四".to_owned()], 2));
        assert_eq!(names(&stranger, Search::default()).await, (vec!["王五".to_owned()], 1));
        let words = |words: &str| Search { words: words.to_owned(), ..Search::default() };
        assert_eq!(names(&manager, words("王五")).await.0, Vec::<String>::new());
        for found in ["张三", "AB000001", "13800000001"] {
            assert_eq!(names(&manager, words(found)).await.0, ["张三"], "{found}");
        }
        let in_unit = Search { unit: Some(below), ..Search::default() };
        assert_eq!(names(&manager, in_unit).await, (vec!["李四".to_owned()], 1));
        let far = Search { unit: Some(other), ..Search::default() };
        let out_of_reach = list::run(campus, &manager, &far, &PageRequest::first(10)).await;
        assert!(matches!(out_of_reach, Err(Error::NotFound)));
    }
}

#[tokio::test]
async fn an_approved_registration_shows_as_a_record_without_a_number_in_full() {
    for town in TestCampus::each().await {
        town.publish_services().await;
        let unit = town.unit("01", "后勤保障处").await;
        let administrator = town.staff("zhao", Role::UnitAdministrator, Some(unit)).await.actor;
        let head = town.staff("qian", Role::UnitHead, Some(unit)).await.actor;
        let application = town.an_application(unit).with_plates(&["云AT0001"]).submit().await;
        for (step, who) in [("1", &administrator), ("2", &head)] {
            let task = town.open_task(application.id).await;
            let input = approve::Input { key: step.to_owned(), ..approve::Input::default() };
            approve::run(&town.campus, who, task, input).await.unwrap();
        }
        let page = PageRequest::first(10);
        let found = list::run(&town.campus, &administrator, &Search::default(), &page).await.unwrap();
        let person = &found.page.items[0];
        assert_eq!(found.vehicles.get(&person.id), Some(&1));
        let shown = show::run(&town.campus, &administrator, person.id, Locale::ZhCn).await.unwrap();
        assert_eq!(shown.permits[0].0.plate.number(), "云AT0001");
        assert_eq!(shown.application.unwrap().number, application.number);
        let lines: Vec<_> = shown.sections.iter().flat_map(|(_, lines)| lines).collect();
        let said = format!("{lines:?}");
        assert!(said.contains("第三食堂面点岗位") && said.contains("portrait"), "{said}");
        for number in [person.phone.as_str(), person.document.number(), "云AT0001"] {
            assert!(!said.contains(number), "{number} in {said}");
        }
        town.run_jobs().await;
        assert_eq!(town.webhook.calls().len(), 1);
    }
}

#[tokio::test]
async fn the_states_are_counted_by_the_clock() {
    for scene in scenes().await {
        let (town, campus) = (&scene.town, &scene.town.campus);
        let suspended = town.person("李四", 2, scene.unit).await;
        let ended = town.person("王五", 3, scene.unit).await;
        change::suspend(campus, &scene.manager, suspended.id, "r").await.unwrap();
        change::end(campus, &scene.manager, ended.id, "r").await.unwrap();
        let counts = async || {
            let page = PageRequest::first(10);
            let counts = list::run(campus, &scene.manager, &Search::default(), &page).await.unwrap().counts;
            EffectiveState::ALL.map(|state| counts.of(state))
        };
        assert_eq!(counts().await, [1, 0, 1, 0, 1]);
        town.clock.advance_millis(61 * DAY);
        assert_eq!(counts().await, [0, 0, 1, 1, 1]);
    }
}

#[tokio::test]
async fn an_export_is_masked_harmless_and_logged() {
    for scene in scenes().await {
        let (town, campus) = (&scene.town, &scene.town.campus);
        let mut odd = town.person("李四", 2, scene.unit).await;
        odd.staff_number = "=HYPERLINK(1)".to_owned();
        let mut tx = campus.store.begin().await.unwrap();
        tongxing_storage::person::update(&mut tx, &odd, campus.now()).await.unwrap();
        tx.commit().await.unwrap();
        let take = async |actor: &Actor, reason: &str| {
            export::run(campus, actor, &Search::default(), reason, Locale::ZhCn).await
        };
        assert_eq!(code(take(&scene.manager, "").await), refused("reason", "reason-missing"));
        let head = town.staff("head", Role::UnitHead, Some(scene.unit)).await.actor;
        assert!(matches!(take(&head, "对账").await, Err(Error::Forbidden)));
        let file = take(&scene.manager, "月度核对").await.unwrap();
        let mut book = Xlsx::new(Cursor::new(file)).unwrap();
        let sheet = book.worksheet_range_at(0).unwrap().unwrap();
        let cells: Vec<String> = sheet.cells().map(|(.., cell)| cell.to_string()).collect();
        assert_eq!(sheet.height(), 3, "a heading and two people");
        assert!(cells.iter().any(|cell| cell == "张三"));
        assert!(cells.iter().any(|cell| cell == "有效"), "states in words: {cells:?}");
        assert!(!cells.iter().any(|cell| cell.starts_with(['=', '+', '-', '@'])), "{cells:?}");
        assert!(
            !cells.iter().any(|cell| cell.contains("AB000001") || cell.contains("13800000001")),
            "{cells:?}"
        );
        let logged = scene.logged("person.export").await;
        assert!(logged.len() == 1 && logged[0].contains("月度核对") && logged[0].contains('2'), "{logged:?}");
    }
}

#[tokio::test]
async fn a_stay_that_ends_soon_is_listed_and_counted_by_itself() {
    for scene in scenes().await {
        let campus = &scene.town.campus;
        let search = Search { ending: true, ..Search::default() };
        let first = PageRequest::first(10);
        let before = list::run(campus, &scene.manager, &search, &first).await.unwrap();
        assert_eq!((before.page.items.len(), before.ending), (0, 0));
        scene.town.clock.set(scene.person.valid.until().plus_days(-list::ENDING_DAYS));
        let soon = list::run(campus, &scene.manager, &search, &first).await.unwrap();
        let found: Vec<_> = soon.page.items.iter().map(|person| person.id).collect();
        assert_eq!((found, soon.ending), (vec![scene.person.id], 1));
        scene.town.clock.set(scene.person.valid.until());
        let over = list::run(campus, &scene.manager, &search, &first).await.unwrap();
        assert_eq!((over.page.items.len(), over.ending), (0, 0), "over is not soon");
    }
}

#[tokio::test]
async fn several_are_ended_at_once_each_with_its_own_result() {
    for scene in scenes().await {
        let campus = &scene.town.campus;
        let other = scene.town.person("李四", 2, scene.unit).await;
        let elsewhere = scene.town.unit("02", "图书馆").await;
        let hidden = scene.town.person("王五", 3, elsewhere).await;
        change::end(campus, &scene.manager, other.id, "已离校").await.unwrap();
        let ids = [scene.person.id, other.id, hidden.id, scene.person.id];
        let missing = change_several::run(campus, &scene.manager, &ids, Change::End, " ").await;
        assert_eq!(code(missing), refused("reason", "reason-missing"));
        let no_day = change_several::run(campus, &scene.manager, &ids, Change::Renew("soon"), "延期").await;
        assert_eq!(code(no_day), refused("until", "date-needed"));

        let done = change_several::run(campus, &scene.manager, &ids, Change::End, "工程结束").await.unwrap();
        let results: Vec<_> =
            done.iter().map(|o| (o.person.id, o.refused.as_ref().map(|p| p.code.to_string()))).collect();
        let ended = Some("person-ended".to_owned());
        assert_eq!(results, [(scene.person.id, None), (other.id, ended)]);
        assert_eq!(scene.town.stored_person(scene.person.id).await.state.as_str(), "ended");
        assert_eq!(scene.town.stored_person(hidden.id).await.state.as_str(), "active", "not theirs");
        assert_eq!(scene.logged("person.end").await.len(), 2);
    }
}
