//! Parsing an expression and bounding what it may cost.

use cel::Program;
use cel::common::ast::{EntryExpr, Expr, IdedExpr, LiteralValue};

/// The longest expression.
const MOST_CHARACTERS: usize = 1000;
/// The deepest brackets: the parser recurses.
const MOST_BRACKETS: usize = 24;
/// The largest syntax tree.
const MOST_NODES: usize = 300;
/// Macros such as `all` and `exists` within each other.
const MOST_NESTED_LOOPS: usize = 1;
/// What an expression may read.
pub(crate) const VARIABLES: [&str; 3] = ["form", "initiator", "applicant"];
/// What an expression may call beside CEL's own functions.
pub(crate) const FUNCTIONS: [&str; 3] = ["today", "age", "days"];
/// CEL's own functions that we offer; operators have names like `_+_` and are always allowed.
const OWN_FUNCTIONS: [&str; 8] =
    ["size", "contains", "startsWith", "endsWith", "string", "int", "double", "min"];

/// Why an expression cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Line within the expression, from 1.
    pub line: usize,
    /// Column within the line, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
}

/// An expression that can be evaluated.
#[derive(Debug)]
pub(crate) struct Compiled {
    pub(crate) program: Program,
    pub(crate) fields: Vec<String>,
    /// Fields and the texts they are compared with.
    pub(crate) compared: Vec<(String, String)>,
    pub(crate) constant: bool,
}

pub(crate) fn compile(source: &str) -> Result<Compiled, Mistake> {
    if source.trim().is_empty() {
        return Err(Mistake::at_start("the expression is empty"));
    }
    if source.chars().count() > MOST_CHARACTERS {
        return Err(Mistake::at_start(format!("the expression is longer than {MOST_CHARACTERS} characters")));
    }
    if deepest_brackets(source) > MOST_BRACKETS {
        return Err(Mistake::at_start(format!("brackets are nested deeper than {MOST_BRACKETS}")));
    }
    let program = Program::compile(source).map_err(|errors| first_mistake(source, &errors.errors))?;
    let mut survey = Survey {
        source,
        program: &program,
        nodes: 0,
        fields: Vec::new(),
        compared: Vec::new(),
        reads: false,
        mistake: None,
    };
    survey.visit(program.expression(), &mut Vec::new(), 0);
    if let Some(mistake) = survey.mistake {
        return Err(mistake);
    }
    if survey.nodes > MOST_NODES {
        return Err(Mistake::at_start("the expression has too many parts"));
    }
    let (fields, compared, constant) = (survey.fields, survey.compared, !survey.reads);
    Ok(Compiled { program, fields, compared, constant })
}

impl Mistake {
    fn at_start(message: impl Into<String>) -> Self {
        Self { line: 1, column: 1, message: message.into() }
    }
}

/// How deep the parser would have to recurse: brackets within each other, `!!!` and `---` in a row, and every `? :`.
fn deepest_brackets(source: &str) -> usize {
    let (mut depth, mut run, mut choices, mut deepest) = (0_usize, 0_usize, 0_usize, 0_usize);
    for character in source.chars().filter(|c| !c.is_whitespace()) {
        run = if matches!(character, '!' | '-') { run + 1 } else { 0 };
        match character {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            '?' => choices += 1,
            _ => {}
        }
        deepest = deepest.max(depth + run + choices);
    }
    deepest
}

fn first_mistake(source: &str, errors: &[cel::ParseError]) -> Mistake {
    let Some(error) = errors.iter().min_by_key(|error| error.pos) else {
        return Mistake::at_start("the expression cannot be read");
    };
    let line = usize::try_from(error.pos.0).unwrap_or(1).max(1);
    let column = usize::try_from(error.pos.1).unwrap_or(1).max(1);
    Mistake { line, column, message: plain_words(source, &error.msg) }
}

/// The parser speaks of tokens and lists what it expected; people need the place and the word.
fn plain_words(source: &str, message: &str) -> String {
    let quoted = message.split('\'').nth(1).unwrap_or_default();
    if message.contains("<EOF>") && !message.contains("expecting {<EOF>") {
        "the expression ends too early".to_owned()
    } else if message.contains("token recognition error") {
        let character = message.rsplit("at: ").next().unwrap_or_default().trim_matches('\'').trim();
        if character == "=" {
            "`=` is not expected here: compare with `==`".to_owned()
        } else if character.is_empty() || source.matches(['\'', '"']).count() % 2 == 1 {
            "a text in quotes is not closed".to_owned()
        } else {
            format!("`{character}` is not expected here: texts stand in quotes")
        }
    } else if quoted.is_empty() {
        "the expression cannot be read here".to_owned()
    } else {
        format!("`{quoted}` is not expected here")
    }
}

/// Walks the syntax tree: which fields are read, and is everything known and bounded.
struct Survey<'a> {
    source: &'a str,
    program: &'a Program,
    nodes: usize,
    fields: Vec<String>,
    compared: Vec<(String, String)>,
    reads: bool,
    mistake: Option<Mistake>,
}

impl<'a> Survey<'a> {
    fn visit(&mut self, node: &'a IdedExpr, locals: &mut Vec<&'a str>, loops: usize) {
        self.nodes += 1;
        if self.nodes > MOST_NODES || self.mistake.is_some() {
            return;
        }
        match &node.expr {
            Expr::Ident(name) => self.variable(node, name, locals),
            Expr::Select(select) => match form_field(node) {
                // Every field is there, so `has()` would always be true and mislead.
                Some(field) if select.test => {
                    self.refuse(
                        node,
                        &format!("`has()` says nothing about a field: write `form.{field} != null`"),
                    );
                }
                Some(field) => {
                    self.reads = true;
                    if !self.fields.iter().any(|known| known == field) {
                        self.fields.push(field.to_owned());
                    }
                }
                None => self.visit(&select.operand, locals, loops),
            },
            Expr::Call(call) => {
                self.function(node, &call.func_name);
                self.comparison(&call.func_name, &call.args);
                for part in call.target.as_deref().into_iter().chain(&call.args) {
                    self.visit(part, locals, loops);
                }
            }
            Expr::List(list) => {
                for element in &list.elements {
                    self.visit(element, locals, loops);
                }
            }
            Expr::Map(map) => {
                for entry in &map.entries {
                    if let EntryExpr::MapEntry(entry) = &entry.expr {
                        self.visit(&entry.key, locals, loops);
                        self.visit(&entry.value, locals, loops);
                    }
                }
            }
            Expr::Comprehension(each) => {
                if loops >= MOST_NESTED_LOOPS {
                    return self
                        .refuse(node, "`all`, `exists`, `map` and `filter` cannot stand within each other");
                }
                self.visit(&each.iter_range, locals, loops + 1);
                let known = locals.len();
                locals.push(&each.iter_var);
                locals.extend(each.iter_var2.as_deref());
                locals.push(&each.accu_var);
                for part in [&each.accu_init, &each.loop_cond, &each.loop_step, &each.result] {
                    self.visit(part, locals, loops + 1);
                }
                locals.truncate(known);
            }
            Expr::Struct(_) => self.refuse(node, "messages are not available here"),
            Expr::Literal(_) | Expr::Unspecified => {}
        }
    }

    fn variable(&mut self, node: &IdedExpr, name: &str, locals: &[&str]) {
        if locals.contains(&name) {
            return;
        }
        self.reads = true;
        if name == "form" {
            self.refuse(node, "the form alone cannot be read: name a field, `form.` and its key");
        } else if !VARIABLES.contains(&name) {
            self.refuse(
                node,
                &format!("`{name}` is not known: an expression reads `form`, `initiator` and `applicant`"),
            );
        }
    }

    fn function(&mut self, node: &IdedExpr, name: &str) {
        if name == "today" {
            self.reads = true;
        }
        let operator = !name.starts_with(|c: char| c.is_ascii_alphabetic());
        if !operator && !FUNCTIONS.contains(&name) && !OWN_FUNCTIONS.contains(&name) {
            self.refuse(
                node,
                &format!("`{name}()` is not known: use today(), age(date), days(period) or size(list)"),
            );
        }
    }

    /// `form.kind == 'family'` and `form.kind in ['family', 'other']`.
    fn comparison(&mut self, operator: &str, sides: &[IdedExpr]) {
        let [left, right] = sides else { return };
        if !matches!(operator, "_==_" | "_!=_" | "@in") {
            return;
        }
        for (field, other) in [(left, right), (right, left)] {
            let Some(field) = form_field(field) else { continue };
            let literals = match &other.expr {
                Expr::List(list) => list.elements.iter().filter_map(text_literal).collect(),
                _ => text_literal(other).into_iter().collect::<Vec<_>>(),
            };
            self.compared.extend(literals.into_iter().map(|literal| (field.to_owned(), literal.to_owned())));
        }
    }

    fn refuse(&mut self, node: &IdedExpr, message: &str) {
        if self.mistake.is_none() {
            let (start, _) = self.program.source_info().offset_for(node.id).unwrap_or((0, 0));
            let before = self.source.chars().take(start as usize);
            let (line, column) =
                before.fold(
                    (1, 1),
                    |(line, column), character| {
                        if character == '\n' { (line + 1, 1) } else { (line, column + 1) }
                    },
                );
            self.mistake = Some(Mistake { line, column, message: message.to_owned() });
        }
    }
}

fn form_field(node: &IdedExpr) -> Option<&str> {
    match &node.expr {
        Expr::Select(select) if matches!(&select.operand.expr, Expr::Ident(name) if name == "form") => {
            Some(&select.field)
        }
        _ => None,
    }
}

fn text_literal(node: &IdedExpr) -> Option<&str> {
    match &node.expr {
        Expr::Literal(LiteralValue::String(text)) => Some(text.inner()),
        _ => None,
    }
}
