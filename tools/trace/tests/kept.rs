//! The traces that are kept in `book/traces`, as the book's pages will read them.

use std::collections::BTreeSet;
use std::fs;

use trace::check::{path, root};
use trace::figures::{ALL, ON_LINUX};
use trace::format::{Frame, Place, Record, VERSION};

/// The names of all figures, also of those that this system cannot record.
fn names() -> BTreeSet<&'static str> {
    ALL.iter().map(|figure| figure.name).chain(ON_LINUX.iter().copied()).collect()
}

fn records(name: &str) -> Vec<(String, Record)> {
    let text = fs::read_to_string(root().join(path(name))).expect("it is recorded");
    let parse = |line: &str| {
        let record = serde_json::from_str(line);
        (line.to_owned(), record.unwrap_or_else(|error| panic!("{line}: {error}")))
    };
    text.lines().map(parse).collect()
}

fn frames(name: &str) -> Vec<Frame> {
    let frame = |(_, record)| match record {
        Record::Frame(frame) => Some(frame),
        Record::Header(_) | Record::Variant(_) => None,
    };
    records(name).into_iter().filter_map(frame).collect()
}

#[test]
fn every_line_of_every_trace_is_a_record_and_nothing_more() {
    for name in names() {
        for (line, record) in records(name) {
            assert_eq!(serde_json::to_string(&record).unwrap(), line, "in {name}");
        }
    }
}

#[test]
fn a_trace_is_a_header_and_variants_with_frames() {
    for name in names() {
        let records = records(name);
        let [(_, Record::Header(header)), (_, Record::Variant(_)), ..] =
            &records[..]
        else {
            panic!("{name} begins with a header and a variant");
        };
        assert_eq!((header.trace, header.figure.as_str()), (VERSION, name));
        for pair in records[1..].windows(2) {
            let is_followed = matches!(&pair[1].1, Record::Frame(_));
            let is_frame = matches!(&pair[0].1, Record::Frame(_));
            assert!(is_followed || is_frame, "a variant of {name} has no frames");
        }
        assert!(matches!(records.last(), Some((_, Record::Frame(_)))), "{name}");
    }
}

#[test]
fn no_place_is_in_a_frame_twice() {
    for name in names() {
        for frame in frames(name) {
            let key =
                |place: &Place| (place.name.clone(), format!("{:?}", place.at));
            let keys: BTreeSet<_> = frame.places.iter().map(key).collect();
            assert_eq!(keys.len(), frame.places.len(), "{name}: {}", frame.caption);
        }
    }
}

#[test]
fn every_figure_has_its_words_and_no_file_is_left_over() {
    for (folder, ending) in [("book/figures", "md"), ("book/traces", "jsonl")] {
        let files = fs::read_dir(root().join(folder)).expect("the folder is there");
        let files = files.map(|file| file.unwrap().path());
        let ours =
            files.filter(|file| file.extension().is_some_and(|e| e == ending));
        let stem = |file: &std::path::PathBuf| {
            file.file_stem()?.to_str().map(str::to_owned)
        };
        let found: BTreeSet<String> = ours.filter_map(|file| stem(&file)).collect();
        let expected = names().iter().map(ToString::to_string).collect();
        assert_eq!(found, expected, "in {folder}");
    }
}
