//! Before and after, in a process of blocks.

use super::{Block, Definition, Step};
use crate::StepKey;

impl Definition {
    /// Every step, in reading order.
    pub fn steps(&self) -> Vec<&Step> {
        let mut steps = Vec::new();
        all_steps(&self.blocks, &mut steps);
        steps
    }

    /// The step with this name.
    pub fn step(&self, key: &StepKey) -> Option<&Step> {
        find(&self.blocks, key)
    }

    /// The steps that can only be reached through this one: later in its sequence, and after every split around it.
    /// A sibling branch is neither before nor after.
    pub fn steps_after(&self, key: &StepKey) -> Vec<&Step> {
        let mut steps = Vec::new();
        after(&self.blocks, key, &mut steps);
        steps
    }

    /// The steps that must be over before this one begins, in reading order.
    pub fn steps_before(&self, key: &StepKey) -> Vec<&Step> {
        let mut steps = Vec::new();
        before(&self.blocks, key, &mut steps);
        steps
    }

    /// The steps that come last before this one: one, several where branches join, none at the beginning.
    /// `counts` says which steps are to be considered; a skipped one is looked through.
    pub fn previous(&self, key: &StepKey, counts: &dyn Fn(&Step) -> bool) -> Vec<&Step> {
        previous(&self.blocks, key, counts).unwrap_or_default()
    }
}

fn all_steps<'a>(blocks: &'a [Block], out: &mut Vec<&'a Step>) {
    for block in blocks {
        match block {
            Block::Step(step) => out.push(step),
            Block::Parallel(branches) => branches.iter().for_each(|branch| all_steps(branch, out)),
        }
    }
}

fn find<'a>(blocks: &'a [Block], key: &StepKey) -> Option<&'a Step> {
    blocks.iter().find_map(|block| match block {
        Block::Step(step) => (step.key == *key).then_some(step),
        Block::Parallel(branches) => branches.iter().find_map(|branch| find(branch, key)),
    })
}

/// Collects what comes after `key`; true when `key` was somewhere in `blocks`.
fn after<'a>(blocks: &'a [Block], key: &StepKey, out: &mut Vec<&'a Step>) -> bool {
    let mut found = false;
    for block in blocks {
        if found {
            all_steps(std::slice::from_ref(block), out);
            continue;
        }
        found = match block {
            Block::Step(step) => step.key == *key,
            Block::Parallel(branches) => branches.iter().any(|branch| after(branch, key, out)),
        };
    }
    found
}

/// Collects what comes before `key`; true when `key` was somewhere in `blocks`.
fn before<'a>(blocks: &'a [Block], key: &StepKey, out: &mut Vec<&'a Step>) -> bool {
    for block in blocks {
        match block {
            Block::Step(step) if step.key == *key => return true,
            Block::Parallel(branches) => {
                if let Some(branch) = branches.iter().find(|branch| find(branch, key).is_some()) {
                    return before(branch, key, out);
                }
            }
            Block::Step(_) => {}
        }
        all_steps(std::slice::from_ref(block), out);
    }
    false
}

/// The steps directly before `key`; `None` when `key` is not in `blocks`, empty when nothing in `blocks` comes before it.
fn previous<'a>(blocks: &'a [Block], key: &StepKey, counts: &dyn Fn(&Step) -> bool) -> Option<Vec<&'a Step>> {
    let (place, inside) = blocks.iter().enumerate().find_map(|(place, block)| match block {
        Block::Step(step) => (step.key == *key).then(|| (place, Vec::new())),
        Block::Parallel(branches) => {
            branches.iter().find_map(|branch| previous(branch, key, counts)).map(|steps| (place, steps))
        }
    })?;
    if inside.is_empty() { Some(last(blocks.get(..place).unwrap_or_default(), counts)) } else { Some(inside) }
}

/// The steps a sequence ends with.
fn last<'a>(blocks: &'a [Block], counts: &dyn Fn(&Step) -> bool) -> Vec<&'a Step> {
    blocks
        .iter()
        .rev()
        .map(|block| match block {
            Block::Step(step) => {
                if counts(step) {
                    vec![step]
                } else {
                    Vec::new()
                }
            }
            Block::Parallel(branches) => branches.iter().flat_map(|branch| last(branch, counts)).collect(),
        })
        .find(|steps| !steps.is_empty())
        .unwrap_or_default()
}
