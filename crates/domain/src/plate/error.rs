//! What can be wrong with a plate.

use crate::problem::Problem;
use crate::text::Unfit;

/// Why a text is no plate. Positions count characters from 1, without spaces, dots and hyphens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PlateError {
    /// Nothing was typed.
    #[error("no plate was given")]
    Empty,
    /// 无 or the like was typed where the field should stay empty.
    #[error("no plate is said by leaving the field empty")]
    NoVehicle,
    /// An invisible, private-use or unreadable character was pasted in.
    #[error("character {position} cannot be kept: {unfit}")]
    Unfit {
        /// Its place.
        position: usize,
        /// What is wrong with it.
        unfit: Unfit,
    },
    /// Not as many characters as plates have.
    #[error("the plate has {count} characters, 7 or 8 for new energy are possible")]
    Length {
        /// How many there are.
        count: usize,
    },
    /// A plate does not begin like that.
    #[error("a plate does not begin with {character:?}")]
    Province {
        /// What stands there.
        character: char,
    },
    /// The second character is no letter of an issuing authority.
    #[error("the second character is {character:?} where a letter other than I is wanted")]
    IssuingLetter {
        /// What stands there.
        character: char,
    },
    /// I or O: these letters are never used here, because they look like 1 and 0.
    #[error("character {position} is the letter {letter}, which plates do not use")]
    Letter {
        /// Its place.
        position: usize,
        /// The letter.
        letter: char,
    },
    /// Something other than letters and digits, or an ending that no plate has.
    #[error("character {position} is {character:?} where a letter or digit is wanted")]
    Character {
        /// Its place.
        position: usize,
        /// What stands there.
        character: char,
    },
    /// Something other than a digit where only a digit can stand.
    #[error("character {position} is {character:?} where a digit is wanted")]
    NotDigit {
        /// Its place.
        position: usize,
        /// What stands there.
        character: char,
    },
    /// More than two letters among the last five characters.
    #[error("the last five characters contain {count} letters, at most two are possible")]
    TooManyLetters {
        /// How many there are.
        count: usize,
    },
    /// Eight characters, but neither the third nor the last is a new-energy letter.
    #[error("eight characters need a new-energy letter in place 3 or 8")]
    NewEnergyLetter,
    /// A plate that ends in 警, 学, 挂, 试, 超, 港 or 澳 has seven characters.
    #[error("a plate that ends in {suffix} has seven characters, this one has {count}")]
    SuffixLength {
        /// How it ends.
        suffix: char,
        /// How many characters there are.
        count: usize,
    },
    /// 港 and 澳 stand only on plates that begin with 粤Z.
    #[error("{suffix} stands only on plates that begin with 粤Z")]
    SuffixNeedsGuangdongZ {
        /// How it ends.
        suffix: char,
    },
    /// Plates that begin with 粤Z end in 港 or 澳.
    #[error("plates that begin with 粤Z end in 港 or 澳")]
    GuangdongZNeedsSuffix,
    /// Not three digits of the mission, three digits and 使.
    #[error("an embassy plate is six digits and 使")]
    Embassy,
    /// Not province, three digits of the mission, two characters and 领.
    #[error("a consulate plate is a province, three digits, two characters and 领")]
    Consulate,
    /// Not province, X or S, four digits and 应急.
    #[error("an emergency plate is a province, X or S, four digits and 应急")]
    Emergency,
    /// Not WJ, province, four digits and a digit or letter.
    #[error("an armed police plate is WJ, a province, four digits and a digit or one of TDSHBXJ")]
    Wujing,
    /// Not two letters and five digits.
    #[error("a military plate is two letters and five digits")]
    Military,
    /// A plate of another form has three to twelve characters, letters and digits.
    #[error("a plate of another form has 3 to 12 characters: Chinese characters, letters and digits")]
    OtherForm,
}

impl From<PlateError> for Problem {
    fn from(error: PlateError) -> Self {
        use PlateError as E;
        let at = |code: &'static str, position: usize, character: char| {
            Self::new(code).with("position", position).with("character", character)
        };
        match error {
            E::Empty => Self::new("plate-empty"),
            E::NoVehicle => Self::new("plate-no-vehicle"),
            E::Unfit { position, unfit } => unfit.problem(position),
            E::Length { count } => Self::new("plate-length").with("count", count),
            E::Province { character } => Self::new("plate-province").with("character", character),
            E::IssuingLetter { character } => Self::new("plate-issuing-letter").with("character", character),
            E::Letter { position, letter } => {
                Self::new("plate-letter").with("position", position).with("letter", letter)
            }
            E::Character { position, character } => at("plate-character", position, character),
            E::NotDigit { position, character } => at("plate-not-digit", position, character),
            E::TooManyLetters { count } => Self::new("plate-too-many-letters").with("count", count),
            E::NewEnergyLetter => Self::new("plate-new-energy-letter"),
            E::SuffixLength { suffix, count } => {
                Self::new("plate-suffix-length").with("suffix", suffix).with("count", count)
            }
            E::SuffixNeedsGuangdongZ { suffix } => {
                Self::new("plate-suffix-needs-guangdong-z").with("suffix", suffix)
            }
            E::GuangdongZNeedsSuffix => Self::new("plate-guangdong-z-needs-suffix"),
            E::Embassy => Self::new("plate-embassy"),
            E::Consulate => Self::new("plate-consulate"),
            E::Emergency => Self::new("plate-emergency"),
            E::Wujing => Self::new("plate-wujing"),
            E::Military => Self::new("plate-military"),
            E::OtherForm => Self::new("plate-other-form"),
        }
    }
}
