//! Golden copies of what failing checks say, so that nobody makes a message
//! worse without noticing.

use std::fs;
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

/// What is to be said if there are too few.
pub fn too_few(root: &Path) -> Result<Option<String>> {
    let golden = root.join("exercises/golden");
    let mut count = 0;
    for exercise in names(&golden, "")? {
        count += names(&golden.join(exercise), ".txt")?.len();
    }
    let said = format!("{count} golden copies of messages are fewer than {ENOUGH}");
    Ok((count < ENOUGH).then_some(said))
}
