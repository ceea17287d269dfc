//! The list of records, within the reader's units, values masked.

use std::collections::BTreeMap;

use tongxing_domain::{
    document::{DocumentType, IdentityDocument},
    id::{PersonId, UnitId},
    name::PersonName,
    person::{EffectiveState, Person},
    phone::Phone,
    unit::Unit,
};
use tongxing_storage::{
    Db, Page, PageRequest,
    person::{self, PersonFilter, PersonKey},
    vehicle,
};

pub use tongxing_storage::person::StateCounts;

use crate::{Actor, Campus, Error, Permission, unit::list::by_id};

/// What the reader looks for, as typed.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// A whole name, document number, phone number or staff number.
    pub words: String,
    /// One unit of those within reach, with everything below it.
    pub unit: Option<UnitId>,
    /// A kind of person.
    pub kind: Option<String>,
    /// The state that holds now.
    pub state: Option<EffectiveState>,
    /// Only those who may be on the campus and whose stay ends within [`ENDING_DAYS`].
    pub ending: bool,
}

/// So many days before its end a stay is marked and listed.
pub const ENDING_DAYS: i64 = 30;

/// One page of records.
pub struct Found {
    /// The records, the latest change first.
    pub page: Page<Person>,
    /// How many of the units and kind looked for are in which state; all of them when words were looked for.
    pub counts: StateCounts,
    /// How many of them end within [`ENDING_DAYS`].
    pub ending: i64,
    /// How many vehicles each of them may bring; who may bring none is left out.
    pub vehicles: BTreeMap<PersonId, i64>,
    /// The units within reach, for names and the filter.
    pub units: BTreeMap<UnitId, Unit>,
}

/// Lists records.
///
/// # Errors
/// Forbidden without `ViewPersons`; not found for a unit outside the reader's reach.
pub async fn run(
    campus: &Campus,
    actor: &Actor,
    search: &Search,
    page: &PageRequest,
) -> Result<Found, Error> {
    let scope = actor.require(Permission::ViewPersons)?;
    if let Some(unit) = search.unit
        && !scope.covers(Some(unit))
    {
        return Err(Error::NotFound);
    }
    let now = campus.now();
    let mut db = campus.store.read().await?;
    let units: BTreeMap<UnitId, Unit> =
        by_id(&mut db).await?.into_iter().filter(|(id, _)| scope.covers(Some(*id))).collect();
    let wanted = search.unit.map(|unit| with_below(&units, unit)).or_else(|| scope.units());
    let counts = person::count_by_state(&mut db, wanted.as_deref(), search.kind.as_deref(), now).await?;
    let of_kind = PersonFilter { units: wanted, kind: search.kind.clone(), ..PersonFilter::default() };
    let ending = PersonFilter {
        state: Some(EffectiveState::Active),
        ends_by: Some(now.plus_days(ENDING_DAYS)),
        ..of_kind.clone()
    };
    let ending_soon = person::count(&mut db, &ending, now).await?;
    let filter = if search.ending { ending } else { PersonFilter { state: search.state, ..of_kind } };
    let page = matching(campus, &mut db, search.words.trim(), &filter, page).await?;
    let shown: Vec<PersonId> = page.items.iter().map(|person| person.id).collect();
    let vehicles = vehicle::count_of_persons(&mut db, &shown).await?;
    Ok(Found { page, counts, ending: ending_soon, vehicles, units })
}

async fn matching(
    campus: &Campus,
    db: &mut Db,
    words: &str,
    filter: &PersonFilter,
    page: &PageRequest,
) -> Result<Page<Person>, Error> {
    if words.is_empty() {
        return Ok(person::list(db, filter, campus.now(), page).await?);
    }
    // The words may be several things at once; whatever finds somebody is what was meant.
    for key in meanings(campus, words) {
        let filter = PersonFilter { by: Some(key), ..filter.clone() };
        let found = person::list(db, &filter, campus.now(), page).await?;
        if !found.items.is_empty() {
            return Ok(found);
        }
    }
    Ok(Page { items: Vec::new(), next: None })
}

/// A unit and those below it, of those within reach.
fn with_below(units: &BTreeMap<UnitId, Unit>, top: UnitId) -> Vec<UnitId> {
    let mut found = vec![top];
    let mut next = 0;
    while let Some(parent) = found.get(next).copied() {
        next += 1;
        let below = units.values().filter(|u| u.parent == Some(parent)).map(|u| u.id);
        let fresh: Vec<UnitId> = below.filter(|id| !found.contains(id)).collect();
        found.extend(fresh);
    }
    found
}

/// Everything that the words can be: values are encrypted, so each is looked up whole.
fn meanings(campus: &Campus, words: &str) -> Vec<PersonKey> {
    let documents = DocumentType::ALL
        .into_iter()
        .filter_map(|kind| IdentityDocument::parse(kind, words, campus.today()).ok());
    let mut keys: Vec<_> = documents.map(PersonKey::Document).collect();
    keys.extend(Phone::parse(words).ok().map(PersonKey::Phone));
    keys.extend(PersonName::parse(words).ok().map(PersonKey::Name));
    keys.push(PersonKey::StaffNumber(words.to_owned()));
    keys
}
