//! How the person looks at the page: on which screen, in which language, with or without scripts, dark, large.

use crate::product::{self, SignInWords};
use fantoccini::wd::Capabilities;
use serde_json::{Value, json};

/// What the page is read on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Device {
    /// A phone held upright, 390 × 844, touched.
    Phone,
    /// The narrowest phone we promise to serve, 320 × 640, touched.
    SmallPhone,
    /// A desk with a screen of 1440 × 900.
    Desk,
}

impl Device {
    fn size(self) -> (u32, u32) {
        match self {
            Self::Phone => (390, 844),
            Self::SmallPhone => (320, 640),
            Self::Desk => (1440, 900),
        }
    }

    fn is_touched(self) -> bool {
        self != Self::Desk
    }
}

/// What the browser asks for in `Accept-Language`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// zh-CN.
    Chinese,
    /// en.
    English,
}

impl Language {
    fn tags(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN,zh",
            Self::English => "en-US,en",
        }
    }
}

/// One person's way of looking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub struct Look {
    pub(crate) device: Device,
    pub(crate) language: Language,
    pub(crate) scripts: bool,
    pub(crate) dark: bool,
    pub(crate) large_text: bool,
}

impl Look {
    /// In Chinese, with scripts, light, at normal size.
    pub fn on(device: Device) -> Self {
        Self { device, language: Language::Chinese, scripts: true, dark: false, large_text: false }
    }

    /// In English.
    pub fn english(self) -> Self {
        Self { language: Language::English, ..self }
    }

    /// With JavaScript switched off.
    pub fn without_scripts(self) -> Self {
        Self { scripts: false, ..self }
    }

    /// With the dark theme, chosen by the system and on the page.
    pub fn dark(self) -> Self {
        Self { dark: true, ..self }
    }

    /// With large text (关怀模式) chosen on the page.
    pub fn large_text(self) -> Self {
        Self { large_text: true, ..self }
    }

    pub(crate) fn size(self) -> (u32, u32) {
        self.device.size()
    }

    pub(crate) fn is_touched(self) -> bool {
        self.device.is_touched()
    }

    pub(crate) fn sign_in_words(self) -> &'static SignInWords {
        match self.language {
            Language::Chinese => &product::SIGN_IN_CHINESE,
            Language::English => &product::SIGN_IN_ENGLISH,
        }
    }

    pub(crate) fn capabilities(self) -> Capabilities {
        let (width, height) = self.device.size();
        let mut options = json!({
            "args": [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic",
                "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
                "--hide-scrollbars", "--force-prefers-reduced-motion",
                format!("--window-size={width},{height}"),
                format!("--lang={}", self.language.tags().split(',').next().unwrap_or_default()),
            ],
            "prefs": {
                "intl.accept_languages": self.language.tags(),
                // 1 allows, 2 blocks.
                "profile.managed_default_content_settings.javascript": if self.scripts { 1 } else { 2 },
                "credentials_enable_service": false,
            },
        });
        if self.device.is_touched() {
            // With scripts blocked, chromedriver waits for ever after a touch: there it presses with a mouse.
            let touch = self.scripts;
            options["mobileEmulation"] = json!({
                "deviceMetrics": {"width": width, "height": height, "pixelRatio": 2, "touch": touch, "mobile": true},
            });
        }
        let capabilities = json!({
            "browserName": "chrome",
            "goog:chromeOptions": options,
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
            "unhandledPromptBehavior": "ignore",
        });
        match capabilities {
            Value::Object(map) => map,
            _ => Capabilities::new(),
        }
    }

    /// `phone-en-dark`, for the names of screenshots.
    pub(crate) fn words(self) -> String {
        let device = match self.device {
            Device::Phone => "phone",
            Device::SmallPhone => "small-phone",
            Device::Desk => "desk",
        };
        let flags = [
            (self.language == Language::English, "en"),
            (!self.scripts, "no-scripts"),
            (self.dark, "dark"),
            (self.large_text, "large"),
        ];
        let chosen = flags.iter().filter(|(on, _)| *on).map(|(_, word)| *word);
        std::iter::once(device).chain(chosen).collect::<Vec<_>>().join("-")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_is_told_in_words() {
        assert_eq!(Look::on(Device::Phone).words(), "phone");
        assert_eq!(Look::on(Device::Desk).english().dark().large_text().words(), "desk-en-dark-large");
    }
}
