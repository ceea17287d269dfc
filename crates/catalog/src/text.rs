//! A sentence in the two languages of the product.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use tongxing_domain::locale::Locale;

/// Words of a service file, in both languages. A missing translation is an error of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("required" = ["zh", "en"]))]
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

    /// The words in this language.
    pub fn get(&self, locale: Locale) -> &str {
        match locale {
            Locale::ZhCn => &self.zh,
            Locale::En => &self.en,
        }
    }

    /// The words in this language, with `{campus}` and other names in braces replaced: a service file
    /// does not know the university it will serve.
    pub fn filled(&self, locale: Locale, names: &[(&str, &str)]) -> String {
        let mut words = self.get(locale).to_owned();
        for (name, value) in names {
            words = words.replace(&format!("{{{name}}}"), value);
        }
        words
    }
}
