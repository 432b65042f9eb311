//! "Deeper": questions from the facts down to the meaning, and what to try when
//! somebody is stuck.

use super::sheet::TalkSheet;
use crate::domain::guide::StepView;
use crate::say;
use dioxus::prelude::*;

pub const DEEPER: &str = "talk-deeper";

/// Shallow to deep, as the script names them.
const DEPTHS: [&str; 4] = ["fact", "person", "feeling", "meaning"];

#[component]
pub fn DeeperSheet(step: StepView, language: String) -> Element {
    rsx! {
        TalkSheet { id: DEEPER, title: say!("talk-deeper"), {deeper(&step, &language)} }
    }
}

/// The questions themselves, wherever they stand.
pub fn deeper(step: &StepView, language: &str) -> Element {
    let nothing = step.probes.is_empty() && step.if_stuck.is_empty();
    rsx! {
        for depth in DEPTHS {
            if step.probes.iter().any(|probe| probe.depth == depth) {
                section { key: "{depth}", class: "talk-section",
                    h3 { {depth_words(depth)} }
                    for probe in step.probes.iter().filter(|probe| probe.depth == depth) {
                        p { class: "talk-probe", lang: "{language}", "{probe.text}" }
                    }
                }
            }
        }
        if !step.if_stuck.is_empty() {
            section { class: "talk-section",
                h3 { {say!("talk-if-stuck")} }
                for text in step.if_stuck.iter() {
                    p { class: "talk-probe", lang: "{language}", "{text}" }
                }
            }
        }
        if nothing {
            p { {say!("talk-deeper-none")} }
        }
    }
}

fn depth_words(depth: &str) -> String {
    match depth {
        "fact" => say!("talk-depth-fact"),
        "person" => say!("talk-depth-person"),
        "feeling" => say!("talk-depth-feeling"),
        _ => say!("talk-depth-meaning"),
    }
}
