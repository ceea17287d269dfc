//! Lists that are read page by page, forwards and back, and searched by words that no address may hold.
//!
//! A page begins where the one before ended. To lead back, an address carries where the pages before it began; pages
//! that were found by words are asked for by a form, because their address must not say the words.

use axum::response::{IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};
use tongxing_usecases::PageRequest;

/// Rows on a page.
const ROWS: u32 = 20;

/// So many pages an address leads back, one by one; further back is the first page.
const STEPS_BACK: usize = 30;

/// Which page of a list is meant.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default)]
pub struct Place {
    /// Where the page before ended; empty on the first one.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub after: String,
    /// The same of the pages before this one, the second one first.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub back: String,
}

impl Place {
    fn next(&self, end: &str) -> Self {
        let mut before: Vec<&str> = self.before();
        before.extend(Some(self.after.as_str()).filter(|after| !after.is_empty()));
        let dropped = before.len().saturating_sub(STEPS_BACK);
        Self { after: end.to_owned(), back: before.get(dropped..).unwrap_or_default().join("~") }
    }

    fn previous(&self) -> Option<Self> {
        if self.after.is_empty() {
            return None;
        }
        let mut before = self.before();
        let after = before.pop().unwrap_or_default().to_owned();
        Some(Self { after, back: before.join("~") })
    }

    fn before(&self) -> Vec<&str> {
        self.back.split('~').filter(|after| !after.is_empty()).collect()
    }
}

/// What is looked for in a list, as it stands in a form or an address.
pub trait Listing: Clone + Default + Serialize {
    /// Where the list stands.
    const PATH: &'static str;

    /// Words that name a person or a plate; never in an address.
    fn words(&mut self) -> &mut String;

    /// Which page is meant.
    fn place(&mut self) -> &mut Place;

    /// What came in an address: words there come from somebody's own hands and are not looked up.
    #[must_use]
    fn without_words(mut self) -> Self {
        self.words().clear();
        self
    }

    /// The address of this page, without the words.
    fn address(&self) -> String {
        let query = serde_urlencoded::to_string(self).unwrap_or_default();
        if query.is_empty() { Self::PATH.to_owned() } else { format!("{}?{query}", Self::PATH) }
    }

    /// A list without words has an address of its own.
    fn elsewhere(&mut self) -> Option<Response> {
        self.words().trim().is_empty().then(|| Redirect::to(&self.address()).into_response())
    }

    /// The part of the list that is meant.
    fn request(&self) -> PageRequest {
        match self.clone().place().after.parse() {
            Ok(cursor) => PageRequest::after(cursor, ROWS),
            Err(_) => PageRequest::first(ROWS),
        }
    }

    /// What stands under the list; `next` is where the next page begins, or empty.
    fn pager(&self, summary: String, next: &str) -> Pager {
        let place = self.clone().place().clone();
        let next = (!next.is_empty()).then(|| self.turn(place.next(next)));
        Pager { summary, action: Self::PATH, previous: place.previous().map(|place| self.turn(place)), next }
    }

    /// The way to another page of the same list.
    fn turn(&self, place: Place) -> Turn {
        let mut there = self.clone();
        *there.place() = place;
        let words = there.words().trim().to_owned();
        if words.is_empty() {
            return Turn::To(there.address());
        }
        let query = serde_urlencoded::to_string(&there).unwrap_or_default();
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(&query).unwrap_or_default();
        Turn::By([("q".to_owned(), words)].into_iter().chain(pairs).collect())
    }
}

/// What stands under a list: how much there is, and the ways to the pages beside this one.
#[derive(Debug, Clone)]
pub struct Pager {
    /// How much there is.
    pub summary: String,
    /// Where a page that was found by words is asked for.
    pub action: &'static str,
    /// The page before.
    pub previous: Option<Turn>,
    /// The page after.
    pub next: Option<Turn>,
}

/// The way to a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Turn {
    /// By an address.
    To(String),
    /// By a form with these pairs.
    By(Vec<(String, String)>),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Clone, Default, Serialize)]
    struct Fish {
        #[serde(skip_serializing)]
        q: String,
        #[serde(flatten)]
        place: Place,
    }

    impl Listing for Fish {
        const PATH: &'static str = "/fish";

        fn words(&mut self) -> &mut String {
            &mut self.q
        }

        fn place(&mut self) -> &mut Place {
            &mut self.place
        }
    }

    #[test]
    fn pages_lead_forwards_and_back_to_the_first_one() {
        let mut place = Place::default();
        for end in ["1.a", "2.b", "3.c"] {
            place = place.next(end);
        }
        assert_eq!((place.after.as_str(), place.back.as_str()), ("3.c", "1.a~2.b"));
        let mut seen = Vec::new();
        while let Some(before) = place.previous() {
            seen.push(before.after.clone());
            place = before;
        }
        assert_eq!(seen, ["2.b", "1.a", ""]);
    }

    #[test]
    fn an_address_stays_short_however_far_one_has_read() {
        let place = (0..100).fold(Place::default(), |place, n| place.next(&format!("{n}.x")));
        assert_eq!(place.before().len(), STEPS_BACK);
    }

    #[test]
    fn what_was_found_by_words_is_paged_by_a_form_and_never_by_an_address() {
        let fish = Fish { q: "李四".to_owned(), place: Place::default().next("1.a") };
        let pager = fish.pager(String::new(), "2.b");
        let pairs = |turn: Option<Turn>| match turn {
            Some(Turn::By(pairs)) => pairs.into_iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        assert_eq!(pairs(pager.next), ["q=李四", "after=2.b", "back=1.a"]);
        assert_eq!(pairs(pager.previous), ["q=李四"]);
        assert_eq!(
            fish.without_words().pager(String::new(), "").previous,
            Some(Turn::To("/fish".to_owned()))
        );
    }
}
