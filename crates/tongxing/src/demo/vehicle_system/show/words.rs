//! The words of the example's page. It is a program of its own, so they do not stand among the translations of ours.

/// Chinese or English.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// 中文.
    Chinese,
    /// English.
    English,
}

impl Language {
    /// Chinese unless the browser names English before it.
    pub fn wanted(accept_language: &str) -> Self {
        let wanted = accept_language.to_ascii_lowercase();
        match (wanted.find("zh"), wanted.find("en")) {
            (Some(zh), Some(en)) if en < zh => Self::English,
            (None, Some(_)) => Self::English,
            _ => Self::Chinese,
        }
    }

    /// As a page names it.
    pub fn tag(self) -> &'static str {
        self.pick("zh-CN", "en")
    }

    /// One of two texts.
    pub fn pick<'a>(self, chinese: &'a str, english: &'a str) -> &'a str {
        match self {
            Self::Chinese => chinese,
            Self::English => english,
        }
    }
}

/// A text inside HTML, whoever wrote it.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_chooses_the_language() {
        for (wanted, language) in [
            ("", Language::Chinese),
            ("zh-CN,zh;q=0.9,en;q=0.8", Language::Chinese),
            ("en-GB,en;q=0.9", Language::English),
            ("en,zh;q=0.5", Language::English),
            ("fr", Language::Chinese),
        ] {
            assert_eq!(Language::wanted(wanted), language, "{wanted}");
        }
    }

    #[test]
    fn no_text_becomes_markup() {
        assert_eq!(escape("<a href='x' id=\"y\">&"), "&lt;a href=&#39;x&#39; id=&quot;y&quot;&gt;&amp;");
    }
}
