use chancery_format::record::ReferenceRecord;

use super::*;
use crate::testing::{Describe, archive, cable, store};
use crate::{Archive, Error};

fn key(key: &str) -> CableKey {
    CableKey::new(key)
}

/// References as written, with nothing told of their year.
fn without_year(mut record: Record, texts: &[&str]) -> Record {
    record.references = texts
        .iter()
        .map(|text| ReferenceRecord {
            kind: "cable".to_owned(),
            text: (*text).to_owned(),
            ..ReferenceRecord::default()
        })
        .collect();
    record
}

fn ids(found: &MissingCables) -> Vec<&str> {
    found.cables.iter().map(|cable| &*cable.id).collect()
}

/// Strelsau of 2007 with the numbers 80, 85 and 90, and two that refer to what is not there.
fn strelsau() -> Vec<Record> {
    vec![
        cable("07 STRELSAU 80", &["The King rides out."]).sent("2007-10-01T08:00:00Z"),
        cable("07 STRELSAU 90", &["The King has a cold."])
            .sent("2007-10-09T08:00:00Z")
            .refers_to(&["07STRELSAU80", "07STRELSAU85", "06ZENDA4"]),
        cable("07 ZENDA 12", &["The castle is closed."])
            .sent("2007-10-05T08:00:00Z")
            .refers_to(&["07STRELSAU85", "07STRELSAU95"]),
    ]
}

#[test]
fn both_directions() -> Result<(), Error> {
    let (_folder, archive) = archive(&strelsau());
    let found = archive.references(&key("07STRELSAU90"))?.unwrap();
    assert_eq!(found.len(), 3);
    assert!(matches!(
        &found[0].target,
        Target::Cable { line, is_year_assumed: false } if line.key == key("07STRELSAU80")
    ));
    let Target::Missing(missing) = &found[1].target else {
        panic!("{found:#?}")
    };
    assert_eq!((&*missing.id, missing.n_cited_by), ("07STRELSAU85", 2));
    let cited_by = archive.cited_by(&key("07STRELSAU80"))?.unwrap();
    assert_eq!(cited_by.len(), 1);
    assert_eq!(cited_by[0].cable.key, key("07STRELSAU90"));
    assert_eq!(archive.references(&key("07STRELSAU1"))?, None);
    assert_eq!(archive.cited_by(&key("07STRELSAU1"))?, None);
    Ok(())
}

#[test]
fn missing_ones_lie_between_their_neighbours() -> Result<(), Error> {
    let (_folder, archive) = archive(&strelsau());
    let found = archive.missing(&Missing::default())?;
    // Most referred to first, then by the earliest cable that refers to them.
    assert_eq!(ids(&found), ["07STRELSAU85", "07STRELSAU95", "06ZENDA4"]);
    assert_eq!((found.total, found.n_references), (3, 4));
    let bounds = |cable: &MissingCable| {
        let bound = |bound: &Option<Bound>| {
            let bound = bound.clone().unwrap();
            let by = match bound.reason {
                BoundReason::Number(key) => format!("number {key}"),
                BoundReason::Reference(key) => format!("reference {key}"),
                BoundReason::Year => "year".to_owned(),
            };
            format!("{} {by}", &bound.sent[..10])
        };
        (bound(&cable.window.after), bound(&cable.window.before))
    };
    let between = |after: &str, before: &str| (after.to_owned(), before.to_owned());
    // Zenda refers to it before number 90 was sent.
    assert_eq!(
        bounds(&found.cables[0]),
        between(
            "2007-10-01 number 07STRELSAU80",
            "2007-10-05 reference 07ZENDA12"
        )
    );
    assert_eq!(
        found.cables[0].cited_by,
        [key("07ZENDA12"), key("07STRELSAU90")]
    );
    // Number 95 is referred to before number 90 was sent: told, not hidden.
    assert_eq!(
        bounds(&found.cables[1]),
        between(
            "2007-10-09 number 07STRELSAU90",
            "2007-10-05 reference 07ZENDA12"
        )
    );
    assert!(found.cables[1].window.is_contradictory());
    assert_eq!(
        bounds(&found.cables[2]),
        between("2006-01-01 year", "2006-12-31 year")
    );
    Ok(())
}

#[test]
fn filters_and_pages() -> Result<(), Error> {
    let (_folder, archive) = archive(&strelsau());
    let all = archive.missing(&Missing::default())?;
    let ask = |wanted: &Missing| archive.missing(wanted).unwrap();
    let of_post = ask(&Missing {
        post: Some("zenda".to_owned()),
        ..Missing::default()
    });
    assert_eq!(ids(&of_post), ["06ZENDA4"]);
    let of_year = ask(&Missing {
        year: Some(2007),
        ..Missing::default()
    });
    assert_eq!(ids(&of_year), ["07STRELSAU85", "07STRELSAU95"]);
    let cited = ask(&Missing {
        cited_by: Some(key("07STRELSAU90")),
        ..Missing::default()
    });
    assert_eq!(ids(&cited), ["07STRELSAU85", "06ZENDA4"]);
    for offset in 0..5 {
        let page = ask(&Missing {
            offset,
            limit: 1,
            referrers: 1,
            ..Missing::default()
        });
        assert_eq!(page.total, 3);
        let expected: Vec<&str> = ids(&all).into_iter().skip(offset).take(1).collect();
        assert_eq!(ids(&page), expected);
        assert!(page.cables.iter().all(|cable| cable.cited_by.len() == 1));
    }
    Ok(())
}

#[test]
fn cables_that_arrive_are_found() -> Result<(), Error> {
    let (_folder, archive) = archive(&strelsau());
    assert_eq!(archive.missing(&Missing::default())?.total, 3);
    store(
        &archive,
        &[cable("07 STRELSAU 85", &["It was in the other box."]).sent("2007-10-03T08:00:00Z")],
    );
    assert_eq!(
        ids(&archive.missing(&Missing::default())?),
        ["07STRELSAU95", "06ZENDA4"]
    );
    let found = archive.references(&key("07STRELSAU90"))?.unwrap();
    assert!(matches!(&found[1].target, Target::Cable { .. }));
    assert_eq!(archive.cited_by(&key("07STRELSAU85"))?.unwrap().len(), 2);

    // Another edition refers to more.
    store(
        &archive,
        &[cable("07 STRELSAU 85", &["Another copy of it."])
            .sent("2007-10-03T08:00:00Z")
            .refers_to(&["07STRELSAU80", "07HENTZAU3"])],
    );
    let found = archive.references(&key("07STRELSAU85"))?.unwrap();
    assert_eq!(
        found.iter().map(|one| one.edition).collect::<Vec<_>>(),
        [2, 2]
    );
    assert_eq!(archive.missing(&Missing::default())?.total, 3);
    Ok(())
}

#[test]
fn forgotten_cables_are_missing() -> Result<(), Error> {
    let (_folder, archive) = archive(&strelsau());
    let before = archive.state_tag()?;
    archive.forget(&key("07STRELSAU80"))?.unwrap();
    assert_ne!(archive.state_tag()?, before);
    assert_eq!(
        ids(&archive.missing(&Missing::default())?),
        ["07STRELSAU85", "07STRELSAU95", "06ZENDA4", "07STRELSAU80"]
    );
    let found = archive.references(&key("07STRELSAU90"))?.unwrap();
    assert!(matches!(&found[0].target, Target::Missing(missing) if missing.id == "07STRELSAU80"));
    // Its own references go with it.
    archive.forget(&key("07STRELSAU90"))?.unwrap();
    assert_eq!(
        ids(&archive.missing(&Missing::default())?),
        ["07STRELSAU85", "07STRELSAU95"]
    );
    Ok(())
}

#[test]
fn references_without_a_year() -> Result<(), Error> {
    let (_folder, archive) = archive(&[
        cable("05 STRELSAU 7", &["Long ago."]).sent("2005-02-01T08:00:00Z"),
        cable("06 STRELSAU 7", &["Within the time."]).sent("2006-11-01T08:00:00Z"),
        without_year(
            cable("07 ZENDA 1", &["One cable is meant."]).sent("2007-03-01T08:00:00Z"),
            &["STRELSAU 7", "STRELSAU 8"],
        ),
        // No date: either of the two may be meant, and nothing is missing.
        without_year(cable("09 ZENDA 2", &["Who knows."]), &["STRELSAU 7"]),
    ]);
    let found = archive.references(&key("07ZENDA1"))?.unwrap();
    assert!(matches!(
        &found[0].target,
        Target::Cable { line, is_year_assumed: true } if line.key == key("06STRELSAU7")
    ));
    assert!(
        matches!(&found[1].target, Target::Missing(missing) if missing.id == "STRELSAU 8"
            && missing.year.is_none())
    );
    let found = archive.references(&key("09ZENDA2"))?.unwrap();
    assert_eq!(found[0].target, Target::Other);
    let cited_by = archive.cited_by(&key("06STRELSAU7"))?.unwrap();
    assert_eq!(cited_by.len(), 1);
    assert!(cited_by[0].is_year_assumed);
    assert!(archive.cited_by(&key("05STRELSAU7"))?.unwrap().is_empty());
    assert_eq!(ids(&archive.missing(&Missing::default())?), ["STRELSAU 8"]);

    // A second cable of that post and number: neither is taken.
    store(
        &archive,
        &[cable("07 STRELSAU 7", &["Another seventh."]).sent("2007-01-05T08:00:00Z")],
    );
    let found = archive.references(&key("07ZENDA1"))?.unwrap();
    assert_eq!(found[0].target, Target::Other);
    assert!(archive.cited_by(&key("07STRELSAU7"))?.unwrap().is_empty());
    Ok(())
}

/// The count is the same as that of a plain model, whatever is stored in whichever order.
#[test]
fn as_a_model_says() {
    let numbers = 1..=40_u32;
    let records: Vec<Record> = numbers
        .filter(|number| number % 3 != 0)
        .map(|number| {
            let ids: Vec<String> = [number / 2, number * 7 % 41, number + 1]
                .iter()
                .filter(|to| **to > 0)
                .map(|to| format!("07STRELSAU{to}"))
                .collect();
            let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
            cable(&format!("07 STRELSAU {number}"), &["The King."])
                .sent(&format!(
                    "2007-{:02}-{:02}T08:00:00Z",
                    number / 20 + 1,
                    number % 20 + 1
                ))
                .refers_to(&ids)
        })
        .collect();
    let (_folder, archive) = archive(&[]);
    for batch in records.chunks(7) {
        store(&archive, batch);
        check_model(&archive, &records, batch);
    }
}

#[track_caller]
fn check_model(archive: &Archive, records: &[Record], last: &[Record]) {
    let end = records
        .iter()
        .position(|record| record.id == last[last.len() - 1].id);
    let stored = &records[..=end.unwrap()];
    let is_stored = |id: &str| stored.iter().any(|record| record.id.as_deref() == Some(id));
    let mut cited = std::collections::BTreeMap::<&str, BTreeSet<&str>>::new();
    for record in stored {
        for reference in &record.references {
            let id = reference.id.as_deref().unwrap();
            cited
                .entry(id)
                .or_default()
                .insert(record.id.as_deref().unwrap());
        }
    }
    let found = archive
        .missing(&Missing {
            limit: usize::MAX,
            referrers: usize::MAX,
            ..Missing::default()
        })
        .unwrap();
    let found: std::collections::BTreeMap<&str, BTreeSet<&str>> = found
        .cables
        .iter()
        .map(|cable| {
            assert_eq!(cable.n_cited_by, cable.cited_by.len() as u64);
            let keys = cable.cited_by.iter().map(CableKey::as_str).collect();
            (&*cable.id, keys)
        })
        .collect();
    let expected = cited
        .iter()
        .filter(|(id, _)| !is_stored(id))
        .map(|(id, by)| (*id, by.clone()))
        .collect();
    assert_eq!(found, expected);
    for record in stored {
        let id = record.id.as_deref().unwrap();
        let by: BTreeSet<String> = archive
            .cited_by(&key(id))
            .unwrap()
            .unwrap()
            .into_iter()
            .map(|citation| citation.cable.key.to_string())
            .collect();
        let mut expected: BTreeSet<String> = cited
            .get(id)
            .into_iter()
            .flatten()
            .map(|id| (*id).to_owned())
            .collect();
        expected.remove(id);
        assert_eq!(by, expected);
    }
}
