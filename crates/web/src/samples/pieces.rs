//! Every piece that pages are made of, on one page.

use askama::Template;

use super::Sample;
use crate::{
    page::Page,
    ui::{Choice, Event, Field, Flow, FlowBox, PlateTag, Problems, Timeline},
    visitor::Visitor,
};

/// The page of all pieces.
#[derive(Template)]
#[template(path = "pieces.html")]
struct PiecesPage {
    p: Page,
    choices: Vec<Choice>,
    fields: Vec<Field>,
    problems: Problems,
    timeline: Timeline,
    flow: Flow,
    plates: Vec<PlateTag>,
}

pub(super) fn sample(v: &Visitor) -> Sample {
    let scripts = ["dialog", "upload", "plate", "choose", "place"];
    let mut problems = Problems::none(v.lang);
    problems.add("number", "Number", "the check digit is wrong");
    super::sample(
        "pieces/all",
        &PiecesPage {
            p: Page::new(v, "Pieces")
                .scripts(&scripts)
                .crumb("Hall", Some("/desk"))
                .crumb("Pieces", None)
                .counts(7, 2),
            choices: choices(3),
            fields: fields(v, &problems),
            timeline: timeline(),
            flow: flow(v),
            plates: vec![
                PlateTag::new("云AT0001", "blue"),
                PlateTag::new("云AD00001", "green"),
                PlateTag::new("云AT0002", "yellow"),
                PlateTag::new("云AT000警", "white"),
                PlateTag::new("云AT000领", "black"),
                PlateTag::new("云A00001D", "yellow-green"),
            ],
            problems,
        },
    )
}

fn choices(n: u32) -> Vec<Choice> {
    let letters = ('a'..='z').zip(0..n);
    letters.map(|(letter, i)| Choice::new(letter, format!("Choice {letter}")).found_by(i)).collect()
}

fn fields(v: &Visitor, problems: &Problems) -> Vec<Field> {
    let p = Page::new(v, "");
    vec![
        p.field("name", "Name").required().placeholder("As on the document").attr("autocomplete", "name"),
        p.field("number", "Number")
            .required()
            .value("99010119800101001")
            .problems(problems)
            .attr("maxlength", 18),
        p.field("birth", "Date of birth")
            .kind("date")
            .value("1980-01-01")
            .locked()
            .hint("Taken from the number"),
        p.field("few", "One of few").select(&choices(3)).required(),
        p.field("many", "One of many").select(&choices(20)).value("c"),
        p.field("side", "Side by side").radio(&choices(3)).value("a").required(),
        p.field("any", "Any of them").checks(&choices(3)).value("a c"),
        p.field("secret", "Password").kind("password").value("never shown").required(),
        p.field("place", "Place").attr("data-places", "/places"),
        p.field("reason", "Reason").area().value("Two\nlines"),
    ]
}

fn timeline() -> Timeline {
    let signers =
        Timeline::new("Signers", vec![Event::new("sign", "useradd", "周九").tag("已同意").quote("同意。")]);
    Timeline::new(
        "History",
        vec![
            Event::new("ok", "check", "提交登记").who("张三 · 11-20 09:16"),
            Event::new("sign", "undo", "部门管理员审核")
                .tag("退回修改")
                .who("赵六 · 11-20 14:02")
                .quote("反光，请重拍。"),
            Event::new("warn", "clock", "部门管理员审核")
                .tag("处理中")
                .who("后勤保障处 · 赵六")
                .now()
                .below(signers),
            Event::new("", "user", "部门负责人审核").who("钱七"),
        ],
    )
}

fn flow(v: &Visitor) -> Flow {
    let step = |column, title: &str, sub: &str, kind, now| FlowBox {
        at: (column, 0),
        title: title.to_owned(),
        sub: sub.to_owned(),
        kind,
        now,
    };
    let boxes = vec![
        step(0, "提交登记", "张三", "ok", false),
        step(1, "部门管理员", "赵六", "warn", true),
        step(2, "部门负责人", "钱七", "", false),
    ];
    Flow::line(v.lang, "三个环节", boxes).arrow_saying(1, 0, "退回", true)
}
