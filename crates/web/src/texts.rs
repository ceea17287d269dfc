//! Every word people read, in Chinese and English, from `locales/*/*.ftl`. A page asks for a text by key;
//! `tests/texts.rs` finds the keys that code and templates use and fails when either language lacks one.

use std::{borrow::Cow, fmt, sync::LazyLock};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use tongxing_catalog::Text;
use tongxing_domain::{locale::Locale, problem::Problem};

pub use self::when::When;

mod when;

/// The translation files: language tag, file name, text.
pub static FILES: &[(&str, &str, &str)] = include!(concat!(env!("OUT_DIR"), "/locales.rs"));

/// The language a page answers in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// Simplified Chinese, the first language of the program.
    #[default]
    ZhCn,
    /// English.
    En,
}

impl Lang {
    /// Both, the first language first.
    pub const ALL: [Self; 2] = [Self::ZhCn, Self::En];

    /// The tag in `html lang`, the cookie and the folder name.
    pub fn tag(self) -> &'static str {
        match self {
            Self::ZhCn => "zh-CN",
            Self::En => "en",
        }
    }

    /// The same language as the business knows it.
    pub fn locale(self) -> Locale {
        match self {
            Self::ZhCn => Locale::ZhCn,
            Self::En => Locale::En,
        }
    }

    /// Reads a tag such as `en`, `en-GB` or `zh-CN`; `None` for other languages.
    pub fn parse(tag: &str) -> Option<Self> {
        match tag.trim().split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
            "zh" => Some(Self::ZhCn),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// The best of ours for an `Accept-Language` header: the highest weight wins, the earlier one on a tie.
    pub fn negotiate(header: &str) -> Option<Self> {
        let mut best: Option<(f32, Self)> = None;
        for item in header.split(',') {
            let (tag, weight) = item.split_once(";q=").unwrap_or((item, "1"));
            let weight = weight.trim().parse::<f32>().unwrap_or(0.0);
            if let Some(lang) = Self::parse(tag)
                && weight > best.map_or(0.0, |(w, _)| w)
            {
                best = Some((weight, lang));
            }
        }
        best.map(|(_, lang)| lang)
    }

    /// The text for a key, ready to be given arguments and shown.
    pub fn t<'a>(self, key: impl Into<Cow<'a, str>>) -> Message<'a> {
        Message { lang: self, key: key.into(), args: None }
    }

    /// The text for a key where the key names something we know only when running (a problem code, a state);
    /// such keys are covered by a test over the list of codes rather than by the scan for literals.
    pub fn t_of<'a>(self, prefix: &str, code: &str) -> Message<'a> {
        self.t(format!("{prefix}-{code}"))
    }

    /// One of two texts that come from data (a service definition, a campus setting).
    pub fn pick<'a>(self, zh: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::En if !en.is_empty() => en,
            Self::En | Self::ZhCn => zh,
        }
    }

    /// A text of a service definition.
    pub fn of(self, text: &Text) -> &str {
        self.pick(&text.zh, &text.en)
    }

    /// What is wrong, in words: the text `problem-<code>` with its details.
    pub fn problem(self, problem: &Problem) -> Message<'static> {
        let message = self.t(problem.message_key());
        problem.params.iter().fold(message, |message, (name, value)| {
            // Limits and places choose between singular and plural; codes with leading zeros are texts.
            let is_number =
                value.len() <= 9 && !value.starts_with('0') && value.bytes().all(|b| b.is_ascii_digit());
            if is_number { message.count(name.clone(), value) } else { message.arg(name.clone(), value) }
        })
    }

    /// Whether the key exists in this language.
    pub fn has(self, key: &str) -> bool {
        bundle(self).has_message(key)
    }

    /// All keys that begin so, with their texts as written: what a script module needs.
    pub fn with_prefix(self, prefix: &str) -> impl Iterator<Item = (&'static str, String)> {
        KEYS.iter().filter_map(move |key| Some((key.strip_prefix(prefix)?, self.t(*key).to_string())))
    }
}

/// One text of the translation files together with its arguments. Formats itself when shown; templates escape it.
#[derive(Debug)]
pub struct Message<'a> {
    lang: Lang,
    key: Cow<'a, str>,
    args: Option<FluentArgs<'static>>,
}

impl Message<'_> {
    /// Fills `{ $name }` with a text.
    #[must_use]
    pub fn arg(self, name: impl Into<Cow<'static, str>>, value: impl fmt::Display) -> Self {
        self.with(name, FluentValue::String(value.to_string().into()))
    }

    /// Fills `{ $name }` with a number, which may choose between singular and plural.
    #[must_use]
    pub fn count(self, name: impl Into<Cow<'static, str>>, value: impl fmt::Display) -> Self {
        let value = match FluentValue::try_number(&value.to_string()) {
            FluentValue::Number(number) => FluentValue::Number(number),
            _ => FluentValue::String(value.to_string().into()),
        };
        self.with(name, value)
    }

    /// Whether there is nothing to read.
    pub fn is_empty(&self) -> bool {
        self.to_string().is_empty()
    }

    /// For a text that contains markup of ours: its arguments are escaped, the text itself is not.
    #[must_use]
    pub fn html(mut self) -> Html {
        if let Some(args) = self.args.take() {
            let mut safe = FluentArgs::new();
            for (name, value) in args.iter() {
                let value = match value {
                    FluentValue::Number(number) => FluentValue::Number(number.clone()),
                    FluentValue::String(text) => FluentValue::String(escape(text).into()),
                    _ => FluentValue::None,
                };
                safe.set(name.to_owned(), value);
            }
            self.args = Some(safe);
        }
        Html(self.to_string())
    }

    fn with(mut self, name: impl Into<Cow<'static, str>>, value: FluentValue<'static>) -> Self {
        self.args.get_or_insert_with(FluentArgs::new).set(name, value);
        self
    }
}

impl fmt::Display for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bundle = bundle(self.lang);
        let Some(pattern) = bundle.get_message(&self.key).and_then(|m| m.value()) else {
            // The marks make a missing text visible to people and to the tests that render every template.
            return write!(f, "⟦{}⟧", self.key);
        };
        let mut errors = Vec::new();
        let text = bundle.format_pattern(pattern, self.args.as_ref(), &mut errors);
        if errors.is_empty() { f.write_str(&text) } else { write!(f, "⟦{}: {errors:?}⟧", self.key) }
    }
}

impl From<Message<'_>> for String {
    fn from(message: Message<'_>) -> Self {
        message.to_string()
    }
}

/// Markup of ours that is shown as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// Takes up markup that holds no text of people's, or only escaped text.
    pub fn trusted(markup: impl Into<String>) -> Self {
        Self(markup.into())
    }

    /// Text of people's, escaped.
    pub fn text(text: &str) -> Self {
        Self(escape(text))
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Html {}

/// Escapes text for use between tags and inside quoted attributes.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

type Bundle = FluentBundle<FluentResource>;

static ZH_CN: LazyLock<Bundle> = LazyLock::new(|| load(Lang::ZhCn));
static EN: LazyLock<Bundle> = LazyLock::new(|| load(Lang::En));
static KEYS: LazyLock<Vec<&'static str>> = LazyLock::new(keys);

fn bundle(lang: Lang) -> &'static Bundle {
    match lang {
        Lang::ZhCn => &ZH_CN,
        Lang::En => &EN,
    }
}

fn load(lang: Lang) -> Bundle {
    let mut bundle = FluentBundle::new_concurrent(vec![lang.tag().parse().unwrap_or_default()]);
    // Isolation marks would end up in copied names and in what tests compare.
    bundle.set_use_isolating(false);
    for (_, _, text) in FILES.iter().filter(|(tag, ..)| *tag == lang.tag()) {
        // A file with a fault keeps its sound part; the test over all files fails on the fault.
        let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(sound, _)| sound);
        bundle.add_resource_overriding(resource);
    }
    bundle
}

fn keys() -> Vec<&'static str> {
    let lines =
        FILES.iter().filter(|(tag, ..)| *tag == Lang::ZhCn.tag()).flat_map(|(_, _, text)| text.lines());
    lines
        .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
        .filter_map(|line| line.split_once('=').map(|(key, _)| key.trim()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_that_the_browser_likes_best_is_chosen() {
        assert_eq!(Lang::negotiate("zh-CN,zh;q=0.9,en;q=0.8"), Some(Lang::ZhCn));
        assert_eq!(Lang::negotiate("fr-FR, en-GB;q=0.7, zh;q=0.3"), Some(Lang::En));
        assert_eq!(Lang::negotiate("en;q=0,zh-TW"), Some(Lang::ZhCn));
        assert_eq!(Lang::negotiate("fr"), None);
        assert_eq!(Lang::negotiate(""), None);
    }

    #[test]
    fn a_missing_key_is_seen() {
        assert_eq!(Lang::En.t("no-such-key").to_string(), "⟦no-such-key⟧");
    }

    #[test]
    fn arguments_are_escaped_inside_markup() {
        let html = Lang::En.t("form-problems").count("n", 2).html();
        assert_eq!(html.to_string(), "2 things to correct");
        assert_eq!(Html::text("<b>'&\"").to_string(), "&lt;b&gt;&#39;&amp;&quot;");
    }

    #[test]
    fn data_without_english_falls_back_to_chinese() {
        assert_eq!(Lang::En.pick("保卫处", ""), "保卫处");
        assert_eq!(Lang::En.pick("保卫处", "Security"), "Security");
        assert_eq!(Lang::ZhCn.pick("保卫处", "Security"), "保卫处");
    }
}
