//! Finding people without storing what they are found by: the keyed hashes of names, documents and numbers.
//!
//! Only whole values can be looked up. A name that begins with some characters cannot be found, because any column
//! that allowed it would tell the name to whoever reads the database.

use tongxing_domain::document::IdentityDocument;
use tongxing_domain::name::PersonName;
use tongxing_domain::phone::Phone;

use crate::cipher::KeyedHash;
use crate::store::Db;

impl Db {
    /// What a document is found by; the same for the renewed document of the same person.
    pub fn document_hash(&self, document: &IdentityDocument) -> KeyedHash {
        self.hash("document", &document.match_key())
    }

    /// What a name is found by; letter case and spaces play no part.
    pub fn name_hash(&self, name: &PersonName) -> KeyedHash {
        let folded: String = name.as_str().to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
        self.hash("name", &folded)
    }

    /// What a phone number is found by.
    pub fn phone_hash(&self, phone: &Phone) -> KeyedHash {
        self.hash("phone", phone.as_str())
    }

    /// What a staff number 职工号 is found by.
    pub fn staff_number_hash(&self, number: &str) -> KeyedHash {
        self.hash("staff-number", &number.trim().to_lowercase())
    }
}
