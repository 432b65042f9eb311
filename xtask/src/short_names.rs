//! What wasm and JavaScript call each other. wasm-bindgen's names say what they are and end in a
//! digest; each stands in both files, three hundred of them, and digests don't compress.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use walrus::Module;

use crate::shell::Result;

/// Gives each a name of two or three letters, in both files.
pub fn shorten(wasm: &Path, javascript: &Path) -> Result {
    let mut module = Module::from_file(wasm).map_err(|error| format!("wasm: {error:#}"))?;
    let mut short = BTreeMap::new();
    for import in module.imports.iter_mut() {
        rename(&mut short, &mut import.name);
    }
    for export in module.exports.iter_mut() {
        rename(&mut short, &mut export.name);
    }
    module
        .emit_wasm_file(wasm)
        .map_err(|error| format!("wasm: {error:#}"))?;
    let text = fs::read_to_string(javascript)?;
    fs::write(javascript, in_javascript(&text, &short))?;
    Ok(())
}

/// The same name for the same name; only those that wasm-bindgen made.
fn rename(short: &mut BTreeMap<String, String>, name: &mut String) {
    if name.starts_with("__wb") || name.starts_with("wasm_bindgen__") {
        let next = format!("w{}", short.len());
        *name = short.entry(name.clone()).or_insert(next).clone();
    }
}

/// Whole names only.
fn in_javascript(text: &str, short: &BTreeMap<String, String>) -> String {
    let mut result = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_name = |letter: char| letter.is_alphanumeric() || "_$".contains(letter);
        let end = if is_name(first) {
            rest.find(|letter| !is_name(letter)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (word, after) = rest.split_at(end);
        result.push_str(short.get(word).map_or(word, String::as_str));
        rest = after;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_names_that_both_sides_know_are_shortened() {
        let mut short = BTreeMap::new();
        let mut names = ["__wbg_new_1f", "memory", "__wbg_new_1f", "__wbg_new_1"].map(String::from);
        for name in &mut names {
            rename(&mut short, name);
        }
        assert_eq!(names, ["w0", "memory", "w0", "w1"]);

        let text = "{ __wbg_new_1f() { return wasm.__wbg_new_1(__wbg_new_1f_x, memory) } }";
        assert_eq!(
            in_javascript(text, &short),
            "{ w0() { return wasm.w1(__wbg_new_1f_x, memory) } }"
        );
    }
}
