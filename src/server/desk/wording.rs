//! The desk's words, in the reader's language. Every sentence lives in
//! `assets/wording/<language>/desk.ftl`; the pages name it by key. Numbers and
//! dates are written here the way each language writes them.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Timelike};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::sync::LazyLock;
use unic_langid::LanguageIdentifier;

/// A language the desk speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    English,
    Finnish,
}

/// The cookie that remembers a choice against what the browser asks for.
pub const LANGUAGE_COOKIE: &str = "doorstep_language";

impl Language {
    pub const ALL: [Self; 2] = [Self::English, Self::Finnish];

    /// Its BCP 47 tag, as in `<html lang>`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Finnish => "fi",
        }
    }

    /// What its speakers call it.
    #[must_use]
    pub fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Finnish => "Suomi",
        }
    }

    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
        Self::ALL
            .into_iter()
            .find(|language| language.tag() == primary)
    }

    /// The first language we speak of those a browser asks for, by its weights.
    #[must_use]
    pub fn accepted(header: &str) -> Option<Self> {
        let mut asked: Vec<(i32, Self)> = header
            .split(',')
            .filter_map(|item| {
                let (tag, weight) = item.split_once(";q=").unwrap_or((item, "1"));
                let weight: f32 = weight.trim().parse().ok()?;
                (weight > 0.0)
                    .then(|| Self::from_tag(tag))
                    .flatten()
                    .map(|language| ((weight * -1000.0) as i32, language))
            })
            .collect();
        // Stable: among equals the one named first.
        asked.sort_by_key(|(weight, _)| *weight);
        asked.first().map(|(_, language)| *language)
    }
}

type Bundle = FluentBundle<FluentResource>;

static ENGLISH: LazyLock<Bundle> = LazyLock::new(|| {
    bundle(
        Language::English,
        include_str!("../../../assets/wording/en/desk.ftl"),
    )
});

static FINNISH: LazyLock<Bundle> = LazyLock::new(|| {
    bundle(
        Language::Finnish,
        include_str!("../../../assets/wording/fi/desk.ftl"),
    )
});

fn bundle(language: Language, source: &str) -> Bundle {
    // A file with a fault still gives all its sound messages; a test below
    // keeps faults from landing.
    let resource = match FluentResource::try_new(source.to_owned()) {
        Ok(resource) | Err((resource, _)) => resource,
    };
    let locale: LanguageIdentifier = language.tag().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![locale]);
    // No direction marks around values: they would end up in copied text, and
    // neither language needs them.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match language {
        Language::English => english_number,
        Language::Finnish => finnish_number,
    }));
    bundle.add_resource_overriding(resource);
    bundle
}

fn english_number<M>(value: &FluentValue, _: &M) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(grouped(number.value, Language::English)),
        _ => None,
    }
}

fn finnish_number<M>(value: &FluentValue, _: &M) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(grouped(number.value, Language::Finnish)),
        _ => None,
    }
}

/// Whole numbers in groups of three, others with the decimals they have.
fn grouped(value: f64, language: Language) -> String {
    let (separator, point) = match language {
        Language::English => (',', '.'),
        Language::Finnish => ('\u{a0}', ','),
    };
    let text = value.abs().to_string();
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::with_capacity(text.len() + 4);
    if value < 0.0 {
        out.push('\u{2212}');
    }
    for (place, digit) in whole.chars().enumerate() {
        // English writers group from four digits on, Finnish ones too.
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    if !decimals.is_empty() {
        out.push(point);
        out.push_str(decimals);
    }
    out
}

/// The words of one language, handed to every page.
#[derive(Clone, Copy, Debug)]
pub struct Wording {
    pub language: Language,
}

/// Values a sentence names: `("n", 3.into())`.
pub type Values<'a> = [(&'static str, FluentValue<'a>)];

impl Wording {
    #[must_use]
    pub fn new(language: Language) -> Self {
        Self { language }
    }

    fn bundle(self) -> &'static Bundle {
        match self.language {
            Language::English => &ENGLISH,
            Language::Finnish => &FINNISH,
        }
    }

    /// The sentence of that key.
    #[must_use]
    pub fn t(self, key: &str) -> String {
        self.say(key, &[])
    }

    /// The sentence of that key with its values.
    #[must_use]
    pub fn say(self, key: &str, values: &Values<'_>) -> String {
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            args.set(*name, value.clone());
        }
        let bundle = self.bundle();
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            // English rather than nothing; the key rather than a broken page.
            return if self.language == Language::English {
                key.to_owned()
            } else {
                Self::new(Language::English).say(key, values)
            };
        };
        let mut errors = Vec::new();
        bundle
            .format_pattern(pattern, Some(&args), &mut errors)
            .into_owned()
    }

    /// Whether there is a sentence of that key in this very language.
    #[must_use]
    pub fn has(self, key: &str) -> bool {
        self.bundle().has_message(key)
    }

    #[must_use]
    pub fn number(self, value: impl Into<u64>) -> String {
        grouped(value.into() as f64, self.language)
    }

    /// One decimal, with its sign where `signed`.
    #[must_use]
    pub fn decimal(self, value: f64, signed: bool) -> String {
        let rounded = (value * 10.0).round() / 10.0;
        let text = format!("{:.1}", rounded.abs());
        let text = match self.language {
            Language::English => text,
            Language::Finnish => text.replace('.', ","),
        };
        match (rounded < 0.0, signed && rounded > 0.0) {
            (true, _) => format!("\u{2212}{text}"),
            (false, true) => format!("+{text}"),
            (false, false) => text,
        }
    }

    /// A share from 0 to 1 as a whole percentage.
    #[must_use]
    pub fn percent(self, share: f64) -> String {
        let whole = (share * 100.0).round() as i64;
        match self.language {
            Language::English => format!("{whole}%"),
            Language::Finnish => format!("{whole}\u{a0}%"),
        }
    }

    /// A calendar day, short: `Sat 14 Nov 2026`, `la 14.11.2026`.
    #[must_use]
    pub fn date(self, date: NaiveDate) -> String {
        const DAYS: [[&str; 7]; 2] = [
            ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
            ["ma", "ti", "ke", "to", "pe", "la", "su"],
        ];
        const MONTHS: [&str; 12] = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ];
        let day = date.weekday().num_days_from_monday() as usize;
        match self.language {
            Language::English => format!(
                "{} {} {} {}",
                DAYS[0][day],
                date.day(),
                MONTHS[date.month0() as usize],
                date.year()
            ),
            Language::Finnish => format!(
                "{} {}.{}.{}",
                DAYS[1][day],
                date.day(),
                date.month(),
                date.year()
            ),
        }
    }

    /// A moment on the clock it was noted with: `Sat 14 Nov 2026, 17:30`.
    #[must_use]
    pub fn moment(self, at: DateTime<FixedOffset>) -> String {
        let date = self.date(at.date_naive());
        match self.language {
            Language::English => format!("{date}, {:02}:{:02}", at.hour(), at.minute()),
            Language::Finnish => format!("{date} klo {}.{:02}", at.hour(), at.minute()),
        }
    }

    /// The same, without the year where it is this one: for rows of a table.
    #[must_use]
    pub fn moment_of(self, year: i32, at: DateTime<FixedOffset>) -> String {
        let full = self.moment(at);
        if at.year() != year {
            return full;
        }
        match self.language {
            Language::English => full.replacen(&format!(" {year}"), "", 1),
            Language::Finnish => full.replacen(&format!(".{year}"), ".", 1),
        }
    }

    /// How long ago, in words a glance takes in.
    #[must_use]
    pub fn ago(self, now_ms: i64, then_ms: i64) -> String {
        let minutes = now_ms.saturating_sub(then_ms).max(0) / 60_000;
        match minutes {
            0 => self.t("ago-now"),
            1..=59 => self.say("ago-minutes", &[("n", minutes.into())]),
            60..=2879 => self.say("ago-hours", &[("n", (minutes / 60).into())]),
            _ => self.say("ago-days", &[("n", (minutes / 1440).into())]),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use super::*;
    use std::collections::BTreeSet;

    fn keys(source: &str) -> BTreeSet<String> {
        source
            .lines()
            .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
            .filter_map(|line| line.split_once(" ="))
            .map(|(key, _)| key.to_owned())
            .collect()
    }

    const ENGLISH_SOURCE: &str = include_str!("../../../assets/wording/en/desk.ftl");
    const FINNISH_SOURCE: &str = include_str!("../../../assets/wording/fi/desk.ftl");

    #[test]
    fn both_languages_parse_without_a_fault() {
        for source in [ENGLISH_SOURCE, FINNISH_SOURCE] {
            if let Err((_, errors)) = FluentResource::try_new(source.to_owned()) {
                unreachable!("{errors:?}");
            }
        }
    }

    #[test]
    fn both_languages_say_the_same_things() {
        let english = keys(ENGLISH_SOURCE);
        let finnish = keys(FINNISH_SOURCE);
        let missing: Vec<_> = english.symmetric_difference(&finnish).collect();
        assert!(missing.is_empty(), "only in one language: {missing:?}");
        assert!(english.len() > 200);
    }

    #[test]
    fn no_sentence_claims_that_a_number_at_the_door_is_persuasion() {
        for source in [ENGLISH_SOURCE, FINNISH_SOURCE] {
            let text = source.to_lowercase();
            for word in [
                "persuaded",
                "moved up",
                "was moved",
                "converted",
                "käännytet",
            ] {
                assert!(!text.contains(word), "{word}");
            }
        }
    }

    #[test]
    fn numbers_are_written_as_each_language_writes_them() {
        let english = Wording::new(Language::English);
        let finnish = Wording::new(Language::Finnish);
        assert_eq!(english.number(40_000u32), "40,000");
        assert_eq!(finnish.number(40_000u32), "40\u{a0}000");
        assert_eq!(english.number(7u32), "7");
        assert_eq!(english.percent(0.274), "27%");
        assert_eq!(finnish.percent(0.274), "27\u{a0}%");
        assert_eq!(english.decimal(1.46, true), "+1.5");
        assert_eq!(finnish.decimal(-0.07, true), "\u{2212}0,1");
        assert_eq!(english.decimal(0.0, true), "0.0");
    }

    #[test]
    fn days_and_hours_are_written_as_each_language_writes_them() {
        let at = DateTime::parse_from_rfc3339("2026-11-14T17:05:00+02:00").unwrap();
        assert_eq!(
            Wording::new(Language::English).moment(at),
            "Sat 14 Nov 2026, 17:05"
        );
        assert_eq!(
            Wording::new(Language::Finnish).moment(at),
            "la 14.11.2026 klo 17.05"
        );
    }

    #[test]
    fn this_years_number_is_left_out_of_rows() {
        let at = DateTime::parse_from_rfc3339("2026-11-14T17:05:00+02:00").unwrap();
        let english = Wording::new(Language::English);
        assert_eq!(english.moment_of(2026, at), "Sat 14 Nov, 17:05");
        assert_eq!(english.moment_of(2027, at), "Sat 14 Nov 2026, 17:05");
        let finnish = Wording::new(Language::Finnish);
        assert_eq!(finnish.moment_of(2026, at), "la 14.11. klo 17.05");
    }

    #[test]
    fn the_browser_is_answered_in_the_language_it_prefers_among_ours() {
        assert_eq!(
            Language::accepted("sv-FI,fi;q=0.8,en;q=0.5"),
            Some(Language::Finnish)
        );
        assert_eq!(
            Language::accepted("en-GB,en;q=0.9,fi;q=0.95"),
            Some(Language::English)
        );
        assert_eq!(Language::accepted("de, sv;q=0.3"), None);
        assert_eq!(
            Language::accepted("fi;q=0, en;q=0.1"),
            Some(Language::English)
        );
    }
}
