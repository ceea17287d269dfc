//! The kinds of identity document a person can name.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A kind of identity document. The key is ours; the code lists of ministries are older than some of the cards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentType {
    /// 居民身份证.
    ResidentId,
    /// 临时居民身份证: the same number on a paper card.
    TempResidentId,
    /// 港澳台居民居住证 (since 2018).
    HmtResidencePermit,
    /// 港澳居民来往内地通行证.
    HkmTravelPermit,
    /// 台湾居民来往大陆通行证.
    TwTravelPermit,
    /// 外国人永久居留身份证, of 2017 and of 2023.
    FprId,
    /// 护照（中国）.
    PassportCn,
    /// 护照（外国）.
    PassportForeign,
    /// 军官证.
    MilitaryOfficer,
    /// 士兵证.
    MilitarySoldier,
    /// 其他: the reviewer decides.
    Other,
}

impl DocumentType {
    /// Every kind, in the order in which the form offers them.
    pub const ALL: [Self; 11] = [
        Self::ResidentId,
        Self::TempResidentId,
        Self::HmtResidencePermit,
        Self::HkmTravelPermit,
        Self::TwTravelPermit,
        Self::FprId,
        Self::PassportCn,
        Self::PassportForeign,
        Self::MilitaryOfficer,
        Self::MilitarySoldier,
        Self::Other,
    ];

    /// The word for it in data, forms and translation keys.
    pub const fn key(self) -> &'static str {
        match self {
            Self::ResidentId => "resident_id",
            Self::TempResidentId => "temp_resident_id",
            Self::HmtResidencePermit => "hmt_residence_permit",
            Self::HkmTravelPermit => "hkm_travel_permit",
            Self::TwTravelPermit => "tw_travel_permit",
            Self::FprId => "fpr_id",
            Self::PassportCn => "passport_cn",
            Self::PassportForeign => "passport_foreign",
            Self::MilitaryOfficer => "military_officer",
            Self::MilitarySoldier => "military_soldier",
            Self::Other => "other",
        }
    }

    /// Does the document have a front and a back to photograph? A passport has one data page.
    pub const fn two_sided(self) -> bool {
        !matches!(self, Self::PassportCn | Self::PassportForeign)
    }

    /// Does the number tell birth date and gender, so that these fields are filled in and locked?
    pub const fn tells_birth_date(self) -> bool {
        matches!(self, Self::ResidentId | Self::TempResidentId | Self::HmtResidencePermit)
    }
}

impl fmt::Display for DocumentType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

/// The word names no kind of document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no identity document type is called {0:?}")]
pub struct UnknownDocumentType(pub String);

impl FromStr for DocumentType {
    type Err = UnknownDocumentType;

    fn from_str(key: &str) -> Result<Self, UnknownDocumentType> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.key() == key)
            .ok_or_else(|| UnknownDocumentType(key.to_owned()))
    }
}
