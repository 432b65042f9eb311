//! From TOML to a `Script`, telling file and line of everything whose shape is
//! wrong. Each step, scale, concern is read by itself, so that one bad one does
//! not hide the faults of the others. A key nobody asked for while reading is
//! unknown; what was meant is found by comparing with what was understood.

use super::finding::{Finding, Rule};
use super::{SCHEMA, Script, depth, written_out};
use serde::Serialize;
use serde::de::{DeserializeOwned, IntoDeserializer};
use serde_json::Value;
use std::cell::OnceCell;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The largest file looked at. A script of 200 full steps in three languages has
/// about 800 KB; what is much larger is not a script.
const MAX_BYTES: usize = 2 * 1024 * 1024;

/// Of syntax faults and the like; more would bury the first, which is the cause.
const MAX_FINDINGS: usize = 200;

/// Sections there is one of.
const TABLES: [&str; 6] = [
    "script",
    "consent",
    "follow_up",
    "experiment",
    "debrief",
    "training",
];

/// Sections there may be many of.
const LISTS: [&str; 13] = [
    "scales",
    "steps",
    "bands_rules",
    "paths",
    "tag_sets",
    "concerns",
    "commitments",
    "perspectives",
    "stories",
    "values",
    "close",
    "dispositions",
    "changelog",
];

/// Bytes as text.
pub(super) fn decode<'a>(bytes: &'a [u8], file: &str) -> Result<&'a str, Vec<Finding>> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        vec![Finding {
            file: file.to_owned(),
            line: 1 + before.iter().filter(|byte| **byte == b'\n').count(),
            rule: Rule::File,
            message: "the file is not text in UTF-8".to_owned(),
            remedy: "Save it as UTF-8 in a plain text editor".to_owned(),
        }]
    })
}

/// The script and where each of its parts stands in the file.
pub(super) fn read<'a>(text: &'a str, file: &'a str) -> Result<(Script, Lines<'a>), Vec<Finding>> {
    let alone = |rule: Rule, message: String, remedy: &str| {
        vec![Finding {
            file: file.to_owned(),
            line: 1,
            rule,
            message,
            remedy: remedy.to_owned(),
        }]
    };
    if text.len() > MAX_BYTES {
        return Err(alone(
            Rule::File,
            format!(
                "the file has {} KB; a script has at most {}",
                text.len() / 1024,
                MAX_BYTES / 1024
            ),
            "Check that this is a script and not another file",
        ));
    }
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut root = root.into_inner();
    let deep = depth::too_deep(&mut root);
    let mut reader = Reader {
        lines: Lines::new(text, file),
        findings: Vec::new(),
    };
    if let Some(span) = deep {
        let line = reader.lines.line_at(&span);
        reader.find(
            line,
            Rule::Shape,
            "here tables lie in tables, deeper than anything in a script".to_owned(),
            "Compare with a built-in script",
        );
        return Err(reader.finish());
    }
    if !errors.is_empty() {
        for error in errors.iter().take(20) {
            // Without a place are only keys of too many parts.
            let dots = |line: &(usize, &str)| line.1.matches('.').count();
            let most_dots = || text.lines().enumerate().max_by_key(dots);
            let line = match error.span() {
                Some(span) => reader.lines.line_at(&span),
                None => most_dots().map_or(1, |(line, _)| line + 1),
            };
            reader.find(
                line,
                Rule::Syntax,
                format!("this is not TOML: {}", one_line(error.message())),
                "Look at quotes, brackets and equals signs here and in the line before",
            );
        }
        return Err(reader.finish());
    }

    let known: Vec<&str> = ["schema"]
        .iter()
        .chain(&TABLES)
        .chain(&LISTS)
        .copied()
        .collect();
    for (key, value) in &root {
        let (name, line) = (key.get_ref().as_ref(), reader.lines.line_at(&key.span()));
        if !known.contains(&name) {
            reader.unknown(line, name, &known, "a script");
        }
        // `[steps]` for `[[steps]]` would otherwise be told as a type nobody wrote.
        if matches!(value.get_ref(), DeValue::Table(_)) && LISTS.contains(&name) {
            reader.find(
                line,
                Rule::Shape,
                format!("`{name}` is a list, but [{name}] is written"),
                format!("Write [[{name}]] with two brackets"),
            );
        }
    }
    if !reader.findings.is_empty() {
        return Err(reader.finish());
    }

    let schema: Option<u32> = reader.one(&mut root, "schema");
    if let Some(found) = schema.filter(|found| *found > SCHEMA) {
        let line = reader.lines.line_of("schema");
        reader.find(
            line,
            Rule::Schema,
            format!("the script is written in schema {found}, this version knows {SCHEMA}"),
            "Use a newer Doorstep, or write it in the older schema",
        );
        return Err(reader.finish());
    }
    let header = reader.one(&mut root, "script");
    let scales = reader.many(&mut root, "scales");
    let steps = reader.many(&mut root, "steps");
    let bands_rules = reader.many(&mut root, "bands_rules");
    let paths = reader.many(&mut root, "paths");
    let tag_sets = reader.many(&mut root, "tag_sets");
    let concerns = reader.many(&mut root, "concerns");
    let commitments = reader.many(&mut root, "commitments");
    let perspectives = reader.many(&mut root, "perspectives");
    let stories = reader.many(&mut root, "stories");
    let values = reader.many(&mut root, "values");
    let close = reader.many(&mut root, "close");
    let dispositions = reader.many(&mut root, "dispositions");
    let consent = reader.maybe(&mut root, "consent");
    let follow_up = reader.maybe(&mut root, "follow_up");
    let experiment = reader.maybe(&mut root, "experiment");
    let debrief = reader.maybe(&mut root, "debrief").unwrap_or_default();
    let training = reader.maybe(&mut root, "training").unwrap_or_default();
    let changelog = reader.many(&mut root, "changelog");
    let (Some(schema), Some(header)) = (schema, header) else {
        return Err(reader.finish());
    };
    if !reader.findings.is_empty() {
        return Err(reader.finish());
    }
    let mut script = Script {
        schema,
        script: header,
        scales,
        steps,
        bands_rules,
        paths,
        tag_sets,
        concerns,
        commitments,
        perspectives,
        stories,
        values,
        close,
        dispositions,
        consent,
        follow_up,
        experiment,
        debrief,
        training,
        changelog,
    };
    written_out::paths(&mut script);
    Ok((script, reader.lines))
}

struct Reader<'a> {
    lines: Lines<'a>,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    fn find(&mut self, line: usize, rule: Rule, message: String, remedy: impl Into<String>) {
        if self.findings.len() < MAX_FINDINGS {
            let finding = self.lines.finding(line, rule, message, remedy);
            self.findings.push(finding);
        }
    }

    fn finish(mut self) -> Vec<Finding> {
        self.findings.sort_by_key(|finding| finding.line);
        self.findings
    }

    /// A key that must be there.
    fn one<T: DeserializeOwned + Serialize>(
        &mut self,
        root: &mut DeTable<'_>,
        key: &str,
    ) -> Option<T> {
        if let Some(value) = root.remove(key) {
            self.part(key, None, value)
        } else {
            self.find(
                1,
                Rule::Shape,
                format!("`{key}` is missing"),
                if key == "schema" {
                    format!("Begin the file with schema = {SCHEMA}")
                } else {
                    format!("Write a section [{key}]")
                },
            );
            None
        }
    }

    /// A section that may be absent.
    fn maybe<T: DeserializeOwned + Serialize>(
        &mut self,
        root: &mut DeTable<'_>,
        key: &str,
    ) -> Option<T> {
        self.part(key, None, root.remove(key)?)
    }

    /// A list that may be absent.
    fn many<T: DeserializeOwned + Serialize>(
        &mut self,
        root: &mut DeTable<'_>,
        key: &str,
    ) -> Vec<T> {
        let Some(value) = root.remove(key) else {
            return Vec::new();
        };
        let span = value.span();
        if let DeValue::Array(items) = value.into_inner() {
            let items = items.into_iter().enumerate();
            return items
                .filter_map(|(at, item)| self.part(key, Some(at), item))
                .collect();
        }
        let line = self.lines.line_at(&span);
        self.find(
            line,
            Rule::Shape,
            format!("`{key}` is a list"),
            format!("Write [[{key}]] before each of them"),
        );
        Vec::new()
    }

    /// One section, or the one at this place of a list.
    fn part<T: DeserializeOwned + Serialize>(
        &mut self,
        key: &str,
        place: Option<usize>,
        value: Spanned<DeValue<'_>>,
    ) -> Option<T> {
        let mut all_known = true;
        let whole = value.span();
        let read = serde_ignored::deserialize(value.into_deserializer(), |_| {
            all_known = false;
        });
        match read {
            Ok(part) => {
                // Only now is it worth the while to look for what was meant.
                if !all_known
                    && let Ok(understood) = serde_json::to_value::<&T>(&part)
                    && let Some(written) = self.lines.written(key, place).cloned()
                {
                    self.compare(key, &written, &understood);
                }
                Some(part)
            }
            Err(error) => {
                let span = error.span().unwrap_or(whole);
                let line = self.lines.line_at(&span);
                self.find(
                    line,
                    Rule::Shape,
                    format!("in `{key}`: {}", one_line(error.message())),
                    "Compare with a built-in script",
                );
                None
            }
        }
    }

    /// Finds keys that were written and not understood.
    fn compare(&mut self, within: &str, written: &Spanned<DeValue<'_>>, understood: &Value) {
        match (written.get_ref(), understood) {
            (DeValue::Table(table), Value::Object(object)) => {
                for (key, value) in table {
                    let name = match (within, key.get_ref().as_ref()) {
                        // The method's spelling, read as ours.
                        ("consent", "channels") => "channel",
                        (_, name) => name,
                    };
                    if let Some(understood) = object.get(name) {
                        self.compare(key.get_ref(), value, understood);
                    } else {
                        let known: Vec<&str> = object.keys().map(String::as_str).collect();
                        let line = self.lines.line_at(&key.span());
                        self.unknown(line, key.get_ref(), &known, &format!("`{within}`"));
                    }
                }
            }
            (DeValue::Array(items), Value::Array(values)) => {
                for (item, value) in items.iter().zip(values) {
                    self.compare(within, item, value);
                }
            }
            _ => {}
        }
    }

    fn unknown(&mut self, line: usize, key: &str, known: &[&str], within: &str) {
        // What the method's list of fields has and this format says in another way.
        let said_otherwise = match key {
            "lang" => Some("Write the text by language: text.en = \"…\""),
            _ => None,
        };
        let nearest = known
            .iter()
            .map(|known| (distance(key, known), *known))
            .min()
            .filter(|(distance, _)| *distance <= 2);
        let remedy = match (said_otherwise, nearest) {
            (Some(otherwise), _) => otherwise.to_owned(),
            (None, Some((_, nearest))) => format!("Did you mean `{nearest}`?"),
            (None, None) => format!("Remove it; known here are {}", known.join(", ")),
        };
        self.find(
            line,
            Rule::UnknownKey,
            format!(
                "`{}` is not a key of {within}",
                key.chars().take(60).collect::<String>()
            ),
            remedy,
        );
    }
}

/// How many letters must be changed, added or left out to get from one word to the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    // A word much longer than any key is far from all of them.
    for (i, letter) in one.chars().take(40).enumerate() {
        let mut before = i;
        let mut left = i + 1;
        for (cell, against) in row.iter_mut().skip(1).zip(&other) {
            let change = before + usize::from(letter != *against);
            before = *cell;
            left = change.min(left + 1).min(before + 1);
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

fn one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where the parts of a script stand in its file.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    file: &'a str,
    text: &'a str,
    /// The file once more: reading uses it up part by part, and where nothing is wrong nobody
    /// asks for a line.
    root: OnceCell<DeTable<'a>>,
    /// Where each line begins.
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str, file: &'a str) -> Self {
        let mut starts = vec![0];
        starts.extend(text.match_indices('\n').map(|(at, _)| at + 1));
        Self {
            file,
            text,
            root: OnceCell::new(),
            starts,
        }
    }

    fn root(&self) -> &DeTable<'a> {
        self.root
            .get_or_init(|| DeTable::parse_recoverable(self.text).0.into_inner())
    }

    /// A section as it is written, or the one at this place of a list.
    fn written(&self, key: &str, place: Option<usize>) -> Option<&Spanned<DeValue<'a>>> {
        let section = self.root().get(key)?;
        match (place, section.get_ref()) {
            (Some(place), DeValue::Array(items)) => items.get(place),
            _ => Some(section),
        }
    }

    fn line_at(&self, span: &Range<usize>) -> usize {
        self.starts.partition_point(|start| *start <= span.start)
    }

    /// The line of a part, named by keys and places: `steps.3.say.0.text.fi`.
    /// Of what is not there, the line of the nearest part around it.
    pub(super) fn line_of(&self, path: &str) -> usize {
        let mut keys = path.split('.');
        let Some((key, value)) = keys.next().and_then(|key| self.root().get_key_value(key)) else {
            return 1;
        };
        let mut span = key.span();
        let mut value = value;
        for key in keys {
            match value.get_ref() {
                DeValue::Table(table) => {
                    let Some((key, next)) = table.get_key_value(key) else {
                        break;
                    };
                    span = key.span();
                    value = next;
                }
                DeValue::Array(items) => {
                    let Some(next) = key.parse::<usize>().ok().and_then(|i| items.get(i)) else {
                        break;
                    };
                    span = next.span();
                    value = next;
                }
                _ => break,
            }
        }
        self.line_at(&span)
    }

    pub(super) fn finding(
        &self,
        line: usize,
        rule: Rule,
        message: String,
        remedy: impl Into<String>,
    ) -> Finding {
        Finding {
            file: self.file.to_owned(),
            line,
            rule,
            message,
            remedy: remedy.into(),
        }
    }
}
