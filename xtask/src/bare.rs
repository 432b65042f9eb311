//! Text files as a phone gets them: without comments on lines of their own and without
//! indentation. No more than that, so that it needs no parser and an error's line can be found.

/// JavaScript, of which no literal may go over several lines (none of ours does, nor of what
/// wasm-bindgen writes).
pub fn javascript(text: &str) -> String {
    let mut in_comment = false;
    let lines = text.lines().map(str::trim).filter(|line| {
        in_comment |= line.starts_with("/*");
        let keep = !in_comment && !line.is_empty() && !line.starts_with("//");
        in_comment &= !line.ends_with("*/");
        keep
    });
    joined(lines)
}

/// A style sheet.
pub fn css(text: &str) -> String {
    let mut without = String::new();
    let mut rest = text;
    while let Some((before, comment)) = rest.split_once("/*") {
        without.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    without.push_str(rest);
    joined(
        without
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty()),
    )
}

fn joined<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    lines.flat_map(|line| [line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_indentation_go_and_everything_else_stays() {
        let script = "// Why.\nconst a = \"//\"; // kept\n\n  /**\n   * More.\n   */\n  b(a);\n";
        assert_eq!(javascript(script), "const a = \"//\"; // kept\nb(a);\n");

        let style = "/* Why,\n   at length. */\n.a {\n  color: red; /* so */\n}\n";
        assert_eq!(css(style), ".a {\ncolor: red;\n}\n");
    }
}
