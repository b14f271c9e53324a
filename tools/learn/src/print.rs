//! A number for what an exercise and its checks say now.
//!
//! It is what "solved" is remembered by, so a change of either is noticed.

use std::fs;
use std::path::{Path, PathBuf};

use crate::catalogue::Exercise;
use crate::place::Place;

/// Of the learner's file and of all files of its checks.
pub fn fingerprint(place: &Place, exercise: &Exercise) -> u64 {
    let mut files = Vec::new();
    collect(&place.exercises(), &mut files);
    collect(&place.root().join("exercises/tests"), &mut files);
    files.retain(|path| owner(path, place).is_none_or(|name| name == exercise.name));
    // What belongs to nobody belongs to all, but the list of the modules.
    files.retain(|path| !path.ends_with("src/lib.rs") && !path.ends_with("main.rs"));
    files.sort();
    let mut hash = 0xcbf2_9ce4_8422_2325;
    for path in files {
        hash = mix(hash, path.as_os_str().as_encoded_bytes());
        hash = mix(hash, &fs::read(&path).unwrap_or_default());
    }
    hash
}

/// The exercise whose file this is, or in whose folder it is. Checks share a folder
/// in which the names begin with the number alone.
pub fn owner(path: &Path, place: &Place) -> Option<&'static str> {
    let below = path.strip_prefix(place.root().join("exercises")).ok()?;
    let named = |part: &std::ffi::OsStr| {
        let part = part.to_str()?;
        let is_it = |name: &str| {
            part.starts_with(name)
                || part.starts_with("ex") && name.get(..4) == part.get(..4)
        };
        crate::catalogue::ALL
            .iter()
            .map(|exercise| exercise.name)
            .find(|name| is_it(name))
    };
    below.iter().find_map(named)
}

/// All files below a folder.
pub fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// FNV-1a, because the hash of `std` may change from one Rust to the next.
fn mix(hash: u64, bytes: &[u8]) -> u64 {
    // The byte that ends a piece, so that no two pieces look like one.
    bytes.iter().chain([&0xff]).fold(hash, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
