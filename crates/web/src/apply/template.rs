//! The template of an attachment, as a text document that every office program opens: downloaded, filled in, signed and
//! handed back.

use std::{fmt::Write as _, sync::Arc};

use axum::{
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use http::header;
use tongxing_catalog::FieldType;
use tongxing_usecases::{Campus, application::start};

use crate::{trouble::Trouble, visitor::Visitor};

/// `GET /s/{service}/{section}/template/{field}`
pub async fn show(
    visitor: Visitor,
    State(campus): State<Arc<Campus>>,
    Path((service, section, field)): Path<(String, String, String)>,
) -> Result<Response, Trouble> {
    let published = start::notice(&campus, &service)?;
    let field = published.service.section(&section).and_then(|s| s.field(&field)).ok_or(Trouble::NotFound)?;
    let FieldType::File(limits) = &field.kind else { return Err(Trouble::NotFound) };
    let text = limits.template.as_ref().ok_or(Trouble::NotFound)?;
    let school = visitor.shell.school(visitor.lang);
    let body = visitor.lang.of(text).replace("{campus}", school);
    let headers = [
        (header::CONTENT_TYPE, "application/rtf"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"template.rtf\""),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    Ok((headers, document(visitor.lang.of(&field.label), &body)).into_response())
}

/// A page with a heading and a paragraph per line.
fn document(title: &str, body: &str) -> String {
    let mut out = String::from(r"{\rtf1\ansi\uc1\paperw11906\paperh16838\margl1440\margr1440");
    let _ = write!(out, r"{{\pard\qc\b\fs36 {}\par}}{{\pard\par}}", escaped(title));
    for line in body.lines() {
        let _ = write!(out, r"{{\pard\sl360\slmult1\fs24 {}\par}}", escaped(line));
    }
    out + "}"
}

/// Everything beyond ASCII is written by its number; `?` stands for it where a program knows none.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for unit in text.encode_utf16() {
        match u8::try_from(unit) {
            Ok(byte @ (b'\\' | b'{' | b'}')) => out.extend(['\\', char::from(byte)]),
            Ok(byte) if byte.is_ascii() && !byte.is_ascii_control() => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, r"\u{}?", unit.cast_signed());
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_becomes_a_document_whatever_it_holds() {
        let made = document("证明", "A {b} \\c\n第 2 行");
        assert!(made.starts_with(r"{\rtf1\ansi") && made.ends_with('}'));
        assert!(made.contains(r"\u-29759?\u26126?"), "{made}");
        assert!(made.contains(r"A \{b\} \\c\par}") && made.contains(r"\u31532? 2 \u-30644?"), "{made}");
        assert!(made.is_ascii());
    }
}
