//! A sentence in the two languages of the product.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The language a page is shown in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// Simplified Chinese, the first language of every page.
    Zh,
    /// English.
    En,
}

impl Language {
    /// The language of a locale tag such as `zh-CN` or `en`; anything that is not English reads Chinese.
    pub fn of_tag(tag: &str) -> Self {
        if tag.to_ascii_lowercase().starts_with("en") { Self::En } else { Self::Zh }
    }
}

/// Words of a service file, in both languages. A missing translation is an error of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// 中文
    pub zh: String,
    /// English
    #[serde(default)]
    pub en: String,
}

impl Text {
    /// A text from its two translations.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// The words in `language`.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Zh => &self.zh,
            Language::En => &self.en,
        }
    }

    /// The words in `language`, with `{campus}` and other names in braces replaced: a service file
    /// does not know the university it will serve.
    pub fn filled(&self, language: Language, names: &[(&str, &str)]) -> String {
        let mut words = self.get(language).to_owned();
        for (name, value) in names {
            words = words.replace(&format!("{{{name}}}"), value);
        }
        words
    }
}
