//! Theme and text size, kept in cookies that scripts may read (they hold nothing personal).

use http::HeaderMap;

use super::cookies;

/// The cookie of the language.
pub const LANG: &str = "tx_lang";
/// The cookie of the theme.
pub const THEME: &str = "tx_theme";
/// The cookie of the text size.
pub const SIZE: &str = "tx_size";

/// How a person wants pages to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Prefs {
    /// `light`, `dark`, or as the system says.
    pub theme: Option<&'static str>,
    /// 关怀模式: larger text and controls.
    pub large: bool,
}

impl Prefs {
    /// From the cookies.
    pub fn read(headers: &HeaderMap) -> Self {
        Self {
            theme: cookies::read_plain(headers, THEME).and_then(theme),
            large: cookies::read_plain(headers, SIZE) == Some("large"),
        }
    }
}

/// A theme we know; `auto` and anything else mean that the system decides.
pub fn theme(name: &str) -> Option<&'static str> {
    ["light", "dark"].into_iter().find(|known| *known == name)
}
