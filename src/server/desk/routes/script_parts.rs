//! What a script says, put into words for its page: its steps, and all there is beside them.

use super::conversations::text;
use crate::domain::script::written_out::is_from_elsewhere;
use crate::domain::script::{CaptureKind, DueRule, Sample, Script, Step, Text, TipLevel, When};
use crate::server::desk::pages::script::{PartShown, StepShown};
use crate::server::desk::request::Desk;

type Row = (String, Vec<String>);

pub(super) fn steps(desk: &Desk, script: &Script) -> Vec<StepShown> {
    let texts = |texts: &[Text]| texts.iter().map(|it| text(desk, it)).collect();
    script
        .steps
        .iter()
        .map(|step| StepShown {
            name: text(desk, &step.name),
            purpose: text(desk, &step.purpose),
            say: step
                .say
                .iter()
                .filter(|say| !is_from_elsewhere(say))
                .map(|say| text(desk, &say.text))
                .collect(),
            probes: step
                .probes
                .iter()
                .map(|probe| text(desk, &probe.text))
                .collect(),
            listen_for: texts(&step.listen_for),
            more: more(desk, script, step),
        })
        .collect()
}

fn more(desk: &Desk, script: &Script, step: &Step) -> Vec<String> {
    let say = |key: &str, what: String| desk.wording.say(key, &[("what", what.into())]);
    let mut lines = Vec::new();
    for tried in &step.alternatives {
        lines.push(say("script-if-stuck", text(desk, &tried.text)));
    }
    for done in &step.dos {
        lines.push(say("script-do", text(desk, done)));
    }
    for left in &step.donts {
        lines.push(say("script-dont", text(desk, left)));
    }
    for flag in &step.red_flags {
        lines.push(say("script-careful", text(desk, &flag.text)));
    }
    for tip in &step.tips {
        let key = match tip.level {
            TipLevel::New => "script-tip-new",
            TipLevel::Practised => "script-tip-practised",
        };
        lines.push(say(key, text(desk, &tip.text)));
    }
    let examples = script.stories.iter();
    for story in examples.filter(|story| step.example_ids.contains(&story.id)) {
        lines.push(say("script-example", text(desk, &story.title)));
    }
    if let Some(media) = &step.media {
        let seconds = media.seconds.map(|seconds| format!("{seconds} s"));
        let both = media
            .shows_both_sides
            .then(|| desk.wording.t("script-both-sides"));
        let what = [Some(media.file.clone()), seconds, both];
        lines.push(say("script-media", joined(what)));
    }
    if step
        .captures
        .iter()
        .any(|capture| capture.required && capture.kind != CaptureKind::Minutes)
    {
        lines.push(desk.wording.t("script-required"));
    }
    if !step.skill_checks.is_empty() {
        lines.push(say("script-skills", step.skill_checks.join(", ")));
    }
    lines
}

fn joined<const N: usize>(parts: [Option<String>; N]) -> String {
    let said = parts.into_iter().flatten().filter(|part| !part.is_empty());
    said.collect::<Vec<_>>().join(" · ")
}

/// Everything beside the steps, part by part; those that are absent left out.
pub(super) fn parts(desk: &Desk, script: &Script) -> Vec<PartShown> {
    [
        ("script-part-paths", paths(desk, script)),
        ("script-part-values", values(desk, script)),
        ("script-part-close", closings(desk, script)),
        ("script-part-stories", stories(desk, script)),
        ("script-part-concerns", concerns(desk, script)),
        ("script-part-asks", asks(desk, script)),
        ("script-part-outcomes", outcomes(desk, script)),
        ("script-part-follow-up", follow_up(desk, script)),
        ("script-part-experiment", experiment(desk, script)),
        ("script-part-training", training(desk, script)),
        ("script-part-changes", changes(desk, script)),
    ]
    .into_iter()
    .filter(|(_, rows)| !rows.is_empty())
    .map(|(title, rows)| PartShown { title, rows })
    .collect()
}

fn some(lines: impl IntoIterator<Item = String>) -> Vec<String> {
    lines.into_iter().filter(|line| !line.is_empty()).collect()
}

/// Steps by their names, as people know them.
fn names(desk: &Desk, script: &Script, ids: &[String], between: &str) -> String {
    let named = ids.iter().filter_map(|id| script.step(id));
    let names: Vec<String> = named.map(|step| text(desk, &step.name)).collect();
    names.join(between)
}

fn paths(desk: &Desk, script: &Script) -> Vec<Row> {
    let what = |key: &str, what: String| {
        if what.is_empty() {
            return what;
        }
        desk.wording.say(key, &[("what", what.into())])
    };
    let of_bands = script.bands_rules.iter().map(|rule| {
        let ask = script.commitments.iter();
        let ask = ask.filter(|asked| Some(&asked.id) == rule.ask_id.as_ref());
        let ask: String = ask.map(|asked| text(desk, &asked.label)).collect();
        let (skips, stresses) = (&rule.skip_steps, &rule.stress_steps);
        let lines = [
            names(desk, script, &rule.path, " → "),
            what("script-skips", names(desk, script, skips, ", ")),
            what("script-stresses", names(desk, script, stresses, ", ")),
            what("script-asks", ask),
        ];
        (rule.band.clone(), some(lines))
    });
    let named = script.paths.iter().map(|path| {
        let name = text(desk, &path.name);
        let name = if name.is_empty() {
            path.id.clone()
        } else {
            name
        };
        (name, vec![names(desk, script, &path.steps, " → ")])
    });
    of_bands.chain(named).collect()
}

fn values(desk: &Desk, script: &Script) -> Vec<Row> {
    let row = |value: &crate::domain::script::Value| {
        let lines = value.frame_lines.iter().chain(&value.cues);
        let lines = lines.map(|line| text(desk, line)).collect();
        (text(desk, &value.label), lines)
    };
    script.values.iter().map(row).collect()
}

fn closings(desk: &Desk, script: &Script) -> Vec<Row> {
    script
        .close
        .iter()
        .map(|closing| {
            let lines = [
                when(desk, &closing.when),
                text(desk, &closing.privacy_line),
                text(desk, &closing.leave_behind),
            ];
            (text(desk, &closing.say), some(lines))
        })
        .collect()
}

fn when(desk: &Desk, when: &When) -> String {
    let channels = when.channel.iter().map(|channel| channel.code().to_owned());
    let short = when.short.filter(|short| *short);
    let short = short.map(|_| desk.wording.t("script-in-a-hurry"));
    let tags = when.tags.iter().cloned();
    let all: Vec<String> = when
        .bands
        .iter()
        .cloned()
        .chain(channels)
        .chain(tags)
        .chain(short)
        .collect();
    if all.is_empty() {
        return String::new();
    }
    desk.wording
        .say("script-for", &[("what", all.join(", ").into())])
}

fn stories(desk: &Desk, script: &Script) -> Vec<Row> {
    script
        .stories
        .iter()
        .map(|story| {
            let not_yet = (!story.approved).then(|| desk.wording.t("script-not-approved"));
            let made_up = story.invented.then(|| desk.wording.t("script-made-up"));
            let lines = [
                text(desk, &story.person_relation),
                text(desk, &story.moment),
                text(desk, &story.feeling),
                text(desk, &story.link_line),
                joined([Some(story.owner_canvasser.clone()), not_yet, made_up]),
            ];
            (text(desk, &story.title), some(lines))
        })
        .collect()
}

fn concerns(desk: &Desk, script: &Script) -> Vec<Row> {
    script
        .concerns
        .iter()
        .map(|concern| {
            let stories = script.stories.iter();
            let told = stories.filter(|story| concern.story_ids.contains(&story.id));
            let told = told.map(|story| text(desk, &story.title));
            let checked = concern.checked_at.map(|day| day.to_string());
            let lines = [
                text(desk, &concern.acknowledge),
                text(desk, &concern.ask_back),
                text(desk, &concern.short_answer),
                text(desk, &concern.return_line),
                joined([Some(concern.source.clone()), checked]),
            ];
            let lines = some(lines.into_iter().chain(told));
            (text(desk, &concern.label), lines)
        })
        .collect()
}

fn asks(desk: &Desk, script: &Script) -> Vec<Row> {
    script
        .commitments
        .iter()
        .map(|asked| {
            let due = match (asked.due_rule, asked.follow_up_days) {
                (DueRule::NamedDay, _) => Some(desk.wording.t("script-named-day")),
                (_, Some(days)) => Some(
                    desk.wording
                        .say("script-within-days", &[("n", days.into())]),
                ),
                (_, None) => None,
            };
            let size = desk
                .wording
                .say("script-size", &[("n", u32::from(asked.size).into())]);
            let line = joined([Some(asked.verb.clone()), Some(size), due]);
            let bands = When {
                bands: asked.bands.clone(),
                ..When::default()
            };
            (text(desk, &asked.label), some([line, when(desk, &bands)]))
        })
        .collect()
}

fn outcomes(desk: &Desk, script: &Script) -> Vec<Row> {
    let agrees = desk.wording.t("script-outcome-agrees");
    let row = |code: &String| (code.clone(), vec![agrees.clone()]);
    let codes = script.dispositions.iter().map(|outcome| &outcome.code);
    codes.map(row).collect()
}

fn follow_up(desk: &Desk, script: &Script) -> Vec<Row> {
    let Some(asked) = &script.follow_up else {
        return Vec::new();
    };
    let days: Vec<String> = asked.waves_days.iter().map(u32::to_string).collect();
    let when = desk
        .wording
        .say("script-after-days", &[("days", days.join(", ").into())]);
    let who = desk.wording.t(match asked.sample {
        Sample::All => "script-sample-all",
        Sample::Random => "script-sample-random",
    });
    let neutral = asked
        .neutral_sender
        .then(|| desk.wording.t("script-neutral-sender"));
    let how = Some(asked.mode.code().to_owned());
    let lines = [who, joined([how, asked.question_scale_id.clone(), neutral])];
    vec![(when, some(lines))]
}

fn experiment(desk: &Desk, script: &Script) -> Vec<Row> {
    let Some(arm) = &script.experiment else {
        return Vec::new();
    };
    let off = (!arm.enabled).then(|| desk.wording.t("script-not-enabled"));
    let shared = names(desk, script, &arm.shared_prefix_steps, ", ");
    let seed = [("what", arm.seed_ref.as_str().into())];
    let lines = [
        joined([Some(desk.wording.say("script-seed", &seed)), off]),
        desk.wording
            .say("script-shared", &[("what", shared.into())]),
        text(desk, &arm.gatekeeper_line),
    ];
    vec![(arm.arm.code().to_owned(), some(lines))]
}

fn training(desk: &Desk, script: &Script) -> Vec<Row> {
    let w = desk.wording;
    let texts = |texts: &[Text]| texts.iter().map(|it| text(desk, it)).collect::<Vec<_>>();
    let mut rows = Vec::new();
    for asked in &script.training.quiz {
        let answers = asked.answers.iter().map(|answer| {
            let words = text(desk, &answer.text);
            if answer.right {
                w.say("script-right", &[("what", words.into())])
            } else {
                words
            }
        });
        let lines = some(answers.chain([text(desk, &asked.because)]));
        rows.push((text(desk, &asked.question), lines));
    }
    for played in &script.training.roleplays {
        let lines = [texts(&played.objections), texts(&played.goals)].concat();
        rows.push((text(desk, &played.persona), lines));
    }
    if !script.training.story_workshop.is_empty() {
        let tasks = texts(&script.training.story_workshop);
        rows.push((w.t("script-workshop"), tasks));
    }
    if !script.debrief.prompts.is_empty() {
        let minutes = script.debrief.duration_min;
        let minutes = minutes.map(|n| w.say("script-minutes", &[("n", n.into())]));
        let prompts = texts(&script.debrief.prompts);
        let lines = some(minutes.into_iter().chain(prompts));
        rows.push((w.t("script-debrief"), lines));
    }
    rows
}

fn changes(desk: &Desk, script: &Script) -> Vec<Row> {
    script
        .changelog
        .iter()
        .map(|change| {
            let version = desk
                .wording
                .say("script-version", &[("version", change.version.into())]);
            let lines = [change.why.clone(), change.from_debrief_ids.join(", ")];
            (version, some(lines))
        })
        .collect()
}
