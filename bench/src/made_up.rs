//! People who do not exist: names, documents, phones and plates that pass every check, one of each per number.

use jiff_free::Day;
use tongxing_domain::{
    document::{DocumentType, IdentityDocument},
    name::PersonName,
    phone::Phone,
    plate::Plate,
};

const FAMILY: [&str; 20] = [
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭", "何",
    "林", "高", "罗",
];
const GIVEN: [&str; 16] =
    ["伟", "芳", "娜", "敏", "静", "磊", "军", "洋", "勇", "艳", "杰", "涛", "明", "超", "霞", "平"];

/// Weights of the digits of a resident number, GB 11643.
const WEIGHTS: [usize; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];

/// A name that several hundred others have too.
pub fn name(n: usize) -> PersonName {
    let text = format!("{}{}{}", FAMILY[n % 20], GIVEN[n / 20 % 16], GIVEN[n / 320 % 16]);
    PersonName::parse(&text).unwrap()
}

/// A resident number of its own, with the right check character.
pub fn document_number(n: usize) -> String {
    let day = Day::nth(n / 900);
    let front = format!("110101{}{:02}{:02}{:03}", day.year, day.month, day.day, 100 + n % 900);
    let sum: usize =
        front.bytes().zip(WEIGHTS).map(|(digit, weight)| usize::from(digit - b'0') * weight).sum();
    format!("{front}{}", CHECKS[sum % 11])
}

/// The same as a document.
pub fn document(n: usize) -> IdentityDocument {
    IdentityDocument::restore(DocumentType::ResidentId, &document_number(n)).unwrap()
}

/// A phone number of its own.
pub fn phone(n: usize) -> Phone {
    Phone::parse(&format!("139{n:08}")).unwrap()
}

/// A plate of its own.
pub fn plate(n: usize) -> Plate {
    Plate::parse(
        &format!("京{}{:05}", char::from(b'A' + u8::try_from(n / 100_000 % 8).unwrap()), n % 100_000),
        None,
    )
    .unwrap()
}

/// Days of birth, counted without a calendar.
mod jiff_free {
    /// A day that exists in every year.
    pub struct Day {
        pub year: usize,
        pub month: usize,
        pub day: usize,
    }

    impl Day {
        /// Only the first 28 of each month.
        pub fn nth(n: usize) -> Self {
            Self { year: 1960 + n / (28 * 12) % 45, month: 1 + n / 28 % 12, day: 1 + n % 28 }
        }
    }
}
