//! Vehicle plates after GA 36-2018.
//!
//! The grammar is for what people type, so that a mistake is found before a camera finds it. It never guesses: an O
//! stays an O and is refused with its place, because 0 and O are different vehicles. Which letter an authority issues
//! changes over time, so the list of letters only makes a note for the reviewer.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

mod error;
mod grammar;
mod province;

pub use error::PlateError;
pub use province::{PlateProvince, provinces};

use crate::problem::Problem;
use crate::text::compact;

/// A plate: its number without spaces and dots, what kind it is, and its colour.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Stored")]
pub struct Plate {
    number: String,
    #[serde(skip)]
    kind: PlateKind,
    colour: PlateColour,
}

#[derive(Deserialize)]
struct Stored {
    number: String,
    colour: Option<PlateColour>,
}

impl TryFrom<Stored> for Plate {
    type Error = PlateError;

    fn try_from(stored: Stored) -> Result<Self, PlateError> {
        Self::parse(&stored.number, stored.colour)
    }
}

impl Plate {
    /// Reads a plate as a person typed it; without a colour it gets the usual one of its kind.
    ///
    /// Choosing the colour 其他 also opens the door for plates outside the grammar (civil aviation, paper plates, older
    /// embassy forms): these become [`PlateKind::Other`] and a note asks the reviewer to look.
    pub fn parse(input: &str, colour: Option<PlateColour>) -> Result<Self, PlateError> {
        let number = normalise(input);
        let kind = match grammar::classify(&number) {
            Ok(kind) => kind,
            Err(_) if colour == Some(PlateColour::Other) => {
                grammar::check_other(&number)?;
                PlateKind::Other
            }
            Err(error) => return Err(error),
        };
        let colour = colour.unwrap_or_else(|| kind.usual_colour());
        Ok(Self { number, kind, colour })
    }

    /// The number as it is stored and matched: 蒙B12345.
    pub fn number(&self) -> &str {
        &self.number
    }

    /// What kind of plate it is.
    pub const fn kind(&self) -> PlateKind {
        self.kind
    }

    /// Its colour, with which a camera breaks a tie.
    pub const fn colour(&self) -> PlateColour {
        self.colour
    }

    /// What drives a new-energy vehicle, as its letter tells; `None` for other vehicles.
    pub fn power(&self) -> Option<Power> {
        let letter = match self.kind {
            PlateKind::NewEnergySmall => self.number.chars().nth(2),
            PlateKind::NewEnergyLarge => self.number.chars().last(),
            _ => None,
        };
        letter.map(|letter| if "DABCE".contains(letter) { Power::Battery } else { Power::Other })
    }

    /// What a reviewer should look at twice; nothing of it is a reason to refuse.
    pub fn notes(&self) -> Vec<PlateNote> {
        let mut notes = Vec::new();
        if self.kind == PlateKind::Other {
            notes.push(PlateNote::NotChecked);
        }
        if self.kind.is_issued_by_letter() && !province::issues_letter_of(&self.number) {
            notes.push(PlateNote::LetterNotListed);
        }
        if !self.kind.may_have(self.colour) {
            notes.push(PlateNote::UnusualColour);
        }
        notes
    }
}

/// Never the whole number: debug output ends up in logs.
impl fmt::Debug for Plate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Plate({} {})", crate::mask::plate(&self.number), self.colour.key())
    }
}

/// The number without what is only printed or typed between its characters.
pub fn normalise(input: &str) -> String {
    let drop = ['·', '•', '-', '.', '・', '‧', '∙', '⋅', '\u{2010}', '\u{2011}'];
    compact(input).replace(drop, "")
}

/// What kind of plate it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlateKind {
    /// 普通号牌.
    Ordinary,
    /// 小型新能源汽车.
    NewEnergySmall,
    /// 大型新能源汽车.
    NewEnergyLarge,
    /// 警.
    Police,
    /// 学.
    Training,
    /// 挂.
    Trailer,
    /// 试.
    Test,
    /// 超.
    Oversize,
    /// 粤Z…港.
    Hongkong,
    /// 粤Z…澳.
    Macao,
    /// 使.
    Embassy,
    /// 领.
    Consulate,
    /// 应急.
    Emergency,
    /// 武警.
    Wujing,
    /// 军.
    Military,
    /// 其他号牌, decided by the reviewer.
    Other,
}

impl PlateKind {
    /// The colour such plates usually have.
    pub const fn usual_colour(self) -> PlateColour {
        match self {
            Self::Ordinary => PlateColour::Blue,
            Self::NewEnergySmall => PlateColour::GradientGreen,
            Self::NewEnergyLarge => PlateColour::YellowGreen,
            Self::Training | Self::Trailer | Self::Test | Self::Oversize => PlateColour::Yellow,
            Self::Hongkong | Self::Macao | Self::Embassy | Self::Consulate => PlateColour::Black,
            Self::Police | Self::Emergency | Self::Wujing | Self::Military => PlateColour::White,
            Self::Other => PlateColour::Other,
        }
    }

    fn may_have(self, colour: PlateColour) -> bool {
        match self {
            // Small cars blue, large ones yellow, foreigners' older ones black, tractors green.
            Self::Ordinary => matches!(
                colour,
                PlateColour::Blue | PlateColour::Yellow | PlateColour::Black | PlateColour::FarmGreen
            ),
            Self::Other => true,
            _ => colour == self.usual_colour(),
        }
    }

    const fn is_issued_by_letter(self) -> bool {
        !matches!(
            self,
            Self::Embassy | Self::Consulate | Self::Emergency | Self::Wujing | Self::Military | Self::Other
        )
    }
}

/// The colour of a plate. Police, road transport and toll systems use different codes, so the key is ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlateColour {
    /// 蓝.
    Blue,
    /// 黄.
    Yellow,
    /// 黑.
    Black,
    /// 白.
    White,
    /// 渐变绿.
    GradientGreen,
    /// 黄绿双拼.
    YellowGreen,
    /// 绿(农机).
    FarmGreen,
    /// 其他.
    Other,
}

impl PlateColour {
    /// Every colour, in the order in which the form offers them.
    pub const ALL: [Self; 8] = [
        Self::Blue,
        Self::Yellow,
        Self::Black,
        Self::White,
        Self::GradientGreen,
        Self::YellowGreen,
        Self::FarmGreen,
        Self::Other,
    ];

    /// The word for it in data, forms and the code table `plate-colour`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Blue => "blue",
            Self::Yellow => "yellow",
            Self::Black => "black",
            Self::White => "white",
            Self::GradientGreen => "gradient_green",
            Self::YellowGreen => "yellow_green",
            Self::FarmGreen => "farm_green",
            Self::Other => "other",
        }
    }
}

impl fmt::Display for PlateColour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

/// The word names no colour of plates.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no plate colour is called {0:?}")]
pub struct UnknownPlateColour(pub String);

impl FromStr for PlateColour {
    type Err = UnknownPlateColour;

    fn from_str(key: &str) -> Result<Self, UnknownPlateColour> {
        Self::ALL
            .into_iter()
            .find(|colour| colour.key() == key)
            .ok_or_else(|| UnknownPlateColour(key.to_owned()))
    }
}

/// What drives a new-energy vehicle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Power {
    /// Only a battery: letters D A B C E.
    Battery,
    /// Something else as well: letters F G H J K.
    Other,
}

/// What a reviewer should look at twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlateNote {
    /// The plate is outside the grammar; nothing about it was checked.
    NotChecked,
    /// The province is not known to issue that letter; letters are added over time.
    LetterNotListed,
    /// Plates of this kind usually have another colour.
    UnusualColour,
}

/// Notes travel like problems; their codes begin with `note-`.
impl From<PlateNote> for Problem {
    fn from(note: PlateNote) -> Self {
        Self::new(match note {
            PlateNote::NotChecked => "note-plate-not-checked",
            PlateNote::LetterNotListed => "note-plate-letter-not-listed",
            PlateNote::UnusualColour => "note-plate-unusual-colour",
        })
    }
}

#[cfg(test)]
mod tests;
