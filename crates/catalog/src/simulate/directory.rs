//! A small campus: units, people and the roles they hold. Whom a `by:` rule names in it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::civil::Date;
use serde::de::{MapAccess, Visitor, value::MapAccessDeserializer};
use serde::{Deserialize, Deserializer};
use tongxing_domain::role::Role;

use crate::Values;
use crate::process::{ByRule, UnitRef};

/// Units, people, groups and substitutes.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Directory {
    /// Units by the name that scenarios and forms use.
    pub units: BTreeMap<String, Unit>,
    /// People by name, in the order in which rules name them.
    pub people: Listed<Person>,
    /// Groups and their members.
    pub groups: BTreeMap<String, Vec<String>>,
    /// Who acts for whom.
    pub substitutes: Vec<Substitute>,
}

/// A unit of the university.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Unit {
    /// The unit above it.
    pub parent: Option<String>,
}

/// A member of staff.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Person {
    /// Where the person works.
    pub unit: Option<String>,
    /// What the person may decide.
    pub roles: Vec<RoleHeld>,
    /// Can the person act? Who left cannot.
    pub active: bool,
}

impl Default for Person {
    fn default() -> Self {
        Self { unit: None, roles: Vec::new(), active: true }
    }
}

/// A role somebody holds: the word alone means the own unit (or the whole campus, for somebody without a unit).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleHeld {
    /// Which role.
    pub role: Role,
    /// For which unit: `None` is the own one, `anywhere` the whole campus.
    pub unit: Option<String>,
    /// Also for every unit below?
    pub below: bool,
}

/// 外出委托: somebody acts for a person who is away.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Substitute {
    /// Who is away.
    pub person: String,
    /// Who acts.
    pub by: String,
    /// The first day; from the beginning when left out.
    #[serde(default)]
    pub from: Option<Date>,
    /// The last day; without an end when left out.
    #[serde(default)]
    pub until: Option<Date>,
    /// For which services, by key; for all when empty.
    #[serde(default)]
    pub services: Vec<String>,
}

/// What a rule may refer to.
pub(crate) struct About<'a> {
    pub(crate) initiator: &'a str,
    pub(crate) form: &'a Values,
}

impl Directory {
    /// Everyone whom one of the rules names, each once, in the order of the rules. Only people who can act.
    pub(crate) fn named_by(&self, rules: &[ByRule], about: &About<'_>) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for rule in rules {
            for person in self.named_by_one(rule, about) {
                if self.is_active(&person) && !found.contains(&person) {
                    found.push(person);
                }
            }
        }
        found
    }

    fn named_by_one(&self, rule: &ByRule, about: &About<'_>) -> Vec<String> {
        match rule {
            ByRule::Role(rule) => self.holders(rule.name, &rule.unit, rule.levels_up, about),
            ByRule::HeadOf(rule) => self.holders(Role::UnitHead, &rule.unit, rule.levels_up, about),
            ByRule::Account(name) => vec![name.clone()],
            ByRule::Group(name) => self.groups.get(name).cloned().unwrap_or_default(),
            ByRule::Initiator => vec![about.initiator.to_owned()],
            ByRule::ChosenBy(rule) if rule.among.is_empty() => {
                self.people.names().map(str::to_owned).collect()
            }
            ByRule::ChosenBy(rule) => self.named_by(&rule.among, about),
            ByRule::Field(field) => about
                .form
                .get(field.key())
                .and_then(|value| value.as_str())
                .map(str::to_owned)
                .into_iter()
                .collect(),
        }
    }

    /// Who holds a role for a unit: those of the unit itself, else of the nearest unit above whose role reaches down.
    fn holders(&self, role: Role, unit: &UnitRef, levels_up: u8, about: &About<'_>) -> Vec<String> {
        let start = match unit {
            UnitRef::Initiator => self.people.get(about.initiator).and_then(|person| person.unit.clone()),
            UnitRef::Field(field) => {
                about.form.get(field.key()).and_then(|value| value.as_str()).map(str::to_owned)
            }
            UnitRef::Code(code) => Some(code.clone()),
            UnitRef::Anywhere => return self.everywhere(role),
        };
        let path = start.map(|unit| self.path(&unit)).unwrap_or_default();
        let above = path.get(usize::from(levels_up)..).unwrap_or_default();
        let covering: Vec<(usize, &str)> = self
            .people
            .iter()
            .filter_map(|(name, person)| Some((person.distance(role, above)?, name)))
            .filter(|_| !above.is_empty())
            .collect();
        let nearest = covering.iter().map(|(distance, _)| *distance).min();
        let of_nearest = covering.iter().filter(|(distance, _)| Some(*distance) == nearest);
        of_nearest.map(|(_, name)| (*name).to_owned()).collect()
    }

    fn everywhere(&self, role: Role) -> Vec<String> {
        let holds = |person: &Person| person.roles.iter().any(|held| held.role == role);
        self.people.iter().filter(|(_, person)| holds(person)).map(|(name, _)| name.to_owned()).collect()
    }

    /// Those who get what nobody else can decide.
    pub(super) fn process_administrators(&self) -> Vec<String> {
        let mut found = self.everywhere(Role::ProcessAdministrator);
        found.retain(|name| self.is_active(name));
        found
    }

    /// Who stands above somebody: the heads of the own unit, then of the units above, without the person.
    pub(super) fn superiors_of(&self, name: &str) -> Vec<String> {
        let path = self.people.get(name).and_then(|person| person.unit.as_ref()).map(|unit| self.path(unit));
        let heads_of = |unit: String| {
            let heads = self.people.iter().filter(move |(_, person)| {
                person.distance(Role::UnitHead, std::slice::from_ref(&unit)) == Some(0)
            });
            heads.map(|(name, _)| name.to_owned()).collect::<Vec<_>>()
        };
        let mut superiors: Vec<String> = path.into_iter().flatten().flat_map(heads_of).collect();
        superiors.retain(|superior| superior != name && self.is_active(superior));
        superiors
    }

    /// A unit and those above it, up to the campus. A circle ends the path.
    fn path(&self, unit: &str) -> Vec<String> {
        let mut path: Vec<String> = Vec::new();
        let mut present = Some(unit.to_owned());
        while let Some(unit) = present.filter(|unit| !path.contains(unit)) {
            present = self.units.get(&unit).and_then(|found| found.parent.clone());
            path.push(unit);
        }
        path
    }

    pub(super) fn is_active(&self, name: &str) -> bool {
        self.people.get(name).is_some_and(|person| person.active)
    }

    pub(super) fn active(&self) -> impl Iterator<Item = &str> {
        self.people.iter().filter(|(_, person)| person.active).map(|(name, _)| name)
    }

    /// Who acts for whom on a day, for a service.
    pub(super) fn substitutes_on(&self, day: Date, service: &str) -> BTreeMap<&str, &str> {
        let holds = |substitute: &&Substitute| {
            substitute.from.is_none_or(|from| from <= day)
                && substitute.until.is_none_or(|until| day <= until)
                && (substitute.services.is_empty()
                    || substitute.services.iter().any(|known| known == service))
                && self.is_active(&substitute.by)
        };
        let pairs = self.substitutes.iter().filter(holds);
        pairs.map(|substitute| (substitute.person.as_str(), substitute.by.as_str())).collect()
    }

    /// Everyone in the units of these people.
    pub(super) fn colleagues_of(&self, people: &[String]) -> BTreeSet<String> {
        let units: BTreeSet<&Option<String>> =
            people.iter().filter_map(|name| self.people.get(name)).map(|person| &person.unit).collect();
        let same = self.people.iter().filter(|(_, person)| units.contains(&person.unit));
        same.map(|(name, _)| name.to_owned()).collect()
    }
}

impl Person {
    /// How far above the first unit of `path` the nearest one stands for which this person holds the role.
    fn distance(&self, role: Role, path: &[String]) -> Option<usize> {
        let held = self.roles.iter().filter(|held| held.role == role);
        held.filter_map(|held| match held.unit.as_ref().or(self.unit.as_ref()) {
            None => Some(path.len()),
            Some(unit) if unit == "anywhere" => Some(path.len()),
            Some(unit) => path.iter().position(|p| p == unit).filter(|place| *place == 0 || held.below),
        })
        .min()
    }
}

impl<'de> Deserialize<'de> for RoleHeld {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RoleVisitor)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleInUnit {
    role: Role,
    #[serde(default)]
    unit: Option<String>,
    #[serde(default)]
    below: bool,
}

struct RoleVisitor;

impl<'de> Visitor<'de> for RoleVisitor {
    type Value = RoleHeld;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a role such as `unit-head`, or `{ role: unit-head, unit: library, below: true }`")
    }

    fn visit_str<E: serde::de::Error>(self, word: &str) -> Result<RoleHeld, E> {
        let role = word.parse().map_err(|_| {
            let known: Vec<&str> = Role::ALL.iter().map(|role| role.as_str()).collect();
            E::custom(format!("no role is called `{word}`: write one of {}", known.join(", ")))
        })?;
        Ok(RoleHeld { role, unit: None, below: false })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<RoleHeld, A::Error> {
        let RoleInUnit { role, unit, below } = Deserialize::deserialize(MapAccessDeserializer::new(map))?;
        Ok(RoleHeld { role, unit, below })
    }
}

/// Named things in the order in which the file lists them.
#[derive(Clone, Debug)]
pub struct Listed<T>(Vec<(String, T)>);

impl<T> Default for Listed<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Listed<T> {
    /// What has this name.
    pub fn get(&self, name: &str) -> Option<&T> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, thing)| thing)
    }

    /// Names and things.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.0.iter().map(|(name, thing)| (name.as_str(), thing))
    }

    /// The names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// Puts a thing in the place of another one, or at the end.
    pub fn put(&mut self, name: &str, thing: T) {
        match self.0.iter_mut().find(|(known, _)| known == name) {
            Some(place) => place.1 = thing,
            None => self.0.push((name.to_owned(), thing)),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Listed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ListedVisitor(std::marker::PhantomData))
    }
}

struct ListedVisitor<T>(std::marker::PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ListedVisitor<T> {
    type Value = Listed<T>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("names, each with its settings indented below")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Listed<T>, A::Error> {
        let mut listed = Vec::new();
        while let Some(entry) = map.next_entry()? {
            listed.push(entry);
        }
        Ok(Listed(listed))
    }
}
