//! One story: a campus of its own, the people in it and their browsers, and an honest end.

use crate::browser::{Device, Look};
use crate::driver::Driver;
use crate::page::Page;
use crate::product;
use crate::server::Server;
use crate::visitor::Visitor;
use std::cell::{OnceCell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::rc::Rc;
use tempfile::TempDir;
use tokio::runtime::Runtime;

const LINES_OF_LOG: usize = 40;

/// The campus of one story.
pub struct Story {
    name: String,
    base: String,
    server: RefCell<Option<Server>>,
    runtime: Rc<Runtime>,
    driver: OnceCell<Driver>,
    pages: RefCell<Vec<Page>>,
    _data: Option<TempDir>,
}

/// Tells a story on a fresh copy of the demonstration campus.
pub fn story(name: &str, tell: impl FnOnce(&Story)) {
    let data = tempfile::tempdir().expect("a temporary folder");
    let campus = data.path().join("campus");
    product::copy_of_demonstration(&campus);
    let server = Server::start(&campus);
    let base = server.url();
    Story::new(name, &base, Some(server), Some(data)).tell(tell);
}

/// Tells a story on pages that something else serves.
pub fn story_on(name: &str, base: &str, tell: impl FnOnce(&Story)) {
    Story::new(name, base, None, None).tell(tell);
}

impl Story {
    fn new(name: &str, base: &str, server: Option<Server>, data: Option<TempDir>) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        Self {
            name: name.to_owned(),
            base: base.to_owned(),
            server: RefCell::new(server),
            runtime: Rc::new(runtime.expect("a runtime")),
            driver: OnceCell::new(),
            pages: RefCell::default(),
            _data: data,
        }
    }

    /// A person with a phone.
    pub fn phone(&self) -> Page {
        self.person(Look::on(Device::Phone))
    }

    /// A person at a desk.
    pub fn desk(&self) -> Page {
        self.person(Look::on(Device::Desk))
    }

    /// A person with a browser of their own: nobody else's cookies, nothing in the cache.
    pub fn person(&self, look: Look) -> Page {
        let driver = self.driver.get_or_init(Driver::start);
        let page = Page::new(Rc::clone(&self.runtime), driver, &self.name, &self.base, look);
        self.pages.borrow_mut().push(page.clone());
        page
    }

    /// A member of staff of the demonstration who has signed in, in the language of the look.
    #[track_caller]
    pub fn staff(&self, login: &str, look: Look) -> Page {
        let password = self.server(|server| product::password(server.data(), login));
        let words = look.sign_in_words();
        let page = self.person(look);
        page.open(product::SIGN_IN_ADDRESS);
        page.fill(words.login, login);
        page.fill(words.password, &password);
        page.click(words.button);
        page.leaves(product::SIGN_IN_ADDRESS);
        page
    }

    /// The address of the example vehicle system that the demonstration delivers to.
    #[track_caller]
    pub fn vehicle_system(&self) -> String {
        self.server(|server| product::vehicle_system(server.data()))
    }

    /// Someone without a browser: a client that speaks HTTP, for what must be tried often or cut off in the middle.
    pub fn visitor(&self) -> Visitor {
        Visitor::new(&self.base)
    }

    /// `http://127.0.0.1:40123`.
    pub fn url(&self) -> &str {
        &self.base
    }

    /// Does something with the server: read its log, kill it, start it again.
    #[track_caller]
    pub fn server<T>(&self, work: impl FnOnce(&mut Server) -> T) -> T {
        work(self.server.borrow_mut().as_mut().expect("this story has no server of its own"))
    }

    fn tell(self, tell: impl FnOnce(&Self)) {
        let told = catch_unwind(AssertUnwindSafe(|| {
            tell(&self);
            for page in self.pages.borrow().iter() {
                page.no_console_errors();
            }
        }));
        if told.is_err() {
            self.tell_what_was_seen();
        }
        for page in self.pages.take() {
            page.close();
        }
        if let Err(panic) = told {
            resume_unwind(panic);
        }
    }

    fn tell_what_was_seen(&self) {
        eprintln!("\nthe story `{}` failed", self.name);
        for page in self.pages.borrow().iter() {
            let seen = catch_unwind(AssertUnwindSafe(|| page.tell()));
            eprintln!("{}", seen.unwrap_or_else(|_| "── a page whose browser is gone".to_owned()));
        }
        if let Ok(server) = self.server.try_borrow()
            && let Some(server) = server.as_ref()
        {
            let log = server.log();
            let from = log.len().saturating_sub(LINES_OF_LOG);
            eprintln!(
                "── the end of the server's log\n   {}",
                log.get(from..).unwrap_or_default().join("\n   ")
            );
        }
    }
}
