//! Samples of the applicant's pages.

use tongxing_domain::problem::Problem;
use tongxing_usecases::{Refusal, application::confirm::Way, error::FieldProblem};

use super::{Sample, sample};
use crate::{
    apply::{
        consent::{ConsentLine, ConsentPage, PurposeLine},
        form::{Block, Group, OpenPlate, Photo, Plates, SettledPlate},
        review::ReviewPage,
        step::StepPage,
        submitted::SubmittedPage,
    },
    menu::Tab,
    mine::{
        confirm::ConfirmPage,
        list::{Item, MyPage},
        progress::ProgressPage,
        query::{CodePage, QueryPage},
        show::{Answers, DetailPage},
    },
    page::Page,
    ui::{Choice, Field, PlateTag, Problems, Steps, Timeline, timeline::Event},
    visitor::Visitor,
};

const LONG: &str =
    "A name that is much longer than anybody would sensibly give to a step, a field or an answer of a form";
const NUMBER: &str = "QT20261122-0007";

/// All of them.
pub(super) fn samples(v: &Visitor) -> Vec<Sample> {
    [consent(v), steps(v), submitting(v), query(v), mine(v), detail(v), progress(v)]
        .into_iter()
        .flatten()
        .collect()
}

fn bar(v: &Visitor, current: usize) -> Steps {
    Steps::new(v.lang, ["Basic", "Stay", "Photos", "Vehicles", "Done"].map(str::to_owned).to_vec(), current)
}

/// One problem beside a field and one about the whole.
fn wrong(v: &Visitor, path: &str) -> Problems {
    let found = |path: &str, code| FieldProblem { path: path.to_owned(), problem: Problem::new(code) };
    let refusal = Refusal { problems: vec![found(path, "choice-unknown"), found("", "changed-meanwhile")] };
    Problems::refused(v.lang, &refusal, |_| "A field".to_owned())
}

fn consent(v: &Visitor) -> Vec<Sample> {
    let purpose = |sensitive, title: &str| PurposeLine {
        title: title.to_owned(),
        fields: "Name, number".to_owned(),
        why: "To know who asks".to_owned(),
        kept: "Half a year".to_owned(),
        sensitive,
        icon: "id",
    };
    let line = |key: &str, required, error: &str| ConsentLine {
        key: key.to_owned(),
        text: "I agree".to_owned(),
        hint: "What to know".to_owned(),
        required,
        given: !required,
        error: error.to_owned(),
    };
    let page = |problems, error, draft: Option<(String, String, String)>, title| ConsentPage {
        p: Page::new(v, "Before you begin"),
        action: "/s/a-service".to_owned(),
        introduction: "What we ask for and why.".to_owned(),
        purposes: vec![purpose(true, title), purpose(false, title)],
        consents: vec![line("rules", true, error), line("face", false, "")],
        rules: vec!["The first rule.".to_owned()],
        processor: "The university".to_owned(),
        draft,
        problems,
    };
    let draft = ("/s/a-service/photos".to_owned(), "Photos".to_owned(), "16:32".to_owned());
    vec![
        sample("apply/consent", &page(Problems::none(v.lang), "", None, "Identity")),
        sample("apply/consent again", &page(wrong(v, "consent.rules"), "Needed", Some(draft), LONG)),
    ]
}

fn steps(v: &Visitor) -> Vec<Sample> {
    let page = |at: usize, groups, problems, returned: Option<&str>| StepPage {
        p: Page::new(v, "A registration")
            .back("/s/a-service")
            .scripts(&["draft", "upload", "plate", "choose", "place"]),
        steps: bar(v, at),
        action: "/s/a-service/a-step".to_owned(),
        hint: "What this step is about.".to_owned(),
        footnote: "What to know.".to_owned(),
        groups,
        problems,
        has_previous: at > 1,
        is_last: at == 4,
        returned: returned.map(str::to_owned),
        overview: "/s/a-service/submit".to_owned(),
    };
    vec![
        sample(
            "apply/step",
            &page(1, vec![cells(v, "Basic", &Problems::none(v.lang))], Problems::none(v.lang), None),
        ),
        sample(
            "apply/step wrong",
            &page(2, vec![cells(v, LONG, &wrong(v, "name"))], wrong(v, "name"), Some(LONG)),
        ),
        sample("apply/step photos", &page(3, photos(v), wrong(v, "front"), None)),
        sample("apply/step plates", &page(4, vec![plates(v)], wrong(v, "plates.1.number"), Some(""))),
        sample("apply/step nothing", &page(1, Vec::new(), Problems::none(v.lang), None)),
    ]
}

fn cells(v: &Visitor, heading: &str, problems: &Problems) -> Group {
    let many: Vec<Choice> =
        (0..20).map(|n| Choice::new(n, format!("Choice {n}")).found_by("choice")).collect();
    let field = |name: &str, label: &str| Field::new(name, label).in_language(v.lang);
    let fields = vec![
        field("name", heading).required().hint("As on your document").problems(problems),
        field("kind", "Kind").required().select(&many),
        field("day", "Day").kind("date").value("1990-03-07").locked(),
        field("agreed", "Consent").radio(&[Choice::new("yes", "I agree")]),
        field("place.name", "Place").attr("data-places", "/places"),
        field("reason", "Reason").area(),
        field("guardian", "Guardian").required().asked_sometimes("guardian", false),
    ];
    Group { heading: heading.to_owned(), shown: true, block: Block::Cells(fields) }
}

fn photos(v: &Visitor) -> Vec<Group> {
    let photo = |name: &str, kind, state, error: &str| Photo {
        name: name.to_owned(),
        label: "A picture".to_owned(),
        kind,
        url: format!("/s/a-service/photos/photo/{name}"),
        state,
        preview: if state == "ok" { "/files/x/small".to_owned() } else { String::new() },
        file: if state == "ok" { "x".to_owned() } else { String::new() },
        hint: "All four corners".to_owned(),
        error: error.to_owned(),
        required: true,
        shown: true,
    };
    let said = v.t("problem-photo-blurred").to_string();
    vec![
        Group {
            heading: "Portrait".to_owned(),
            shown: true,
            block: Block::Photos(vec![photo("portrait", "portrait", "ok", "")]),
        },
        Group {
            heading: String::new(),
            shown: true,
            block: Block::Photos(vec![photo("front", "", "bad", &said), photo("back", "", "", "")]),
        },
    ]
}

fn plates(v: &Visitor) -> Group {
    let name = "plates".to_owned();
    let settled = SettledPlate {
        row: 0,
        number: "云AT0001".to_owned(),
        colour: "blue".to_owned(),
        tag: PlateTag::new("云AT0001", "blue"),
        about: "Blue".to_owned(),
    };
    let open = OpenPlate {
        row: 1,
        number: "云AO".to_owned(),
        colour: Field::new("plates.1.colour", "Colour")
            .in_language(v.lang)
            .select(&[Choice::new("blue", "Blue")]),
        error: "The third character".to_owned(),
    };
    let (label, hint) = ("Number plate".to_owned(), "7 characters".to_owned());
    let plates =
        Plates { name, label, hint, settled: vec![settled], open: vec![open], more: true, shown: true };
    Group { heading: "Vehicles".to_owned(), shown: true, block: Block::Plates(Box::new(plates)) }
}

fn submitting(v: &Visitor) -> Vec<Sample> {
    let section =
        |title: &str, about: &str| (title.to_owned(), about.to_owned(), "/s/a-service/basic".to_owned());
    let review = |returned: Option<&str>, problems| ReviewPage {
        p: Page::new(v, v.t("apply-review")),
        returned: returned.map(str::to_owned),
        sections: vec![section("Basic", "张三 · 110101********0038"), section(LONG, "")],
        action: "/s/a-service/submit".to_owned(),
        problems,
        note: "<b>".to_owned(),
    };
    let submitted = SubmittedPage {
        p: Page::new(v, "A registration"),
        steps: bar(v, 5),
        said: "Submitted".to_owned(),
        next: "Somebody looks at it.".to_owned(),
        number: NUMBER.to_owned(),
        timeline: timeline(v),
    };
    vec![
        sample("apply/review", &review(None, Problems::none(v.lang))),
        sample("apply/review of a correction", &review(Some("The date is wrong"), wrong(v, ""))),
        sample("apply/submitted", &submitted),
    ]
}

fn timeline(v: &Visitor) -> Timeline {
    let events = vec![
        Event::new("ok", "check", v.t("event-submitted")).who("张三 · 16:32"),
        Event::new("sign", "undo", "A step").tag(v.t("event-returned")).who("赵六").quote(LONG),
        Event::new("warn", "clock", "A step").tag(v.t("my-in-hand")).now().who("赵六"),
        Event::new("", "user", LONG),
    ];
    Timeline::new(v.t("my-progress"), events)
}

fn query(v: &Visitor) -> Vec<Sample> {
    let failed = v.t("problem-query-failed").to_string();
    let again = QueryPage { name: "<张三>".to_owned(), failed: Some(failed), ..QueryPage::new(v, "/my") };
    let confirm =
        |way, problems, sent| ConfirmPage { sent, problems, ..ConfirmPage::new(v, NUMBER, way, "correct") };
    let none = || Problems::none(v.lang);
    let code = CodePage { problems: wrong(v, "proof"), ..CodePage::new(v, "/my") };
    vec![
        sample("mine/query", &QueryPage::new(v, "/my")),
        sample("mine/query failed", &again),
        sample("mine/code", &CodePage::new(v, "/my")),
        sample("mine/code failed", &code),
        sample("mine/confirm phone", &confirm(Way::Phone, none(), false)),
        sample("mine/confirm failed", &confirm(Way::Phone, wrong(v, "proof"), false)),
        sample("mine/confirm code", &confirm(Way::Code, none(), false)),
        sample("mine/confirm code sent", &confirm(Way::Code, none(), true)),
        sample("mine/confirm nothing", &confirm(Way::None, none(), false)),
    ]
}

fn mine(v: &Visitor) -> Vec<Sample> {
    let item = |state: &str, colour, title: &str| Item {
        href: format!("/my/{NUMBER}"),
        title: title.to_owned(),
        state: state.to_owned(),
        colour,
        about: format!("{NUMBER} · 16:32"),
        lines: vec!["Waiting".to_owned()],
    };
    let page = |items: Vec<Item>| MyPage {
        p: Page::new(v, v.t("home-my-applications")).tab(Tab::Mine),
        name: "张三".to_owned(),
        document: "110101********0038".to_owned(),
        filters: vec![(v.t("my-all").into(), items.len(), "/my".to_owned(), true)],
        items,
    };
    let all = crate::mine::STATES
        .into_iter()
        .map(|state| item(state, crate::mine::colour_of(state), "Unit · kind"));
    vec![
        sample("mine/list empty", &page(Vec::new())),
        sample("mine/list", &page(all.collect())),
        sample("mine/list longest", &page(vec![item("running", "warn", LONG)])),
    ]
}

fn detail(v: &Visitor) -> Vec<Sample> {
    let answers = Answers {
        title: "Basic".to_owned(),
        words: vec![("Name".to_owned(), "张三".to_owned()), (LONG.to_owned(), LONG.to_owned())],
        pictures: vec![("Portrait".to_owned(), "/files/x/small".to_owned(), "/files/x".to_owned())],
        files: vec![("Proof".to_owned(), "/files/x".to_owned())],
        plates: vec![(PlateTag::new("云AD00001", "gradient_green"), "Green".to_owned())],
    };
    let page = |state: &str, completed: Option<&str>, sections| DetailPage {
        p: Page::new(v, v.t("my-detail")).back("/my"),
        number: NUMBER.to_owned(),
        name: "张三".to_owned(),
        portrait: "/files/x/small".to_owned(),
        state: (state.to_owned(), crate::mine::colour_of(state)),
        about: "A registration".to_owned(),
        completed: completed.map(str::to_owned),
        sections,
        confirmed: completed.is_some(),
        is_returned: state == "returned",
    };
    vec![
        sample("mine/detail", &page("approved", Some("Complete"), vec![answers])),
        sample("mine/detail returned", &page("returned", None, Vec::new())),
    ]
}

fn progress(v: &Visitor) -> Vec<Sample> {
    let page = |state: &str, again: Option<&str>, refused: Option<&str>| ProgressPage {
        p: Page::new(v, v.t("my-progress")).back("/my").scripts(&["dialog"]),
        number: NUMBER.to_owned(),
        state: (state.to_owned(), crate::mine::colour_of(state)),
        holding: vec![
            ("赵六".to_owned(), "A step".to_owned(), "3 h".to_owned()),
            (LONG.to_owned(), LONG.to_owned(), "3 h".to_owned()),
        ],
        urge_again: again.map(str::to_owned),
        completed: (state == "approved").then(|| "Complete".to_owned()),
        plates: vec![(PlateTag::new("云AT0001", "blue"), "1/1".to_owned())],
        returned: (state == "returned").then(|| LONG.to_owned()),
        timeline: timeline(v),
        may_cancel: state != "approved",
        key: "k".to_owned(),
        done: if again.is_some() { "urge" } else { "" },
        refused: refused.map(str::to_owned),
    };
    vec![
        sample("mine/progress", &page("running", None, None)),
        sample("mine/progress reminded", &page("running", Some("16:32"), Some("Too soon"))),
        sample("mine/progress returned", &page("returned", None, None)),
        sample("mine/progress approved", &page("approved", None, None)),
    ]
}
