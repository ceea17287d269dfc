//! "Did you mean …?"

/// The known word nearest to `word`, if one is near enough to be a slip.
pub(crate) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |text: &str| text.to_lowercase().replace(['-', ' '], "_");
    let word = plain(word);
    known
        .into_iter()
        .map(|candidate| (distance(&word, &plain(candidate)), candidate))
        // Codes of one or two characters are all near each other.
        .filter(|(_, candidate)| candidate.chars().count() > 2)
        .filter(|(distance, candidate)| *distance <= (candidate.chars().count() * 2 / 5).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// What to write instead of an unknown word: the nearest one, or the list of them.
pub(crate) fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> String {
    match nearest(word, known.clone()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => one_of(known),
    }
}

/// The words that can be written.
pub(crate) fn one_of<'a>(known: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<String> = known.into_iter().map(|word| format!("`{word}`")).collect();
    match words.as_slice() {
        [] => "nothing can stand here".to_owned(),
        [only] => format!("write {only}"),
        _ => format!("write one of {}", words.join(", ")),
    }
}

/// Levenshtein distance: how many characters to insert, remove or change.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        next.push(i + 1);
        for ((to, above), beside) in b.iter().zip(row.iter().skip(1)).zip(row.iter()) {
            let left = next.last().copied().unwrap_or_default();
            next.push((above + 1).min(left + 1).min(beside + usize::from(from != *to)));
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_recognised_and_other_words_are_not() {
        let known = ["label", "placeholder", "required_when"];
        assert_eq!(nearest("lable", known), Some("label"));
        assert_eq!(nearest("requiredWhen", known), Some("required_when"));
        assert_eq!(nearest("required-when", known), Some("required_when"));
        assert_eq!(nearest("colour", known), None);
        assert_eq!(did_you_mean("colour", ["a", "b"]), "write one of `a`, `b`");
    }
}
