//! The icons of the pages: line drawings on a 24 × 24 grid. A page carries only those it uses, as symbols
//! that [`crate::page::render`] puts in by itself, so that a template only names the icon.

/// The drawing of an icon, as the inside of an SVG symbol.
pub fn drawing(name: &str) -> Option<&'static str> {
    let found = ICONS.binary_search_by(|(n, _)| (*n).cmp(name)).ok()?;
    ICONS.get(found).map(|(_, drawing)| *drawing)
}

/// Sorted by name.
#[rustfmt::skip]
const ICONS: &[(&str, &str)] = &[
    ("alert", r#"<path d="M12 4.5 3.5 19h17z"/><path d="M12 10.5v4M12 16.8v.1"/>"#),
    ("arrow", r#"<path d="M4.5 12h15M13.5 6l6 6-6 6"/>"#),
    ("back", r#"<path d="M9 5.5h11v13H9L3.5 12z"/><path d="m11.5 9.5 5 5M16.5 9.5l-5 5"/>"#),
    ("bell", r#"<path d="M6.5 16.5V11a5.5 5.5 0 0 1 11 0v5.5l1.5 1.5H5z"/><path d="M10 20.5a2.2 2.2 0 0 0 4 0"/>"#),
    ("building", r#"<path d="M5 20V5a1 1 0 0 1 1-1h8a1 1 0 0 1 1 1v15M15 9h3a1 1 0 0 1 1 1v10M3 20h18M8.5 8h3M8.5 12h3M8.5 16h3"/>"#),
    ("calendar", r#"<rect x="4" y="5.5" width="16" height="14.5" rx="2"/><path d="M4 10h16M8.5 3.5v4M15.5 3.5v4"/>"#),
    ("camera", r#"<path d="M4 8.5a1.5 1.5 0 0 1 1.5-1.5H8l1.5-2.5h5L16 7h2.5A1.5 1.5 0 0 1 20 8.5v9a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 17.5z"/><circle cx="12" cy="13" r="3.5"/>"#),
    ("car", r#"<path d="M4 16v-3l2-5.2A2 2 0 0 1 7.9 6.5h8.2A2 2 0 0 1 18 7.8L20 13v3z"/><path d="M4.5 13h15M5 16v2.5M19 16v2.5M7.5 14.5h.01M16.5 14.5h.01"/>"#),
    ("card", r#"<rect x="3" y="5.5" width="18" height="13" rx="2"/><path d="M3 10h18M6.5 15h4"/>"#),
    ("chart", r#"<path d="M4 4v15a1 1 0 0 0 1 1h15M8.5 16v-4M13 16V8M17.5 16v-6"/>"#),
    ("chat", r#"<path d="M4 5.5h16v11h-8.5L7.5 20v-3.5H4z"/><path d="M8.5 11h.01M12 11h.01M15.5 11h.01"/>"#),
    ("check", r#"<path d="m5 12.5 4.5 4.5L19 7.5"/>"#),
    ("clock", r#"<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>"#),
    ("done", r#"<circle cx="12" cy="12" r="8.5"/><path d="m8.5 12 2.5 2.5 4.5-5"/>"#),
    ("door", r#"<path d="M6 20V5a1 1 0 0 1 1-1h10a1 1 0 0 1 1 1v15M3.5 20h17M14.5 12v.5"/>"#),
    ("down", r#"<path d="m5.5 9.5 6.5 6 6.5-6"/>"#),
    ("download", r#"<path d="M12 4.5v11M7.5 11.5 12 16l4.5-4.5M4.5 15.5v3a1 1 0 0 0 1 1h13a1 1 0 0 0 1-1v-3"/>"#),
    ("eye", r#"<path d="M3 12c2.5-4.3 5.5-6.5 9-6.5s6.5 2.2 9 6.5c-2.5 4.3-5.5 6.5-9 6.5S5.5 16.3 3 12z"/><circle cx="12" cy="12" r="2.8"/>"#),
    ("file", r#"<path d="M6 4.5a1 1 0 0 1 1-1h7l4.5 4.5V19.5a1 1 0 0 1-1 1H7a1 1 0 0 1-1-1z"/><path d="M13.5 3.5V8.5h5"/>"#),
    ("filter", r#"<path d="M4 5.5h16l-6 7V19l-4-2v-4.5z"/>"#),
    ("flow", r#"<rect x="3.5" y="4" width="6" height="5" rx="1.2"/><rect x="14.5" y="4" width="6" height="5" rx="1.2"/><rect x="14.5" y="15" width="6" height="5" rx="1.2"/><path d="M9.5 6.5h5M17.5 9v6"/>"#),
    ("gate", r#"<path d="M5 20V10.5a7 7 0 0 1 14 0V20M3 20h18M9 20v-8.5a3 3 0 0 1 6 0V20"/>"#),
    ("gear", r#"<circle cx="12" cy="12" r="3"/><path d="M12 3.5v2.3M12 18.2v2.3M3.5 12h2.3M18.2 12h2.3M6 6l1.6 1.6M16.4 16.4 18 18M18 6l-1.6 1.6M7.6 16.4 6 18"/>"#),
    ("globe", r#"<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c2.5 2.4 3.7 5.2 3.7 8.5s-1.2 6.1-3.7 8.5c-2.5-2.4-3.7-5.2-3.7-8.5S9.5 5.9 12 3.5z"/>"#),
    ("grid", r#"<rect x="4" y="4" width="6.5" height="6.5" rx="1.5"/><rect x="13.5" y="4" width="6.5" height="6.5" rx="1.5"/><rect x="4" y="13.5" width="6.5" height="6.5" rx="1.5"/><rect x="13.5" y="13.5" width="6.5" height="6.5" rx="1.5"/>"#),
    ("help", r#"<circle cx="12" cy="12" r="8.5"/><path d="M9.7 9.6a2.4 2.4 0 1 1 3.4 2.3c-.8.4-1.1.9-1.1 1.8M12 16.5v.1"/>"#),
    ("history", r#"<path d="M4.5 12a7.5 7.5 0 1 1 2.2 5.3M4.5 5.5V9H8M12 8v4.2l2.8 1.8"/>"#),
    ("home", r#"<path d="M4 11 12 4l8 7v8a1 1 0 0 1-1 1h-4v-6H9v6H5a1 1 0 0 1-1-1z"/>"#),
    ("id", r#"<rect x="3" y="5" width="18" height="14" rx="2"/><circle cx="8.5" cy="11" r="2"/><path d="M5.5 16a3 3 0 0 1 6 0M14.5 10h4M14.5 13.5h4"/>"#),
    ("image", r#"<rect x="3.5" y="4.5" width="17" height="15" rx="2"/><circle cx="9" cy="10" r="1.5"/><path d="m4 17 5-4 3.5 3 3-2.5 4.5 4"/>"#),
    ("info", r#"<circle cx="12" cy="12" r="8.5"/><path d="M12 11.5v4.5M12 8v.1"/>"#),
    ("key", r#"<circle cx="8" cy="15.5" r="4"/><path d="m11 12.5 8-8M15.5 8l3 3"/>"#),
    ("left", r#"<path d="M14.5 5.5 8 12l6.5 6.5"/>"#),
    ("link", r#"<path d="M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1"/><path d="M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1"/>"#),
    ("lock", r#"<rect x="5" y="10.5" width="14" height="9.5" rx="2"/><path d="M8 10.5V8a4 4 0 0 1 8 0v2.5"/>"#),
    ("log", r#"<path d="M8.5 6h11M8.5 12h11M8.5 18h7M4.5 6h.01M4.5 12h.01M4.5 18h.01"/>"#),
    ("logout", r#"<path d="M10 4.5H6a1 1 0 0 0-1 1v13a1 1 0 0 0 1 1h4M14 8l4.5 4L14 16M18 12H9.5"/>"#),
    ("menu", r#"<path d="M4.5 7h15M4.5 12h15M4.5 17h15"/>"#),
    ("moon", r#"<path d="M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z"/>"#),
    ("more", r#"<path d="M5.5 12h.01M12 12h.01M18.5 12h.01" stroke-width="3"/>"#),
    ("offline", r#"<path d="M4 4l16 16M5 12a10 10 0 0 1 3.5-2.3M2.5 8.5A14 14 0 0 1 6 6.2M19 12a10 10 0 0 0-5-2.9M21.5 8.5A14 14 0 0 0 11 5M8.5 15.5a5 5 0 0 1 6 -.5M12 19h.01"/>"#),
    ("pause", r#"<circle cx="12" cy="12" r="8.5"/><path d="M10 9v6M14 9v6"/>"#),
    ("pen", r#"<path d="m5 16-1 4 4-1L19 8a2.1 2.1 0 0 0-3-3z"/>"#),
    ("phone", r#"<path d="M5 4.5h3.5l1.5 4.5-2 1.5a11 11 0 0 0 5.5 5.5l1.5-2 4.5 1.5V19a1.5 1.5 0 0 1-1.5 1.5A14.5 14.5 0 0 1 3.5 6 1.5 1.5 0 0 1 5 4.5z"/>"#),
    ("pin", r#"<path d="M12 21c4.5-4.7 7-8 7-11a7 7 0 0 0-14 0c0 3 2.5 6.3 7 11z"/><circle cx="12" cy="10" r="2.5"/>"#),
    ("plus", r#"<path d="M12 5v14M5 12h14"/>"#),
    ("print", r#"<path d="M7 9V4h10v5M7 17H5a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1h14a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-2"/><rect x="7" y="14" width="10" height="6"/>"#),
    ("qr", r#"<rect x="4" y="4" width="6" height="6" rx="1"/><rect x="14" y="4" width="6" height="6" rx="1"/><rect x="4" y="14" width="6" height="6" rx="1"/><path d="M14 14h2.5v2.5M20 14v2M14 20h2M19.5 19.5h.5v.5"/>"#),
    ("refresh", r#"<path d="M19.5 11A7.5 7.5 0 0 0 6 7.5L4.5 9M4.5 13A7.5 7.5 0 0 0 18 16.5l1.5-1.5M4.5 5v4h4M19.5 19v-4h-4"/>"#),
    ("right", r#"<path d="m9.5 5.5 6.5 6.5-6.5 6.5"/>"#),
    ("scan", r#"<path d="M4 8.5V5.5A1.5 1.5 0 0 1 5.5 4h3M15.5 4h3A1.5 1.5 0 0 1 20 5.5v3M20 15.5v3a1.5 1.5 0 0 1-1.5 1.5h-3M8.5 20h-3A1.5 1.5 0 0 1 4 18.5v-3M4 12h16"/>"#),
    ("search", r#"<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/>"#),
    ("send", r#"<path d="M20.5 4 3.5 10.5l6.5 3 3 6.5z"/><path d="m10 13.5 5-4.5"/>"#),
    ("sheet", r#"<rect x="4" y="4" width="16" height="16" rx="2"/><path d="M4 9.5h16M4 14.5h16M10 9.5V20"/>"#),
    ("shield", r#"<path d="M12 3.5 19 6v5.5c0 4.3-2.9 7.4-7 9-4.1-1.6-7-4.7-7-9V6z"/><path d="m9 12 2.2 2.2L15.2 10"/>"#),
    ("start", r#"<circle cx="12" cy="12" r="8.5"/><path d="M12 8.5v7M8.5 12h7"/>"#),
    ("sun", r#"<circle cx="12" cy="12" r="3.8"/><path d="M12 3.5v2M12 18.5v2M3.5 12h2M18.5 12h2M6 6l1.4 1.4M16.6 16.6 18 18M18 6l-1.4 1.4M7.4 16.6 6 18"/>"#),
    ("text", r#"<path d="m3.5 18.5 5.5-13 5.5 13M5.5 14h7M15.5 18.5l3-7 3 7M16.5 16.2h4"/>"#),
    ("todo", r#"<path d="M4 13h4l1.5 3h5L16 13h4"/><path d="M6.5 5h11L20 13v5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1v-5z"/>"#),
    ("trash", r#"<path d="M4.5 7h15M9.5 7V4.5h5V7M6.5 7l.8 12.5h9.4L17.5 7M10 11v5M14 11v5"/>"#),
    ("undo", r#"<path d="M8.5 5 4 9.5 8.5 14"/><path d="M4 9.5h10a5.5 5.5 0 0 1 0 11h-3"/>"#),
    ("undoall", r#"<path d="M5 5v9M13 5 8.5 9.5 13 14"/><path d="M8.5 9.5H15a5.5 5.5 0 0 1 0 11h-3"/>"#),
    ("upload", r#"<path d="M12 15.5V4.5M7.5 8.5 12 4l4.5 4.5M4.5 15.5v3a1 1 0 0 0 1 1h13a1 1 0 0 0 1-1v-3"/>"#),
    ("urge", r#"<path d="M13 3.5 5.5 13.5h6l-1 7 8-10.5h-6z"/>"#),
    ("user", r#"<circle cx="12" cy="8" r="4"/><path d="M4.5 20a7.5 7.5 0 0 1 15 0"/>"#),
    ("useradd", r#"<circle cx="10" cy="8" r="4"/><path d="M3 20a7 7 0 0 1 14 0M19 7v6M16 10h6"/>"#),
    ("users", r#"<circle cx="9" cy="8.5" r="3.5"/><path d="M2.5 19.5a6.5 6.5 0 0 1 13 0M16 5.4a3.5 3.5 0 0 1 0 6.2M18 14.2a6.5 6.5 0 0 1 3.5 5.3"/>"#),
    ("x", r#"<path d="m6 6 12 12M18 6 6 18"/>"#),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_icon_is_found_by_its_name() {
        assert!(ICONS.is_sorted_by(|a, b| a.0 < b.0));
        for (name, shape) in ICONS {
            assert_eq!(drawing(name), Some(*shape));
        }
        assert_eq!(drawing("unicorn"), None);
    }
}
