//! What the pages that import a spreadsheet share: what will happen, the file, the table of bad cells, what was done.

use askama::Template;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header;
use tongxing_domain::{locale::Locale, problem::Problem};
use tongxing_usecases::{Error, import::Report};

use crate::{
    forms::Files,
    page::{self, Page},
    texts::Lang,
    trouble::Trouble,
    ui::Problems,
    visitor::Visitor,
};

/// The page.
#[derive(Template)]
#[template(path = "import.html")]
pub struct ImportPage {
    /// The frame.
    pub p: Page,
    /// What is imported here.
    pub importing: Importing,
    /// What was wrong with the file as a whole.
    pub problems: Problems,
    /// What came of it.
    pub report: Option<Report>,
}

/// What is imported.
#[derive(Debug, Clone)]
pub struct Importing {
    /// The heading.
    pub title: String,
    /// The list it belongs to.
    pub place: &'static str,
    /// That list's name.
    pub place_title: String,
    /// What to do and what will happen, in order.
    pub steps: Vec<String>,
}

/// The columns whose headings a report may name: the texts `import-column-…`.
pub const COLUMNS: [&str; 11] =
    ["code", "name_zh", "name_en", "parent", "login", "name", "phone", "email", "unit", "role", "role_unit"];

impl ImportPage {
    /// The page before anything was sent.
    pub fn new(visitor: &Visitor, about: &Importing) -> Self {
        let p = Page::new(visitor, &about.title)
            .place(about.place)
            .crumb(&about.place_title, Some(about.place))
            .crumb(&about.title, None);
        Self { p, importing: about.clone(), problems: Problems::none(visitor.lang), report: None }
    }

    /// A column's heading in the page's language.
    pub fn column(&self, column: &str) -> String {
        let known = COLUMNS.into_iter().find(|known| *known == column);
        known.map_or_else(String::new, |name| self.p.t_of("import-column", &name.replace('_', "-")).into())
    }

    /// What is wrong with a cell, in words.
    pub fn problem(&self, problem: &Problem) -> String {
        self.p.lang().problem(problem).into()
    }
}

/// The file that was chosen.
pub fn file_of(files: Files) -> Result<Bytes, Error> {
    let file = files.files.into_iter().find(|f| f.field == "file");
    file.map(|f| f.bytes).ok_or_else(|| Error::refused_field("file", Problem::new("sheet-missing")))
}

/// The page with what came of it.
pub fn answer(
    visitor: &Visitor,
    about: &Importing,
    outcome: Result<Report, Error>,
) -> Result<Response, Trouble> {
    let page = ImportPage::new(visitor, about);
    match outcome {
        Ok(report) if report.is_done() => page::show(&ImportPage { report: Some(report), ..page }),
        Ok(report) => page::show_again(&ImportPage { report: Some(report), ..page }),
        Err(Error::Refused(refusal)) => {
            let label = |_: &str| visitor.t("import-file").to_string();
            let problems = Problems::refused(visitor.lang, &refusal, label);
            page::show_again(&ImportPage { problems, ..page })
        }
        Err(other) => Err(other.into()),
    }
}

/// A spreadsheet to take away.
pub fn download(name: &str, bytes: Bytes) -> impl IntoResponse {
    let disposition = format!("attachment; filename=\"{name}\"");
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, disposition)], bytes)
}

/// The language of a template's headings.
pub fn locale(visitor: &Visitor) -> Locale {
    match visitor.lang {
        Lang::ZhCn => Locale::ZhCn,
        Lang::En => Locale::En,
    }
}
