//! One application as its applicant and the people who decided about it lived through it.

use bytes::Bytes;
use jiff::ToSpan as _;
use tongxing_catalog::{Field, FieldType, form::Side};
use tongxing_domain::{document::DocumentType, id::TaskId, plate::Plate, time::Timestamp};
use tongxing_ports::PhotoKind;
use tongxing_storage::PageRequest;
use tongxing_usecases::{
    Actor, Applicant, Error,
    application::{cancel, correct, resume_applicant, save_step, start, submit, upload, urge},
    approval::{approve, comment, inbox, reject, return_back},
    person,
};

use super::Seed;
use crate::{
    demo::campus::{DocumentData, Does, Happening, Story},
    stop::Stop,
};

/// An application that was sent.
pub struct Told {
    number: String,
    applicant: Applicant,
    address: String,
    place: usize,
}

impl Seed {
    /// The applicant reads the notice, fills in every step, sends photos, and submits.
    pub(super) async fn submit(&self, place: usize, story: &Story, now: Timestamp) -> Result<Told, Stop> {
        let told = self.try_submit(place, story, now).await;
        told.map_err(|error| Stop::because(format!("the story of {} cannot begin", story.name), error))
    }

    /// Something happens to it.
    pub(super) async fn happen(
        &mut self,
        story: &Story,
        told: &Told,
        happening: &Happening,
        step: Option<usize>,
    ) -> Result<(), Stop> {
        let key = format!("demonstration-{}-{}", told.place, step.unwrap_or(0));
        let outcome = match &happening.who {
            Some(login) => {
                let actor = self.actor(login).await?;
                self.decide(&actor, story, told, happening, key).await
            }
            None => self.apply(told, happening, &key).await,
        };
        outcome.map_err(|error| {
            Stop::because(format!("{:?} in the story of {} cannot happen", happening.does, story.name), error)
        })
    }

    async fn try_submit(&self, place: usize, story: &Story, now: Timestamp) -> Result<Told, Error> {
        let campus = &self.campus;
        // Everybody comes from an address of their own: limits per address are for others.
        let address = format!("198.51.100.{}", place + 1);
        let given = self.stories.consents.clone();
        let begin = start::Input { service: &self.stories.service, given, address: &address };
        let token = start::run(campus, begin).await?;
        let published = start::notice(campus, &self.stories.service)?;
        let pairs = self.answers(story, now);
        for section in &published.service.form.sections {
            for field in &section.fields {
                if let Some(bytes) = self.photo(field, &story.document, place) {
                    let input = upload::Input { token: &token, field: &field.key, bytes, address: &address };
                    upload::run(campus, input).await?;
                }
            }
            let input = save_step::Input { token: &token, section: &section.key, pairs: &pairs };
            save_step::run(campus, input).await?;
        }
        let note = String::new();
        let sent = submit::run(campus, submit::Input { token: &token, note, address: &address }).await?;
        let session = sent.applicant_token.ok_or_else(|| Error::broken("no visit was opened"))?;
        let applicant = resume_applicant::run(campus, &session, &address).await?;
        let applicant = applicant.ok_or_else(|| Error::broken("the visit is gone"))?;
        Ok(Told { number: sent.number, applicant, address, place })
    }

    /// What the applicant typed, as a browser would post it.
    fn answers(&self, story: &Story, now: Timestamp) -> Vec<(String, String)> {
        let today = now.date(&self.campus.settings.zone);
        let first = today.saturating_add(story.stay.starts.days());
        let last = first.saturating_add((story.stay.days - 1).days());
        let unit = self.units.get(&story.unit).map(ToString::to_string);
        let mut pairs = vec![
            ("name", story.name.clone()),
            ("document.type", story.document.kind.key().to_owned()),
            ("document.number", story.document.number.clone()),
            ("ethnic", story.ethnic.clone()),
            ("kind", story.kind.clone()),
            ("unit", unit.unwrap_or_default()),
            ("phone", story.phone.clone()),
            ("period.from", first.to_string()),
            ("period.until", last.to_string()),
            ("reason", story.reason.clone()),
        ];
        pairs.extend(story.birth_date.map(|day| ("birth_date", day.to_string())));
        pairs.extend(story.gender.clone().map(|gender| ("gender", gender)));
        pairs.extend(story.education.clone().map(|education| ("education", education)));
        let mut pairs: Vec<_> = pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        for (place, number) in story.plates.iter().enumerate() {
            let colour = Plate::parse(number, None).map(|plate| plate.colour().key().to_owned());
            pairs.push((format!("plates.{place}.number"), number.clone()));
            pairs.push((format!("plates.{place}.colour"), colour.unwrap_or_default()));
        }
        pairs
    }

    /// The photo that a field asks for; `None` for other fields, and for the back of a document that has none.
    fn photo(&self, field: &Field, document: &DocumentData, person: usize) -> Option<Bytes> {
        let two_sided = DocumentType::two_sided(document.kind);
        let kind = match &field.kind {
            FieldType::Photo => PhotoKind::Portrait,
            FieldType::DocumentScan(scan) => match (two_sided, scan.side) {
                (true, Side::Front) => PhotoKind::DocumentFront,
                (true, Side::Back) => PhotoKind::DocumentBack,
                (false, Side::Front) => PhotoKind::PassportPage,
                (false, Side::Back) => return None,
            },
            _ => return None,
        };
        Some(self.photos.of(kind, person))
    }

    /// What the applicant does afterwards.
    async fn apply(&self, told: &Told, happening: &Happening, key: &str) -> Result<(), Error> {
        let (campus, applicant, number) = (&self.campus, &told.applicant, told.number.as_str());
        match happening.does {
            Does::Resubmit => {
                let (token, _) = correct::run(campus, applicant, number).await?;
                let note = happening.says.clone();
                submit::run(campus, submit::Input { token: &token, note, address: &told.address }).await?;
                Ok(())
            }
            Does::Cancel => cancel::run(campus, applicant, number, &happening.says, key).await,
            Does::Urge => urge::run(campus, applicant, number, key).await,
            other => Err(Error::broken(format!("an applicant cannot {other:?}"))),
        }
    }

    /// What somebody of the university does.
    async fn decide(
        &self,
        actor: &Actor,
        story: &Story,
        told: &Told,
        happening: &Happening,
        key: String,
    ) -> Result<(), Error> {
        let campus = &self.campus;
        let says = happening.says.as_str();
        match happening.does {
            Does::Suspend => {
                return person::change::suspend(campus, actor, self.person(actor, story).await?, says).await;
            }
            Does::End => {
                return person::change::end(campus, actor, self.person(actor, story).await?, says).await;
            }
            _ => {}
        }
        let task = self.task(actor, &told.number).await?;
        match happening.does {
            Does::Approve => {
                let opinion = says.to_owned();
                approve::run(campus, actor, task, approve::Input { opinion, key, ..Default::default() })
                    .await?
            }
            Does::Reject => reject::run(campus, actor, task, says, &key).await?,
            Does::Return => {
                return_back::run(campus, actor, task, return_back::Input::to_initiator(says, key)).await?
            }
            Does::Comment => comment::run(campus, actor, task, says, &key).await?,
            other => return Err(Error::broken(format!("{other:?} is for applicants"))),
        };
        Ok(())
    }

    async fn task(&self, actor: &Actor, number: &str) -> Result<TaskId, Error> {
        let waiting = inbox::run(&self.campus, actor, &PageRequest::first(100)).await?;
        let entry = waiting.items.into_iter().find(|entry| entry.application.number == number);
        entry.map(|entry| entry.task.id).ok_or(Error::NotFound)
    }

    async fn person(&self, actor: &Actor, story: &Story) -> Result<tongxing_domain::id::PersonId, Error> {
        let search = person::list::Search { words: story.name.clone(), ..Default::default() };
        let found = person::list::run(&self.campus, actor, &search, &PageRequest::first(1)).await?;
        found.page.items.first().map(|person| person.id).ok_or(Error::NotFound)
    }
}
