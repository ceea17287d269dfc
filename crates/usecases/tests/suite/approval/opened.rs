//! Opening an application leaves a trace, once for each reader and day.

use tongxing_storage::{
    PageRequest,
    audit::{self, AuditFilter},
};
use tongxing_testkit::DAY;
use tongxing_usecases::{Error, approval::all};

use super::{Locale, Office};

impl Office {
    async fn openings(&self) -> usize {
        let mut db = self.town.campus.store.read().await.unwrap();
        let filter = AuditFilter { action: Some("application.open".to_owned()), ..AuditFilter::default() };
        audit::list(&mut db, &filter, &PageRequest::first(99)).await.unwrap().items.len()
    }
}

#[tokio::test]
async fn an_application_that_is_opened_leaves_a_trace_once_a_day() {
    for office in Office::each().await {
        let submitted = office.registration().await;
        let task = office.town.open_task(submitted.id).await;
        assert_eq!(office.openings().await, 0);
        office.look(&office.administrator.actor, task).await.unwrap();
        office.look(&office.administrator.actor, task).await.unwrap();
        assert_eq!(office.openings().await, 1, "the same reader, the same day");
        office.look(&office.head.actor, task).await.unwrap();
        let (campus, head) = (&office.town.campus, &office.head.actor);
        all::one(campus, head, &submitted.number, Locale::ZhCn).await.unwrap();
        assert_eq!(office.openings().await, 2, "another reader, by whichever page");
        let other = office.town.an_application(office.unit).of_person(2).submit().await;
        all::one(campus, head, &other.number, Locale::ZhCn).await.unwrap();
        assert_eq!(office.openings().await, 3, "another application");
        office.town.clock.advance_millis(DAY);
        office.look(&office.administrator.actor, task).await.unwrap();
        assert_eq!(office.openings().await, 4, "another day");

        let stranger = office.town.account("stranger").create().await;
        let stranger = office.town.sign_in(stranger).await;
        assert!(matches!(office.look(&stranger.actor, task).await, Err(Error::NotFound)));
        assert_eq!(office.openings().await, 4, "who is turned away has read nothing");
    }
}
