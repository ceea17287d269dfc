//! Lists that stay fast at any length: each page begins where the last one ended.

use std::fmt;
use std::str::FromStr;

use tongxing_domain::time::Timestamp;

use crate::error::StorageError;
use crate::row::{Columns, FromRow};

/// A part of a list, and where the next part begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// The entries of this page.
    pub items: Vec<T>,
    /// Given when there is more.
    pub next: Option<Cursor>,
}

/// Which part of a list is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRequest {
    /// Where the previous page ended; `None` for the first page.
    pub after: Option<Cursor>,
    /// The most entries to return, at least one.
    pub limit: u32,
}

impl PageRequest {
    /// The first page.
    pub fn first(limit: u32) -> Self {
        Self { after: None, limit }
    }

    /// The page after `cursor`.
    pub fn after(cursor: Cursor, limit: u32) -> Self {
        Self { after: Some(cursor), limit }
    }
}

/// Where a list that can be turned both ways is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// At its beginning.
    First,
    /// After this entry.
    After(Cursor),
    /// Before this entry.
    Before(Cursor),
}

/// A part of a list that can be turned both ways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch<T> {
    /// The entries of this part, in the order of the list.
    pub items: Vec<T>,
    /// Given when something stands before them.
    pub previous: Option<Cursor>,
    /// Given when something comes after them.
    pub next: Option<Cursor>,
}

/// The last entry of a page: its instant and its id. As text it goes into addresses; it holds nothing personal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    at: Timestamp,
    id: String,
}

impl Cursor {
    pub(crate) fn new(at: Timestamp, id: impl fmt::Display) -> Self {
        Self { at, id: id.to_string() }
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.at.millis(), self.id)
    }
}

/// The text is not a place in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not a place in a list")]
pub struct CursorError;

impl FromStr for Cursor {
    type Err = CursorError;

    fn from_str(text: &str) -> Result<Self, CursorError> {
        let (at, id) = text.split_once('.').ok_or(CursorError)?;
        let plain = !id.is_empty() && id.len() <= 200 && !id.chars().any(char::is_control);
        match at.parse() {
            Ok(at) if plain => Ok(Self { at: Timestamp::from_millis(at), id: id.to_owned() }),
            _ => Err(CursorError),
        }
    }
}

/// So many units are gathered from an index by unit and sorted; for more of them it is faster to walk the list of all
/// and leave out what belongs elsewhere.
pub(crate) const FEW_UNITS: usize = 20;

/// The bounds of a page, as bound to SQL: entries below (`at`, `id`), newest first, and one more than is shown, to
/// know whether there is a next page.
pub(crate) struct Bounds {
    pub(crate) at: i64,
    pub(crate) id: String,
    pub(crate) limit: i64,
}

impl Bounds {
    pub(crate) fn of(request: &PageRequest) -> Self {
        let limit = i64::from(request.limit.clamp(1, 1000)) + 1;
        match &request.after {
            Some(cursor) => Self { at: cursor.at.millis(), id: cursor.id.clone(), limit },
            // '~' sorts after every id.
            None => Self { at: i64::MAX, id: "~".to_owned(), limit },
        }
    }

    /// The bounds in a list that is sorted upwards by a text: entries above `id`.
    pub(crate) fn upwards(request: &PageRequest) -> Self {
        let first = PageRequest { after: None, ..request.clone() };
        let id = request.after.as_ref().map(|cursor| cursor.id.clone()).unwrap_or_default();
        Self { id, ..Self::of(&first) }
    }

    /// The bounds of a list that is read from the earliest entry on.
    pub(crate) fn rising(request: &PageRequest) -> Self {
        match &request.after {
            Some(_) => Self::of(request),
            None => Self { at: i64::MIN, id: String::new(), ..Self::of(request) },
        }
    }

    /// The bounds of one turn, and whether the rows have to be read from the earliest on. `rising`: the list itself is
    /// sorted so.
    pub(crate) fn turned(turn: &Turn, limit: u32, rising: bool) -> (Self, bool) {
        let (after, up) = match turn {
            Turn::First => (None, rising),
            Turn::After(cursor) => (Some(cursor.clone()), rising),
            Turn::Before(cursor) => (Some(cursor.clone()), !rising),
        };
        let request = PageRequest { after, limit };
        (if up { Self::rising(&request) } else { Self::of(&request) }, up)
    }

    /// Cuts the extra entry off, and puts the rows into the order of the list.
    pub(crate) fn stretch<T>(
        &self,
        turn: &Turn,
        mut items: Vec<T>,
        cursor: impl Fn(&T) -> Cursor,
    ) -> Stretch<T> {
        let shown = usize::try_from(self.limit - 1).unwrap_or(usize::MAX);
        let more = items.len() > shown;
        items.truncate(shown);
        let backwards = matches!(turn, Turn::Before(_));
        if backwards {
            items.reverse();
        }
        let previous = if backwards { more } else { *turn != Turn::First };
        Stretch {
            previous: items.first().filter(|_| previous).map(&cursor),
            next: items.last().filter(|_| backwards || more).map(&cursor),
            items,
        }
    }

    /// Cuts the extra entry off again.
    pub(crate) fn page<T>(&self, mut items: Vec<T>, cursor: impl Fn(&T) -> Cursor) -> Page<T> {
        let shown = usize::try_from(self.limit - 1).unwrap_or(usize::MAX);
        let more = items.len() > shown;
        items.truncate(shown);
        let next = items.last().filter(|_| more).map(cursor);
        Page { items, next }
    }

    /// The same for rows that bring their place in the list with them.
    pub(crate) fn listed<T>(&self, rows: Vec<Listed<T>>) -> Page<T> {
        let page = self.page(rows, |row| row.place.clone());
        Page { items: page.items.into_iter().map(|row| row.item).collect(), next: page.next }
    }
}

/// A row of a list that is sorted by the instant of the last change, which its type does not hold.
pub(crate) struct Listed<T> {
    item: T,
    place: Cursor,
}

impl<T: FromRow> FromRow for Listed<T> {
    const TABLE: &'static str = T::TABLE;
    const KEY: &'static str = T::KEY;

    fn from_row(row: &Columns<'_>) -> Result<Self, StorageError> {
        let place = Cursor::new(row.at("updated_at")?, row.text("id")?);
        Ok(Self { item: T::from_row(row)?, place })
    }
}

#[cfg(test)]
mod tests {
    use super::{Cursor, CursorError};
    use tongxing_domain::time::Timestamp;

    #[test]
    fn a_cursor_survives_an_address() {
        let cursor = Cursor::new(Timestamp::from_millis(1_700_000_000_000), "abc-1");
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "1", "1.", "x.a", "1.\u{7f}", "99999999999999999999.a"] {
            assert_eq!(text.parse::<Cursor>(), Err(CursorError), "{text:?}");
        }
    }
}
