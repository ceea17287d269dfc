//! The step bar of a wizard.

use askama::{Template, filters::HtmlSafe};

use crate::texts::Lang;

/// The step bar: names of all steps, and the one at hand (from 1).
#[derive(Template, Debug, Clone)]
#[template(path = "ui/steps.html")]
pub struct Steps {
    names: Vec<String>,
    current: usize,
    lang: Lang,
}

impl Steps {
    /// A bar of these steps with the `current`th (from 1) at hand.
    pub fn new(lang: Lang, names: Vec<String>, current: usize) -> Self {
        Self { names, current, lang }
    }
}

impl HtmlSafe for Steps {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn earlier_steps_are_done_and_the_current_one_is_said() {
        let names = ["基本信息", "在校信息", "提交完成"].map(str::to_owned).to_vec();
        let html = Steps::new(Lang::ZhCn, names, 2).to_string();
        assert!(html.contains("第 2 步，共 3 步"), "{html}");
        assert_eq!(html.matches("class=\"done\"").count(), 1);
        assert_eq!(html.matches("aria-current=\"step\"").count(), 1);
    }
}
