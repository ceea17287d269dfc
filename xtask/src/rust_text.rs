//! Just enough of Rust's grammar to tell code from words: comments and literals are found, functions are measured.
//!
//! A full parser would bring a compiler's front end into a tool that must build in seconds. What is needed here is
//! small: strings (also raw and byte ones), characters against lifetimes, nested comments, and matching braces.

/// A string literal, with the line it begins on.
#[derive(Debug, PartialEq, Eq)]
pub struct Literal {
    /// Counted from 1.
    pub line: usize,
    /// Between the quotes, as written.
    pub text: String,
}

/// A function with a body.
#[derive(Debug, PartialEq, Eq)]
pub struct Function {
    /// As written after `fn`.
    pub name: String,
    /// Where `fn` stands, counted from 1.
    pub line: usize,
    /// From `fn` to the closing brace.
    pub lines: usize,
}

/// A source text taken apart.
pub struct RustText {
    /// The same number of lines; comments and the insides of literals are blank.
    pub code: String,
    /// Every string literal in order.
    pub literals: Vec<Literal>,
}

impl RustText {
    /// Takes a source text apart.
    pub fn new(source: &str) -> Self {
        let mut reader = Reader {
            rest: source.chars().collect(),
            at: 0,
            line: 1,
            code: String::new(),
            literals: Vec::new(),
        };
        reader.read();
        Self { code: reader.code, literals: reader.literals }
    }

    /// The functions with a body, in order of their first line.
    pub fn functions(&self) -> Vec<Function> {
        let mut found = Vec::new();
        let words: Vec<(usize, &str)> = words(&self.code);
        for pair in words.windows(2) {
            let [(at, "fn"), (_, name)] = pair else { continue };
            if !name.starts_with(|first: char| first.is_alphabetic() || first == '_') {
                continue;
            }
            if let Some(end) = self.code.get(*at..).and_then(body_end) {
                let line = 1 + count_lines(self.code.get(..*at));
                let lines = 1 + count_lines(self.code.get(*at..at + end));
                found.push(Function { name: (*name).to_owned(), line, lines });
            }
        }
        found
    }
}

/// The line (counted from 1) on which a file's own tests begin; the number of lines plus one when it has none.
/// Tests stand last in a file, so everything from there on is test code.
pub fn first_line_of_tests(source: &str) -> usize {
    let lines: Vec<&str> = source.lines().collect();
    let begins = lines.windows(2).position(|pair| {
        let [attribute, item] = pair else { return false };
        attribute.trim() == "#[cfg(test)]"
            && item.trim_start().starts_with("mod ")
            && item.trim_end().ends_with('{')
    });
    begins.map_or(lines.len(), |index| index) + 1
}

fn count_lines(text: Option<&str>) -> usize {
    text.map_or(0, |text| text.matches('\n').count())
}

/// Words and single marks of already blanked code, each with its place.
fn words(code: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut began: Option<usize> = None;
    for (at, character) in code.char_indices() {
        let of_word = character.is_alphanumeric() || character == '_';
        match (began, of_word) {
            (None, true) => began = Some(at),
            (Some(start), false) => {
                found.extend(code.get(start..at).map(|word| (start, word)));
                began = None;
            }
            _ => {}
        }
        if !of_word && !character.is_whitespace() {
            found.extend(code.get(at..at + character.len_utf8()).map(|mark| (at, mark)));
        }
    }
    if let Some(start) = began {
        found.extend(code.get(start..).map(|word| (start, word)));
    }
    found
}

/// From `fn` to the brace that closes its body; `None` for a declaration that ends with `;`.
fn body_end(code: &str) -> Option<usize> {
    let mut round_or_square = 0_i32;
    let mut braces = 0_i32;
    for (at, character) in code.char_indices() {
        match character {
            '(' | '[' if braces == 0 => round_or_square += 1,
            ')' | ']' if braces == 0 => round_or_square -= 1,
            ';' if braces == 0 && round_or_square == 0 => return None,
            '{' if round_or_square == 0 => braces += 1,
            '}' if round_or_square == 0 => {
                braces -= 1;
                if braces == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

struct Reader {
    rest: Vec<char>,
    at: usize,
    line: usize,
    code: String,
    literals: Vec<Literal>,
}

impl Reader {
    fn read(&mut self) {
        while let Some(character) = self.peek(0) {
            match (character, self.peek(1)) {
                ('/', Some('/')) => self.line_comment(),
                ('/', Some('*')) => self.block_comment(),
                ('"', _) => self.string(),
                ('r', Some('"' | '#')) if !self.inside_word() => self.maybe_raw_string(),
                ('\'', _) => self.character_or_lifetime(),
                _ => self.keep(),
            }
        }
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.rest.get(self.at + ahead).copied()
    }

    /// `br"…"` and `cr"…"` begin a raw string too; `for"` or `attr"` do not.
    fn inside_word(&self) -> bool {
        let before = self.code.chars().rev().take_while(|c| c.is_alphanumeric() || *c == '_');
        let word: String = before.collect();
        !matches!(word.as_str(), "" | "b" | "c")
    }

    fn keep(&mut self) {
        if let Some(character) = self.peek(0) {
            self.code.push(character);
            self.step(character);
        }
    }

    fn blank(&mut self) -> Option<char> {
        let character = self.peek(0)?;
        self.code.push(if character == '\n' { '\n' } else { ' ' });
        self.step(character);
        Some(character)
    }

    fn step(&mut self, character: char) {
        self.at += 1;
        if character == '\n' {
            self.line += 1;
        }
    }

    fn line_comment(&mut self) {
        while self.peek(0).is_some_and(|character| character != '\n') {
            self.blank();
        }
    }

    fn block_comment(&mut self) {
        let mut depth = 0;
        loop {
            match (self.peek(0), self.peek(1)) {
                (Some('/'), Some('*')) => {
                    depth += 1;
                    self.blank();
                }
                (Some('*'), Some('/')) => {
                    depth -= 1;
                    self.blank();
                }
                (None, _) => return,
                _ => {}
            }
            self.blank();
            if depth == 0 {
                return;
            }
        }
    }

    fn string(&mut self) {
        let line = self.line;
        let mut text = String::new();
        self.keep();
        while let Some(character) = self.peek(0).filter(|character| *character != '"') {
            if character == '\\' {
                text.extend(self.blank());
            }
            text.extend(self.blank());
        }
        self.keep();
        self.literals.push(Literal { line, text });
    }

    fn maybe_raw_string(&mut self) {
        let hashes = (1..=255).take_while(|ahead| self.peek(*ahead) == Some('#')).count();
        if self.peek(1 + hashes) != Some('"') {
            self.keep(); // r#word, a raw name
            return;
        }
        let line = self.line;
        let mut text = String::new();
        for _ in 0..hashes + 2 {
            self.keep();
        }
        loop {
            let closes = self.peek(0) == Some('"') && (1..=hashes).all(|ahead| self.peek(ahead) == Some('#'));
            if closes || self.peek(0).is_none() {
                break;
            }
            text.extend(self.blank());
        }
        for _ in 0..=hashes {
            self.keep();
        }
        self.literals.push(Literal { line, text });
    }

    fn character_or_lifetime(&mut self) {
        let is_character = self.peek(1) == Some('\\') || self.peek(2) == Some('\'');
        self.keep();
        if is_character {
            if self.peek(0) == Some('\\') {
                self.blank();
            }
            self.blank();
            while self.peek(0).is_some_and(|character| character != '\'') {
                self.blank();
            }
            self.keep();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<String> {
        RustText::new(source).literals.into_iter().map(|literal| literal.text).collect()
    }

    #[test]
    fn literals_of_every_kind_are_found() {
        assert_eq!(texts(r#"let a = "one \" two";"#), ["one \\\" two"]);
        assert_eq!(texts("let a = r#\"say \"hi\"\"#; let b = br\"raw\";"), ["say \"hi\"", "raw"]);
        assert_eq!(texts("let quote = '\"'; let text = \"after\";"), ["after"]);
        assert_eq!(texts("fn f<'a>(x: &'a str) -> char { '\\'' } // \"not this\""), Vec::<String>::new());
        assert_eq!(texts("/* \"a\" /* nested */ \"b\" */ let c = \"c\";"), ["c"]);
        assert_eq!(texts("let r#type = attr(\"d\");"), ["d"]);
    }

    #[test]
    fn a_literal_knows_its_line() {
        let text = RustText::new("fn f() {\n    g(\n        \"here\",\n    );\n}\n");
        assert_eq!(text.literals, [Literal { line: 3, text: "here".to_owned() }]);
    }

    #[test]
    fn functions_are_measured_with_braces_in_strings_and_comments_ignored() {
        let source = "\
trait T { fn declared(&self) -> [u8; 3]; }
fn short() { let s = \"}\"; }
pub async fn long<T>(x: T) -> Vec<[u8; 2]>
where
    T: Fn() -> (),
{
    // }
    let close = '}';
    fn inner() {
    }
}
";
        let found = RustText::new(source).functions();
        let seen: Vec<_> = found.iter().map(|f| (f.name.as_str(), f.line, f.lines)).collect();
        assert_eq!(seen, [("short", 2, 1), ("long", 3, 9), ("inner", 9, 2)]);
    }

    #[test]
    fn tests_begin_where_their_module_does() {
        assert_eq!(first_line_of_tests("fn a() {}\n\n#[cfg(test)]\nmod tests {\n}\n"), 3);
        assert_eq!(first_line_of_tests("fn a() {}\n"), 2);
        assert_eq!(first_line_of_tests("#[cfg(test)]\nmod fakes;\nfn a() {}\n"), 4, "a test file elsewhere");
    }
}
