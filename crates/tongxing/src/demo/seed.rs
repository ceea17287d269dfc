//! How the fictional university comes to life: its units and people are set up and its stories happen again, each
//! through the use case that a person would have used, at the instant it happened. Nothing is written past them.

mod past;
mod people;
mod photos;
mod story;

use std::{collections::BTreeMap, sync::Arc};

use tongxing_domain::{id::UnitId, time::Timestamp};
use tongxing_ports::fake::HandClock;
use tongxing_storage::{Keyring, Store};
use tongxing_usecases::{Actor, Campus, account::sign_in, job, service};

use self::{past::Past, photos::Photos, story::Told};
use super::{
    campus::{Campus as University, Stories},
    sign_ins::SignIns,
};
use crate::{installation::Installation, shipped, stop::Stop, wiring};

/// The university was set up so long before the demonstration's first start; the oldest story begins later.
const BEGAN_DAYS_AGO: i64 = 31;

/// Fills an empty database; gives the sign-ins of everybody. `now` is when the demonstration starts.
pub async fn run(
    installation: &Installation,
    store: &Store,
    keys: &Keyring,
    now: Timestamp,
) -> Result<SignIns, Stop> {
    let broken = |error| Stop::because("the demonstration's data is broken", error);
    let (university, stories) = (University::load().map_err(broken)?, Stories::load().map_err(broken)?);
    let clock = Arc::new(HandClock::at(now.plus_days(-BEGAN_DAYS_AGO)));
    let photos = Photos::prepare().await?;
    let judge = Photos::judge()?;
    let campus =
        wiring::campus_with(installation, store.clone(), keys, Arc::<HandClock>::clone(&clock), judge)?;
    publish(&campus).await?;
    let (units, sign_ins) = people::settle(&campus, &university).await?;
    let mut seed = Seed { campus, clock, units, sign_ins, actors: BTreeMap::new(), photos, stories };
    seed.tell(now).await?;
    Ok(seed.sign_ins)
}

/// Everything a story needs to happen.
struct Seed {
    campus: Campus,
    clock: Arc<HandClock>,
    units: BTreeMap<String, UnitId>,
    sign_ins: SignIns,
    actors: BTreeMap<String, Actor>,
    photos: Photos,
    stories: Stories,
}

impl Seed {
    /// Lets everything happen in the order it happened, with the jobs that follow.
    async fn tell(&mut self, now: Timestamp) -> Result<(), Stop> {
        let zone = self.campus.settings.zone.clone();
        let stories = self.stories.all.clone();
        let mut told: Vec<Option<Told>> = stories.iter().map(|_| None).collect();
        for moment in Past::of(&stories, now, &zone) {
            self.clock.set(moment.at);
            let (Some(story), Some(slot)) = (stories.get(moment.story), told.get_mut(moment.story)) else {
                continue;
            };
            match (moment.step.and_then(|step| story.then.get(step)), slot.as_mut()) {
                (Some(happening), Some(told)) => self.happen(story, told, happening, moment.step).await?,
                _ => *slot = Some(self.submit(moment.story, story, now).await?),
            }
            self.do_jobs().await?;
        }
        self.clock.set(now);
        self.do_jobs().await
    }

    /// Somebody of the university, signed in once for all their stories.
    async fn actor(&mut self, login: &str) -> Result<Actor, Stop> {
        if let Some(known) = self.actors.get(login) {
            return Ok(known.clone());
        }
        let actor = signed_in(&self.campus, &self.sign_ins, login).await?;
        self.actors.insert(login.to_owned(), actor.clone());
        Ok(actor)
    }

    async fn do_jobs(&self) -> Result<(), Stop> {
        while job::run_due(&self.campus, 50).await.map_err(|error| Stop::because("a job failed", error))? > 0
        {
        }
        Ok(())
    }
}

async fn publish(campus: &Campus) -> Result<(), Stop> {
    shipped::publish_missing(campus).await?;
    service::load(campus).await.map_err(|error| Stop::because("the services cannot be taken up", error))
}

async fn signed_in(campus: &Campus, sign_ins: &SignIns, login: &str) -> Result<Actor, Stop> {
    let cannot = |why: &str| Stop::new(format!("{login} of the demonstration cannot sign in: {why}"));
    let input = sign_in::Input {
        login: login.to_owned(),
        password: sign_ins.password(login).unwrap_or_default().to_owned(),
        code: String::new(),
        address: "10.20.0.10".to_owned(),
        agent: "demonstration".to_owned(),
    };
    let address = input.address.clone();
    let session = sign_in::run(campus, input).await.map_err(|error| cannot(&error.to_string()))?;
    let resumed = tongxing_usecases::account::resume_session::run(campus, &session.token, &address).await;
    match resumed {
        Ok(Some(resumed)) => Ok(resumed.actor),
        Ok(None) => Err(cannot("the session is gone")),
        Err(error) => Err(cannot(&error.to_string())),
    }
}
