//! Scripts, tried: seeded faults found in their line, and the built-in one sound.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail by panicking"
)]

mod every_field;

use super::*;
use crate::domain::conversation::RatingAnswer;
use proptest::prelude::*;
use std::fmt::Write as _;

/// The demonstration's script: sound, two languages, every feature of the door.
pub(crate) const T1: &str = include_str!("../../../assets/scripts/issue-conversation.toml");

/// Every field of the format, each at least once.
pub(super) const EVERY_FIELD: &str = include_str!("../../../tests/data/every-field.toml");

/// The smallest sound script of kind `issue`, to break in one place at a time.
pub(super) const SMALL: &str = r#"schema = 1
[script]
id = "small"
version = 1
title = { en = "Small" }
kind = "issue"
languages = ["en"]
default_language = "en"

[[scales]]
id = "view"
kind = "numeric"
question = { en = "From 0 to 10?" }
low_label = { en = "against" }
high_label = { en = "for" }
bands = [
  { id = "cool", from = 0, to = 5 },
  { id = "warm", from = 6, to = 10 },
]

[[steps]]
id = "rate"
name = { en = "Rate" }
role = "rate"
captures = [{ type = "rating", scale_id = "view", wave = "first" }]

[[steps]]
id = "story"
name = { en = "Story" }
role = "their_story"
importance = "core"
say = [{ text = { en = "Tell me about a time." } }]

[[steps]]
id = "again"
name = { en = "Again" }
role = "rerate"
captures = [{ type = "rating", scale_id = "view", wave = "final" }]

[[steps]]
id = "close"
name = { en = "Close" }
role = "close"
say = [{ text = { en = "Thank you." } }]

[[steps]]
id = "record"
name = { en = "Notes" }
role = "record"
"#;

/// The line, from 1, where `needle` first stands.
pub(super) fn line_of(text: &str, needle: &str) -> usize {
    let at = text
        .find(needle)
        .unwrap_or_else(|| panic!("no {needle} in the text"));
    1 + text[..at].matches('\n').count()
}

/// `text` with one thing put in another's place; the thing must be there.
pub(super) fn with(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "no {from} in the text");
    text.replacen(from, to, 1)
}

/// The fault is found, by its rule, in the line where `at` stands.
#[track_caller]
pub(super) fn found(text: &str, rule: Rule, at: &str) -> Finding {
    let findings = Script::check(text, "my.toml");
    let line = line_of(text, at);
    let finding = findings
        .iter()
        .find(|finding| finding.rule == rule && finding.line == line)
        .unwrap_or_else(|| {
            panic!(
                "no {} in line {line}, but:\n{}",
                rule.code(),
                report(&findings)
            )
        });
    assert_eq!(finding.file, "my.toml");
    assert!(!finding.message.is_empty() && !finding.remedy.is_empty());
    finding.clone()
}

#[test]
fn the_issue_conversation_is_sound() {
    let findings = Script::check(T1, "issue-conversation.toml");
    assert!(findings.is_empty(), "{}", report(&findings));
    let findings = Script::check(SMALL, "small.toml");
    assert!(findings.is_empty(), "{}", report(&findings));
}

#[test]
fn every_built_in_script_is_sound_and_calls_itself_a_draft_while_parts_are_invented() {
    let mut ids = std::collections::BTreeSet::new();
    for built_in in BUILT_IN {
        let findings = Script::check(built_in.text, built_in.file);
        assert!(findings.is_empty(), "{}", report(&findings));
        let script = Script::from_toml(built_in.text, built_in.file).unwrap();
        assert!(ids.insert(script.script.id.clone()), "{}", built_in.file);
        let invented = script.concerns.iter().any(|it| it.invented)
            || script.perspectives.iter().any(|it| it.invented);
        if invented {
            assert_eq!(script.script.status, Status::Draft, "{}", built_in.file);
        }
    }
    assert_eq!(BUILT_IN[0].text, T1);
}

#[test]
fn the_placebo_greets_people_word_for_word_like_the_issue_conversation() {
    let read = |name: &str| {
        let built_in = BUILT_IN.iter().find(|it| it.file == name).unwrap();
        Script::from_toml(built_in.text, built_in.file).unwrap()
    };
    let (issue, placebo) = (read("issue-conversation.toml"), read("placebo.toml"));
    assert_eq!(experiment::counterparts(&issue, &placebo), Ok(()));
    assert_eq!(issue.steps[..2], placebo.steps[..2]);
    assert_eq!(issue.steps[1].role, Role::Identify);
    assert_ne!(issue.steps[2].id, placebo.steps[2].id);
    // What differs between the two is not given away before.
    for language in &issue.script.languages {
        for script in [&issue, &placebo] {
            let told = script.script.plain_words[language].iter().take(2);
            for (word, step) in
                told.flat_map(|word| placebo.steps[..2].iter().map(move |it| (word, it)))
            {
                for say in &step.say {
                    let said = &say.text.by_language[language];
                    assert!(!said.contains(word.as_str()), "{said} names {word}");
                }
            }
        }
    }
}

#[test]
fn which_campaigns_a_kind_of_script_is_for() {
    use crate::domain::campaign::LegalProfile::{Other, UkNonParty, UkParty, Us};
    for profile in [UkParty, UkNonParty, Us, Other] {
        assert!(!ScriptKind::Placebo.may_be_chosen(profile));
        // For experiments.
        assert!(ScriptKind::Placebo.comes_with(profile));
        assert!(ScriptKind::Listening.may_be_chosen(profile));
        assert!(ScriptKind::Issue.comes_with(profile));
        assert_eq!(
            ScriptKind::Electoral.comes_with(profile),
            profile == UkParty
        );
        assert_eq!(
            ScriptKind::Electoral.may_be_chosen(profile),
            matches!(profile, UkParty | Us)
        );
    }
}

#[test]
fn the_issue_conversation_has_the_methods_steps_and_paths() {
    let script = Script::from_toml(T1, "t1").unwrap();
    let roles: Vec<&str> = script.steps.iter().map(|step| step.role.code()).collect();
    assert_eq!(
        roles,
        [
            "open",
            "identify",
            "rate",
            "why",
            "who",
            "own_story",
            "their_story",
            "get_perspective",
            "connect",
            "concern",
            "rerate",
            "reflect",
            "commit",
            "close",
            "record"
        ]
    );
    assert_eq!(script.reference().id, "issue-conversation");
    assert_eq!(script.main_scale().unwrap().id, "homes-nearby");
    assert!(
        script
            .short_path()
            .unwrap()
            .contains(&"second-rating".to_owned())
    );
    for step in script.steps.iter().filter(|step| !step.cues.is_empty()) {
        assert!((2..=6).contains(&step.cues.len()), "{}", step.id);
    }
    assert!((4..=6).contains(&script.concerns.len()));
    assert!((30..=60).contains(&script.perspectives[0].seconds));
    assert!(script.perspectives[0].invented);
}

#[test]
fn what_is_not_toml_is_told_with_its_line() {
    found(
        &with(SMALL, "id = \"view\"", "id = view"),
        Rule::Syntax,
        "id = view",
    );
    found(
        &with(SMALL, "[[scales]]", "[[scales]"),
        Rule::Syntax,
        "[[scales]",
    );
    let twice = with(SMALL, "version = 1", "version = 1\nversion = 2");
    found(&twice, Rule::Syntax, "version = 2");
    assert_eq!(Script::check("<html>no</html>", "x")[0].rule, Rule::Syntax);
}

#[test]
fn what_is_not_text_or_too_large_or_empty_is_told_and_never_half_loaded() {
    let picture = b"\x89PNG\r\n\x1a\n\xff\xfe\x00";
    let findings = Script::from_bytes(picture, "p.toml").unwrap_err();
    assert_eq!((findings[0].rule, findings[0].line), (Rule::File, 1));
    let late = [b"schema = 1\n# caf".as_slice(), b"\xe9\n"].concat();
    let findings = Script::from_bytes(&late, "latin.toml").unwrap_err();
    assert_eq!((findings[0].rule, findings[0].line), (Rule::File, 2));

    let huge = "a = [".repeat(2 * 1024 * 1024);
    let findings = Script::check(&huge, "huge.toml");
    assert_eq!((findings.len(), findings[0].rule), (1, Rule::File));
    let deep = format!("a = {}{}", "[".repeat(20_000), "]".repeat(20_000));
    assert!(!Script::check(&deep, "deep.toml").is_empty());

    let missing: Vec<Rule> = Script::check("", "empty.toml")
        .into_iter()
        .map(|finding| finding.rule)
        .collect();
    assert_eq!(missing, [Rule::Shape, Rule::Shape]);
    let with_bom = [b"\xEF\xBB\xBF".as_slice(), SMALL.as_bytes()].concat();
    assert!(Script::from_bytes(&with_bom, "bom.toml").is_ok());
    let windows = SMALL.replace('\n', "\r\n");
    assert!(Script::from_toml(&windows, "windows.toml").is_ok());
}

#[test]
fn however_deep_a_file_is_its_depth_is_told_and_the_stack_is_never_used_up() {
    let key = ["a"; 79].join(".");
    let nested = format!("{}1{}", format!("{{ {key} = ").repeat(78), " }".repeat(78));
    for deep in [
        with(
            SMALL,
            "role = \"rate\"",
            &format!("role = \"rate\"\nodd = {nested}"),
        ),
        with(
            SMALL,
            "title = { en = \"Small\" }",
            &format!("title = {{ en = \"Small\", odd = {nested} }}"),
        ),
        format!("odd = {nested}\n{SMALL}"),
    ] {
        let at = if deep.contains("\nodd") {
            "\nodd"
        } else {
            "odd"
        };
        let line = line_of(&deep, at) + usize::from(at.starts_with('\n'));
        let findings = Script::check(&deep, "deep.toml");
        assert_eq!(findings.len(), 1, "{}", report(&findings));
        assert_eq!((findings[0].line, findings[0].rule), (line, Rule::Shape));
    }
    let dotted = with(
        SMALL,
        "version = 1",
        &format!("version = 1\n{} = 1", ["a"; 200_000].join(".")),
    );
    found(&dotted, Rule::Syntax, "a.a.a");
    for (open, close) in [("[", "]"), ("{ a = ", " }")] {
        let nested = format!("odd = {}1{}", open.repeat(100_000), close.repeat(100_000));
        let nested = with(SMALL, "version = 1", &format!("version = 1\n{nested}"));
        found(&nested, Rule::Shape, "odd = ");
    }
}

#[test]
fn a_file_from_another_system_is_read_as_it_is() {
    let crlf = T1.replace('\n', "\r\n");
    assert_eq!(
        Script::from_toml(&crlf, "crlf"),
        Script::from_toml(T1, "lf")
    );
    let mut marked = b"\xEF\xBB\xBF".to_vec();
    marked.extend(crlf.bytes());
    assert!(Script::from_bytes(&marked, "bom").is_ok());
    let twice = format!("{T1}\n[consent]\nwording_id = \"x\"\n");
    found(&twice, Rule::Syntax, "[consent]\nwording_id = \"x\"");
}

#[test]
fn an_unknown_key_is_told_wherever_it_stands_with_what_was_meant() {
    let finding = found(
        &with(
            SMALL,
            "role = \"their_story\"",
            "role = \"their_story\"\nimportanc = \"core\"",
        ),
        Rule::UnknownKey,
        "importanc ",
    );
    assert_eq!(finding.remedy, "Did you mean `importance`?");
    found(
        &with(SMALL, "schema = 1", "schema = 1\nscale = 2"),
        Rule::UnknownKey,
        "scale = 2",
    );
    found(
        &with(SMALL, "from = 0, to = 5", "from = 0, to = 5, colour = 1"),
        Rule::UnknownKey,
        "colour",
    );
    found(
        &with(
            T1,
            "text.en = \"Let me tell you",
            "txt.en = \"x\"\ntext.en = \"Let me tell you",
        ),
        Rule::UnknownKey,
        "txt.en",
    );
    // Several faults are told at once.
    let two = with(
        &with(SMALL, "id = \"story\"", "id = \"story\"\ncolor = 1"),
        "id = \"close\"",
        "id = \"close\"\ncolor = 2",
    );
    assert_eq!(Script::check(&two, "x").len(), 2);
}

#[test]
fn a_part_of_the_wrong_shape_does_not_hide_the_others() {
    let two = with(
        &with(SMALL, "role = \"their_story\"", "role = \"anecdote\""),
        "role = \"close\"",
        "may_skip = \"perhaps\"\nrole = \"close\"",
    );
    found(&two, Rule::Shape, "role = \"anecdote\"");
    found(&two, Rule::Shape, "may_skip = \"perhaps\"");
    found(
        &with(SMALL, "[[scales]]", "[scales]"),
        Rule::Shape,
        "[scales]",
    );
    let bare = with(SMALL, "title = { en = \"Small\" }", "title = \"Small\"");
    assert!(
        found(&bare, Rule::Shape, "title =")
            .message
            .contains("language")
    );
    found(&with(SMALL, "version = 1\n", ""), Rule::Shape, "[script]");
    found(
        &with(SMALL, "schema = 1", "schema = 7"),
        Rule::Schema,
        "schema = 7",
    );
    found(
        &with(SMALL, "schema = 1", "schema = 0"),
        Rule::Schema,
        "schema = 0",
    );
}

#[test]
fn ids_are_there_once_and_can_go_into_an_address() {
    let twice = with(SMALL, "id = \"close\"", "id = \"story\" # again");
    found(&twice, Rule::Duplicate, "id = \"story\" # again");
    found(
        &with(SMALL, "id = \"story\"", "id = \"Their story\""),
        Rule::Required,
        "id = \"Their story\"",
    );
    found(
        &with(SMALL, "id = \"warm\"", "id = \"cool\""),
        Rule::Duplicate,
        "from = 6",
    );
    let tags = with(T1, "code = \"children\"", "code = \"safety\"");
    found(
        &tags,
        Rule::Duplicate,
        "{ code = \"safety\", label = { en = \"children",
    );
    let rules = with(T1, "band = \"declined\"", "band = \"firm\" # second");
    let second = rules.rfind("[[bands_rules]]").unwrap();
    let line = 1 + rules[..second].matches('\n').count();
    assert!(
        Script::check(&rules, "x")
            .iter()
            .any(|finding| finding.rule == Rule::Duplicate && finding.line == line)
    );
}

#[test]
fn every_reference_resolves() {
    for (from, to, at) in [
        (
            "\"close\", \"record\",\n]\n\n# No",
            "\"clsoe\", \"record\",\n]\n\n# No",
            "clsoe",
        ),
        (
            "short_path_id = \"short\"",
            "short_path_id = \"quick\"",
            "\"quick\"",
        ),
        (
            "scale_id = \"homes-nearby\", wave = \"first\"",
            "scale_id = \"home\", wave = \"first\"",
            "\"home\"",
        ),
        ("tag_set = \"theme\"", "tag_set = \"themes\"", "\"themes\""),
        ("[\"tapani\"]", "[\"liisa\"]", "liisa"),
        ("band = \"firm\"", "band = \"solid\"", "\"solid\""),
        (
            "bands = [\"leaning\"] }",
            "bands = [\"lean\"] }",
            "\"lean\"",
        ),
        (
            "bands = [\"leaning\"]\nfollow",
            "bands = [\"lean\"]\nfollow",
            "[\"lean\"]",
        ),
        (
            "role = \"who\"",
            "default_next = \"nowhere\"\nrole = \"who\"",
            "nowhere",
        ),
        (
            "role = \"who\"",
            "next = [{ goto = \"nowhere\" }]\nrole = \"who\"",
            "nowhere",
        ),
        (
            "role = \"who\"",
            "next = [{ if = { tag_set = \"reason\", tags = [\"love\"] }, goto = \"close\" }]\nrole = \"who\"",
            "\"love\"",
        ),
        (
            "default_language = \"en\"",
            "default_language = \"sv\"",
            "\"sv\"",
        ),
        (
            "{organisation}. We're",
            "{organization}. We're",
            "{organization}",
        ),
    ] {
        found(&with(T1, from, to), Rule::Reference, at);
    }
    let no_consent = &T1[..T1.find("[consent]").unwrap()];
    found(no_consent, Rule::Reference, "{ type = \"consent\"");
}

#[test]
fn scales_and_bands_make_sense() {
    for (from, to, rule, at) in [
        (
            "min = 0\nmax = 10",
            "min = 10\nmax = 0",
            Rule::Scale,
            "[[scales]]",
        ),
        ("step = 1\n", "step = 3\n", Rule::Scale, "[[scales]]"),
        ("step = 1\n", "step = 0\n", Rule::Scale, "[[scales]]"),
        ("max = 10\n", "max = 1000\n", Rule::Scale, "[[scales]]"),
        (
            "min = 0\nmax = 10",
            "min = -2147483648\nmax = 2147483647",
            Rule::Scale,
            "[[scales]]",
        ),
        (
            "step = 1\n",
            "step = 1\nallow_declined = false\n",
            Rule::Scale,
            "allow_declined",
        ),
        (
            "start_band = \"opposed\"",
            "start_band = \"oposed\"",
            Rule::Reference,
            "start_band = \"oposed\"",
        ),
        (
            "Is that all?\", fi = \"Kymmenen. Joo. Siinäkö kaikki?\"",
            "Is that all?\"",
            Rule::Language,
            "Ten. Sure.",
        ),
        (
            "from = 4, to = 6",
            "from = 5, to = 6",
            Rule::Bands,
            "bands = [\n  { id = \"opposed\"",
        ),
        (
            "from = 4, to = 6",
            "from = 4, to = 7",
            Rule::Bands,
            "bands = [\n  { id = \"opposed\"",
        ),
        (
            "from = 4, to = 6",
            "from = 4",
            Rule::Bands,
            "id = \"conflicted\"",
        ),
        (
            "id = \"firm\", from",
            "id = \"declined\", from",
            Rule::Bands,
            "id = \"declined\", from",
        ),
    ] {
        found(&with(T1, from, to), rule, at);
    }
    let categories = with(
        SMALL,
        "kind = \"numeric\"\n",
        "kind = \"categorical\"\noptions = [{ code = \"yes\", label = { en = \"yes\" } }]\n",
    );
    found(&categories, Rule::Scale, "[[scales]]");
    found(&categories, Rule::Bands, "bands = [");
}

#[test]
fn every_declared_language_is_complete_or_marked_missing() {
    let gap = with(T1, "name.fi = \"Tervehdys\"\n", "");
    found(&gap, Rule::Language, "name.en = \"Hello\"");
    let marked = with(T1, "name.fi = \"Tervehdys\"\n", "name.missing = [\"fi\"]\n");
    assert!(Script::check(&marked, "x").is_empty());
    let empty = with(T1, "name.fi = \"Tervehdys\"", "name.fi = \" \"");
    found(&empty, Rule::Language, "name.en = \"Hello\"");
    let both = with(
        T1,
        "name.fi = \"Tervehdys\"\n",
        "name.fi = \"Tervehdys\"\nname.missing = [\"fi\"]\n",
    );
    found(&both, Rule::Language, "name.en = \"Hello\"");
    let stranger = with(
        T1,
        "name.fi = \"Tervehdys\"\n",
        "name.fi = \"Tervehdys\"\nname.sv = \"Hej\"\n",
    );
    found(&stranger, Rule::Language, "name.sv");
    let default = with(
        SMALL,
        "title = { en = \"Small\" }",
        "title = { missing = [\"en\"] }",
    );
    found(&default, Rule::Language, "title =");
    let inline = with(
        T1,
        "{ en = \"a worry\", fi = \"huoli\" }",
        "{ en = \"a worry\" }",
    );
    found(&inline, Rule::Language, "{ en = \"a worry\" }");
}

#[test]
fn every_path_ends_in_close_then_record() {
    let order = with(SMALL, "role = \"close\"", "role = \"reflect\"");
    found(&order, Rule::PathEnd, "[[steps]]");
    let rule = "[[bands_rules]]\nscale_id = \"view\"\nband = \"warm\"\n";
    let cut = format!("{SMALL}\n{rule}path = [\"rate\", \"story\", \"again\", \"record\"]\n");
    found(&cut, Rule::PathEnd, "path = [\"rate\"");
    let swapped =
        format!("{SMALL}\n{rule}path = [\"rate\", \"story\", \"again\", \"record\", \"close\"]\n");
    found(&swapped, Rule::PathEnd, "path = [\"rate\"");
    let past = with(
        SMALL,
        "role = \"their_story\"",
        "role = \"their_story\"\nnext = [{ goto = \"record\" }]",
    );
    found(&past, Rule::PathEnd, "[[steps]]\nid = \"story\"");
    let nothing = &SMALL[..SMALL.find("[[steps]]\nid = \"record\"").unwrap()];
    found(nothing, Rule::PathEnd, "[[steps]]");
}

#[test]
fn a_loop_needs_an_exit() {
    let round = with(
        SMALL,
        "role = \"rerate\"",
        "role = \"rerate\"\ndefault_next = \"story\"",
    );
    let finding = found(&round, Rule::Loop, "default_next");
    assert!(finding.message.contains("story, again"), "{finding}");
    let itself = with(
        SMALL,
        "role = \"close\"",
        "role = \"close\"\ndefault_next = \"close\"",
    );
    found(&itself, Rule::Loop, "default_next");
    // A way back on a condition is not a loop: the path leads on.
    let back = with(
        SMALL,
        "role = \"rerate\"",
        "role = \"rerate\"\nnext = [{ if = { bands = [\"cool\"] }, goto = \"story\" }]",
    );
    assert!(Script::check(&back, "x").is_empty());
}

#[test]
fn a_rating_comes_before_any_story_and_again_on_every_path() {
    let rule = "[[bands_rules]]\nscale_id = \"view\"\nband = \"warm\"\n";
    let once = format!("{SMALL}\n{rule}path = [\"rate\", \"story\", \"close\", \"record\"]\n");
    found(&once, Rule::RateAgain, "path = [\"rate\"");
    let short = with(
        SMALL,
        "kind = \"issue\"",
        "kind = \"issue\"\nshort_path_id = \"quick\"",
    ) + "\n[[paths]]\nid = \"quick\"\nsteps = [\"rate\", \"story\", \"close\", \"record\"]\n";
    found(&short, Rule::RateAgain, "steps = [\"rate\"");
    // A branch past the last rating is found too.
    let jump = with(
        SMALL,
        "role = \"their_story\"",
        "role = \"their_story\"\nnext = [{ if = { bands = [\"warm\"] }, goto = \"close\" }]",
    );
    found(&jump, Rule::RateAgain, "[[steps]]");

    let first = SMALL.find("[[steps]]\nid = \"rate\"").unwrap();
    let story = SMALL.find("[[steps]]\nid = \"story\"").unwrap();
    let again = SMALL.find("[[steps]]\nid = \"again\"").unwrap();
    let early = format!(
        "{}{}{}{}",
        &SMALL[..first],
        &SMALL[story..again],
        &SMALL[first..story],
        &SMALL[again..]
    );
    found(&early, Rule::RateFirst, "[[steps]]");
    let other_scale = with(SMALL, "wave = \"final\"", "wave = \"middle\"");
    found(&other_scale, Rule::RateAgain, "[[steps]]");
    // Other kinds of conversation have other rules.
    let listening = with(SMALL, "kind = \"issue\"", "kind = \"listening\"");
    found(&listening, Rule::Role, "role = \"rerate\"");
}

#[test]
fn an_electoral_script_asks_again_only_after_a_talk_and_presses_no_third_party() {
    let electoral = with(SMALL, "kind = \"issue\"", "kind = \"electoral\"");
    assert!(Script::check(&electoral, "my.toml").is_empty());
    let rule = "[[bands_rules]]\nscale_id = \"view\"\nband = \"warm\"\n";
    let polite =
        format!("{electoral}\n{rule}path = [\"rate\", \"again\", \"close\", \"record\"]\n");
    found(&polite, Rule::RealTalk, "path = [\"rate\"");
    let without = format!("{electoral}\n{rule}path = [\"rate\", \"close\", \"record\"]\n");
    assert!(Script::check(&without, "my.toml").is_empty());

    let third = |text: &str| {
        with(
            text,
            "from = 6, to = 10",
            "from = 6, to = 10, third_party = true",
        )
    };
    found(&third(&electoral), Rule::Pressure, "{ id = \"warm\"");
    let again = format!(
        "{electoral}\n{rule}path = [\"rate\", \"story\", \"again\", \"close\", \"record\"]\n"
    );
    found(&third(&again), Rule::Pressure, "path = [\"rate\"");
    assert!(Script::check(&third(&without), "my.toml").is_empty());
    let asks = "\n[[commitments]]\nid = \"poster\"\nlabel = { en = \"A poster\" }\nsize = 2\n";
    found(&(third(&without) + asks), Rule::Pressure, "[[commitments]]");
    let others = third(&without) + asks + "bands = [\"cool\"]\n";
    assert!(Script::check(&others, "my.toml").is_empty());
}

#[test]
fn where_it_matters_people_say_who_they_are_before_anything_is_asked() {
    let first = with(
        SMALL,
        "kind = \"issue\"",
        "identify_first = true\nkind = \"issue\"",
    );
    found(&first, Rule::IdentifyFirst, "[[steps]]");
    let identify = "[[steps]]\nid = \"who\"\nname = { en = \"Who\" }\nrole = \"identify\"\n\
                    say = [{ text = { en = \"Who am I talking with?\" } }]\n\n";
    let known = with(
        &first,
        "[[steps]]\nid = \"rate\"",
        &format!("{identify}[[steps]]\nid = \"rate\""),
    );
    assert!(Script::check(&known, "my.toml").is_empty());

    let placebo = BUILT_IN
        .iter()
        .find(|it| it.file == "placebo.toml")
        .unwrap();
    let unknown = with(
        placebo.text,
        "identify_first = true",
        "identify_first = false",
    );
    found(&unknown, Rule::IdentifyFirst, "kind = \"placebo\"");
}

#[test]
fn who_only_listens_asks_nothing_twice() {
    let listening = with(SMALL, "kind = \"issue\"", "kind = \"listening\"");
    let asked = with(&listening, "role = \"rerate\"", "role = \"reflect\"");
    for wave in ["middle", "final"] {
        let again = with(&asked, "wave = \"final\"", &format!("wave = \"{wave}\""));
        found(&again, Rule::Role, &format!("wave = \"{wave}\""));
    }
}

#[test]
fn an_organiser_notes_their_assessment_away_from_the_door_and_apart_from_said_and_done() {
    let one_to_one = BUILT_IN
        .iter()
        .find(|it| it.file == "one-to-one.toml")
        .unwrap();
    let text = one_to_one.text;
    let aloud = with(
        text,
        "{ type = \"tags\", tag_set = \"expected\"",
        "{ type = \"tags\", tag_set = \"assessment\"",
    );
    found(&aloud, Rule::Assessment, "tag_set = \"assessment\"");
    let only_said = with(
        text,
        "  { type = \"tags\", tag_set = \"done\", personal_data = \"special\" },\n",
        "",
    );
    let finding = found(&only_said, Rule::Assessment, "[[steps]]");
    assert!(finding.message.contains("did"), "{finding}");
}

#[test]
fn somebodys_story_is_heard_on_every_path() {
    let optional = with(SMALL, "importance = \"core\"\n", "");
    found(&optional, Rule::CoreStory, "[[steps]]");
    let rule = "[[bands_rules]]\nscale_id = \"view\"\nband = \"declined\"\n";
    let without = format!("{SMALL}\n{rule}path = [\"rate\", \"again\", \"close\", \"record\"]\n");
    let finding = found(&without, Rule::CoreStory, "path = [\"rate\"");
    assert!(finding.message.contains("no number"), "{finding}");
}

#[test]
fn paths_part_only_after_the_answer_that_parts_them() {
    let rule = "[[bands_rules]]\nscale_id = \"view\"\nband = \"warm\"\n";
    let early =
        format!("{SMALL}\n{rule}path = [\"story\", \"rate\", \"again\", \"close\", \"record\"]\n");
    found(&early, Rule::PathStart, "path = [\"story\"");
}

#[test]
fn the_last_rating_is_asked_of_everybody_alike() {
    let hinting = with(
        T1,
        "when = { bands = [\"declined\"] }\ntext.en = \"You gave no number",
        "when = { bands = [\"opposed\"] }\ntext.en = \"Isn't it higher now",
    );
    let line = line_of(&hinting, "when = { bands = [\"opposed\"] }");
    assert!(
        Script::check(&hinting, "x")
            .iter()
            .any(|finding| finding.rule == Rule::SameQuestion && finding.line == line)
    );
}

#[test]
fn answers_to_concerns_have_a_source_and_a_date() {
    found(
        &with(T1, "source = \"Our own view; no figure is claimed\"\n", ""),
        Rule::Source,
        "[[concerns]]\nid = \"cost\"",
    );
    let dateless = with(T1, "checked_at = 2026-11-23\n", "");
    found(
        &dateless,
        Rule::Source,
        "[[concerns]]\nid = \"safe-street\"",
    );
    found(
        &with(T1, "checked_at = 2026-11-23", "checked_at = \"last week\""),
        Rule::Shape,
        "last week",
    );
    let as_text = with(T1, "checked_at = 2026-11-23", "checked_at = \"2026-11-23\"");
    assert_eq!(
        Script::from_toml(&as_text, "x").unwrap(),
        Script::from_toml(T1, "x").unwrap()
    );
}

#[test]
fn what_was_invented_is_never_approved() {
    let approved = with(
        T1,
        "status = \"draft\"",
        "status = \"approved\"\napproved_by = \"A lead\"\napproved_at = 2026-11-23",
    );
    found(&approved, Rule::Invented, "invented = true");
    let nobody = with(T1, "status = \"draft\"", "status = \"approved\"");
    found(&nobody, Rule::Approval, "status = \"approved\"");
}

#[test]
fn nothing_asks_for_a_third_persons_name_or_keeps_what_is_sensitive_unasked() {
    let name = with(
        SMALL,
        "role = \"their_story\"",
        "role = \"their_story\"\ncaptures = [{ type = \"short_text\", field = \"friend\" }]",
    );
    found(&name, Rule::FreeText, "\"friend\"");
    let long = with(T1, "max_len = 140", "max_len = 4000");
    found(&long, Rule::FreeText, "4000");
    let unasked = with(
        SMALL,
        "wave = \"first\" }",
        "wave = \"first\", personal_data = \"special\" }",
    );
    found(&unasked, Rule::Consent, "[[steps]]");
}

#[test]
fn what_is_said_at_the_door_is_short_plain_and_there() {
    let long = format!("Tell me about a time. {}", "And another. ".repeat(20));
    found(
        &with(SMALL, "Tell me about a time.", &long),
        Rule::Glance,
        "Tell me",
    );
    let cue = "{ en = \"a reminder nobody can take in while looking a person in the eye\" }";
    let cues = with(
        SMALL,
        "role = \"close\"",
        &format!("role = \"close\"\ncues = [{cue}]"),
    );
    found(&cues, Rule::Glance, "a reminder");
    let many = "cues = [{ en = \"a\" }, { en = \"a\" }, { en = \"a\" }, { en = \"a\" }, { en = \"a\" }, { en = \"a\" }, { en = \"a\" }]";
    found(
        &with(
            SMALL,
            "role = \"close\"",
            &format!("role = \"close\"\n{many}"),
        ),
        Rule::Glance,
        "cues =",
    );
    let avoided = with(
        T1,
        "anybody who has lost their home, or",
        "anybody Homeless, or",
    );
    found(&avoided, Rule::AvoidWords, "anybody Homeless");
    let silent = with(SMALL, "say = [{ text = { en = \"Thank you.\" } }]\n", "");
    found(&silent, Rule::Required, "[[steps]]\nid = \"close\"");
    found(
        &with(SMALL, "en = \"Thank you.\"", ""),
        Rule::Required,
        "say = [{ text = {  } }]",
    );
}

#[test]
fn findings_are_printed_as_file_line_rule_message_remedy() {
    let text = with(SMALL, "id = \"story\"", "id = \"story\"\nimportanc = 1");
    assert_eq!(
        report(&Script::check(&text, "scripts/my.toml")),
        "scripts/my.toml:29: unknown_key: `importanc` is not a key of `steps`. Did you mean `importance`?\n"
    );
    let codes: std::collections::BTreeSet<&str> =
        Rule::ALL.iter().map(|rule| rule.code()).collect();
    assert_eq!(codes.len(), Rule::ALL.len());
}

#[test]
fn a_script_travels_as_json_and_older_phones_pass_over_new_keys() {
    let script = Script::from_toml(T1, "t1").unwrap();
    let json = serde_json::to_string(&script).unwrap();
    assert_eq!(Script::from_json(&json).unwrap(), script);
    let newer = json.replacen("{\"schema\":1,", "{\"schema\":1,\"songs\":[],", 1);
    assert_eq!(Script::from_json(&newer).unwrap(), script);
    assert_eq!(
        Script::from_json("{\"schema\":2,\"anything\":true}").unwrap_err(),
        UnreadableScript::NewerSchema { found: 2 }
    );
    for broken in ["", "<html>", "{\"schema\":1}", &json[..json.len() / 2]] {
        assert!(matches!(
            Script::from_json(broken),
            Err(UnreadableScript::NotAScript { .. })
        ));
    }
}

#[test]
fn a_text_is_read_in_the_wished_language_else_the_default_else_any() {
    let text = Text::from([("en", "Hello"), ("fi", "Hei")]);
    assert_eq!(text.read("fi", "en"), "Hei");
    assert_eq!(text.read("sv", "en"), "Hello");
    assert_eq!(text.read("sv", "de"), "Hello");
    assert_eq!(Text::default().read("sv", "de"), "");
}

fn scale(script: &str) -> Scale {
    Script::from_toml(script, "x").unwrap().scales.remove(0)
}

#[test]
fn a_range_falls_in_the_band_of_its_middle_and_hesitation_counts_as_less_settled() {
    let scale = scale(T1);
    let band = |answer: RatingAnswer| scale.band_of(&answer).unwrap().to_owned();
    let between = |low, high| band(RatingAnswer::Between { low, high });
    assert_eq!(band(RatingAnswer::Value { value: 0 }), "opposed");
    assert_eq!(band(RatingAnswer::Value { value: 10 }), "firm");
    assert_eq!(between(5, 6), "conflicted");
    assert_eq!(between(3, 4), "conflicted");
    assert_eq!(between(6, 7), "conflicted");
    assert_eq!(between(9, 10), "leaning");
    assert_eq!(between(8, 10), "leaning");
    assert_eq!(between(0, 10), "conflicted");
    assert_eq!(between(0, 1), "opposed");
    for declined in [
        RatingAnswer::DontKnow,
        RatingAnswer::WouldntSay,
        RatingAnswer::NotAsked,
    ] {
        assert_eq!(band(declined), DECLINED);
    }
    assert_eq!(scale.band_of(&RatingAnswer::Value { value: 11 }), None);
}

#[test]
fn a_thermometer_and_categories_have_bands_too() {
    let thermometer = scale(
        &SMALL
            .replace(
                "kind = \"numeric\"\n",
                "kind = \"thermometer\"\nmax = 100\nstep = 10\n",
            )
            .replace("to = 5 ", "to = 50 ")
            .replace("from = 6, to = 10 ", "from = 60, to = 100 "),
    );
    assert!(thermometer.holds(40) && !thermometer.holds(45) && !thermometer.holds(110));
    let band = |low, high| thermometer.band_of(&RatingAnswer::Between { low, high });
    assert_eq!(band(50, 60), Some("cool"));
    assert_eq!(band(60, 80), Some("warm"));

    let mut categories = thermometer;
    categories.kind = ScaleKind::Categorical;
    categories.bands[0].codes = vec!["no".to_owned()];
    let said = |code: &str| RatingAnswer::Category {
        code: code.to_owned(),
    };
    assert_eq!(categories.band_of(&said("no")), Some("cool"));
    assert_eq!(categories.band_of(&said("perhaps")), None);
    assert!(!categories.holds(10));
}

/// A script of many steps in three languages.
fn large(steps: usize) -> String {
    let mut text = with(
        SMALL,
        "languages = [\"en\"]",
        "languages = [\"en\", \"fi\", \"sv\"]",
    )
    .replace("en = \"", "en = \"x\", fi = \"x\", sv = \"");
    let mut more = String::new();
    for i in 0..steps {
        write!(
            more,
            "[[steps]]\nid = \"more-{i}\"\nrole = \"why\"\nname = {{ en = \"n\", fi = \"n\", sv = \"n\" }}\n"
        )
        .unwrap();
        for key in ["do", "dont", "listen_for", "alternatives"] {
            writeln!(
                more,
                "{key} = [{{ en = \"a\", fi = \"a\", sv = \"a\" }}, {{ en = \"b\", fi = \"b\", sv = \"b\" }}]"
            )
            .unwrap();
        }
        for _ in 0..4 {
            more.push_str(
                "[[steps.say]]\ntext = { en = \"Say this to them now.\", fi = \"Sano tämä.\", sv = \"Säg det.\" }\n\n",
            );
        }
    }
    let again = text.find("[[steps]]\nid = \"again\"").unwrap();
    text.insert_str(again, &more);
    text
}

#[test]
fn a_script_of_two_hundred_steps_in_three_languages_is_told_sound_and_its_one_fault() {
    let text = large(200);
    let findings = Script::check(&text, "large.toml");
    assert!(findings.is_empty(), "{}", report(&findings));
    let gap = with(
        &text,
        "id = \"more-150\"\nrole",
        "id = \"more-149\" # twice\nrole",
    );
    found(&gap, Rule::Duplicate, "# twice");
}

#[test]
fn ways_are_walked_as_a_graph_so_branch_upon_branch_costs_no_more_than_a_branch_each() {
    // 2 to the power of 198 ways, were they counted one by one.
    let mut text = large(200);
    for i in 0..198 {
        let step = format!("id = \"more-{i}\"\n");
        let skips = format!("{step}next = [{{ goto = \"more-{}\" }}]\n", i + 2);
        text = with(&text, &step, &skips);
    }
    let findings = Script::check(&text, "branches.toml");
    assert!(findings.is_empty(), "{}", report(&findings));
    // And the one way that strands among them is found.
    let stranded = with(
        &text,
        "id = \"more-199\"\n",
        "id = \"more-199\"\ndefault_next = \"more-198\"\n",
    );
    let stranded = with(
        &stranded,
        "id = \"more-198\"\n",
        "id = \"more-198\"\ndefault_next = \"more-199\"\n",
    );
    found(&stranded, Rule::Loop, "default_next = \"more-198\"");
}

#[test]
fn more_steps_or_paths_than_can_be_walked_are_told_and_not_walked() {
    found(&large(500), Rule::File, "[[steps]]");
    let mut text = String::from(SMALL);
    for i in 0..61 {
        write!(
            text,
            "\n[[paths]]\nid = \"p{i}\"\nsteps = [\"rate\", \"close\"]\n"
        )
        .unwrap();
    }
    let findings = Script::check(&text, "paths.toml");
    assert_eq!(findings.len(), 1, "{}", report(&findings));
    assert!(findings[0].message.contains("61 paths"), "{}", findings[0]);
}

#[test]
fn of_very_many_findings_the_first_are_listed_and_the_rest_counted() {
    let text = large(300).replace("{ en = \"b\", fi = \"b\", sv = \"b\" }", "{ en = \"b\" }");
    let findings = Script::check(&text, "many.toml");
    assert_eq!(findings.len(), 200);
    let last = findings.last().unwrap();
    assert!(
        last.message.ends_with("more findings are not listed"),
        "{last}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_is_in_the_file_it_is_told_and_never_a_panic(
        start in 0..T1.len(), length in 0..400usize, noise in "\\PC{0,12}", twice in any::<bool>(),
    ) {
        let floor = |at: usize| (0..=at.min(T1.len())).rev().find(|at| T1.is_char_boundary(*at)).unwrap();
        let (from, to) = (floor(start), floor(start + length));
        let kept = if twice { &T1[from..to] } else { "" };
        let text = format!("{}{kept}{noise}{kept}{}", &T1[..from], &T1[to..]);
        let lines = text.lines().count().max(1);
        for finding in Script::check(&text, "x") {
            prop_assert!((1..=lines + 1).contains(&finding.line), "{}", finding);
            prop_assert!(!finding.to_string().contains('\n'));
        }
    }

    #[test]
    fn noise_is_told_and_never_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        prop_assert!(Script::from_bytes(&bytes, "x").is_err());
    }
}
