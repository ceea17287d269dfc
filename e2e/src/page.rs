//! A page as a person uses it: words are read, fields are found by their labels, buttons by their names.

mod axe;
mod console;
mod devtools;
mod elements;
mod failure;
mod wire;

use crate::browser::Look;
use crate::driver::Driver;
use crate::{patience, product, target};
use elements::{Kind, Lookup};
use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::cell::{Cell, RefCell};
use std::future::Future;
use std::panic::Location;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Duration;
use tokio::runtime::Runtime;

const TO_THE_MIDDLE: &str = "arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})";

/// Longer than any page may take, shorter than the patience of whoever waits for the tests.
const SILENCE: Duration = Duration::from_secs(40);

/// One browser with one page open. Cheap to clone; all clones are the same browser.
#[derive(Clone)]
pub struct Page {
    inner: Rc<Inner>,
}

struct Inner {
    runtime: Rc<Runtime>,
    client: Client,
    story: String,
    base: String,
    look: Look,
    steps: RefCell<Vec<Step>>,
    forgiven: RefCell<Vec<String>>,
    bytes: Cell<u64>,
    cookies_set: Cell<bool>,
    patience: Cell<Duration>,
}

/// One line of the story.
struct Step {
    words: String,
    place: &'static Location<'static>,
}

impl Page {
    pub(crate) fn new(runtime: Rc<Runtime>, driver: &Driver, story: &str, base: &str, look: Look) -> Self {
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(look.capabilities());
        let url = driver.url();
        let client = runtime
            .block_on(builder.connect(&url))
            .unwrap_or_else(|error| panic!("chromedriver cannot start a browser: {error}"));
        let inner = Inner {
            runtime,
            client,
            story: story.to_owned(),
            base: base.to_owned(),
            look,
            steps: RefCell::default(),
            forgiven: RefCell::default(),
            bytes: Cell::new(0),
            cookies_set: Cell::new(false),
            patience: Cell::new(patience::LONG),
        };
        let page = Self { inner: Rc::new(inner) };
        if look.dark {
            page.devtools(
                "Emulation.setEmulatedMedia",
                &json!({"features": [{"name": "prefers-color-scheme", "value": "dark"}]}),
            );
        }
        page
    }

    /// Goes to an address of this campus (`/query`), or to a whole address.
    #[track_caller]
    pub fn open(&self, address: &str) {
        self.step(format!("open {address}"));
        self.choose_look_once();
        let url = if address.starts_with("http") {
            address.to_owned()
        } else {
            format!("{}{address}", self.inner.base)
        };
        if let Err(error) = self.wait(self.inner.client.goto(&url)) {
            self.fail(&format!("cannot open {url}: {error}"));
        }
    }

    /// Loads the same address again.
    #[track_caller]
    pub fn reload(&self) {
        self.step("reload".to_owned());
        if let Err(error) = self.wait(self.inner.client.refresh()) {
            self.fail(&format!("cannot reload: {error}"));
        }
    }

    /// The browser's back button.
    #[track_caller]
    pub fn back(&self) {
        self.step("back".to_owned());
        if let Err(error) = self.wait(self.inner.client.back()) {
            self.fail(&format!("cannot go back: {error}"));
        }
    }

    /// Presses the button, link or menu with these words on it.
    #[track_caller]
    pub fn click(&self, name: &str) {
        self.step(format!("click {name}"));
        self.press(&Lookup { kind: Kind::Press, name, near: None });
    }

    /// Presses the button or link of this name that is nearest to some other words: 查看 in the row of 张三.
    #[track_caller]
    pub fn click_near(&self, words: &str, name: &str) {
        self.step(format!("click {name} near {words}"));
        self.press(&Lookup { kind: Kind::Press, name, near: Some(words) });
    }

    /// Writes into the field with this label, in place of what it held.
    #[track_caller]
    pub fn fill(&self, label: &str, text: &str) {
        self.step(format!("fill {label}"));
        self.write(&Lookup { kind: Kind::Field, name: label, near: None }, text);
    }

    /// Writes into the field with this label that is nearest to some other words: 车牌号 under 第 2 辆.
    #[track_caller]
    pub fn fill_near(&self, words: &str, label: &str, text: &str) {
        self.step(format!("fill {label} near {words}"));
        self.write(&Lookup { kind: Kind::Field, name: label, near: Some(words) }, text);
    }

    /// Chooses from the list, or among the radio buttons, with this label.
    #[track_caller]
    pub fn choose(&self, label: &str, option: &str) {
        self.step(format!("choose {label}: {option}"));
        let owner = self.select_or_group(label);
        let answer = self.run(elements::OPTION, vec![elements::reference(&owner), json!(option)]);
        if let Some(press) = elements::element(&self.inner.client, &answer["press"]) {
            if answer["chosen"] != json!(true) {
                self.click_element(&press, option);
            }
        } else {
            self.fail(&format!("{label} offers no `{option}`, only {}", elements::list(&answer["others"])));
        }
    }

    /// Ticks the box (or presses the radio button) with this label, if it is not ticked yet.
    #[track_caller]
    pub fn tick(&self, label: &str) {
        self.step(format!("tick {label}"));
        self.set_tick(label, true);
    }

    /// Takes the tick away.
    #[track_caller]
    pub fn untick(&self, label: &str) {
        self.step(format!("untick {label}"));
        self.set_tick(label, false);
    }

    /// Chooses a file for the upload field with this label.
    #[track_caller]
    pub fn upload(&self, label: &str, file: &Path) {
        self.step(format!("upload {label}: {}", file.display()));
        let found = self.find(&Lookup { kind: Kind::File, name: label, near: None });
        let path = std::fs::canonicalize(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        if let Err(error) = self.wait(found.element.send_keys(&path.to_string_lossy())) {
            self.fail(&format!("cannot upload into {label}: {error}"));
        }
    }

    /// Waits until these words can be read on the page.
    #[track_caller]
    pub fn see(&self, words: &str) {
        self.step(format!("see {words}"));
        let seen = patience::wait_for(self.inner.patience.get(), || self.reads(words).then_some(()));
        if seen.is_none() {
            self.fail(&format!("`{words}` cannot be read on the page"));
        }
    }

    /// Waits until these words can be read at least so many times: each of three photos says 清晰.
    #[track_caller]
    pub fn see_times(&self, words: &str, times: usize) {
        self.step(format!("see {words} {times} times"));
        let count = || flat(&self.text()).matches(&flat(words)).count();
        let seen = patience::wait_for(self.inner.patience.get(), || (count() >= times).then_some(()));
        if seen.is_none() {
            self.fail(&format!("`{words}` can be read {} times, not {times}", count()));
        }
    }

    /// Loads the page again and again until these words can be read: for what comes about elsewhere.
    #[track_caller]
    pub fn see_after_reloads(&self, words: &str) {
        self.step(format!("see {words} after reloads"));
        let seen = patience::wait_for(self.inner.patience.get(), || {
            if self.reads(words) {
                return Some(());
            }
            let _ = self.wait(self.inner.client.refresh());
            None
        });
        if seen.is_none() {
            self.fail(&format!("`{words}` cannot be read on the page, however often it is loaded"));
        }
    }

    /// Waits until the page is another one than at this address.
    #[track_caller]
    pub fn leaves(&self, address: &str) {
        self.step(format!("leave {address}"));
        let left =
            patience::wait_for(self.inner.patience.get(), || (self.address() != address).then_some(()));
        if left.is_none() {
            self.fail(&format!("the page is still {address}"));
        }
    }

    /// Waits until these words can no longer be read on the page.
    #[track_caller]
    pub fn no_see(&self, words: &str) {
        self.step(format!("see no {words}"));
        let gone = patience::wait_for(self.inner.patience.get(), || (!self.reads(words)).then_some(()));
        if gone.is_none() {
            self.fail(&format!("`{words}` can still be read on the page"));
        }
    }

    /// Can these words be read right now? For a story that goes one of two ways; otherwise use [`Page::see`].
    pub fn reads(&self, words: &str) -> bool {
        flat(&self.text()).contains(&flat(words))
    }

    /// Everything a person can read now.
    pub fn text(&self) -> String {
        self.run(elements::TEXT, vec![]).as_str().unwrap_or_default().to_owned()
    }

    /// What the field with this label holds.
    #[track_caller]
    pub fn value(&self, label: &str) -> String {
        self.step(format!("read {label}"));
        let found = self.find(&Lookup { kind: Kind::Field, name: label, near: None });
        self.run("return arguments[0].value", vec![elements::reference(&found.element)])
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// Path and query of the page.
    pub fn address(&self) -> String {
        let url = self.wait(self.inner.client.current_url()).map(|url| url.to_string()).unwrap_or_default();
        url.strip_prefix(&self.inner.base).map_or_else(|| url.clone(), str::to_owned)
    }

    /// The number the server answered with: 200, 403, 404.
    pub fn status(&self) -> u64 {
        let status = self.run("return performance.getEntriesByType('navigation')[0].responseStatus", vec![]);
        status.as_u64().unwrap_or_default()
    }

    /// Shows the page as it is to somebody who chose the dark theme or large text on it, and back: what the switches
    /// on the page do, without loading it again.
    #[track_caller]
    pub fn look(&self, dark: bool, large_text: bool) {
        self.step(format!(
            "look{}{}",
            if dark { " dark" } else { "" },
            if large_text { " large" } else { "" }
        ));
        self.run(elements::LOOK, vec![json!(dark), json!(large_text)]);
    }

    /// Makes the screen so narrow, or as wide as it was at first (`None`).
    pub fn narrow_to(&self, width: Option<u32>) {
        let (own, height) = self.inner.look.size();
        self.screen(width.unwrap_or(own), u64::from(height));
    }

    /// Makes the screen as high as the page, so that nothing lies under the bars at its edges; `false`: as it was.
    pub(crate) fn unroll(&self, whole: bool) {
        let (width, own) = self.inner.look.size();
        let own = u64::from(own);
        let script = "return Math.ceil(document.scrollingElement.scrollHeight)";
        let height = if whole { self.run(script, vec![]).as_u64().unwrap_or(own).max(own) } else { own };
        self.screen(width, height);
    }

    fn screen(&self, width: u32, height: u64) {
        let touched = self.inner.look.is_touched();
        let metrics = json!({
            "width": width, "height": height, "deviceScaleFactor": u8::from(touched) + 1, "mobile": touched,
        });
        self.devtools("Emulation.setDeviceMetricsOverride", &metrics);
    }

    /// No sideways scrolling: everything fits the width of the screen.
    #[track_caller]
    pub fn fits(&self) {
        self.step("see that it fits the screen".to_owned());
        let widths =
            self.run("const e = document.scrollingElement; return [e.scrollWidth, e.clientWidth]", vec![]);
        if widths[0].as_u64() > widths[1].as_u64() {
            self.fail(&format!("the page is {} px wide on a screen of {} px", widths[0], widths[1]));
        }
    }

    /// Saves the whole page as a picture under `target/e2e-screens/`.
    pub fn screenshot(&self, name: &str) -> PathBuf {
        let file = target::screens().join(format!("{name}-{}.png", self.inner.look.words()));
        let picture = self.picture();
        std::fs::write(&file, picture)
            .unwrap_or_else(|error| panic!("cannot write {}: {error}", file.display()));
        file
    }

    /// Runs a script in the page and gives back its answer: for what no person can read off.
    pub fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        match self.wait(self.inner.client.execute(script, arguments)) {
            Ok(answer) => answer,
            // While one page gives way to the next there is nothing to ask; the caller asks again.
            Err(error) if elements::is_passing(&error) => Value::Null,
            Err(error) => self.fail(&format!("the page could not answer a script: {error}")),
        }
    }

    /// Whether this person's browser runs scripts.
    pub fn runs_scripts(&self) -> bool {
        self.inner.look.scripts
    }

    /// From now on a step that cannot be done is given up after this time instead of ten seconds.
    pub fn wait_at_most(&self, time: Duration) {
        self.inner.patience.set(time);
    }

    pub(crate) fn close(&self) {
        // The browser goes with its driver in any case.
        let _ = self.wait(self.inner.client.clone().close());
    }

    pub(crate) fn story(&self) -> &str {
        &self.inner.story
    }

    /// Waits for the browser; one that gives no answer at all must not hold up everything else.
    fn wait<T>(&self, work: impl Future<Output = T>) -> T {
        let answer = self.inner.runtime.block_on(async { tokio::time::timeout(SILENCE, work).await });
        answer.unwrap_or_else(|_| panic!("the browser gave no answer for {SILENCE:?}{}", self.line()))
    }

    /// Where the story is, for its last words.
    fn line(&self) -> String {
        let steps = self.inner.steps.borrow();
        let last = steps.last();
        last.map(|step| format!("\n  in the story at {} (step: {})", step.place, step.words))
            .unwrap_or_default()
    }

    /// Notes what the story does and where it is written: a failure deep in here names that line.
    #[track_caller]
    fn step(&self, words: String) {
        let place = Location::caller();
        self.inner.steps.borrow_mut().push(Step { words, place });
    }

    /// Cookies that the switches on the page would have set; before the first page, so that it comes up so.
    fn choose_look_once(&self) {
        if self.inner.cookies_set.replace(true) {
            return;
        }
        let chosen =
            [(self.inner.look.large_text, product::LARGE_TEXT), (self.inner.look.dark, product::DARK_THEME)];
        for (_, (name, value)) in chosen.into_iter().filter(|(on, _)| *on) {
            self.devtools(
                "Network.setCookie",
                &json!({"name": name, "value": value, "url": self.inner.base}),
            );
        }
    }

    #[track_caller]
    fn select_or_group(&self, label: &str) -> Element {
        let as_field = Lookup { kind: Kind::Field, name: label, near: None };
        let as_group = Lookup { kind: Kind::Group, name: label, near: None };
        let found = patience::wait_for(self.inner.patience.get(), || {
            let field = self.look_up(&as_field).ok().filter(|found| found.kind.starts_with("select"));
            field.or_else(|| self.look_up(&as_group).ok())
        });
        found
            .unwrap_or_else(|| {
                self.fail(&format!("there is no list and no group of choices called `{label}`"))
            })
            .element
    }

    #[track_caller]
    fn set_tick(&self, label: &str, wanted: bool) {
        let found = self.find(&Lookup { kind: Kind::Tick, name: label, near: None });
        if found.checked != wanted {
            self.click_element(&found.press, label);
        }
    }

    #[track_caller]
    fn press(&self, lookup: &Lookup<'_>) {
        let found = self.find(lookup);
        self.click_element(&found.press, lookup.name);
    }

    #[track_caller]
    fn write(&self, lookup: &Lookup<'_>, text: &str) {
        let found = self.find(lookup);
        if found.is_set_by_widget() {
            let kept = self.run(elements::SET, vec![elements::reference(&found.element), json!(text)]);
            if kept.as_str() != Some(text) {
                self.fail(&format!(
                    "the field `{}` of type {} does not take `{text}`",
                    lookup.name, found.kind
                ));
            }
            return;
        }
        let written = self.wait(async {
            found.element.clear().await?;
            found.element.send_keys(text).await
        });
        if let Err(error) = written {
            self.fail(&format!("cannot write into `{}`: {error}", lookup.name));
        }
    }

    /// Waits for the thing to be there and not disabled.
    #[track_caller]
    fn find(&self, lookup: &Lookup<'_>) -> elements::Found {
        let mut last = Err("the page gives no answer".to_owned());
        let found = patience::wait_for(self.inner.patience.get(), || {
            last = self.look_up(lookup);
            last.as_ref().ok().cloned()
        });
        found.unwrap_or_else(|| self.fail(&last.err().unwrap_or_default()))
    }

    fn look_up(&self, lookup: &Lookup<'_>) -> Result<elements::Found, String> {
        let answer = self.run(elements::FIND, lookup.arguments());
        elements::read(&self.inner.client, lookup, &answer)
    }

    /// Moved to the middle of the screen first, clear of bars and keyboards at its edges. Something may still lie over
    /// it for a moment (a closing dialog): it is pressed as soon as it can be.
    #[track_caller]
    fn click_element(&self, element: &Element, name: &str) {
        let mut last = None;
        let pressed = patience::wait_for(self.inner.patience.get(), || {
            self.run(TO_THE_MIDDLE, vec![elements::reference(element)]);
            self.wait(element.click()).map_err(|error| last = Some(error)).ok()
        });
        if pressed.is_none() {
            let why = last.map(|error| error.to_string()).unwrap_or_default();
            self.fail(&format!("cannot press `{name}`: {why}"));
        }
    }
}

/// Line breaks and runs of spaces read as one space.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
