//! Texts that repeat one thing without end: what the cost of a parse is measured with.
//!
//! A parser that looks ahead or back from every place costs the square of such a text's length. Each [`UNITS`] stands
//! in each of [`PLACES`], so that every loop of the parser meets every repetition.

/// A thing that is repeated. `#` stands for a running number.
#[derive(Clone, Copy, Debug)]
pub struct Unit {
    /// What it is called in a report.
    pub name: &'static str,
    /// What is repeated.
    pub text: &'static str,
}

/// Where in a cable the repetition stands.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// What it is called in a report.
    pub name: &'static str,
    /// What goes before.
    pub before: &'static str,
    /// What comes behind.
    pub behind: &'static str,
}

/// Writes a text of `n_bytes` or a little more: `unit` over and over at `place`.
pub fn hostile(place: Place, unit: Unit, n_bytes: usize) -> String {
    let mut text = String::with_capacity(n_bytes + 256);
    text.push_str(place.before);
    let mut n = 0u32;
    while text.len() < n_bytes {
        n += 1;
        let mut parts = unit.text.split('#');
        text.push_str(parts.next().unwrap_or(""));
        for part in parts {
            text.push_str(&n.to_string());
            text.push_str(part);
        }
    }
    text.push_str(place.behind);
    text
}

const fn unit(name: &'static str, text: &'static str) -> Unit {
    Unit { name, text }
}

/// Places a repetition may stand at.
pub const PLACES: &[Place] = &[
    Place {
        name: "alone",
        before: "",
        behind: "",
    },
    Place {
        name: "wire head",
        before: "VZCZCXRO4471\nPP RUEHEW\nDE RUEHSU #0731 1421305\nZNY CCCCC ZZH\nP 221300Z MAY 06\nFM AMEMBASSY STRELSAU\nTO RUEHC/SECSTATE WASHDC PRIORITY 3341\nINFO RUEHEW/AMEMBASSY EDELWEISS 0017\n",
        behind: "\nC O N F I D E N T I A L STRELSAU 000731\nSUBJECT: THE CLOCKS\n\n1. (C) The clocks stopped.\nFENN\n",
    },
    Place {
        name: "text head",
        before: "P 221300Z MAY 06\nFM AMEMBASSY STRELSAU\nTO RUEHC/SECSTATE WASHDC\nC O N F I D E N T I A L STRELSAU 000731\nSIPDIS\n",
        behind: "\nSUBJECT: THE CLOCKS\n\n1. (C) The clocks stopped.\nFENN\n",
    },
    Place {
        name: "E.O.",
        before: "P 221300Z MAY 06\nFM AMEMBASSY STRELSAU\nC O N F I D E N T I A L STRELSAU 000731\nE.O. 12958: DECL: ",
        behind: "\nSUBJECT: THE CLOCKS\n\n1. (C) The clocks stopped.\nFENN\n",
    },
    Place {
        name: "TAGS",
        before: "P 221300Z MAY 06\nFM AMEMBASSY STRELSAU\nC O N F I D E N T I A L STRELSAU 000731\nTAGS: PREL, ",
        behind: "\nSUBJECT: THE CLOCKS\n\n1. (C) The clocks stopped.\nFENN\n",
    },
    Place {
        name: "SUBJECT",
        before: "P 221300Z MAY 06\nFM AMEMBASSY STRELSAU\nC O N F I D E N T I A L STRELSAU 000731\nSUBJECT: (C) ",
        behind: "\n\n1. (C) The clocks stopped.\nFENN\n",
    },
    Place {
        name: "REF",
        before: "P 221300Z MAY 06\nFM AMEMBASSY STRELSAU\nC O N F I D E N T I A L STRELSAU 000731\nSUBJECT: THE CLOCKS\n\nREF: A. ZENDA 12\n",
        behind: "\n\n1. (C) The clocks stopped.\nFENN\n",
    },
    Place {
        name: "Classified By",
        before: "P 221300Z MAY 06\nFM AMEMBASSY STRELSAU\nC O N F I D E N T I A L STRELSAU 000731\nSUBJECT: THE CLOCKS\n\nClassified By: DCM Dora Fenn for reasons ",
        behind: "\n\n1. (C) The clocks stopped.\nFENN\n",
    },
    Place {
        name: "body",
        before: "P 221300Z MAY 06\nFM AMEMBASSY STRELSAU\nC O N F I D E N T I A L STRELSAU 000731\nSUBJECT: THE CLOCKS\n\n1. (C) SUMMARY: The clocks stopped.\n\n2. (C) ",
        behind: "\nFENN\n",
    },
    Place {
        name: "quoted text",
        before: "P 221300Z MAY 06\nFM AMEMBASSY STRELSAU\nC O N F I D E N T I A L STRELSAU 000731\nSUBJECT: THE CLOCKS\n\n1. (C) The clocks stopped.\n\n2. The notice:\n\nBEGIN TEXT:\n\n",
        behind: "\nEND TEXT.\nFENN\n",
    },
    Place {
        name: "1970s",
        before: "PAGE 01  STRELS  00931  121604Z\n\n51\nACTION EUR-12\n\nINFO  OCT-01  ISO-00\n    ------------- 091377\nR 121302Z MAR 76\nFM AMEMBASSY STRELSAU\nTO SECSTATE WASHDC 1105\nC O N F I D E N T I A L STRELSAU 0931\nE.O. 11652: GDS\nTAGS: PFOR, RX\nSUBJ: CLOCKS\n1. ",
        behind: "\nFENN\n\n\nMessage Attributes\nAutomatic Decaptioning: X\nCapture Date: 01 JAN 1994\n",
    },
    Place {
        name: "attributes",
        before: "R 121302Z MAR 76\nFM AMEMBASSY STRELSAU\nTO SECSTATE WASHDC 1105\nC O N F I D E N T I A L STRELSAU 0931\nSUBJ: CLOCKS\n1. HALT.\nFENN\n\n\nMessage Attributes\nAutomatic Decaptioning: X\nCapture Date: 01 JAN 1994\n",
        behind: "\n",
    },
    Place {
        name: "FOIA",
        before: "UNCLASSIFIED U.S. Department of State Case No. F-2014-20439 Doc No. C05771875 Date: 12/31/2015\nRELEASE IN PART\nB1,1.4(D)\nMRN: 11 STRELSAU 731\nDate/DTG: Jun 12, 2011 / 121302Z JUN 11\nFrom: AMEMBASSY STRELSAU\nAction: WASHDC, SECSTATE ROUTINE\nE.O.: 13526\nTAGS: PREL, RX\nCaptions: SIPDIS\nSubject: THE CLOCKS\n\n1. (C) ",
        behind: "\nSignature: FENN\n",
    },
    Place {
        name: "HTML page",
        before: "<html><h3>Viewing cable 06STRELSAU731, THE CLOCKS</h3><table class='cable'><tr><th>Reference ID</th><th>Created</th><th>Classification</th><th>Origin</th></tr><tr><td>06STRELSAU731</td><td>2006-05-22 13:00</td><td>SECRET</td><td>Embassy Strelsau</td></tr></table><pre>P 221300Z MAY 06\nFM AMEMBASSY STRELSAU\n</pre><pre>1. (C) ",
        behind: "\nFENN\n</pre></html>",
    },
    Place {
        name: "archive page",
        before: "Identifier\nCreated\nClassification\nOrigin\n06STRELSAU731\n2006-05-22 13:00\nSECRET\nEmbassy Strelsau\n\nCable title:\n\nTHE CLOCKS\n\nTags: PREL\n\npdf how-to\nP 221300Z MAY 06\nFM AMEMBASSY STRELSAU\nS E C R E T STRELSAU 000731\nSUBJECT: THE CLOCKS\n1. (S) ",
        behind: "\nFENN\n",
    },
    Place {
        name: "CSV row",
        before: "\"12\",\"5/22/2006 13:00\",\"06STRELSAU731\",\"Embassy Strelsau\",\"SECRET\",\"06ZENDA12\",\"P 221300Z MAY 06\nFM AMEMBASSY STRELSAU\",\"1. (S) ",
        behind: "\"\n",
    },
];

/// Things to repeat.
pub const UNITS: &[Unit] = &[
    unit("one line of letters", "A"),
    unit("one line of words", "THE KING "),
    unit(
        "lines of prose",
        "The King left Strelsau by the night train, as he had in March.\n",
    ),
    unit(
        "lines of capitals",
        "THE KING LEFT STRELSAU BY THE NIGHT TRAIN.\n",
    ),
    unit("paragraphs", "#. (C) The King left.\n\n"),
    unit("paragraphs on one line", "1. (C) The King left. "),
    unit("blanks", " "),
    unit("line ends", "\n"),
    unit("carriage returns", "\r"),
    unit("CR LF", "\r\n"),
    unit("tabs", "\t"),
    unit("NULs", "\0"),
    unit("controls", "\u{1a}\u{c}\u{7}"),
    unit("no-break spaces", "\u{a0}"),
    unit("blank lines of blanks", "    \n"),
    unit("(", "("),
    unit(")", ")"),
    unit("( lines", "(\n"),
    unit("(C)", "(C)"),
    unit("(C) lines", "(C) A\n"),
    unit("[", "["),
    unit("<", "<"),
    unit("tags of markup", "<a href='x'>"),
    unit("<pre>", "<pre>"),
    unit("</pre>", "</pre>"),
    unit("&", "&"),
    unit("&#x", "&#x4"),
    unit("1.", "1. "),
    unit("1. lines", "1. \n"),
    unit("1. apart", "1.\n\n"),
    unit("numbers", "#. "),
    unit("digits", "1234567890"),
    unit("digits and blanks", "12 "),
    unit("lone digits", "1\n"),
    unit("commas", ","),
    unit("full stops", "."),
    unit("colons", ":"),
    unit("semicolons", "; "),
    unit("slashes", "/"),
    unit("hyphens", "-"),
    unit("hyphens apart", "- "),
    unit("hyphen lines", "-\n"),
    unit("words cut by hyphens", "clock-\nwork "),
    unit("capitals cut by hyphens", "CLOCK-\n"),
    unit("paragraphs cut by hyphens", "#. (C) The clock-\nwork.\n\n"),
    unit("underscores", "_"),
    unit("equals", "===\n"),
    unit("stars", "*** \n"),
    unit("quotes", "\""),
    unit("quotes and commas", "\",\""),
    unit("backslashes", "\\"),
    unit("apostrophes", "'"),
    unit("pilcrows", "¶"),
    unit("pilcrow lines", "¶1. (C) A\n"),
    unit("emoji", "👑"),
    unit("accents", "é"),
    unit("replacement signs", "\u{FFFD}"),
    unit("byte order marks", "\u{FEFF}"),
    unit("ligatures", "ﬁ"),
    unit("combining", "a\u{301}"),
    unit("XXXXX", "XXXXX"),
    unit("XXXXX apart", "XXXXX "),
    unit("X lines", "XXXXXXXXXXXX\n"),
    unit("E", "E"),
    unit("end", "end "),
    unit("END", "END "),
    unit("END COMMENT", "END COMMENT. "),
    unit("COMMENT", "COMMENT "),
    unit("COMMENT: lines", "COMMENT: A\n\n"),
    unit("(COMMENT:", "(COMMENT: A "),
    unit("(COMMENT: lines", "(COMMENT: A\n"),
    unit("COMMENT END COMMENT", "(COMMENT: A END COMMENT.) "),
    unit("SUMMARY", "SUMMARY: "),
    unit("SUMMARY paragraphs", "#. (C) SUMMARY: A\n\n"),
    unit("COMMENT paragraphs", "#. (C) COMMENT: A. END COMMENT.\n\n"),
    unit("BEGIN TEXT", "BEGIN TEXT\n\n1. A\n\n"),
    unit("BEGIN ", "BEGIN "),
    unit("BEGIN TEXT END TEXT", "BEGIN TEXT. 1. A END TEXT.\n\n"),
    unit("UNQUOTE", "QUOTE UNQUOTE "),
    unit("headings", "THE KING\n\n"),
    unit("headings and rules", "THE KING\n--------\n\nHe left.\n\n"),
    unit("Mixed titles", "The King\n\n"),
    unit("BT", "BT\n"),
    unit("NNNN", "NNNN\n"),
    unit("hash numbers", "#0731\n"),
    unit("surnames", "FENN\n"),
    unit("surnames on a line", ". FENN "),
    unit("FM lines", "FM AMEMBASSY STRELSAU\n"),
    unit("TO lines", "TO AMEMBASSY EDELWEISS\n"),
    unit("TO on a line", "TO AMEMBASSY EDELWEISS "),
    unit("INFO lines", "INFO AMEMBASSY EDELWEISS\n"),
    unit("addresses", "RUEHEW/AMEMBASSY EDELWEISS PRIORITY #\n"),
    unit("other addresses", "RUEHE#/AMCONSUL ZENDA# 17\n"),
    unit("XMT", "XMT AMCONSUL ZENDA\n"),
    unit("XMT on a line", "XMT "),
    unit(
        "collectives with exemptions",
        "RURITANIA COLLECTIVE, XMT AMCONSUL ZENDA\n",
    ),
    unit("VZCZC lines", "VZCZCXRO4471\n"),
    unit("ZCZC", "ZCZC"),
    unit("PP lines", "PP RUEHEW RUEHZN\n"),
    unit("PP on a line", "PP RUEHEW "),
    unit("DE lines", "DE RUEHSU #0731 1421305\n"),
    unit("ZNY lines", "ZNY CCCCC ZZH\n"),
    unit("Z signals", "ZZH "),
    unit("date-time groups", "P 221300Z MAY 06\n"),
    unit("date-time groups on a line", "221300Z MAY 06 "),
    unit("bad groups", "P 991399Z MAY 06\n"),
    unit(
        "classification lines",
        "C O N F I D E N T I A L STRELSAU 000731\n",
    ),
    unit("other classification lines", "S E C R E T ZENDA #\n"),
    unit("levels", "CONFIDENTIAL\n"),
    unit("levels on a line", "CONFIDENTIAL "),
    unit("spaced levels", "C O N F I D E N T I A L "),
    unit("spaced letters", "S E C "),
    unit("UNCLAS lines", "UNCLAS STRELSAU\n"),
    unit(
        "section heads",
        "C O N F I D E N T I A L SECTION # OF 99 STRELSAU 000731\nSIPDIS\nTAGS: PREL\nSUBJECT: THE CLOCKS\n\n",
    ),
    unit("SECTION", "SECTION 01 OF 03 "),
    unit(
        "sections of one cable",
        "C O N F I D E N T I A L STRELSAU 000731\n\n\n",
    ),
    unit("captions", "SIPDIS\n"),
    unit("captions on a line", "SIPDIS NOFORN "),
    unit("passing lines", "DEPT FOR EUR/CE\n"),
    unit("passing on a line", "PLEASE PASS TO "),
    unit("E.O. lines", "E.O. 12958: DECL: 05/22/2016\n"),
    unit("E.O. on a line", "E.O. 12958: "),
    unit("E.O.1", "E.O. 1"),
    unit("DECL", "DECL: 05/22/16 "),
    unit("dates", "05/22/2016, "),
    unit("X1", "X1, "),
    unit("reasons", "1.4 (b), "),
    unit("reason letters", "(b) "),
    unit("reason lines", "REASON: 1.4 (B)\n"),
    unit("TAGS lines", "TAGS: PREL, PGOV, RX\n"),
    unit("TAGS on a line", "TAGS: PREL "),
    unit("TAGS without label", "PREL, PGOV, RX\n"),
    unit("tags run together", "PRELPGOV"),
    unit("tags", "PREL, "),
    unit("unknown tags", "Q#, "),
    unit("names in brackets", "(FENN, DORA), "),
    unit("tag brackets", "PREL ("),
    unit("SUBJECT lines", "SUBJECT: THE CLOCKS\n"),
    unit("SUBJECT on a line", "SUBJECT: A "),
    unit("SUBJ apart", "SUBJ: A\n\n"),
    unit("REF lines", "REF: ZENDA #\n"),
    unit("REF on a line", "REF: ZENDA 12 "),
    unit("REF run on", "THEREF: A"),
    unit("reference items", "B. ZENDA #\n"),
    unit("reference items apart", "B. ZENDA #\n\n"),
    unit("reference letters", "B. "),
    unit("bracketed letters", "(B) "),
    unit("references on a line", "ZENDA #, "),
    unit("numbers only", "#, "),
    unit("AND numbers", "AND # "),
    unit("years in brackets", "ZENDA # (2002), "),
    unit("AND PREVIOUS", "AND PREVIOUS "),
    unit("NOTAL", "(NOTAL) "),
    unit("e-mails", "B. FENN-DORN EMAIL OF 05/19/06\n"),
    unit("posts", "STRELSAU ZENDA EDELWEISS "),
    unit("years and posts", "06 STRELSAU "),
    unit("identifiers", "06STRELSAU# "),
    unit(
        "Classified By lines",
        "Classified By: DCM Dora Fenn for reasons 1.4 (b).\n",
    ),
    unit("Classified By on a line", "Classified By: "),
    unit("Classified By words", "Classified By "),
    unit("officers", "DCM Dora Fenn, "),
    unit("Reasons", "Reasons: "),
    unit("Declassify lines", "DECLASSIFY ON: 05/22/2016\n"),
    unit("Derived lines", "DERIVED FROM: A\n"),
    unit(
        "all labels",
        "E.O. 12958: N/A\nTAGS: PREL\nSUBJECT: A\nREF: A\nCLASSIFIED BY: A\nREASON: B\n\n",
    ),
    unit(
        "all labels on a line",
        "E.O. 12958: N/A TAGS: PREL SUBJECT: A REF: A CLASSIFIED BY: A REASON: B ",
    ),
    unit("unknown labels", "Q#: a\n"),
    unit("page separators", "STRELSAU 00000731  001 OF 003\n"),
    unit(
        "separators with text",
        "STRELSAU 00000731  001 OF 003 the King\n",
    ),
    unit("separators on a line", "STRELSAU 00000731  001 OF 003 "),
    unit("foreign separators", "ZENDA 00000#  001 OF 003\n"),
    unit("page lines", "PAGE 02  STRELS  00931  121604Z\n"),
    unit("page lines on a line", "PAGE 02  STRELS  00931  121604Z "),
    unit(
        "page lines with text",
        "PAGE 02 RUEHSU 00931 121604Z THE KING LEFT\n",
    ),
    unit(
        "page lines and counts",
        "PAGE 02  STRELS  00931  121604Z\n51\nACTION EUR-12\nFM AMEMBASSY STRELSAU\n",
    ),
    unit("PAGE", "PAGE "),
    unit("distributions", "INFO OCT-01 ISO-00 EB-07 /020 W\n"),
    unit("distribution on a line", "OCT-01 "),
    unit("stamps", "---------------------     062914\n"),
    unit("drafters", "DRAFTED BY EUR/CE:DFENN\n"),
    unit("attributes", "Capture Date: 01 JAN 1994\n"),
    unit(
        "attribute lists",
        "Message Attributes\nCapture Date: 01 JAN 1994\n",
    ),
    unit("other attributes", "Label#: value\n"),
    unit(
        "review stamps",
        "Declassified/Released US Department of State EO Systematic Review 04 MAY 2006\n",
    ),
    unit(
        "review stamps on a line",
        "Margaret P. Grafeld Declassified/Released US Department of State EO Systematic Review 04 MAY 2006 ",
    ),
    unit(
        "FOIA stamps",
        "UNCLASSIFIED U.S. Department of State Case No. F-2014-20439 Doc No. C05771875 Date: 12/31/2015\n",
    ),
    unit("FOIA codes", "B1\n"),
    unit("FOIA codes on a line", "1.4(D) B1 "),
    unit("release stamps", "RELEASE IN PART\n"),
    unit("MRN lines", "MRN: 11 STRELSAU 731\n"),
    unit(
        "SMART labels",
        "From: AMEMBASSY STRELSAU\nAction: WASHDC, SECSTATE ROUTINE\nSubject: A\n",
    ),
    unit("SMART list", "Info: A, B;\n"),
    unit("table rows", "Name   Age   Place\n"),
    unit("list items", "-- one\n"),
    unit("lettered items", "a) one\n"),
    unit("notes", "NOTE: A\n"),
    unit(
        "web notices",
        "Visit Embassy Strelsau's Web site: http://x\n\n",
    ),
    unit("addresses of mail", "fenn@strelsau.gov "),
    unit("WITHDRAWN", "WITHDRAWN UNDER "),
    unit("MEMORANDUM", "MEMORANDUM\n"),
    unit("AIRGRAM", "AIRGRAM A-14\n"),
    unit("small labels", "subject: a\n"),
    unit("misspelt labels", "SUBJCT: A\nCLASIFIED BY: A\n"),
    unit("lone letters", "A B C D "),
    unit(
        "long words",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA ",
    ),
    unit(
        "lines of 76",
        "THE KING LEFT STRELSAU BY THE NIGHT TRAIN AS HE HAD IN MARCH OF THIS YEAR \n",
    ),
    unit(
        "identifier pages",
        "Identifier\nCreated\nClassification\nOrigin\n",
    ),
    unit(
        "CSV rows",
        "\"#\",\"5/22/2006 13:00\",\"06STRELSAU#\",\"Embassy Strelsau\",\"SECRET\",\"\",\"a\",\"b\"\n",
    ),
    unit(
        "typed heads",
        "FROM : Amembassy STRELSAU\nTO : Department of State\nDATE : May 22, 1971\nSUBJECT : Clocks\nREF : A-14\n",
    ),
    unit(
        "memoranda",
        "MEMORANDUM FOR THE FILES\nDATE: May 22, 1975\nPARTICIPANTS: The King\n",
    ),
    unit("letters", "Dear Dora:\n\nSincerely,\n\nTess Iverson\n"),
    unit("dates in words", "May 22, 1971\n"),
    unit(
        "relay copies",
        "PAGE 002\nTOR: 150822Z MAR 85\n00 RUEAIIB\nZNR UUUUU ZOC STATE ZZH\nDE RUEHC #9914 0740815\nBT\n",
    ),
    unit("relay page lines", "PAGE 002\n"),
    unit("cite lines", "CITE STRELSAU 000731\n"),
    unit("document numbers", "Document Number: 1993STATE0#\n"),
    unit(
        "review boxes",
        "REVIEW AUTHORITY: Dora Fenn, Senior Reviewer\n",
    ),
    unit(
        "boxes and codes",
        "RELEASED IN PART\nB1, 1.4(D), B6\nREVIEW AUTHORITY: Dora Fenn\nB1\n",
    ),
    unit(
        "edited headings",
        "117. Telegram From the Embassy in Ruritania to the Department of State1\n",
    ),
    unit("edited dates", "Strelsau, June 4, 1964, 7 p.m.\n"),
    unit("edited numbers", "#. Deptel 1102.\n"),
    unit(
        "edited notes",
        "[2 lines of source text not declassified]\n",
    ),
    unit(
        "edited lines",
        "[Page 12]\nFootnotes\n1 Source: Department of State, Central Files. Secret.\n",
    ),
    unit(
        "page breaks",
        "\n          CONFIDENTIAL\n\nPAGE 02        STATE 297311\n\n",
    ),
    unit("stations of page breaks", "PAGE 02\nSTATE 297311\n"),
    unit("levels of page breaks", "          CONFIDENTIAL\n\n"),
    unit(
        "heads on a line",
        "R 221300Z MAY 06 FM AMEMBASSY STRELSAU TO SECSTATE WASHDC INFO AMEMBASSY ZENDA UNCLAS STRELSAU 000731 SUBJECT: A 1. B ",
    ),
    unit(
        "heads on a line each",
        "R 221300Z MAY 06 FM AMEMBASSY STRELSAU TO SECSTATE WASHDC INFO AMEMBASSY ZENDA UNCLAS STRELSAU 000731\n",
    ),
    unit("marked paragraphs on a line", "#. (C) A. "),
    unit(
        "SMART heads",
        "MRN: 13 ZENDA 22\nDate/DTG: Jun 05, 2013 / 051002Z JUN 13\nFrom: AMCONSUL ZENDA\nAction: WASHDC, SECSTATE ROUTINE\nCaptions: SENSITIVE\nReference: 13 ZENDA #\nXMT: None\n",
    ),
    unit(
        "SMART officers",
        "Drafted By: STRELSAU:Fenn, Dora\nCleared By: POL:Dorn, A\nApproved By: EXEC:Halvorsen\n",
    ),
    unit("SMART pages", "Classification: SBU\nPage 2 of 3\n"),
    unit(
        "mails",
        "-----Original Message-----\nFrom: Lund, Mira\nSent: Wednesday, June 07, 2006 9:12 AM\nTo: Iverson, Tess\nSubject: FW: ZENDA 71\n\n",
    ),
    unit("quoted mail", "> > The clocks stopped.\n"),
    unit("headers of mail", "From: Lund, Mira\n"),
    unit(
        "canonical pages",
        "Canonical ID: 06STRELSAU731_b\nFrom: A\nTo: B\nTAGS: C\n",
    ),
];
