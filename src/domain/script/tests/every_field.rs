//! Every field of the format, tried: read, written as JSON, compared, and each broken in turn.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may fail by panicking"
)]

use super::{EVERY_FIELD, T1, found, with};
use crate::domain::disposition::Disposition;
use crate::domain::script::{Channel, Rule, Script, Text, differences, report};
use serde_json::Value as Json;

fn script() -> Script {
    Script::from_toml(EVERY_FIELD, "every-field.toml")
        .unwrap_or_else(|findings| panic!("{}", report(&findings)))
}

#[track_caller]
fn wrong(from: &str, to: &str, rule: Rule, at: &str) {
    found(&with(EVERY_FIELD, from, to), rule, at);
}

#[test]
fn a_script_with_every_field_is_sound_and_comes_back_from_json_as_it_was() {
    let script = script();
    let json = serde_json::to_string(&script).unwrap();
    assert_eq!(Script::from_json(&json).unwrap(), script);
    // As a phone reads it.
    assert_eq!(
        crate::domain::stored_json::read::<Script>(&json).unwrap(),
        script
    );
    assert_eq!(serde_json::from_str::<Script>(&json).unwrap(), script);
}

#[test]
fn a_script_stored_before_these_fields_were_known_is_still_read() {
    let script = Script::from_toml(T1, "t1").unwrap();
    let mut json = serde_json::to_value(&script).unwrap();
    let root = json.as_object_mut().unwrap();
    for section in [
        "stories",
        "values",
        "close",
        "dispositions",
        "follow_up",
        "experiment",
        "changelog",
    ] {
        root.remove(section).unwrap();
    }
    let old: [(&str, &[&str]); 5] = [
        (
            "steps",
            &["order", "tips", "example_ids", "media", "skill_checks"],
        ),
        ("bands_rules", &["skip_steps", "stress_steps", "ask_id"]),
        ("tag_sets", &["allow_other"]),
        ("concerns", &["story_ids"]),
        ("commitments", &["verb", "due_rule"]),
    ];
    for (section, keys) in old {
        for part in root[section].as_array_mut().unwrap() {
            for key in keys {
                part.as_object_mut().unwrap().remove(*key).unwrap();
            }
        }
    }
    for step in root["steps"].as_array_mut().unwrap() {
        for (list, key) in [
            ("captures", "required"),
            ("say", "placeholders"),
            ("probes", "id"),
            ("red_flags", "id"),
        ] {
            for part in step[list].as_array_mut().unwrap() {
                part.as_object_mut().unwrap().remove(key).unwrap();
            }
        }
    }
    for (section, key) in [
        ("training", "quiz"),
        ("training", "story_workshop"),
        ("debrief", "duration_min"),
    ] {
        root[section].as_object_mut().unwrap().remove(key).unwrap();
    }
    let read = Script::from_json(&json.to_string()).unwrap();
    assert_eq!(read.steps.len(), script.steps.len());
    assert!(read.values.is_empty() && read.experiment.is_none());
    assert_eq!(read.steps[3].alternatives, script.steps[3].alternatives);
}

/// Takes every value away in turn, and looks whether somebody comparing versions is told.
#[test]
fn whatever_two_versions_say_otherwise_the_comparison_names() {
    let newer = script();
    let json = serde_json::to_value(&newer).unwrap();
    for section in [
        "stories",
        "values",
        "close",
        "dispositions",
        "follow_up",
        "experiment",
        "changelog",
        "tag_sets",
        "concerns",
        "commitments",
        "perspectives",
        "consent",
        "debrief",
        "training",
    ] {
        let mut older = json.clone();
        older[section] = if json[section].is_array() {
            Json::Array(Vec::new())
        } else if ["debrief", "training"].contains(&section) {
            Json::Object(serde_json::Map::new())
        } else {
            Json::Null
        };
        let older: Script = serde_json::from_value(older).unwrap();
        let found = differences(&older, &newer).unwrap();
        assert!(!found.is_empty(), "{section}");
        assert!(
            found.iter().all(|it| it.place[0] == section),
            "{section}: {found:?}"
        );
    }
    let mut older = newer.clone();
    older.steps[3].alternatives[0].text = Text::from([("en", "Before")]);
    older.steps[3].tips.clear();
    older.steps[6].media = None;
    let found = differences(&older, &newer).unwrap();
    let places: Vec<String> = found.iter().map(|it| it.place[..3].join("/")).collect();
    assert!(
        places.contains(&"steps/why/alternatives".to_owned()),
        "{places:?}"
    );
    assert!(places.contains(&"steps/why/tips".to_owned()), "{places:?}");
    assert!(
        places.contains(&"steps/film/media".to_owned()),
        "{places:?}"
    );
}

#[test]
fn a_changed_line_of_a_value_is_one_difference_though_it_is_written_out_at_two_steps() {
    let older = script();
    let line = "It looks after those who are slow.";
    let text = with(EVERY_FIELD, line, "It waits for those who are slow.");
    let newer = Script::from_toml(&text, "x").unwrap();
    let found = differences(&older, &newer).unwrap();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(
        found[0].place[..2],
        ["values".to_owned(), "care".to_owned()]
    );
}

#[test]
fn a_band_that_only_says_what_it_skips_has_its_path_written_out() {
    let script = script();
    let rule = &script.bands_rules[0];
    let all: Vec<&String> = script.steps.iter().map(|step| &step.id).collect();
    assert_eq!(rule.path.len(), all.len() - 2);
    assert!(
        !rule
            .path
            .iter()
            .any(|step| step == "film" || step == "connect")
    );
    let end = "skip_steps = [\"film\", \"connect\"]";
    wrong(
        end,
        "skip_steps = [\"flim\"]",
        Rule::Reference,
        "skip_steps = [\"flim\"]",
    );
    wrong(
        end,
        "skip_steps = [\"concerns\"]",
        Rule::Reference,
        "stress_steps = [\"concerns\"]",
    );
    wrong(
        end,
        "skip_steps = [\"bye\"]",
        Rule::PathEnd,
        "[[bands_rules]]",
    );
    wrong(
        "stress_steps = [\"concerns\"]",
        "stress_steps = [\"concern\"]",
        Rule::Reference,
        "stress_steps = [\"concern\"]",
    );
    wrong(
        "ask_id = \"sign\"",
        "ask_id = \"sing\"",
        Rule::Reference,
        "ask_id = \"sing\"",
    );
    wrong(
        "bands = [\"warm\"]\nverb",
        "bands = [\"cool\"]\nverb",
        Rule::Reference,
        "ask_id = \"sign\"",
    );
    let both = with(
        EVERY_FIELD,
        "band = \"cool\"\n",
        "band = \"cool\"\nskip_steps = [\"film\"]\n",
    );
    found(&both, Rule::Reference, "skip_steps = [\"film\"]\n");
}

#[test]
fn lines_of_a_value_are_written_under_what_is_said_first_where_the_case_is_made() {
    let script = script();
    let said = |step: &str| -> Vec<(String, Vec<String>, Vec<Channel>)> {
        let step = script.step(step).unwrap();
        let say = step.say.iter();
        say.map(|say| {
            (
                say.text.by_language["en"].clone(),
                say.when.tags.clone(),
                say.when.channel.clone(),
            )
        })
        .collect()
    };
    let care = || vec!["care".to_owned()];
    let connect = said("connect");
    assert_eq!(connect.len(), 3);
    assert_eq!(
        connect[0].0,
        "How do they fit?\nIt looks after those who are slow."
    );
    assert_eq!(connect[0].1, care());
    assert_eq!(
        connect[2],
        ("How do they fit?".to_owned(), Vec::new(), Vec::new())
    );
    // By telephone under the words for the telephone.
    let case = said("case");
    assert_eq!(case.len(), 6);
    assert_eq!(
        case[0].0,
        "I'd build it.\nIt looks after those who are slow."
    );
    assert_eq!(case[0].2, [Channel::Phone]);
    assert!(said("why").iter().all(|(text, ..)| !text.contains("slow")));
    let bye = said("bye");
    assert_eq!(
        bye[0].0,
        "Good to meet you.\nIt stays with us.\n(Leave the card.)"
    );
    assert_eq!(bye[1].0, "Good evening.");
    assert_eq!(bye[2].0, "Thank you.");
}

#[test]
fn values_can_be_noted_and_have_short_plain_lines_where_a_case_is_made_at_all() {
    wrong(
        "id = \"care\"\n",
        "id = \"cares\"\n",
        Rule::Reference,
        "id = \"cares\"\n",
    );
    let line = "It looks after those who are slow.";
    let long = "slow ".repeat(20);
    wrong(line, &long, Rule::Glance, &long);
    wrong(
        line,
        "Good infrastructure.",
        Rule::AvoidWords,
        "Good infrastructure.",
    );
    wrong(line, "Ask {mayor}.", Rule::Reference, "Ask {mayor}.");
    let (before, after) = EVERY_FIELD.split_once("frame_lines = [").unwrap();
    let (_, after) = after.split_once("\n]\n").unwrap();
    found(
        &format!("{before}frame_lines = []\n{after}"),
        Rule::Required,
        "[[values]]",
    );
    let listening = include_str!("../../../../assets/scripts/listening-survey.toml");
    let values =
        "[[values]]\nid = \"care\"\nlabel.en = \"care\"\nframe_lines = [{ en = \"It cares.\" }]\n";
    let text = format!("{listening}\n{values}");
    found(&text, Rule::Role, "[[values]]");
}

#[test]
fn stories_are_shared_with_consent_and_name_what_exists() {
    wrong(
        "consent_to_share = true",
        "consent_to_share = false",
        Rule::Source,
        "consent_to_share = false",
    );
    wrong(
        "approved = true\n",
        "approved = false\n",
        Rule::Approval,
        "approved = false\n",
    );
    wrong(
        "approved = true\ninvented = false",
        "approved = true\ninvented = true",
        Rule::Invented,
        "invented = true",
    );
    wrong(
        "themes = [\"waiting\"]",
        "themes = [\"care\"]",
        Rule::Reference,
        "themes = [\"care\"]",
    );
    wrong(
        "values = [\"care\"]",
        "values = [\"waiting\"]",
        Rule::Reference,
        "values = [\"waiting\"]",
    );
    wrong(
        "story_ids = [\"kerb\"]",
        "story_ids = [\"curb\"]",
        Rule::Reference,
        "story_ids = [\"curb\"]",
    );
    wrong(
        "example_ids = [\"kerb\"]",
        "example_ids = [\"aino\"]",
        Rule::Reference,
        "example_ids = [\"aino\"]",
    );
    wrong(
        "seconds = 60\nthemes",
        "seconds = 600\nthemes",
        Rule::Glance,
        "seconds = 600",
    );
    wrong(
        "feeling = { en = \"I was angry.\", fi = \"Suutuin.\" }",
        "feeling = { en = \"I was angry.\" }",
        Rule::Language,
        "feeling = { en",
    );
    let texts = ["title", "person_relation", "moment", "feeling", "link_line"]
        .map(|key| format!("{key} = {{ en = \"x\", fi = \"x\" }}\n"))
        .concat();
    let twice = format!(
        "{EVERY_FIELD}\n[[stories]]\nid = \"kerb\" # again\nconsent_to_share = true\napproved = true\n{texts}"
    );
    found(&twice, Rule::Duplicate, "id = \"kerb\" # again");
}

#[test]
fn what_a_script_says_of_outcomes_is_what_the_published_table_says() {
    wrong(
        "retry = \"yes\"",
        "retry = \"no\"",
        Rule::Disposition,
        "retry = \"no\"",
    );
    wrong(
        "level = \"address\"",
        "level = \"person\"",
        Rule::Disposition,
        "level = \"person\"",
    );
    wrong(
        "suppress = true",
        "suppress = false # never",
        Rule::Disposition,
        "suppress = false # never",
    );
    wrong(
        "answer = false",
        "answer = true",
        Rule::Disposition,
        "counts_as",
    );
    wrong(
        "code = \"objected\"",
        "code = \"not_home\" # twice",
        Rule::Duplicate,
        "code = \"not_home\" # twice",
    );
    let finding = found(
        &with(EVERY_FIELD, "code = \"objected\"", "code = \"hostile\""),
        Rule::Disposition,
        "code = \"hostile\"",
    );
    assert!(finding.remedy.contains("unsafe"), "{finding}");
    // A table that repeats all of it truly is sound.
    let (before, after) = EVERY_FIELD.split_once("[[dispositions]]").unwrap();
    let (_, after) = after.split_once("[consent]").unwrap();
    let mut table = String::new();
    for outcome in Disposition::ALL {
        let level = serde_json::to_string(&outcome.level()).unwrap();
        let retry = serde_json::to_string(&outcome.retry()).unwrap();
        table.push_str(&format!(
            "[[dispositions]]\ncode = \"{}\"\nlevel = {level}\nretry = {retry}\ncounts_as = {{ attempt = {}, answer = {}, identified = {} }}\n\n",
            outcome.code(),
            outcome.attempted(),
            outcome.answered(),
            outcome.meets_person(),
        ));
    }
    let findings = Script::check(&format!("{before}{table}[consent]{after}"), "x");
    assert!(findings.is_empty(), "{}", report(&findings));
}

#[test]
fn how_to_close_is_short_and_its_conditions_name_what_exists() {
    wrong(
        "when = { bands = [\"warm\"] }\nsay",
        "when = { bands = [\"hot\"] }\nsay",
        Rule::Reference,
        "when = { bands = [\"hot\"] }",
    );
    let long = "It stays with us. ".repeat(12);
    wrong("It stays with us.", &long, Rule::Glance, &long);
    wrong(
        "say = { en = \"Good evening.\", fi = \"Hyvää iltaa.\" }",
        "say = { en = \"Good evening.\" }",
        Rule::Language,
        "say = { en = \"Good evening.\" }",
    );
}

#[test]
fn follow_up_quiz_debrief_and_changelog_hold_together() {
    wrong(
        "waves_days = [3, 21, 42, 90]",
        "waves_days = [3, 3]",
        Rule::Shape,
        "waves_days",
    );
    wrong(
        "waves_days = [3, 21, 42, 90]",
        "waves_days = []",
        Rule::Shape,
        "waves_days",
    );
    wrong(
        "question_scale_id = \"view\"",
        "question_scale_id = \"veiw\"",
        Rule::Reference,
        "question_scale_id",
    );
    wrong(
        "sample = \"random\"",
        "sample = \"some\"",
        Rule::Shape,
        "sample = \"some\"",
    );
    wrong(", right = true", "", Rule::Required, "[[training.quiz]]");
    wrong(
        "duration_min = 60",
        "duration_min = 0",
        Rule::Shape,
        "duration_min = 0",
    );
    wrong(
        "version = 3\nwhy",
        "version = 4\nwhy",
        Rule::Reference,
        "version = 4",
    );
    wrong(
        "why = \"Two people asked about lorries.\"",
        "why = \" \"",
        Rule::Required,
        "why = \" \"",
    );
    let twice = format!("{EVERY_FIELD}\n[[changelog]]\nversion = 3 # again\nwhy = \"More\"\n");
    found(&twice, Rule::Duplicate, "version = 3 # again");
    let list = with(EVERY_FIELD, "[[changelog]]", "[changelog]");
    let finding = found(&list, Rule::Shape, "[changelog]");
    assert!(finding.remedy.contains("[[changelog]]"), "{finding}");
}

#[test]
fn what_is_noted_with_yes_or_no_or_one_of_several_is_a_set_of_which_one_is_true() {
    wrong(
        "type = \"bool\", tag_set = \"drives\"",
        "type = \"bool\", tag_set = \"crosses\"",
        Rule::Shape,
        "type = \"bool\", tag_set = \"crosses\"",
    );
    wrong(
        "type = \"choice\", tag_set = \"crosses\"",
        "type = \"choice\", tag_set = \"theme\"",
        Rule::Shape,
        "type = \"choice\"",
    );
    wrong(
        "type = \"choice\", tag_set = \"crosses\"",
        "type = \"choice\"",
        Rule::Reference,
        "type = \"choice\"",
    );
    wrong(
        "captures = [{ type = \"consent\" }]",
        "captures = [{ type = \"consent\" }, { type = \"minutes\" }]",
        Rule::Role,
        "{ type = \"minutes\" }]",
    );
    wrong(
        "max_len = 140",
        "max_len = 140, required = true",
        Rule::FreeText,
        "max_len = 140, required",
    );
    wrong(
        "{ code = \"other\", ",
        "{ code = \"others\", ",
        Rule::Required,
        "allow_other",
    );
}

#[test]
fn what_stands_beside_a_step_holds_together() {
    wrong(
        "offline = false",
        "offline = true",
        Rule::Shape,
        "offline = true",
    );
    wrong(
        "role = \"media\"",
        "role = \"case\"",
        Rule::Role,
        "media = {",
    );
    wrong(
        "kind = \"video\"",
        "kind = \"song\"",
        Rule::Shape,
        "kind = \"song\"",
    );
    wrong(
        "\"stayed_calm\"]",
        "\"Stayed calm\"]",
        Rule::Required,
        "Stayed calm",
    );
    wrong(
        "placeholders = [\"canvasser\"]",
        "placeholders = [\"organisation\"]",
        Rule::Reference,
        "placeholders = [",
    );
    wrong(
        "order = 10",
        "order = 2",
        Rule::Shape,
        "order = 2\nname = { en = \"Rate\"",
    );
    wrong(
        "fi = \"varma\" }, order = 1",
        "fi = \"varma\" }, order = 7",
        Rule::Shape,
        "order = 2 },",
    );
    wrong(
        "id = \"one-more\"",
        "id = \"One more\"",
        Rule::Required,
        "One more",
    );
    wrong(
        "id = \"one-more\"",
        "ide = \"one-more\"",
        Rule::Shape,
        "ide = ",
    );
    wrong(
        "id = \"warm\", text",
        "id = \"close/9\", text",
        Rule::Required,
        "close/9",
    );
    wrong(
        "level = \"practised\"",
        "level = \"expert\"",
        Rule::Shape,
        "level = \"expert\"",
    );
    wrong(
        "due_rule = \"within_days\"\nneeds_contact = true\nfollow_up_days = 7",
        "due_rule = \"within_days\"",
        Rule::Required,
        "due_rule",
    );
    wrong(
        "verb = \"sign\"",
        "verb = \"Sign it\"",
        Rule::Required,
        "verb = ",
    );
}

#[test]
fn the_methods_spelling_is_read_or_told_how_to_say_it_here() {
    assert_eq!(
        script().consent.unwrap().channel,
        [Channel::Door, Channel::Phone]
    );
    let text = with(
        EVERY_FIELD,
        "tone = \"warm\"\n",
        "tone = \"warm\"\nlang = \"en\"\n",
    );
    let finding = found(&text, Rule::UnknownKey, "lang = \"en\"");
    assert!(finding.remedy.contains("text.en"), "{finding}");
    // Beside an unknown key the method's spelling is still known.
    let text = with(
        EVERY_FIELD,
        "channels = [\"door\", \"phone\"]\n",
        "channels = [\"door\"]\nlanguage = \"en\"\n",
    );
    let findings = Script::check(&text, "x");
    assert_eq!(findings.len(), 1, "{}", report(&findings));
}
