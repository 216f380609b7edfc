//! `chancery refs`.

use std::collections::BTreeSet;

use chancery_archive::{Archive, CableKey, CableLine, Target};
use chancery_web::json::{CableJson, CitationJson, ReferenceJson};
use serde::Serialize;

use crate::archive_folder::{self, ArchiveArg};
use crate::error::{CommandError, Exit};
use crate::render::{json, references};
use crate::terminal::{Page, Piece, Role, Terminal};

/// Show what a cable refers to, and what refers to it
///
/// Cables that the archive lacks are shown with the dates between which they must lie.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Exit codes:
  0  the cable is there
  1  there is no such cable
  2  something could not be done: a message says what

Without --archive, the archive is the one folder `*.cables` in the current folder.")]
pub(crate) struct Args {
    /// The cable, in any spelling: `07STRELSAU92`, `"07 Strelsau 92"`
    #[arg(value_name = "ID")]
    id: String,

    #[command(flatten)]
    archive: ArchiveArg,

    /// How many steps to follow references
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=16))]
    depth: u8,

    /// Print one JSON object a line for each cable that is reached, the one asked for first
    #[arg(long)]
    json: bool,
}

/// Runs `chancery refs`.
pub(crate) fn run(args: &Args, terminal: &mut Terminal) -> Result<Exit, CommandError> {
    let archive = Archive::open(&archive_folder::to_read(&args.archive)?)?;
    let Some(key) = archive.resolve(&args.id)? else {
        archive_folder::report_no_such_cable(&archive, &args.id, terminal)?;
        return Ok(Exit::Negative);
    };
    if args.json {
        write_json(&archive, &key, args.depth, terminal)?;
        return Ok(Exit::Success);
    }
    let mut page = terminal.page();
    if let Some(cable) = archive.cable(&key)? {
        references::render_head(&cable, &mut page);
    }
    for direction in [Direction::References, Direction::CitedBy] {
        page.gap();
        page.line(&[Piece::new(Role::Label, direction.words())]);
        let mut tree = Tree {
            archive: &archive,
            direction,
            depth: args.depth,
            seen: BTreeSet::from([key.clone()]),
        };
        if !tree.grow(&key, "", 1, &mut page)? {
            page.line(&[Piece::new(Role::Faint, "  none")]);
        }
    }
    terminal.print(&page)?;
    Ok(Exit::Success)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Direction {
    References,
    CitedBy,
}

impl Direction {
    fn words(self) -> &'static str {
        match self {
            Direction::References => "Refers to",
            Direction::CitedBy => "Referred to by",
        }
    }
}

/// One line of a tree, and the cable to go on from.
type Branch = (Vec<Piece<'static>>, Option<CableKey>);

/// A tree being printed, each cable opened once.
struct Tree<'a> {
    archive: &'a Archive,
    direction: Direction,
    depth: u8,
    seen: BTreeSet<CableKey>,
}

impl Tree<'_> {
    /// Prints what stands below a cable; `false` where nothing does.
    fn grow(
        &mut self,
        key: &CableKey,
        margin: &str,
        depth: u8,
        page: &mut Page,
    ) -> Result<bool, CommandError> {
        let branches = self.branches(key)?;
        for (index, (pieces, next)) in branches.iter().enumerate() {
            let is_last = index + 1 == branches.len();
            let (fork, below) = if is_last {
                ("└─ ", "   ")
            } else {
                ("├─ ", "│  ")
            };
            let mut line = vec![Piece::new(Role::Faint, format!("{margin}{fork}"))];
            line.extend_from_slice(pieces);
            let is_open = match next {
                Some(next) if depth < self.depth => {
                    let is_new = self.seen.insert(next.clone());
                    if !is_new {
                        line.push(Piece::new(Role::Faint, "  (above)"));
                    }
                    is_new
                }
                _ => false,
            };
            page.line(&line);
            if let (true, Some(next)) = (is_open, next) {
                self.grow(next, &format!("{margin}{below}"), depth + 1, page)?;
            }
        }
        Ok(!branches.is_empty())
    }

    /// What stands directly below a cable.
    fn branches(&self, key: &CableKey) -> Result<Vec<Branch>, CommandError> {
        Ok(match self.direction {
            Direction::References => self
                .archive
                .references(key)?
                .unwrap_or_default()
                .iter()
                .map(|reference| {
                    let next = match &reference.target {
                        Target::Cable { line, .. } => Some(line.key.clone()),
                        _ => None,
                    };
                    (references::pieces(reference), next)
                })
                .collect(),
            Direction::CitedBy => self
                .archive
                .cited_by(key)?
                .unwrap_or_default()
                .iter()
                .map(|citation| {
                    let mut pieces = references::line_pieces(&citation.cable);
                    if citation.is_year_assumed {
                        pieces.push(references::assumed());
                    }
                    if citation.is_of_source {
                        pieces.push(references::of_source());
                    }
                    (pieces, Some(citation.cable.key.clone()))
                })
                .collect(),
        })
    }
}

/// One cable that was reached, `chancery/references/1`.
#[derive(Debug, Serialize)]
struct ReachedJson {
    schema: &'static str,
    depth: u8,
    /// How it was reached; `null` for the cable asked for.
    direction: Option<Direction>,
    cable: Option<CableJson>,
    references: Vec<ReferenceJson>,
    cited_by: Vec<CitationJson>,
}

/// Prints the cable and those reached within the depth, nearest first; each direction is followed by itself.
fn write_json(
    archive: &Archive,
    key: &CableKey,
    depth: u8,
    terminal: &mut Terminal,
) -> Result<(), CommandError> {
    let found = write_one(archive, key, 0, None, terminal)?;
    for (direction, mut ring) in [Direction::References, Direction::CitedBy]
        .into_iter()
        .zip(found)
    {
        let mut seen = BTreeSet::from([key.clone()]);
        for depth in 1..depth {
            let mut next = Vec::new();
            for line in ring {
                if seen.insert(line.key.clone()) {
                    let [refers, cited] =
                        write_one(archive, &line.key, depth, Some(direction), terminal)?;
                    next.extend(match direction {
                        Direction::References => refers,
                        Direction::CitedBy => cited,
                    });
                }
            }
            ring = next;
        }
    }
    Ok(())
}

/// Prints one cable and gives those next to it, in either direction.
fn write_one(
    archive: &Archive,
    key: &CableKey,
    depth: u8,
    direction: Option<Direction>,
    terminal: &mut Terminal,
) -> Result<[Vec<CableLine>; 2], CommandError> {
    let Some(cable) = archive.cable(key)? else {
        return Ok([Vec::new(), Vec::new()]);
    };
    let references = archive.references_of(&cable)?;
    let cited_by = archive.cited_by(key)?.unwrap_or_default();
    let reached = ReachedJson {
        schema: "chancery/references/1",
        depth,
        direction,
        cable: references::line_of(&cable).as_ref().map(CableJson::from),
        references: references.iter().map(ReferenceJson::from).collect(),
        cited_by: cited_by.iter().map(CitationJson::from).collect(),
    };
    json::write_line(terminal.out(), &reached)?;
    let refers = references
        .into_iter()
        .filter_map(|reference| match reference.target {
            Target::Cable { line, .. } => Some(line),
            _ => None,
        });
    let cited = cited_by.into_iter().map(|citation| citation.cable);
    Ok([refers.collect(), cited.collect()])
}
