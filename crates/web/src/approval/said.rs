//! The line after a decision: what happened, who has it now, and the way to take it back while that is possible.

use tongxing_usecases::approval::show::Shown;

use crate::visitor::Visitor;

/// What became of a decision.
pub struct Said {
    /// In words.
    pub text: String,
    /// Where it can be taken back; empty when that is not possible any more.
    pub undo: String,
}

impl Said {
    /// About a task that this person decided; `None` about any other.
    pub fn about(visitor: &Visitor, shown: &Shown) -> Option<Self> {
        let closed = shown.closed.as_ref().filter(|closed| closed.own)?;
        let state = shown.application.instance.state.code();
        let holders = holders(visitor, shown);
        let key = match (closed.kind.code(), state) {
            ("approved", "approved") => "through",
            ("approved", _) if !holders.is_empty() => "passed-on",
            (kind, _) => kind,
        };
        let text = visitor
            .lang
            .t_of("approval-said", key)
            .arg("number", &shown.application.number)
            .arg("name", shown.application.applicant_name.as_ref().map_or("", |n| n.as_str()))
            .arg("next", holders);
        let undo =
            if shown.can.withdraw { format!("/tasks/{}#dlg-withdraw", shown.task.id) } else { String::new() };
        Some(Self { text: text.into(), undo })
    }
}

/// 部门负责人 钱七
fn holders(visitor: &Visitor, shown: &Shown) -> String {
    let names = shown.progress.holding.iter().map(|holding| {
        let doer = shown.published.service.step(&holding.step).map(|s| visitor.lang.of(&s.doer));
        format!("{} {}", doer.unwrap_or_default(), holding.who)
    });
    names.collect::<Vec<_>>().join(visitor.lang.pick("、", ", "))
}
