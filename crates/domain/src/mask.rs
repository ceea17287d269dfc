//! What is shown of personal data where the whole is not needed: enough to recognise one's own, too little to use.

/// An identity document: `150100********0003`; of shorter numbers the first and last two characters, at most.
pub fn document(number: &str) -> String {
    match number.chars().count() {
        18 => keep(number, 6, 4),
        15 => keep(number, 4, 3),
        count => keep(number, (count / 4).min(2), (count / 4).min(2)),
    }
}

/// A phone number: `138****8000`.
pub fn phone(number: &str) -> String {
    match number.chars().count() {
        11 => keep(number, 3, 4),
        count => keep(number, (count / 4).min(4), (count / 4).min(3)),
    }
}

/// A name: its first character and one or two stars, so that the length of a long name is not told: `李**`.
pub fn name(name: &str) -> String {
    let mut characters = name.chars();
    let first = characters.next();
    let stars = "*".repeat(characters.count().min(2));
    first.into_iter().collect::<String>() + &stars
}

/// An address: its first six characters (province and city, mostly) and four stars.
pub fn address(address: &str) -> String {
    let count = address.chars().count();
    let shown: String = address.chars().take((count / 2).min(6)).collect();
    if count == 0 { shown } else { shown + "****" }
}

/// An e-mail address: the first letter and the domain.
pub fn email(address: &str) -> String {
    match address.rsplit_once('@') {
        Some((local, domain)) => format!("{}***@{domain}", local.chars().take(1).collect::<String>()),
        None => "***".to_owned(),
    }
}

/// A plate: province and issuing letter, and the last two characters: `蒙B***45`.
pub fn plate(number: &str) -> String {
    let count = number.chars().count();
    keep(number, 2.min(count / 3), 2.min(count / 3))
}

fn keep(text: &str, first: usize, last: usize) -> String {
    let hidden_from = text.chars().count().saturating_sub(last);
    text.chars().enumerate().map(|(i, c)| if i < first || i >= hidden_from { c } else { '*' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_recognise_their_own() {
        assert_eq!(document("150100198001010003"), "150100********0003");
        assert_eq!(document("USA640061032312"), "USA6********312");
        assert_eq!(document("E26538716"), "E2*****16");
        assert_eq!(document("1234"), "1**4");
        assert_eq!(phone("13800008000"), "138****8000");
        assert_eq!(phone("+85251311945"), "+85******945");
        assert_eq!(name("李晓梅"), "李**");
        assert_eq!(name("王伟"), "王*");
        assert_eq!(name("古丽娜尔·艾合买提"), "古**");
        assert_eq!(address("内蒙古自治区呼和浩特市大学街1号"), "内蒙古自治区****");
        assert_eq!(address("大街"), "大****");
        assert_eq!(email("li.mei@example.org"), "l***@example.org");
        assert_eq!(plate("蒙B12345"), "蒙B***45");
        assert_eq!(plate("蒙AD12345"), "蒙A****45");
    }

    #[test]
    fn the_shortest_texts_show_nothing_that_was_not_meant() {
        for mask in [document, phone, name, address, plate] {
            assert_eq!(mask(""), "");
        }
        assert_eq!(document("12"), "**");
        assert_eq!(phone("12"), "**");
        assert_eq!(address("街"), "****");
        assert_eq!(email("nobody"), "***");
    }
}
