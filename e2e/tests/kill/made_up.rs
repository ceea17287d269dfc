//! Twelve people who do not exist, with valid documents, phones and plates.

use std::time::{SystemTime, UNIX_EPOCH};

const NUMBERS: [&str; 12] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "百", "千"];
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];

pub fn name(n: usize) -> String {
    format!("韩试{}", NUMBERS[n])
}

/// A resident number with its check character.
pub fn document(n: usize) -> String {
    let front = format!("1101011991{:02}15{:03}", n % 12 + 1, 700 + n);
    let digits = front.chars().filter_map(|c| c.to_digit(10));
    let sum: u32 = digits.zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    format!("{front}{}", CHECKS[usize::try_from(sum % 11).unwrap()])
}

pub fn phone(n: usize) -> String {
    format!("139000077{n:02}")
}

/// Every second person has a new-energy car besides.
pub fn plates(n: usize) -> Vec<String> {
    let mut plates = vec![format!("云AT9{n:03}")];
    if n.is_multiple_of(2) {
        plates.push(format!("云AD9{n:04}"));
    }
    plates
}

/// Today and a month later, as forms write them.
pub fn stay() -> (String, String) {
    #[expect(clippy::disallowed_methods, reason = "the program under test runs on the machine's clock")]
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let today = i64::try_from(now / 86_400).unwrap();
    (day(today), day(today + 30))
}

/// The civil day so many days after 1970-01-01 (H. Hinnant, days from civil, backwards).
fn day(days: i64) -> String {
    let shifted = days + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[test]
fn days_are_counted_by_the_calendar() {
    assert_eq!(
        [day(0), day(59), day(20_513), day(20_545)].join(" "),
        "1970-01-01 1970-03-01 2026-03-01 2026-04-02"
    );
}
