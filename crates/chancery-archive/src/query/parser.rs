//! Reads the text of a query. The grammar is in `docs/query.md`; each function here is one rule of it.

use std::ops::Range;

use chancery_index::words;

use super::classification::Classifications;
use super::date::{DateOf, Dates, Years};
use super::declassify::{self, Instruction};
use super::edition::Editions;
use super::field::Field;
use super::identifier::{Identifier, Mention};
use super::keyword::{self, Keyword, KeywordLeaf};
use super::meaning::Meaning;
use super::portion::{Portions, Role};
use super::precedence::Precedences;
use super::stored::{self, StoredKind, StoredLeaf};
use super::text::{Form, Part, TextLeaf};
use super::{Leaf, Node, Query, error, pattern};
use crate::QueryError;
use crate::nearest::nearest;

/// The longest query that is read. The longest that people write are lists of identifiers.
const MAX_BYTES: usize = 64 << 10;

/// How deep brackets and minus signs may nest; bounds the recursion.
const MAX_DEPTH: u32 = 64;

/// How many words, phrases and values a query may have.
const MAX_LEAVES: usize = 1024;

pub(super) fn parse(text: &str) -> Result<Query, QueryError> {
    if text.len() > MAX_BYTES {
        return Err(error(
            0..0,
            format!("the query is longer than {MAX_BYTES} bytes"),
            None,
        ));
    }
    let mut parser = Parser {
        text,
        at: 0,
        depth: 0,
        n_leaves: 0,
    };
    let root = parser.any(&Context::Top)?;
    if parser.peek() == Some(')') {
        return Err(error(
            parser.at..parser.at + 1,
            "this bracket closes nothing",
            Some("take it out, or put the text in quotation marks".to_owned()),
        ));
    }
    match root {
        Some(root) => Ok(Query { root }),
        None if matches!(text.trim(), "" | "*") => Ok(Query {
            root: Node::Everything,
        }),
        None => Err(error(
            0..text.len(),
            "nothing to look for: no letter and no digit",
            None,
        )),
    }
}

/// What words mean here: plain text, or values of a field with the place of its name.
#[derive(Clone, Debug)]
enum Context {
    Top,
    /// Within the brackets of `paragraph:`.
    Paragraph,
    Field(Field, Range<usize>),
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    depth: u32,
    n_leaves: usize,
}

/// One word of the query's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    And,
    Or,
    Not,
}

/// A value or a word as it stands in the query.
struct Item<'t> {
    /// Without the signs of its shape.
    text: &'t str,
    at: Range<usize>,
    shape: Shape,
}

/// By which signs an item is set off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Bare,
    /// `=…`
    Exact,
    /// `"…"`
    Quoted,
    /// `"…"~5`
    Near(u32),
    /// `/…/`
    Regex,
}

/// The widest distance between words that are near each other.
const MAX_DISTANCE: u32 = 1000;

/// The longest word of which letters may differ, in bytes; each letter makes the search wider.
const MAX_FUZZY_BYTES: usize = 40;

/// The longest word with wildcards.
const MAX_WILD_BYTES: usize = 200;

impl<'t> Parser<'t> {
    /// `any = all { "OR" all }`. Gives `None` where there is nothing to look for.
    fn any(&mut self, context: &Context) -> Result<Option<Node>, QueryError> {
        let mut nodes = Vec::new();
        let mut after_or: Option<Range<usize>> = None;
        loop {
            self.skip_blanks();
            let start = self.at;
            if self.take_operator(Operator::Or) {
                return Err(lonely_operator(start..self.at, "before OR"));
            }
            if let Some(at) = after_or
                && self.peek().is_none_or(|c| c == ')')
            {
                return Err(lonely_operator(at, "after OR"));
            }
            nodes.extend(self.all(context)?);
            let start = self.at;
            if !self.take_operator(Operator::Or) {
                return Ok(join(nodes, Node::Any));
            }
            after_or = Some(trim(self.text, start..self.at));
        }
    }

    /// `all = not { ["AND"] not }`, up to `OR`, a closing bracket or the end.
    fn all(&mut self, context: &Context) -> Result<Option<Node>, QueryError> {
        let mut nodes = Vec::new();
        // Plain words are held back until the run of them ends, for identifiers of several words.
        let mut run: Vec<TextLeaf> = Vec::new();
        let mut after_and: Option<Range<usize>> = None;
        let mut is_first = true;
        loop {
            self.skip_blanks();
            let start = self.at;
            if self.take_operator(Operator::And) {
                let at = trim(self.text, start..self.at);
                if after_and.is_some() || is_first {
                    return Err(lonely_operator(at, "before AND"));
                }
                after_and = Some(at);
                continue;
            }
            if self.peek().is_none_or(|c| c == ')') || self.is_at_operator(Operator::Or) {
                if let Some(at) = after_and {
                    return Err(lonely_operator(at, "after AND"));
                }
                break;
            }
            after_and = None;
            is_first = false;
            match self.not(context)? {
                Some(Node::Leaf(Leaf::Text(leaf)))
                    if leaf.is_plain() && !matches!(context, Context::Paragraph) =>
                {
                    run.push(leaf);
                }
                Some(node) => {
                    end_run(&mut run, &mut nodes);
                    nodes.push(node);
                }
                None => {}
            }
        }
        end_run(&mut run, &mut nodes);
        Ok(join(nodes, Node::All))
    }

    /// `not = ("-" | "NOT") not | part`.
    fn not(&mut self, context: &Context) -> Result<Option<Node>, QueryError> {
        let start = self.at;
        let is_minus = self.peek() == Some('-')
            && self
                .rest()
                .chars()
                .nth(1)
                .is_some_and(|c| !c.is_whitespace() && c != ')' && c != '-');
        if is_minus {
            self.at += 1;
        } else if !self.take_operator(Operator::Not) {
            return self.part(context);
        }
        self.skip_blanks();
        if self.peek().is_none_or(|c| c == ')') || self.is_at_operator(Operator::Or) {
            return Err(lonely_operator(
                trim(self.text, start..self.at),
                "after NOT",
            ));
        }
        let node = self.nested(start, |parser| parser.not(context))?;
        Ok(node.map(negate))
    }

    /// `part = "(" any ")" | field ":" values | phrase | word`.
    fn part(&mut self, context: &Context) -> Result<Option<Node>, QueryError> {
        if self.peek() == Some('(') {
            return self.brackets(context);
        }
        let start = self.at;
        if let Some(name) = self.take_field_name() {
            let at = start..start + name.len();
            if let Context::Field(outer, _) = context {
                return Err(error(
                    at,
                    format!(
                        "the field `{name}` stands within the field `{}`",
                        outer.name()
                    ),
                    Some(format!(
                        "close the bracket first, or put the text in quotation marks: {}:\"{name}: …\"",
                        outer.name()
                    )),
                ));
            }
            let Some(field) = Field::named(name) else {
                return Err(unknown_field(name, at));
            };
            if matches!(context, Context::Paragraph) && !says_of_paragraphs(field) {
                return Err(error(
                    at,
                    format!("`{name}:` says nothing of one paragraph"),
                    Some(
                        "put it outside the brackets; within them stand words, phrases, portion: and role:"
                            .to_owned(),
                    ),
                ));
            }
            return self.values(&Context::Field(field, at));
        }
        match self.item(context)? {
            Some(item) => self.leaf(&item, context),
            None => Ok(None),
        }
    }

    /// `"(" any ")"`.
    fn brackets(&mut self, context: &Context) -> Result<Option<Node>, QueryError> {
        let start = self.at;
        self.at += 1;
        let node = self.nested(start, |parser| parser.any(context))?;
        self.skip_blanks();
        if self.peek() != Some(')') {
            return Err(error(
                start..start + 1,
                "this bracket is not closed",
                Some("put ) after the last word it holds".to_owned()),
            ));
        }
        self.at += 1;
        Ok(node)
    }

    /// `values = "-" values | "(" any ")" | item { "," item }`.
    fn values(&mut self, context: &Context) -> Result<Option<Node>, QueryError> {
        let Context::Field(field, name) = context else {
            return Ok(None);
        };
        self.skip_blanks();
        if self.peek() == Some('(') {
            if *field == Field::Paragraph {
                let node = self.brackets(&Context::Paragraph)?;
                return Ok(node.map(|node| Node::Paragraph(Box::new(node))));
            }
            return self.brackets(context);
        }
        if self.peek() == Some('-') && !self.rest()[1..].starts_with(char::is_whitespace) {
            let start = self.at;
            self.at += 1;
            let node = self.nested(start, |parser| parser.values(context))?;
            return Ok(node.map(negate));
        }
        let mut nodes = Vec::new();
        while let Some(item) = self.item(context)? {
            nodes.extend(self.leaf(&item, context)?);
            let is_list = self.peek() == Some(',')
                && self
                    .rest()
                    .chars()
                    .nth(1)
                    .is_some_and(|c| !c.is_whitespace() && c != ')');
            if !is_list {
                break;
            }
            self.at += 1;
        }
        match join(nodes, Node::Any) {
            Some(node) => Ok(Some(node)),
            None if self.text[name.end + 1..self.at].trim() == "*" => Err(error(
                name.end + 1..self.at,
                "`*` stands for the rest of a word, and there is no word".to_owned(),
                Some(match keyword::has_of(field.name()) {
                    Some(has) => format!("has:{has} finds cables that have any"),
                    None => field.example().to_owned(),
                }),
            )),
            None => Err(error(
                name.start..self.at.max(name.end + 1).min(self.text.len()),
                format!("nothing stands after `{}:`", field.name()),
                Some(field.example().to_owned()),
            )),
        }
    }

    /// A phrase in quotation marks, an expression between strokes, or a run of anything but blanks, brackets and
    /// quotation marks.
    ///
    /// Within a field commas end an item too. Gives `None` where there is neither, having consumed nothing.
    fn item(&mut self, context: &Context) -> Result<Option<Item<'t>>, QueryError> {
        let start = self.at;
        let is_exact = self.rest().starts_with('=')
            && self.rest()[1..].starts_with(|c: char| c.is_alphanumeric() || is_quotation_mark(c));
        if is_exact {
            self.at += 1;
        }
        if self.peek().is_some_and(is_quotation_mark) {
            let item = self.phrase()?;
            return Ok(Some(Item {
                at: start..item.at.end,
                ..item
            }));
        }
        let is_list = matches!(context, Context::Field(..));
        let takes_regex = match context {
            Context::Top | Context::Paragraph => true,
            // Paths begin with a stroke.
            Context::Field(field, _) => *field != Field::Text(Part::Source),
        };
        if takes_regex
            && self.peek() == Some('/')
            && let Some(item) = self.regex(is_list)?
        {
            return Ok(Some(item));
        }
        let inside = self.at;
        let end = self
            .rest()
            .find(|c: char| {
                c.is_whitespace()
                    || c == '('
                    || c == ')'
                    || (is_list && c == ',')
                    || is_quotation_mark(c)
            })
            .map_or(self.text.len(), |length| inside + length);
        let end = match context {
            Context::Field(Field::Declassify | Field::Keyword(Keyword::Reason), _) => {
                self.with_letters_in_brackets(end)
            }
            _ => end,
        };
        // A comma at the very front separates nothing.
        let end = if end == inside && self.peek() == Some(',') {
            inside + 1
        } else {
            end
        };
        self.at = end;
        Ok((end > start).then(|| Item {
            text: &self.text[inside..end],
            at: start..end,
            shape: if is_exact { Shape::Exact } else { Shape::Bare },
        }))
    }

    /// Where a code such as `1.4(b)` ends whose bracket begins at `end`, or behind blanks there where the code is a section
    /// without a letter, `1.4 (b)`.
    fn with_letters_in_brackets(&self, end: usize) -> usize {
        let code = &self.text[self.at..end];
        let section = declassify::section(code);
        let is_section = section.is_some() || code.contains(['*', '?']);
        let bracket = match section {
            Some((_, None)) => self.text.len() - self.text[end..].trim_start().len(),
            _ => end,
        };
        match self.text.as_bytes().get(bracket..bracket + 3) {
            Some([b'(', letter, b')']) if is_section && letter.is_ascii_alphabetic() => bracket + 3,
            _ => end,
        }
    }

    /// `/…/`, where a blank, a bracket or the end follows; `None` where strokes are part of a word.
    fn regex(&mut self, is_list: bool) -> Result<Option<Item<'t>>, QueryError> {
        let start = self.at;
        let mut is_escaped = false;
        for (offset, c) in self.rest().char_indices().skip(1) {
            match c {
                _ if is_escaped => is_escaped = false,
                '\\' => is_escaped = true,
                '/' => {
                    let end = start + offset + 1;
                    let ends = self.text[end..]
                        .chars()
                        .next()
                        .is_none_or(|c| c.is_whitespace() || c == ')' || (is_list && c == ','));
                    if ends && offset > 1 {
                        self.at = end;
                        return Ok(Some(Item {
                            text: &self.text[start + 1..end - 1],
                            at: start..end,
                            shape: Shape::Regex,
                        }));
                    }
                }
                _ => {}
            }
        }
        let word = self.rest().split(char::is_whitespace).next().unwrap_or("");
        if word.len() > 1 && !word[1..].contains('/') {
            return Err(error(
                start..start + 1,
                "this expression is not closed",
                Some("put / after it, or put the text in quotation marks".to_owned()),
            ));
        }
        Ok(None)
    }

    fn phrase(&mut self) -> Result<Item<'t>, QueryError> {
        let start = self.at;
        let open = self.peek().map_or(1, char::len_utf8);
        let inside = start + open;
        let Some(length) = self.text[inside..].find(is_quotation_mark) else {
            return Err(error(
                start..inside,
                "this quotation mark is not closed",
                Some("put \" after the last word of the phrase".to_owned()),
            ));
        };
        let end = inside + length;
        self.at = end;
        self.at += self.peek().map_or(0, char::len_utf8);
        let text = &self.text[inside..end];
        let shape = if self.peek() == Some('~') {
            self.distance(start)?
        } else {
            Shape::Quoted
        };
        Ok(Item {
            text,
            at: start..self.at,
            shape,
        })
    }

    /// `~5` behind a phrase that begins at `start`.
    fn distance(&mut self, start: usize) -> Result<Shape, QueryError> {
        let at = self.at;
        self.at += 1;
        let digits = self
            .rest()
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(self.rest().len());
        let number = self.rest()[..digits].parse::<u32>();
        self.at += digits;
        match number {
            Ok(distance) if distance <= MAX_DISTANCE => Ok(Shape::Near(distance)),
            _ => Err(error(
                at..self.at,
                format!("after ~ stands how many words may lie between, from 0 to {MAX_DISTANCE}"),
                Some(format!("{}~5", &self.text[start..at])),
            )),
        }
    }

    /// What an item means in its context; `None` where it has nothing to look for.
    fn leaf(&mut self, item: &Item<'t>, context: &Context) -> Result<Option<Node>, QueryError> {
        let at = item.at.clone();
        self.n_leaves += 1;
        if self.n_leaves > MAX_LEAVES {
            return Err(error(
                at,
                format!("the query has more than {MAX_LEAVES} words and values"),
                None,
            ));
        }
        if item.shape == Shape::Bare
            && item.text.len() > MAX_WILD_BYTES
            && pattern::has_wildcards(item.text)
        {
            return Err(error(
                at,
                format!("a word with wildcards is longer than {MAX_WILD_BYTES} bytes"),
                Some("leave out what stands between the first and the last `*`".to_owned()),
            ));
        }
        let field = match context {
            Context::Top => return Ok(text_leaf(Part::Anywhere, item, true)?.map(Node::Leaf)),
            Context::Paragraph => {
                return Ok(text_leaf(Part::Anywhere, item, false)?.map(Node::Leaf));
            }
            Context::Field(field, _) => *field,
        };
        let takes_text = matches!(
            field,
            Field::Text(_) | Field::Stored | Field::Paragraph | Field::Meaning
        );
        if !takes_text && matches!(item.shape, Shape::Regex | Shape::Near(_)) {
            return Err(error(
                at,
                format!("`{}:` takes no such thing", field.name()),
                Some(format!(
                    "{}; * and ? are wildcards in most fields",
                    field.example()
                )),
            ));
        }
        refuse_field_within(field, item)?;
        let is_quoted = item.shape == Shape::Quoted;
        let leaf = match field {
            Field::Text(part) => text_leaf(part, item, false)?,
            Field::Paragraph => {
                return Ok(text_leaf(Part::Anywhere, item, false)?
                    .map(|leaf| Node::Paragraph(Box::new(Node::Leaf(leaf)))));
            }
            Field::Stored => match item.shape {
                Shape::Regex => Some(Leaf::Stored(StoredLeaf::expression(
                    item.text,
                    StoredKind::Expression,
                    at,
                )?)),
                _ => StoredLeaf::substring(item.text).map(Leaf::Stored),
            },
            Field::Meaning => Meaning::with_words(item.text, is_quoted).map(Leaf::Meaning),
            Field::Keyword(keyword) => {
                KeywordLeaf::new(keyword, item.text, is_quoted, at)?.map(Leaf::Keyword)
            }
            Field::Class => Some(Leaf::Classification(Classifications::parse(item.text, at)?)),
            Field::Precedence => Some(Leaf::Precedence(Precedences::parse(item.text, at)?)),
            Field::Date => Some(Leaf::Date(Dates::parse(DateOf::Sent, item.text, at)?)),
            Field::Declassify if declassify::is_date(item.text) => {
                Some(Leaf::Date(Dates::parse(DateOf::Declassify, item.text, at)?))
            }
            Field::Declassify => Instruction::new(item.text, is_quoted).map(Leaf::Declassify),
            Field::Year => Some(Leaf::Year(Years::parse(item.text, at)?)),
            Field::Editions => Some(Leaf::Editions(Editions::parse(item.text, at)?)),
            Field::Portion => Some(Leaf::Portion(Portions::parse(item.text, at)?)),
            Field::Role => Some(Leaf::Role(Role::parse(item.text, at)?)),
            Field::Id(relation) => Some(Leaf::Identifier(Identifier::parse(
                item.text, relation, at,
            )?)),
        };
        Ok(leaf.map(Node::Leaf))
    }

    /// Takes `name:` where letters are followed by a colon and what follows can be a value.
    fn take_field_name(&mut self) -> Option<&'t str> {
        let rest = self.rest();
        let length = rest
            .find(|c: char| !c.is_ascii_alphabetic())
            .filter(|&length| length > 0 && rest[length..].starts_with(':'))?;
        // `http://…` is text.
        if rest[length + 1..].starts_with("//") {
            return None;
        }
        self.at += length + 1;
        Some(&rest[..length])
    }

    fn take_operator(&mut self, operator: Operator) -> bool {
        self.skip_blanks();
        let is_here = self.is_at_operator(operator);
        if is_here {
            self.at += operator.as_str().len();
        }
        is_here
    }

    fn is_at_operator(&self, operator: Operator) -> bool {
        self.rest()
            .strip_prefix(operator.as_str())
            .is_some_and(|rest| {
                rest.chars()
                    .next()
                    .is_none_or(|c| c.is_whitespace() || c == '(' || c == ')')
            })
    }

    fn nested<T>(
        &mut self,
        start: usize,
        inner: impl FnOnce(&mut Parser<'t>) -> Result<T, QueryError>,
    ) -> Result<T, QueryError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(error(
                start..start + 1,
                format!("brackets nest deeper than {MAX_DEPTH} levels"),
                None,
            ));
        }
        let result = inner(self);
        self.depth -= 1;
        result
    }

    fn skip_blanks(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }
}

impl Operator {
    fn as_str(self) -> &'static str {
        match self {
            Operator::And => "AND",
            Operator::Or => "OR",
            Operator::Not => "NOT",
        }
    }
}

/// Refuses `paragraph:post:x`: the value of a field that is a field itself.
fn refuse_field_within(outer: Field, item: &Item<'_>) -> Result<(), QueryError> {
    let Some((name, value)) = item.text.split_once(':') else {
        return Ok(());
    };
    let is_name = item.shape == Shape::Bare && name.bytes().all(|b| b.is_ascii_alphabetic());
    let Some(inner) = Field::named(name).filter(|_| is_name && !value.starts_with("//")) else {
        return Ok(());
    };
    let outer_name = outer.name();
    let suggestion = if outer == Field::Paragraph && says_of_paragraphs(inner) {
        format!(
            "{outer_name}:({}), or {outer_name}:\"{}\" to look for these words",
            item.text, item.text
        )
    } else {
        format!(
            "{} beside it, as a part of its own; {outer_name}:\"{}\" looks for these words",
            item.text, item.text
        )
    };
    Err(error(
        item.at.start..item.at.start + name.len(),
        format!("the field `{name}` stands within the field `{outer_name}`"),
        Some(suggestion),
    ))
}

/// Whether a field can be asked of one paragraph.
fn says_of_paragraphs(field: Field) -> bool {
    match field {
        Field::Portion | Field::Role => true,
        Field::Text(part) => matches!(
            part,
            Part::Anywhere | Part::Body | Part::Summary | Part::Comment
        ),
        _ => false,
    }
}

/// What an item means as text; `None` where it has no letter or digit.
///
/// `can_span` says whether an expression may look through the whole text.
fn text_leaf(part: Part, item: &Item<'_>, can_span: bool) -> Result<Option<Leaf>, QueryError> {
    let (text, at) = (item.text, item.at.clone());
    let leaf = |text, form| Ok(TextLeaf::new(part, text, form).map(Leaf::Text));
    match item.shape {
        Shape::Quoted => leaf(text, Form::Phrase),
        Shape::Exact => leaf(text, Form::Exact),
        Shape::Near(_) if part.is_names() => Err(error(
            at,
            "names are looked through as a whole, not word by word",
            Some("leave out ~ and the number".to_owned()),
        )),
        Shape::Near(distance) => leaf(
            text,
            if words::folded(text).len() > 1 {
                Form::Near(distance)
            } else {
                Form::Phrase
            },
        ),
        Shape::Regex => {
            let folded = pattern::folded_regex(text);
            stored::check_expression(&folded, at.clone())?;
            if stored::is_within_word(&folded) {
                return leaf(text, Form::Regex);
            }
            if can_span && part == Part::Anywhere {
                return Ok(Some(Leaf::Stored(StoredLeaf::expression(
                    text,
                    StoredKind::Words,
                    at,
                )?)));
            }
            Err(error(
                at,
                "an expression that spans words looks through the whole text",
                Some(format!("text:/{text}/")),
            ))
        }
        Shape::Bare => {
            if let Some((word, n)) = fuzzy(text) {
                let Some(n @ 1..=2) = n else {
                    return Err(error(
                        at,
                        "at most two letters can differ",
                        Some(format!("{word}~1, {word}~2")),
                    ));
                };
                if part.is_names() || words::folded(word).len() != 1 || word.len() > MAX_FUZZY_BYTES
                {
                    return Err(error(
                        at,
                        format!(
                            "only one word of the text of at most {MAX_FUZZY_BYTES} letters can be spelt otherwise"
                        ),
                        Some("leave out ~, or put blanks between the words".to_owned()),
                    ));
                }
                return leaf(word, Form::Fuzzy(n));
            }
            if pattern::has_wildcards(text) {
                return leaf(text, Form::Wild);
            }
            leaf(text, Form::Word)
        }
    }
}

/// Splits `~`, `~1` or `~2` off a word; the number is `None` where it is none of these.
fn fuzzy(text: &str) -> Option<(&str, Option<u8>)> {
    let (word, number) = text.rsplit_once('~')?;
    if !word.ends_with(char::is_alphanumeric) || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(match number {
        "" => (word, Some(1)),
        number => (word, number.parse().ok()),
    })
}

/// Straight and typographic double quotation marks; word processors put in the latter.
pub(crate) fn is_quotation_mark(c: char) -> bool {
    matches!(
        c,
        '"' | '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{AB}' | '\u{BB}'
    )
}

/// Moves a run of plain words to the parts of a query, identifiers among them recognised.
fn end_run(run: &mut Vec<TextLeaf>, nodes: &mut Vec<Node>) {
    let mut rest = &run[..];
    while let Some(word) = rest.first() {
        if let Some((mention, n_words)) = Mention::first_of(rest) {
            nodes.push(Node::Leaf(Leaf::Mention(mention)));
            rest = &rest[n_words..];
        } else {
            nodes.push(Node::Leaf(Leaf::Text(word.clone())));
            rest = &rest[1..];
        }
    }
    run.clear();
}

/// What a part does not match; twice over it is the part itself.
fn negate(node: Node) -> Node {
    match node {
        Node::Not(inner) => *inner,
        node => Node::Not(Box::new(node)),
    }
}

fn join(mut nodes: Vec<Node>, several: fn(Vec<Node>) -> Node) -> Option<Node> {
    match nodes.len() {
        0 => None,
        1 => nodes.pop(),
        _ => Some(several(nodes)),
    }
}

/// A range without the blanks at its ends.
fn trim(text: &str, at: Range<usize>) -> Range<usize> {
    let part = &text[at.clone()];
    let start = at.start + (part.len() - part.trim_start().len());
    start..start + part.trim().len()
}

fn lonely_operator(at: Range<usize>, side: &str) -> QueryError {
    let operator = side.split(' ').next_back().unwrap_or(side);
    error(
        at,
        format!("nothing stands {side}"),
        Some(format!(
            "put \"{operator}\" in quotation marks to look for the word"
        )),
    )
}

fn unknown_field(name: &str, at: Range<usize>) -> QueryError {
    let suggestion = match nearest(name, Field::names()) {
        Some(field) => format!("{field}:"),
        None => format!(
            "the fields are {}; put the text in quotation marks to look for it as it is",
            Field::names().collect::<Vec<_>>().join(", ")
        ),
    };
    error(at, format!("there is no field `{name}`"), Some(suggestion))
}
