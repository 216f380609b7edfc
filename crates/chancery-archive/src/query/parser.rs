//! Reads the text of a query. The grammar is in `docs/query.md`; each function here is one rule of it.

use std::ops::Range;

use super::classification::Classifications;
use super::date::{Dates, Years};
use super::field::Field;
use super::identifier::{Identifier, Mention};
use super::keyword::{Keyword, KeywordLeaf};
use super::text::{Part, TextLeaf};
use super::{Leaf, Node, Query, error};
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
        None if text.trim().is_empty() => Ok(Query {
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
    text: &'t str,
    at: Range<usize>,
    is_quoted: bool,
}

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
                    if !leaf.is_quoted && leaf.part == Part::Anywhere =>
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
            None => Err(error(
                name.start..self.at.max(name.end + 1).min(self.text.len()),
                format!("nothing stands after `{}:`", field.name()),
                Some(field.example().to_owned()),
            )),
        }
    }

    /// A phrase in quotation marks, or a run of anything but blanks, brackets and quotation marks.
    ///
    /// Within a field commas end an item too. Gives `None` where there is neither, having consumed nothing.
    fn item(&mut self, context: &Context) -> Result<Option<Item<'t>>, QueryError> {
        let start = self.at;
        if self.peek().is_some_and(is_quotation_mark) {
            return self.phrase().map(Some);
        }
        let is_list = matches!(context, Context::Field(..));
        let end = self
            .rest()
            .find(|c: char| {
                c.is_whitespace()
                    || c == '('
                    || c == ')'
                    || (is_list && c == ',')
                    || is_quotation_mark(c)
            })
            .map_or(self.text.len(), |length| start + length);
        // A comma at the very front separates nothing.
        let end = if end == start && self.peek() == Some(',') {
            start + 1
        } else {
            end
        };
        self.at = end;
        Ok((end > start).then(|| Item {
            text: &self.text[start..end],
            at: start..end,
            is_quoted: false,
        }))
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
        Ok(Item {
            text: &self.text[inside..end],
            at: start..self.at,
            is_quoted: true,
        })
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
        let keyword = |keyword| KeywordLeaf::new(keyword, item.text).map(Leaf::Keyword);
        let leaf = match context {
            Context::Top => Self::text_leaf(Part::Anywhere, item)?,
            Context::Field(Field::Text(part), _) => Self::text_leaf(*part, item)?,
            Context::Field(Field::Post, _) => keyword(Keyword::Post),
            Context::Field(Field::Tags, _) => keyword(Keyword::Tags),
            Context::Field(Field::Caption, _) => keyword(Keyword::Caption),
            Context::Field(Field::Class, _) => {
                Some(Leaf::Classification(Classifications::parse(item.text, at)?))
            }
            Context::Field(Field::Date, _) => Some(Leaf::Date(Dates::parse(item.text, at)?)),
            Context::Field(Field::Year, _) => Some(Leaf::Year(Years::parse(item.text, at)?)),
            Context::Field(Field::Id, _) => {
                Some(Leaf::Identifier(Identifier::parse(item.text, false, at)?))
            }
            Context::Field(Field::Ref, _) => {
                Some(Leaf::Identifier(Identifier::parse(item.text, true, at)?))
            }
        };
        Ok(leaf.map(Node::Leaf))
    }

    fn text_leaf(part: Part, item: &Item<'t>) -> Result<Option<Leaf>, QueryError> {
        if let Some(star) = item.text.find('*').filter(|_| !item.is_quoted)
            && item.text.len() > 1
        {
            let at = item.at.start + star;
            return Err(error(
                at..at + 1,
                "there are no wildcards",
                Some(format!(
                    "leave it out: a word is found in all its English forms; quote it to look for it as written, \"{}\"",
                    item.text.replace('*', "")
                )),
            ));
        }
        Ok(TextLeaf::new(part, item.text, item.is_quoted).map(Leaf::Text))
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

/// Straight and typographic double quotation marks; word processors put in the latter.
fn is_quotation_mark(c: char) -> bool {
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
