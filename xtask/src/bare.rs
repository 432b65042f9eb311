//! Style sheets as a phone gets them: without comments on lines of their own and without
//! indentation. No more than that, so that it needs no parser and an error's line can be found.

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
        let style = "/* Why,\n   at length. */\n.a {\n  color: red; /* so */\n}\n";
        assert_eq!(css(style), ".a {\ncolor: red;\n}\n");
    }
}
