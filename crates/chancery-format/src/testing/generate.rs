//! Invented cables of every layout, made from bytes, and what wires, printers, scanners and copyists do to them.
//!
//! The bytes are choices: a fuzzer that changes one changes one decision. When they run out, numbers made from them go
//! on, so that a handful of bytes gives a whole cable.

#![expect(
    clippy::format_push_string,
    reason = "the texts of tests; speed does not matter and the layout shows better"
)]

/// A source of decisions.
#[derive(Clone, Debug)]
pub struct Choices<'b> {
    bytes: &'b [u8],
    state: u64,
}

impl<'b> Choices<'b> {
    /// Decisions from `bytes`; the same bytes always decide the same.
    pub fn new(bytes: &'b [u8]) -> Choices<'b> {
        // FNV-1a: any mixing will do.
        let state = bytes.iter().fold(0xCBF2_9CE4_8422_2325, |state, byte| {
            (state ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3)
        });
        Choices {
            bytes,
            state: state | 1,
        }
    }

    fn byte(&mut self) -> u8 {
        if let Some((&first, rest)) = self.bytes.split_first() {
            self.bytes = rest;
            return first;
        }
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        (self.state >> 24) as u8
    }

    /// A number below `n`; 0 where `n` is 0.
    pub fn below(&mut self, n: usize) -> usize {
        let wide = n > 256;
        let drawn = usize::from(self.byte())
            | if wide {
                usize::from(self.byte()) << 8
            } else {
                0
            };
        drawn.checked_rem(n).unwrap_or(0)
    }

    /// True `n` times in ten.
    pub fn tenths(&mut self, n: usize) -> bool {
        self.below(10) < n
    }

    /// One of a list.
    pub fn of<'t>(&mut self, list: &[&'t str]) -> &'t str {
        list[self.below(list.len())]
    }
}

const POSTS: &[&str] = &[
    "STRELSAU",
    "ZENDA",
    "EDELWEISS",
    "PARIS",
    "LONDON",
    "STATE",
    "USUN NEW YORK",
    "RIO DE JANEIRO",
    "ABU DHABI",
    "PORT AU PRINCE",
    "USNATO",
    "BASRAH",
];
const WORDS: &[&str] = &[
    "the",
    "King",
    "left",
    "Strelsau",
    "by",
    "night",
    "train",
    "and",
    "said",
    "that",
    "his",
    "cousin",
    "would",
    "not",
    "go",
    "to",
    "Zenda",
    "before",
    "May",
    "1.4",
    "(b)",
    "12,000",
    "crowns",
    "U.S.",
    "well-known",
    "re-elected",
    "its",
    "Embassy",
    "per cent",
    "--",
    "\"quietly\"",
    "Dr. Fenn",
    "GOR",
    "clock-",
    "work",
    "ref",
    "A",
    "SUBJECT",
    "comment",
    "October",
    "2006.",
    "He",
    "asked;",
    "we",
    "replied:",
    "no.",
    "Zürich",
    "’twas",
    "(see",
    "reftel)",
    "END",
    "TAGS",
];
const NAMES: &[&str] = &[
    "FENN",
    "HALVORSEN",
    "RASSENDYLL",
    "O'FENN",
    "VAN DER FENN",
    "McFENN",
    "DORN-FENN",
];
const TAGS: &[&str] = &[
    "PREL",
    "PGOV",
    "RX",
    "ECON",
    "KDEM",
    "OVIP (RASSENDYLL, RUDOLF)",
    "PHUM",
    "US",
    "EUN",
    "UNSC",
    "XXXQ",
    "KPKO",
    "MARR",
    "ETRD",
    "KIRF",
    "PFOR",
    "AF",
    "HUMAN RIGHTS",
];
const LEVELS: &[(&str, &str, &str)] = &[
    ("C O N F I D E N T I A L", "C", "CCCCC"),
    ("S E C R E T", "S", "SSSSS"),
    ("UNCLAS", "U", "UUUUU"),
    ("UNCLASSIFIED", "U", "UUUUU"),
    ("LIMITED OFFICIAL USE", "LOU", "EEEEE"),
    ("T O P S E C R E T", "TS", "TTTTT"),
];
const CAPTIONS: &[&str] = &[
    "SIPDIS",
    "NOFORN",
    "EXDIS",
    "NODIS",
    "SENSITIVE",
    "LIMDIS",
    "STADIS",
    "NOFORN SIPDIS",
];
const MONTHS: &[&str] = &[
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
];

/// A well-formed cable, or a part of one, in a layout the choices pick.
pub fn cable(choices: &mut Choices<'_>) -> String {
    match choices.below(12) {
        0 => electronic(choices),
        1 => smart(choices),
        2 => released(choices),
        3 => archive_page(choices),
        4 => mirror_page(choices),
        5 => csv_row(choices),
        6 => plusd_page(choices),
        7 => fragment(choices),
        _ => wire(choices),
    }
}

/// A cable of any layout after some damage; the first bytes choose the cable, the rest the damage.
pub fn damaged_cable(bytes: &[u8]) -> String {
    let mut choices = Choices::new(bytes);
    let n_damages = choices.below(8);
    let mut text = cable(&mut choices);
    for _ in 0..n_damages {
        text = damaged(&text, &mut choices);
    }
    text
}

/// A well-formed telegram of the wire form of about 1980 to 2010, with nothing wrong with it.
pub fn wire(choices: &mut Choices<'_>) -> String {
    let post = choices.of(POSTS);
    let number = 1 + choices.below(9_000);
    let year = 80 + choices.below(30);
    let (level, mark, letters) = LEVELS[choices.below(LEVELS.len())];
    let (day, month) = (1 + choices.below(28), choices.below(12));
    let mut out = String::new();
    if choices.tenths(7) {
        out.push_str(&format!(
            "VZCZCXRO{}\n{}\nDE RUEHSU #{:04} {:03}{:04}\nZN{} {letters} ZZH\n",
            1000 + choices.below(9000),
            [
                "PP RUEHEW",
                "OO RUEHEW RUEHZN",
                "RR RUEHC",
                "ZZ RUEHC RUEHEW"
            ][choices.below(4)],
            number % 10_000,
            1 + month * 30 + day,
            choices.below(24) * 100 + choices.below(60),
            if letters == "UUUUU" { 'R' } else { 'Y' },
        ));
    }
    out.push_str(&format!(
        "{} {day:02}{:02}{:02}Z {} {:02}\nFM {}\n",
        choices.of(&["P", "O", "R", "Z", "O P", "P R"]),
        choices.below(24),
        choices.below(60),
        MONTHS[month],
        year % 100,
        if post == "STATE" {
            "SECSTATE WASHDC".to_owned()
        } else {
            format!("AMEMBASSY {post}")
        },
    ));
    addressees(choices, &mut out);
    let section = if choices.tenths(1) {
        " SECTION 01 OF 03"
    } else {
        ""
    };
    out.push_str(&format!("{level}{section} {post} {number:06}\n\n"));
    text_head(choices, mark, year, &mut out);
    body(choices, mark, post, number, &mut out);
    out
}

fn addressees(choices: &mut Choices<'_>, out: &mut String) {
    out.push_str("TO RUEHC/SECSTATE WASHDC");
    if choices.tenths(5) {
        out.push_str(&format!(
            " {} {:04}",
            choices.of(&["PRIORITY", "IMMEDIATE", "ROUTINE", "NIACT IMMEDIATE"]),
            choices.below(9999)
        ));
    }
    out.push('\n');
    for n in 0..choices.below(7) {
        let label = if n == 0 { "INFO " } else { "" };
        let post = choices.of(POSTS);
        out.push_str(&match choices.below(6) {
            0 => format!("{label}RUCNRUR/RURITANIA COLLECTIVE, XMT AMCONSUL {post}\n"),
            1 => format!("{label}AMEMBASSY {post}\n"),
            2 => format!("{label}RHEHAAA/NSC WASHDC IMMEDIATE\n"),
            3 => format!("{label}RUEKJCS/JOINT STAFF WASHDC//J5/DDPMA//\n"),
            _ => format!(
                "{label}RUEH{}{}/AMEMBASSY {post} {:04}\n",
                (b'A' + choices.below(26) as u8) as char,
                (b'A' + choices.below(26) as u8) as char,
                choices.below(9999)
            ),
        });
    }
}

fn text_head(choices: &mut Choices<'_>, mark: &str, year: usize, out: &mut String) {
    for _ in 0..choices.below(3) {
        out.push_str(choices.of(CAPTIONS));
        out.push('\n');
    }
    if choices.tenths(2) {
        out.push_str(choices.of(&[
            "\nDEPT FOR EUR/CE\n",
            "\nSTATE PASS TO USTR\nNSC FOR FENN\n",
        ]));
    }
    out.push('\n');
    if choices.tenths(9) {
        let order = choices.of(&[
            "E.O. 12958",
            "E.O. 12356",
            "E.O. 13526",
            "E.O. 12065",
            "EO 12958",
        ]);
        let decl = choices.of(&[
            "DECL: 05/22/2016",
            "DECL: OADR",
            "N/A",
            "DECL: X1",
            "DECL: 10 YEARS AFTER THE CORONATION",
            "DECL: 25X1-human",
            "GDS 12/31/86 (FENN, DORA)",
        ]);
        out.push_str(&format!("{order}: {decl}\n"));
    }
    if choices.tenths(9) {
        out.push_str("TAGS: ");
        let n = 1 + choices.below(9);
        for at in 0..n {
            out.push_str(choices.of(TAGS));
            out.push_str(if at + 1 == n {
                "\n"
            } else {
                choices.of(&[", ", ", ", " ", ",\n      "])
            });
        }
    }
    let subject = words(choices, 9).to_uppercase();
    let portion = if choices.tenths(3) {
        format!("({mark}) ")
    } else {
        String::new()
    };
    out.push_str(&format!("SUBJECT: {portion}RURITANIA: {subject}\n\n"));
    if choices.tenths(6) {
        out.push_str("REF: ");
        for (at, letter) in ('A'..='H').enumerate().take(1 + choices.below(8)) {
            if at > 0 {
                out.push_str(choices.of(&["\n     ", " ", "\n"]));
            }
            let post = choices.of(POSTS);
            let number = 1 + choices.below(4000);
            out.push_str(&match choices.below(7) {
                0 => format!("{letter}. {post} {number} AND PREVIOUS"),
                1 => format!("({letter}) {:02} {post} {number}", year % 100),
                2 => format!("{letter}) FENN-DORN EMAIL OF 05/19/{:02}", year % 100),
                3 => format!("{letter}. {post} {number} (NOTAL)"),
                4 => format!(
                    "{letter}. {post} {number} AND {} ({})",
                    number + 3,
                    1900 + year
                ),
                _ => format!("{letter}. {post} {number}"),
            });
        }
        out.push_str("\n\n");
    }
    if mark != "U" && choices.tenths(8) {
        out.push_str(choices.of(&[
            "Classified By: DCM Dora Fenn for reasons 1.4 (b) and (d).\n\n",
            "CLASSIFIED BY: AMBASSADOR RUDOLF RASSENDYLL. REASON 1.5 (B) AND (D).\n\n",
            "Classified By: Political Counselor D. H. Fenn, reasons 1.4(b,d)\n\n",
            "(U) Classified by Charge d'Affaires Dora Fenn, Reason: E.O. 12958 1.4 (b)\n\n",
        ]));
    }
}

fn body(choices: &mut Choices<'_>, mark: &str, post: &str, number: usize, out: &mut String) {
    let n = 1 + choices.below(9);
    let numbered = choices.tenths(8);
    let pages = choices.tenths(2);
    for at in 1..=n {
        if choices.tenths(2) {
            out.push_str(&format!(
                "{}\n{}\n\n",
                choices.of(&[
                    "THE PALACE",
                    "Reaction in Zenda",
                    "COMMENT",
                    "- - - Background"
                ]),
                choices.of(&["----------", "", "=====", "- - - -"])
            ));
        }
        if numbered {
            out.push_str(&format!("{at}. "));
        }
        if choices.tenths(8) {
            out.push_str(&format!("({mark}) "));
        }
        let opens = if at == 1 {
            choices.below(3)
        } else {
            3 + choices.below(6)
        };
        out.push_str(match opens {
            0 => "SUMMARY: ",
            3 => "COMMENT: ",
            4 => "ACTION REQUEST: ",
            _ => "",
        });
        let paragraph = words(choices, 10 + 30 * usize::from(at % 3 == 0));
        wrap(&paragraph, choices.of(&["\n", "\n", " \n", "\n    "]), out);
        out.push_str(match opens {
            0 => " END SUMMARY.",
            3 => " END COMMENT.",
            7 => "\n-- one\n-- two",
            8 => "\n\nBEGIN TEXT:\n\n1. He went.\n\n2. He came.\n\nEND TEXT.",
            _ => "",
        });
        out.push_str("\n\n");
        if pages && at % 2 == 0 {
            out.push_str(&format!(
                "{} {number:08}  {:03} OF 003\n\n",
                &post[..post.len().min(8)],
                at / 2
            ));
        }
    }
    if choices.tenths(9) {
        out.push_str(choices.of(NAMES));
        out.push('\n');
    }
    if choices.tenths(5) {
        out.push_str(choices.of(&[
            "BT\n",
            "NNNN\n",
            "BT\n#0731\nNNNN\n",
            "NOTE BY OC/T: DELAYED\n",
        ]));
    }
}

fn words(choices: &mut Choices<'_>, n: usize) -> String {
    let n = 1 + choices.below(n);
    (0..n)
        .map(|_| choices.of(WORDS))
        .collect::<Vec<_>>()
        .join(" ")
}

fn wrap(text: &str, end: &str, out: &mut String) {
    let mut width = 0;
    for word in text.split(' ') {
        if width > 0 && width + word.len() > 60 {
            out.push_str(end);
            width = 0;
        } else if width > 0 {
            out.push(' ');
        }
        out.push_str(word);
        width += word.len() + 1;
    }
}

fn electronic(choices: &mut Choices<'_>) -> String {
    let number = 1 + choices.below(9000);
    let mut out = format!(
        "PAGE 01  STRELS  {number:05}  121604Z\n\n51\nACTION EUR-12\n\nINFO  OCT-01  ISO-00  EB-07  CIAE-00\n      INR-10  /087 W\n                     ---------------------     {:06}\n",
        9000 + number
    );
    out.push_str(&format!("{} 121302Z MAR {}\nFM AMEMBASSY STRELSAU\nTO SECSTATE WASHDC {}\nINFO AMEMBASSY PARIS\nAMCONSUL ZENDA\n", choices.of(&["R", "P", "O"]), 73 + choices.below(7), choices.below(9999)));
    out.push_str(&format!("{} STRELSAU {number:04}\n\n{}E.O. 11652: {}\nTAGS: PFOR, RX\nSUBJ: {}\n\nREF: STATE {}\n\n", choices.of(&["C O N F I D E N T I A L", "UNCLAS", "LIMITED OFFICIAL USE", "S E C R E T SECTION 1 OF 2"]), choices.of(&["", "LIMDIS\n", "EXDIS\n"]), choices.of(&["GDS", "N/A", "XGDS-1", "ADS, DECLAS 03/12/84"]), words(choices, 8).to_uppercase(), choices.below(99999)));
    for at in 1..=1 + choices.below(6) {
        let paragraph = words(choices, 60).to_uppercase();
        out.push_str(&format!("{at}. "));
        wrap(&paragraph, "\n", &mut out);
        out.push_str("\n\n");
        if choices.tenths(3) {
            out.push_str(&format!(
                "CONFIDENTIAL\n\nPAGE {at:02}  STRELS  {number:05}  121604Z\n\n"
            ));
        }
    }
    out.push_str(choices.of(NAMES));
    out.push_str("\n\n\nCONFIDENTIAL\n\n\n\n");
    if choices.tenths(6) {
        out.push_str("\nMessage Attributes\n\nAutomatic Decaptioning: X\nCapture Date: 01 JAN 1994\nCurrent Classification: UNCLASSIFIED\nDraft Date: 12 MAR 1976\nDocument Number: 1976STRELS00931\nFrom: STRELSAU\nSubject: CLOCKS\nTAGS: PFOR, RX\nTo: STATE\nMarkings: Margaret P. Grafeld Declassified/Released US Department of State EO Systematic Review 04 MAY 2006\n");
    }
    out
}

fn smart(choices: &mut Choices<'_>) -> String {
    let (_, mark, _) = LEVELS[choices.below(4)];
    let mut out = format!(
        "UNCLASSIFIED\n\nMRN: {} STRELSAU {}\nDate/DTG: Jun 12, 2011 / 121302Z JUN 11\nFrom: AMEMBASSY STRELSAU\nAction: WASHDC, SECSTATE {}\nInfo: RURITANIA COLLECTIVE; PARIS, AMEMBASSY ROUTINE\nE.O.: 13526\nTAGS: PREL, RX\nCaptions: {}\nReference: A) 11 ZENDA 12\nB) 10 STATE 1200\nSubject: {}\n\n",
        9 + choices.below(8),
        choices.below(9999),
        choices.of(&["ROUTINE", "IMMEDIATE"]),
        choices.of(CAPTIONS),
        words(choices, 9)
    );
    body(choices, mark, "STRELSAU", 731, &mut out);
    out.push_str("Signature: FENN\n\nDrafted By: STRELSAU:Fenn, Dora\nCleared By: POL:Dorn, A\nApproved By: EXEC:Halvorsen\nReleased By: STRELSAU:Fenn, Dora\nXMT: None\n\nUNCLASSIFIED\n");
    out
}

fn released(choices: &mut Choices<'_>) -> String {
    let stamp = "UNCLASSIFIED U.S. Department of State Case No. F-2014-20439 Doc No. C05771875 Date: 12/31/2015\n";
    let inner = wire(choices);
    let mut out = format!("{stamp}\nRELEASE IN PART\nB1,1.4(D),B6\n\n");
    for (at, line) in inner.lines().enumerate() {
        out.push_str(line);
        out.push_str(match choices.below(24) {
            0 => "  B1",
            1 => "\n1.4(D)",
            2 => "   1.4(B)",
            _ => "",
        });
        out.push('\n');
        if at % 30 == 29 {
            out.push_str(stamp);
        }
    }
    out.push_str(stamp);
    out
}

fn archive_page(choices: &mut Choices<'_>) -> String {
    format!(
        "Identifier\nCreated\nClassification\nOrigin\n06STRELSAU731\n2006-05-22 13:00:00\nCONFIDENTIAL\nEmbassy Strelsau\n\nCable title:\n\n{}\n\nTags: PREL, RX\n\npdf how-to read a cable\n\n{}",
        words(choices, 6),
        wire(choices)
    )
}

fn mirror_page(choices: &mut Choices<'_>) -> String {
    let text = wire(choices).replace('&', "&amp;").replace('<', "&lt;");
    let (head, body) = text.split_once("\n1. ").unwrap_or((&text, ""));
    format!(
        "<html><body><h3>Viewing cable 06STRELSAU731, THE CLOCKS</h3><table class='cable'><tr><th>Reference ID</th><th>Created</th><th>Classification</th><th>Origin</th></tr><tr><td><a href='x'>06STRELSAU731</a></td><td>2006-05-22 13:00</td><td>CONFIDENTIAL</td><td>Embassy Strelsau</td></tr></table>\n<code><pre>{head}</pre></code>\n<code><pre>&para;1. {body}</pre></code></body></html>"
    )
}

fn csv_row(choices: &mut Choices<'_>) -> String {
    let text = wire(choices).replace('\\', "\\\\").replace('"', "\\\"");
    let (head, body) = text.split_once("\n1. ").unwrap_or((&text, ""));
    format!(
        "\"731\",\"5/22/2006 13:00\",\"06STRELSAU731\",\"Embassy Strelsau\",\"CONFIDENTIAL\",\"06ZENDA12|06STATE9\",\"{head}\",\"1. {body}\"\n"
    )
}

fn plusd_page(choices: &mut Choices<'_>) -> String {
    format!(
        "CLOCKS STOP\nDate: 1976 March 12, 13:02 (Friday)\nCanonical ID: 1976STRELS00931_b\nOriginal Classification: CONFIDENTIAL\nCurrent Classification: UNCLASSIFIED\nHandling Restrictions: -- N/A or Blank --\nExecutive Order: GS\nTAGS: PFOR, RX\nEnclosure: -- N/A or Blank --\nFrom: STRELSAU\nTo: STATE\nShow Headers\n{}",
        electronic(choices)
    )
}

fn fragment(choices: &mut Choices<'_>) -> String {
    let whole = wire(choices);
    let lines: Vec<&str> = whole.split_inclusive('\n').collect();
    let from = choices.below(lines.len());
    let n = 1 + choices.below(lines.len() - from);
    lines[from..from + n].concat()
}

/// The text after one thing that wires, printers, scanners or copyists do.
pub fn damaged(text: &str, choices: &mut Choices<'_>) -> String {
    if text.is_empty() {
        return choices.of(&["\n", "¶", "(", "1."]).to_owned();
    }
    // Damage must not let a text grow without end.
    if text.len() > 40_000 {
        return text[..boundary(text, 20_000)].to_owned();
    }
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let line = choices.below(lines.len());
    let at = boundary(text, choices.below(text.len()));
    let width = text[at..].chars().next().map_or(0, char::len_utf8);
    let replaced = |with: &str| format!("{}{with}{}", &text[..at], &text[at + width..]);
    match choices.below(24) {
        0 => replaced(""),
        1 => replaced(choices.of(&[
            "\0", "\u{1a}", "\u{c}", "\r", "\t", "\u{FFFD}", "\u{a0}", "\u{200b}", "¶", "”", "👑",
            "ﬁ", "\u{AD}", "\n",
        ])),
        2 => format!(
            "{}{}",
            &text[..at],
            &text[boundary(text, at.saturating_sub(width))..]
        ),
        3 => lines
            .iter()
            .enumerate()
            .filter(|(n, _)| *n != line)
            .map(|(_, line)| *line)
            .collect(),
        4 => lines
            .iter()
            .enumerate()
            .flat_map(|(n, text)| std::iter::repeat_n(*text, if n == line { 2 } else { 1 }))
            .collect(),
        5 => {
            let mut lines = lines;
            let other = choices.below(lines.len());
            lines.swap(line, other);
            lines.concat()
        }
        6 => joined(&lines, line, ""),
        7 => joined(&lines, line, " "),
        8 => text.replace(
            '\n',
            choices.of(&["\r\n", "\r", "\r\r\n", "\n\n", " \n", " "]),
        ),
        9 => text[..at].to_owned(),
        10 => text[at..].to_owned(),
        11 => format!("{}{}{}", &text[..at], "XXXXXXXXXXXX", &text[at..]),
        12 => inserted(&lines, line, "PAGE 02  STRELS  00931  121604Z\n"),
        13 => inserted(&lines, line, "STRELSAU 00000731  002 OF 003\n"),
        14 => inserted(&lines, line, "CONFIDENTIAL\n"),
        15 => scanned(text, choices),
        16 => text.to_lowercase(),
        17 => text.to_uppercase(),
        18 => inserted(
            &lines,
            line,
            &lines[line.min(lines.len() - 1)].repeat(1 + choices.below(40)),
        ),
        19 => {
            let end = boundary(text, (at + 1 + choices.below(300)).min(text.len())).max(at);
            format!(
                "{}{}",
                &text[..end],
                text[at..end].repeat(1 + choices.below(6)) + &text[end..]
            )
        }
        20 => {
            let label = choices.of(&[
                "SUBJECT:",
                "TAGS:",
                "REF:",
                "FM ",
                "TO ",
                "INFO ",
                "Classified By:",
                "E.O. 12958:",
                "1.",
                "END SUMMARY",
                "SIPDIS",
            ]);
            let with = choices.of(&[
                "",
                "SUBJCT",
                "TAGS",
                "REFTEL",
                "subject:",
                " ",
                "S U B J E C T :",
                "SUBJECT: SUBJECT:",
                "TAGS:TAGS:",
                "l.",
            ]);
            text.replacen(label, with, 1)
        }
        21 => text.chars().flat_map(|c| [c, ' ']).take(3000).collect(),
        22 => inserted(&lines, line, &wire(choices)),
        _ => {
            let sign = choices.of(&[
                "(", ")", "[", "\"", ":", ",", ".", "-", "/", "<", "&", "'", "\\",
            ]);
            format!(
                "{}{}{}",
                &text[..at],
                sign.repeat(1 + choices.below(30)),
                &text[at..]
            )
        }
    }
}

fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A line end lost.
fn joined(lines: &[&str], at: usize, with: &str) -> String {
    let mut out = String::new();
    for (n, line) in lines.iter().enumerate() {
        if n == at {
            out.push_str(line.trim_end_matches('\n'));
            out.push_str(with);
        } else {
            out.push_str(line);
        }
    }
    out
}

fn inserted(lines: &[&str], at: usize, what: &str) -> String {
    format!("{}{what}{}", lines[..at].concat(), lines[at..].concat())
}

/// What a scanner reads: letters for digits and the other way round, ligatures, typographic quotes.
fn scanned(text: &str, choices: &mut Choices<'_>) -> String {
    let every = 2 + choices.below(20);
    text.chars()
        .enumerate()
        .map(|(n, c)| match c {
            _ if n % every != 0 => c,
            '0' => 'O',
            'O' => '0',
            '1' => 'l',
            'I' => '1',
            '"' => '“',
            '.' => ',',
            ':' => ';',
            'S' => '5',
            '-' => '—',
            _ => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_bytes_give_the_same_cable() {
        for seed in 0..200u8 {
            assert_eq!(damaged_cable(&[seed, 7, 3]), damaged_cable(&[seed, 7, 3]));
        }
    }

    #[test]
    fn well_formed_telegrams_have_their_elements() {
        for seed in 0..100u8 {
            let text = wire(&mut Choices::new(&[seed]));
            let cable = crate::parse(&text).cable;
            assert!(cable.mrn.is_some(), "{text}");
            assert!(cable.date_time_group.is_some(), "{text}");
            assert!(cable.subject.is_some(), "{text}");
            assert!(!cable.paragraphs.is_empty(), "{text}");
        }
    }
}
