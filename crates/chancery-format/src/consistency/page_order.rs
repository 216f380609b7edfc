//! Pages follow each other.
//!
//! Compares section and page of each page separator (`001.2 OF 003`) or page line (`PAGE 02`) with the one before:
//! within a section the next page, else a page at the start of a later section.
//!
//! Why it matters: a page that was taken out, put in or moved leaves its place in the count.
//!
//! Borne: any beginning, as the lines of the first pages go with the addressees when a head is cut; a new section
//! whose first line is that of its second page or of the page before, as sections are joined without a line. Whether sections are missing is
//! told by `sections`. Page lines of other cables are not counted, nor is one that stands twice in a row.
//!
//! Limits: what lies between two lines is not looked at. Source: docs/format.md, "Furniture".

use super::{Case, Compared, PageMark, agrees, contradicts, nothing};

pub(super) fn compared(case: &Case<'_>) -> Compared {
    let number = case.cable.mrn.as_ref().map(|mrn| mrn.number);
    let marks: Vec<PageMark<'_>> = case
        .page_marks()
        .into_iter()
        .filter(|mark| number.is_none_or(|number| mark.number == number))
        .filter(|mark| mark.page.is_some())
        .collect();
    let [first, rest @ ..] = &*marks else {
        return nothing("the text has no page lines that count");
    };
    if rest.is_empty() {
        return nothing("one page line alone has no order");
    }
    let place = |mark: &PageMark<'_>| (mark.section.unwrap_or(1), mark.page.unwrap_or(1));
    for (before, mark) in marks.iter().zip(rest) {
        let ((section_before, page_before), (section, page)) = (place(before), place(mark));
        let follows = section == section_before && (page == page_before || page == page_before + 1)
            || section > section_before && page <= page_before.max(2);
        if !follows {
            return contradicts(format!(
                "page {page} of section {section} follows page {page_before} of section {section_before}"
            ))
            .strong("machines count pages; a step aside means that one is lost, moved or added")
            .with(case.at("page line", before.span, format!("section {section_before}, page {page_before}")))
            .with(case.at("page line", mark.span, format!("section {section}, page {page}")));
        }
    }
    agrees(format!(
        "{} in order",
        super::counted(marks.len(), "page line counts", "page lines count")
    ))
    .moderate("a page taken out or put in would break the count")
    .with(case.at("first page line", first.span, ""))
}
