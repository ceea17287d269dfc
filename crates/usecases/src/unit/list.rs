//! The tree of units.

use std::collections::BTreeMap;

use tongxing_domain::{id::UnitId, unit::Unit};
use tongxing_storage::{Db, unit};

use crate::{Actor, Campus, Error, Permission};

/// A unit and how deep in the tree it stands, in the order of reading.
pub struct Branch {
    /// The unit.
    pub unit: Unit,
    /// 0 for the campus itself.
    pub depth: usize,
}

/// All units, each after its parent.
///
/// # Errors
/// Forbidden without `ViewUnits`.
pub async fn run(campus: &Campus, actor: &Actor) -> Result<Vec<Branch>, Error> {
    actor.require(Permission::ViewUnits)?;
    let mut db = campus.store.read().await?;
    Ok(in_order(unit::list(&mut db).await?))
}

/// The units that somebody can be registered with: what the form's unit picker offers.
pub async fn open_for_registration(campus: &Campus) -> Result<Vec<Branch>, Error> {
    let mut db = campus.store.read().await?;
    let all = in_order(unit::list(&mut db).await?);
    Ok(all.into_iter().filter(|b| b.unit.active).collect())
}

/// Every unit by id, to show names beside ids.
pub(crate) async fn by_id(db: &mut Db) -> Result<BTreeMap<UnitId, Unit>, Error> {
    Ok(unit::list(db).await?.into_iter().map(|u| (u.id, u)).collect())
}

/// Parents before children, siblings by code.
fn in_order(units: Vec<Unit>) -> Vec<Branch> {
    let known: std::collections::BTreeSet<UnitId> = units.iter().map(|u| u.id).collect();
    let mut children: BTreeMap<Option<UnitId>, Vec<Unit>> = BTreeMap::new();
    for unit in units {
        // A parent that is not there must not hide its children.
        let parent = unit.parent.filter(|p| known.contains(p) && *p != unit.id);
        children.entry(parent).or_default().push(unit);
    }
    let mut ordered = Vec::new();
    let mut waiting: Vec<Branch> = take(&mut children, None, 0);
    while let Some(next) = waiting.pop() {
        waiting.extend(take(&mut children, Some(next.unit.id), next.depth + 1));
        ordered.push(next);
    }
    ordered
}

/// The children of a unit, last first: they are taken off the end.
fn take(
    children: &mut BTreeMap<Option<UnitId>, Vec<Unit>>,
    parent: Option<UnitId>,
    depth: usize,
) -> Vec<Branch> {
    let mut found = children.remove(&parent).unwrap_or_default();
    found.sort_by(|a, b| b.code.cmp(&a.code));
    found.into_iter().map(|unit| Branch { unit, depth }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tongxing_domain::{id::Id, time::Timestamp};

    fn unit(number: u8, parent: Option<u8>) -> Unit {
        let id = |n: u8| Id::new(Timestamp::from_millis(0), [n; 10]);
        Unit {
            id: id(number),
            parent: parent.map(id),
            code: format!("{number:02}"),
            name_zh: String::new(),
            name_en: String::new(),
            active: true,
        }
    }

    #[test]
    fn a_unit_stands_after_its_parent_and_siblings_by_code() {
        let units =
            vec![unit(5, Some(2)), unit(3, Some(1)), unit(1, None), unit(2, Some(1)), unit(4, Some(9))];
        let order: Vec<_> = in_order(units).into_iter().map(|b| (b.unit.code, b.depth)).collect();
        let expected = [("01", 0), ("02", 1), ("05", 2), ("03", 1), ("04", 0)];
        assert_eq!(order, expected.map(|(code, depth)| (code.to_owned(), depth)));
    }
}
