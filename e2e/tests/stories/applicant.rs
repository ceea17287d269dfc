//! People who register in the stories. All of them are made up; their numbers are valid and nobody's.

use std::path::PathBuf;
use tempfile::TempDir;
use tongxing_photos::sample;

/// Somebody with a document, a phone and perhaps cars.
#[derive(Clone, Copy)]
pub struct Applicant {
    pub name: &'static str,
    pub document_number: &'static str,
    /// As the pages show the number to anybody but its owner.
    pub masked_number: &'static str,
    pub phone: &'static str,
    pub reason: &'static str,
    pub plates: &'static [Plate],
}

/// A number plate, as typed and as shown.
#[derive(Clone, Copy)]
pub struct Plate {
    pub typed: &'static str,
    pub shown: &'static str,
}

/// Comes with two cars, one of them a new-energy car.
pub const DRIVER: Applicant = Applicant {
    name: "钱故事",
    document_number: "530100199002280035",
    masked_number: "530100********0035",
    phone: "13900000001",
    reason: "第三食堂面点岗位外聘，每日到校。",
    plates: &[
        Plate { typed: "云AT6021", shown: "云A·T6021" },
        Plate { typed: "云AD60213", shown: "云A·D60213" },
    ],
};

/// Comes on foot.
pub const WALKER: Applicant = Applicant {
    name: "孙步行",
    document_number: "530100198506150125",
    masked_number: "530100********0125",
    phone: "13900000002",
    reason: "第三食堂洗碗岗位外聘，每日到校。",
    plates: &[],
};

/// Three photos on the applicant's phone.
pub struct Photos {
    folder: TempDir,
}

impl Photos {
    /// Good ones.
    pub fn good() -> Self {
        let photos = Self { folder: tempfile::tempdir().unwrap() };
        photos.keep("portrait.jpg", &sample::portrait(1));
        photos.keep("front.jpg", &sample::document_front(1));
        photos.keep("back.jpg", &sample::document_back(1));
        photos
    }

    pub fn portrait(&self) -> PathBuf {
        self.folder.path().join("portrait.jpg")
    }

    pub fn document_front(&self) -> PathBuf {
        self.folder.path().join("front.jpg")
    }

    pub fn document_back(&self) -> PathBuf {
        self.folder.path().join("back.jpg")
    }

    /// One more, of whatever kind.
    pub fn keep(&self, name: &str, content: &[u8]) -> PathBuf {
        let file = self.folder.path().join(name);
        std::fs::write(&file, content).unwrap();
        file
    }
}
