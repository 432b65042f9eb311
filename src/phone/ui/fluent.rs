//! Reads Fluent files, as much of Fluent as our wording uses: messages on one line, variables,
//! and variants chosen by a number. Translators have their format and its tools, and a phone
//! downloads a twentieth of what the whole of Fluent takes with its tables of 200 languages.
//! A test says every message through the real one too.

/// What a message's variable stands for.
#[derive(Clone, Copy, Debug)]
pub enum Arg<'a> {
    Text(&'a str),
    Number(i64),
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&&'a str> for Arg<'a> {
    fn from(text: &&'a str) -> Self {
        Self::Text(text)
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {$(
        impl From<&$number> for Arg<'_> {
            fn from(number: &$number) -> Self {
                Self::Number(i64::try_from(*number).unwrap_or(i64::MAX))
            }
        }
    )*};
}

numbers!(i32, i64, u32, u64, usize);

/// A message's text, as it stands in its file, in words.
#[must_use]
pub fn say(text: &str, args: &[(&str, Arg<'_>)]) -> String {
    let mut said = String::new();
    write(text, args, &mut said);
    said
}

fn write(mut text: &str, args: &[(&str, Arg<'_>)], said: &mut String) {
    while let Some((before, from)) = text.split_once('{') {
        said.push_str(before);
        let end = closing_brace(from);
        write_placeable(from.get(..end).unwrap_or_default().trim(), args, said);
        text = from.get(end + 1..).unwrap_or_default();
    }
    said.push_str(text);
}

/// Where the brace closes that was opened before this text.
fn closing_brace(text: &str) -> usize {
    let mut open = 1;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => open += 1,
            b'}' => open -= 1,
            _ => {}
        }
        if open == 0 {
            return at;
        }
    }
    text.len()
}

/// `$name`, or `$name ->` with its variants.
fn write_placeable(inner: &str, args: &[(&str, Arg<'_>)], said: &mut String) {
    let (variable, variants) = match inner.split_once("->") {
        Some((variable, variants)) => (variable.trim(), Some(variants)),
        None => (inner, None),
    };
    let arg = args
        .iter()
        .find(|(name, _)| variable.strip_prefix('$') == Some(*name))
        .map(|(_, arg)| *arg);
    match (variants, arg) {
        (Some(variants), arg) => write(chosen(variants, arg), args, said),
        (None, Some(Arg::Text(text))) => said.push_str(text),
        (None, Some(Arg::Number(number))) => said.push_str(&number.to_string()),
        // Seen by whoever forgot it, as Fluent shows it.
        (None, None) => {
            said.push('{');
            said.push_str(variable);
            said.push('}');
        }
    }
}

/// The first variant for the number, else the one with the star. Each stands on a line of its
/// own: `[one] a door`, `*[other] doors`.
fn chosen<'a>(variants: &'a str, arg: Option<Arg<'_>>) -> &'a str {
    let mut fallback = "";
    for line in variants.lines() {
        let line = line.trim();
        let starred = line.strip_prefix('*');
        let Some((key, text)) = starred
            .unwrap_or(line)
            .strip_prefix('[')
            .and_then(|line| line.split_once(']'))
        else {
            continue;
        };
        let text = text.trim_start();
        if let Some(Arg::Number(number)) = arg
            && (key == form(number) || key.parse() == Ok(number))
        {
            return text;
        }
        if starred.is_some() {
            fallback = text;
        }
    }
    fallback
}

/// The form a number asks for, in English as in Finnish.
fn form(number: i64) -> &'static str {
    if number.unsigned_abs() == 1 {
        "one"
    } else {
        "other"
    }
}
