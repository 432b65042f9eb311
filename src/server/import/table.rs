//! From text to rows: separators, quotes, line breaks inside quotes, and the
//! line each row starts in. Our own small reader, because a lead must hear
//! about a quotation mark that never closes instead of losing the rest of the
//! file to it: such a line is reported and reading goes on below it.

use std::borrow::Cow;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separator {
    Comma,
    Semicolon,
    Tab,
    Bar,
}

impl Separator {
    const ALL: [Self; 4] = [Self::Comma, Self::Semicolon, Self::Tab, Self::Bar];

    fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Bar => b'|',
        }
    }
}

/// One row of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row<'a> {
    /// The line it starts in, from 1.
    pub line: u64,
    /// Empty when broken.
    pub fields: Vec<Cow<'a, str>>,
    /// The quotes do not match: the line as it stands.
    pub broken: Option<&'a str>,
}

impl Row<'_> {
    pub(super) fn is_blank(&self) -> bool {
        self.broken.is_none() && self.fields.iter().all(|field| field.trim().is_empty())
    }
}

/// A quoted text longer than this has lost its closing mark.
const LONGEST_QUOTED: usize = 16 * 1024;

/// The separator that makes most columns of the first row, the text without
/// blank lines at its start and without a spreadsheet's `sep=;`, and the line
/// that text starts in.
pub(super) fn separator(text: &str) -> (Separator, &str, u64) {
    let body = text.trim_start_matches(['\n', '\r', '\0']);
    let mut line = 1 + lines(&text[..text.len() - body.len()]);
    let mut text = body;
    let mut said = None;
    if let Some(rest) = text
        .strip_prefix("sep=")
        .or_else(|| text.strip_prefix("SEP="))
    {
        said = Separator::ALL
            .into_iter()
            .find(|separator| rest.as_bytes().first() == Some(&separator.byte()));
        if said.is_some() {
            let end = text.find(['\n', '\r']).unwrap_or(text.len());
            let body = text[end..].trim_start_matches(['\n', '\r']);
            line += lines(&text[..text.len() - body.len()]);
            text = body;
        }
    }
    let columns = |separator: Separator| {
        Rows::new(text, separator, 1)
            .next()
            .map_or(0, |row| row.fields.len())
    };
    let most = Separator::ALL
        .into_iter()
        .rev()
        .max_by_key(|&separator| columns(separator));
    (said.or(most).unwrap_or(Separator::Comma), text, line)
}

/// How many lines end in a text: `\n`, `\r\n` and a lone `\r` each end one.
fn lines(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let ends = bytes.iter().enumerate().filter(|&(at, &byte)| {
        byte == b'\n' || (byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'))
    });
    ends.count() as u64
}

/// The rows of a text, one at a time.
pub(super) struct Rows<'a> {
    text: &'a str,
    separator: u8,
    at: usize,
    line: u64,
}

enum Field<'a> {
    Read(Cow<'a, str>),
    Broken,
}

impl<'a> Rows<'a> {
    pub(super) fn new(text: &'a str, separator: Separator, line: u64) -> Self {
        Self {
            text,
            separator: separator.byte(),
            at: 0,
            line,
        }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Steps over one line end, if there is one.
    fn end_of_line(&mut self) -> bool {
        let bytes = &self.text.as_bytes()[self.at..];
        let len = match bytes {
            [b'\r', b'\n', ..] => 2,
            [b'\r' | b'\n', ..] => 1,
            _ => return false,
        };
        self.at += len;
        self.line += 1;
        true
    }

    fn until(&self, from: usize, is_end: impl Fn(u8) -> bool) -> usize {
        let bytes = &self.text.as_bytes()[from..];
        from + bytes
            .iter()
            .position(|&byte| is_end(byte))
            .unwrap_or(bytes.len())
    }

    fn field(&mut self) -> Field<'a> {
        let quote = self.until(self.at, |byte| byte != b' ');
        if self.text.as_bytes().get(quote) == Some(&b'"') {
            self.at = quote;
            return self.quoted();
        }
        let end = self.until(self.at, |byte| {
            byte == self.separator || byte == b'\n' || byte == b'\r'
        });
        let text = &self.text[self.at..end];
        self.at = end;
        Field::Read(Cow::Borrowed(text))
    }

    fn quoted(&mut self) -> Field<'a> {
        let start = self.at + 1;
        let mut from = start;
        let mut read: Cow<'a, str> = Cow::Borrowed("");
        loop {
            let quote = self.until(from, |byte| byte == b'"');
            if quote == self.text.len() || quote - start > LONGEST_QUOTED {
                return Field::Broken;
            }
            let part = &self.text[from..quote];
            if read.is_empty() {
                read = Cow::Borrowed(part);
            } else {
                read.to_mut().push_str(part);
            }
            from = quote + 1;
            if self.text.as_bytes().get(from) != Some(&b'"') {
                break;
            }
            read.to_mut().push('"');
            from += 1;
        }
        self.line += lines(&self.text[start..from]);
        self.at = self.until(from, |byte| byte != b' ');
        match self.byte() {
            None | Some(b'\n' | b'\r') => Field::Read(read),
            Some(byte) if byte == self.separator => Field::Read(read),
            Some(_) => Field::Broken,
        }
    }
}

impl<'a> Iterator for Rows<'a> {
    type Item = Row<'a>;

    fn next(&mut self) -> Option<Row<'a>> {
        if self.at >= self.text.len() {
            return None;
        }
        let (start, line) = (self.at, self.line);
        let mut fields = Vec::new();
        loop {
            match self.field() {
                Field::Read(field) => fields.push(field),
                Field::Broken => {
                    // Take up reading below the line the row starts in.
                    let end = self.until(start, |byte| byte == b'\n' || byte == b'\r');
                    (self.at, self.line) = (end, line);
                    self.end_of_line();
                    return Some(Row {
                        line,
                        fields: Vec::new(),
                        broken: Some(&self.text[start..end]),
                    });
                }
            }
            if self.byte() == Some(self.separator) {
                self.at += 1;
            } else {
                self.end_of_line();
                break;
            }
        }
        Some(Row {
            line,
            fields,
            broken: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(text: &str) -> Vec<(u64, Vec<String>)> {
        Rows::new(text, Separator::Comma, 1)
            .map(|row| {
                (
                    row.line,
                    row.fields.iter().map(ToString::to_string).collect(),
                )
            })
            .collect()
    }

    fn row(line: u64, fields: &[&str]) -> (u64, Vec<String>) {
        (line, fields.iter().map(|&field| field.to_owned()).collect())
    }

    #[test]
    fn a_line_break_inside_quotes_does_not_end_the_row_and_lines_are_counted_on() {
        assert_eq!(
            rows("a,b\r\n1,\"two\nlines\"\r\n3,\"say \"\"hi\"\"\"\n"),
            [
                row(1, &["a", "b"]),
                row(2, &["1", "two\nlines"]),
                row(4, &["3", "say \"hi\""])
            ]
        );
    }

    #[test]
    fn a_quote_that_never_closes_costs_its_own_line_only() {
        let text = "a,b\n1,\"open\n2,x\n3,y\n";
        let read: Vec<Row<'_>> = Rows::new(text, Separator::Comma, 1).collect();
        assert_eq!(read.len(), 4);
        assert_eq!(read[1].broken, Some("1,\"open"));
        assert_eq!((read[2].line, read[3].line), (3, 4));
        assert_eq!(rows("\"a\"b,c\n1,2"), [row(1, &[]), row(2, &["1", "2"])]);
    }

    #[test]
    fn quotes_in_the_middle_of_a_text_are_letters() {
        assert_eq!(rows("Villa \"Rose\",3"), [row(1, &["Villa \"Rose\"", "3"])]);
        assert_eq!(rows("a, \"b, c\" ,d"), [row(1, &["a", "b, c", "d"])]);
        assert_eq!(rows("\"\",\"\"\"\""), [row(1, &["", "\""])]);
    }

    #[test]
    fn rows_end_with_any_line_end_or_the_file() {
        assert_eq!(
            rows("a\rb\r\nc\nd"),
            [
                row(1, &["a"]),
                row(2, &["b"]),
                row(3, &["c"]),
                row(4, &["d"])
            ]
        );
        assert_eq!(rows("a,"), [row(1, &["a", ""])]);
        assert_eq!(rows("a,\n"), [row(1, &["a", ""])]);
    }

    #[test]
    fn the_separator_is_the_one_that_makes_most_columns() {
        assert_eq!(separator("a;b, c;d\n1;2;3").0, Separator::Semicolon);
        assert_eq!(separator("a\tb\n1\t2").0, Separator::Tab);
        assert_eq!(separator("a,b").0, Separator::Comma);
        assert_eq!(separator("a|b|c").0, Separator::Bar);
        assert_eq!(separator("alone\n1").0, Separator::Comma);
        let (found, text, line) = separator("sep=;\r\na,a;b\r\n1;2");
        assert_eq!(
            (found, text, line),
            (Separator::Semicolon, "a,a;b\r\n1;2", 2)
        );
        assert_eq!(separator("\n\na,b\n").2, 3);
    }

    proptest! {
        #[test]
        fn what_is_quoted_by_the_book_reads_back_the_same(
            table in prop::collection::vec(prop::collection::vec("[a,\"\n ;é]{0,5}", 1..4), 1..6)
        ) {
            let quote = |field: &String| format!("\"{}\"", field.replace('"', "\"\""));
            let text: String = table
                .iter()
                .map(|row| row.iter().map(quote).collect::<Vec<_>>().join(",") + "\r\n")
                .collect();
            let read: Vec<Vec<String>> = rows(&text).into_iter().map(|(_, fields)| fields).collect();
            prop_assert_eq!(read, table);
        }

        #[test]
        fn any_text_is_read_to_its_end(text in "[a,\"\n\r; é]{0,60}") {
            let mut last = 0;
            for row in Rows::new(&text, Separator::Comma, 1) {
                prop_assert!(row.line > last);
                last = row.line;
            }
            prop_assert!(last <= lines(&text) + 1);
        }
    }
}
