//! A copy of the real project, and right and wrong answers to put into it.

use std::fs;
use std::path::Path;

use diffy::Patch;

use super::{Project, ROOT, names};

/// The whole project as a learner gets it, in a folder that stays: what is compiled
/// there once needs not be compiled again.
pub fn real_project() -> Project {
    let folder = Path::new(ROOT).join("target/learn-scratch");
    copy(Path::new(ROOT), &folder);
    let project = Project::at(folder);
    for name in names() {
        write_if_new(
            &project.path(&format!("exercises/src/{name}.rs")),
            &fs::read(format!("{ROOT}/tools/learn/starters/{name}.rs")).unwrap(),
        );
    }
    // Nobody has been here before. It may well be so.
    let _ = fs::remove_dir_all(project.path("target/learn"));
    project
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let (from, to) = (entry.path(), to.join(&name));
        if name == "target" || name == ".git" {
            continue;
        }
        if from.is_dir() {
            copy(&from, &to);
        } else if !from.starts_with(Path::new(ROOT).join("exercises/src"))
            || !name.starts_with("ex")
        {
            write_if_new(&to, &fs::read(from).unwrap());
        }
    }
}

/// What is not written needs not be compiled.
fn write_if_new(path: &Path, bytes: &[u8]) {
    if fs::read(path).is_ok_and(|there| there == bytes) {
        return;
    }
    fs::write(path, bytes).unwrap();
}

fn read(path: &str) -> String {
    fs::read_to_string(format!("{ROOT}/{path}")).unwrap()
}

/// Our answer.
pub fn right(name: &str) -> String {
    read(&format!("solutions/src/{name}.rs"))
}

/// One of the wrong answers: the first one, or the one of that name.
pub fn wrong(name: &str, slug: Option<&str>) -> String {
    let folder = format!("exercises/mutants/{name}");
    let entries = fs::read_dir(format!("{ROOT}/{folder}")).unwrap();
    let files =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut files: Vec<_> = files.filter(|file| !file.starts_with("ok-")).collect();
    files.sort();
    let is_it = |file: &&String| slug.is_none_or(|slug| file.starts_with(slug));
    let file = files.iter().find(is_it).unwrap();
    let diff = read(&format!("{folder}/{file}"));
    let patch = Patch::from_str(&diff[diff.find("--- ").unwrap()..]).unwrap();
    let path = patch.original().unwrap().strip_prefix("a/").unwrap();
    let changed = diffy::apply(&read(path), &patch).unwrap();
    let Some(part) = path.strip_prefix("src/") else { return changed };
    // The answer hands on a part of the chat: the changed part becomes a module.
    let part = part.strip_suffix(".rs").unwrap();
    let outer =
        right(name).replace(&format!("chat::{part}"), &format!("self::{part}"));
    let changed = changed.replace("crate::", "chat::");
    format!("{outer}\n#[allow(unused)]\nmod {part} {{\n{changed}\n}}\n")
}
