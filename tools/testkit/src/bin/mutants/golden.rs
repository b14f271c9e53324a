//! Golden copies of what failing checks say, so that nobody makes a message
//! worse without noticing.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use crate::Result;
use crate::answers::names;

/// As many are kept at least.
const ENOUGH: usize = 40;

/// Compares a message with its copy, or writes the copy.
pub fn compare(path: &Path, message: &str, bless: bool) -> Result<Option<String>> {
    let text = format!("{message}\n");
    if bless {
        fs::create_dir_all(path.parent().expect("it is in a folder"))?;
        fs::write(path, text)?;
        return Ok(None);
    }
    let Ok(copy) = fs::read_to_string(path) else {
        return Ok(Some("it has no golden copy (cargo wrong --bless)".into()));
    };
    // Git may have changed the line endings.
    let copy = copy.replace("\r\n", "\n");
    let differs = format!(
        "its message is not the golden copy any more (cargo wrong --bless)\n\
         copy:\n{copy}now:\n{text}"
    );
    Ok((copy != text).then_some(differs))
}

/// Says how many there are. One problem if they are too few.
pub fn count(root: &Path) -> Result<usize> {
    let golden = root.join("exercises/golden");
    let mut count = 0;
    for exercise in names(&golden, "")? {
        count += names(&golden.join(exercise), ".txt")?.len();
    }
    let too_few = count < ENOUGH;
    let problem = if too_few { "  PROBLEM: these are too few" } else { "" };
    writeln!(io::stdout(), "\n{count} golden copies of messages{problem}")?;
    Ok(usize::from(too_few))
}
