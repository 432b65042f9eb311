//! The remarks in the files that the app holds whole, its migrations. They are for us, and a
//! fifth of those files; on a phone blanks stand in their place, which cost nothing to send and
//! leave every address in the program as it was.

use std::fs;

use walrus::Module;

use crate::shell::{Result, root};

pub fn blank(module: &mut Module) -> Result {
    for entry in fs::read_dir(root().join("migrations/phone"))? {
        blank_one(module, &fs::read_to_string(entry?.path())?, "--")?;
    }
    Ok(())
}

fn blank_one(module: &mut Module, text: &str, mark: &str) -> Result {
    let whole = text.as_bytes();
    let found = module.data.iter().find_map(|data| {
        let mut places = data.value.windows(whole.len());
        Some((data.id(), places.position(|these| these == whole)?))
    });
    if let Some((data, at)) = found {
        let blanks = blanked(text, mark).into_bytes();
        let place = at..at + whole.len();
        module.data.get_mut(data).value.splice(place, blanks);
        return Ok(());
    }
    let start: String = text.chars().take(60).collect();
    Err(format!("the app doesn't hold this file as it is: {start}").into())
}

/// As long as before. The mark stays, where it begins a line; nothing is a remark anywhere else.
fn blanked(text: &str, mark: &str) -> String {
    let lines = text.split_inclusive('\n').map(|line| {
        let indent = line.len() - line.trim_start().len();
        if !line[indent..].starts_with(mark) {
            return line.to_owned();
        }
        let kept = indent + mark.len();
        let end = line.trim_end_matches('\n').len();
        format!(
            "{}{}{}",
            &line[..kept],
            " ".repeat(end - kept),
            &line[end..]
        )
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_remarks_become_blanks_and_no_byte_moves() {
        let sql = "-- Öur first.\nCREATE TABLE a ( -- kept\n    -- no\n    b TEXT\n);\n";
        let blank = blanked(sql, "--");
        assert_eq!(blank.len(), sql.len());
        assert_eq!(
            blank,
            "--            \nCREATE TABLE a ( -- kept\n    --   \n    b TEXT\n);\n"
        );
        assert_eq!(blanked("a = # b\n# c", "#"), "a = # b\n#  ");
    }
}
