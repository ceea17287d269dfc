//! Picking people in a dialog: one's colleagues, or whoever was asked for by name, as a list of choices.

use tongxing_usecases::{
    Actor, Campus,
    approval::colleagues::{self, Colleague},
};

use super::show::Typed;
use crate::{trouble::Trouble, visitor::Visitor};

/// Somebody to pick, as the list shows them.
pub struct Person {
    /// What is sent.
    pub value: String,
    /// The name.
    pub name: String,
    /// The unit.
    pub unit: String,
}

/// The people a page offers: for the dialog that asked, those it asked for; for the others, one's colleagues.
#[derive(Default)]
pub struct People {
    colleagues: Vec<Person>,
    asked: Vec<Person>,
}

impl People {
    /// Who can be picked on this page.
    pub async fn of(
        campus: &Campus,
        visitor: &Visitor,
        actor: &Actor,
        typed: &Typed,
    ) -> Result<Self, Trouble> {
        let picked: Vec<_> = typed.all("who").filter_map(|id| id.parse().ok()).collect();
        let colleagues = colleagues::run(campus, actor, "", &[]).await?;
        let asked = colleagues::run(campus, actor, typed.first("find"), &picked).await?;
        let shown = |all: Vec<Colleague>| all.into_iter().map(|one| person(visitor, one)).collect();
        Ok(Self { colleagues: shown(colleagues), asked: shown(asked) })
    }

    /// Those for one dialog.
    pub fn in_dialog(&self, asks: bool) -> &[Person] {
        if asks { &self.asked } else { &self.colleagues }
    }
}

fn person(visitor: &Visitor, colleague: Colleague) -> Person {
    Person {
        value: colleague.account.to_string(),
        name: colleague.name,
        unit: colleague.unit.map(|unit| visitor.lang.of(&unit).to_owned()).unwrap_or_default(),
    }
}
