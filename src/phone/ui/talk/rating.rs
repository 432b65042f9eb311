//! A number from the person, or that there is none. Choosing never moves on:
//! the number stands large beside Next until a thumb says so. "Don't know",
//! "wouldn't say" and "didn't ask" are answers like any other.

use super::answer::{RadioAnswer, TickAnswer};
use crate::domain::conversation::RatingAnswer;
use crate::domain::guide::{RatingView, ScaleKindView};
use crate::say;
use dioxus::prelude::*;

/// The answers to one rating.
#[component]
pub fn RatingField(
    rating: RatingView,
    /// The group's name on the page.
    name: String,
    /// Read before the answers.
    legend: String,
    #[props(default = true)] legend_hidden: bool,
    /// Chosen so far of two numbers, while "between" is being answered.
    #[props(default)]
    between: Between,
    onanswer: EventHandler<Option<RatingAnswer>>,
    onbetween: EventHandler<Between>,
) -> Element {
    let chosen = rating.chosen.clone();
    let ends = format!("{name}-ends");
    let picking = between.picking;
    rsx! {
        fieldset { class: "talk-answers talk-rating", aria_describedby: "{ends}",
            legend { class: if legend_hidden { "heard" } else { "talk-legend" },
                if picking {
                    {say!("talk-between-legend")}
                } else {
                    "{legend}"
                }
            }
            match &rating.kind {
                ScaleKindView::Numeric { min, max, step } => {
                    let numbers = numbers(*min, *max, *step);
                    rsx! {
                        p { id: "{ends}", class: "talk-ends",
                            span { {say!("talk-rating-low", number = *min, label = rating.low_label)} }
                            span { {say!("talk-rating-high", number = *max, label = rating.high_label)} }
                        }
                        div { class: "talk-numbers",
                            for value in numbers {
                                if picking {
                                    TickAnswer {
                                        key: "between-{value}",
                                        number: true,
                                        label: value.to_string(),
                                        chosen: between.picked.contains(&value),
                                        onchoose: {
                                            let between = between.clone();
                                            move |_| {
                                                let between = between.tapped(value);
                                                if let Some(answer) = between.answer() {
                                                    onanswer.call(Some(answer));
                                                }
                                                onbetween.call(between);
                                            }
                                        },
                                    }
                                } else {
                                    RadioAnswer {
                                        key: "{value}",
                                        number: true,
                                        name: name.clone(),
                                        value: value.to_string(),
                                        label: value.to_string(),
                                        described: describe(value, *min, *max, &rating),
                                        chosen: chosen == Some(RatingAnswer::Value { value }),
                                        onchoose: move |on: bool| {
                                            onanswer.call(on.then_some(RatingAnswer::Value { value }));
                                        },
                                    }
                                }
                            }
                        }
                    }
                }
                ScaleKindView::Categorical { options } => rsx! {
                    div { class: "talk-list", id: "{ends}",
                        for option in options.clone() {
                            RadioAnswer {
                                key: "{option.code}",
                                name: name.clone(),
                                value: option.code.clone(),
                                label: option.label.clone(),
                                chosen: is_category(chosen.as_ref(), &option.code),
                                onchoose: move |on: bool| {
                                    let code = option.code.clone();
                                    onanswer.call(on.then_some(RatingAnswer::Category { code }));
                                },
                            }
                        }
                    }
                },
            }
            div { class: "talk-others",
                if rating.allows_between {
                    button {
                        r#type: "button",
                        class: "talk-other",
                        aria_pressed: if picking { "true" } else { "false" },
                        onclick: {
                            let between = between.clone();
                            let chosen = chosen.clone();
                            move |_| onbetween.call(between.switched(chosen.as_ref()))
                        },
                        {say!("talk-between")}
                    }
                }
                for (answer , label) in without_a_number() {
                    RadioAnswer {
                        key: "{label}",
                        name: name.clone(),
                        value: label.clone(),
                        label: label.clone(),
                        chosen: chosen.as_ref() == Some(&answer),
                        onchoose: move |on: bool| {
                            onbetween.call(Between::default());
                            onanswer.call(on.then(|| answer.clone()));
                        },
                    }
                }
            }
        }
    }
}

/// The answers that are no number, as facts of their own.
fn without_a_number() -> [(RatingAnswer, String); 3] {
    [
        (RatingAnswer::DontKnow, say!("talk-dont-know")),
        (RatingAnswer::WouldntSay, say!("talk-wouldnt-say")),
        (RatingAnswer::NotAsked, say!("talk-not-asked")),
    ]
}

/// What was chosen, large enough to see without glasses and to show the person.
#[component]
pub fn ChosenAnswer(rating: RatingView, between: Between) -> Element {
    let words = answer_words(&rating, &between);
    // Seen short, heard in words.
    let seen = match &rating.chosen {
        Some(RatingAnswer::Between { low, high }) if between.picked.len() != 1 => {
            Some(format!("{low}–{high}"))
        }
        _ => words.clone(),
    };
    let is_number = matches!(
        rating.chosen,
        Some(RatingAnswer::Value { .. } | RatingAnswer::Between { .. })
    ) || !between.picked.is_empty();
    rsx! {
        output { class: "talk-chosen", aria_live: "polite",
            if let Some(words) = words {
                span { class: "heard", {say!("talk-chosen", answer = words)} }
                span {
                    class: if is_number { "talk-chosen-number" } else { "talk-chosen-words" },
                    aria_hidden: "true",
                    {seen}
                }
            } else {
                span { class: "talk-chosen-none", {say!("talk-rating-none")} }
            }
        }
    }
}

/// The chosen answer as it is shown: `7`, `5 to 6`, `Don't know`.
fn answer_words(rating: &RatingView, between: &Between) -> Option<String> {
    if between.picking
        && let [only] = between.picked[..]
    {
        return Some(say!("talk-between-one", low = only));
    }
    Some(match rating.chosen.as_ref()? {
        RatingAnswer::Value { value } => value.to_string(),
        RatingAnswer::Between { low, high } => {
            say!("talk-between-two", low = *low, high = *high)
        }
        RatingAnswer::Category { code } => match &rating.kind {
            ScaleKindView::Categorical { options } => options
                .iter()
                .find(|option| option.code == *code)
                .map_or_else(|| code.clone(), |option| option.label.clone()),
            ScaleKindView::Numeric { .. } => code.clone(),
        },
        RatingAnswer::DontKnow => say!("talk-dont-know"),
        RatingAnswer::WouldntSay => say!("talk-wouldnt-say"),
        RatingAnswer::NotAsked => say!("talk-not-asked"),
    })
}

fn is_category(chosen: Option<&RatingAnswer>, code: &str) -> bool {
    matches!(chosen, Some(RatingAnswer::Category { code: chosen }) if chosen == code)
}

/// The ends of the scale say what they mean, also to who only hears them.
fn describe(value: i32, min: i32, max: i32, rating: &RatingView) -> Option<String> {
    let label = if value == min {
        &rating.low_label
    } else if value == max {
        &rating.high_label
    } else {
        return None;
    };
    (!label.is_empty()).then(|| format!("{value}, {label}"))
}

fn numbers(min: i32, max: i32, step: i32) -> Vec<i32> {
    let step = usize::try_from(step).unwrap_or(1).max(1);
    (min..=max).step_by(step).collect()
}

/// "Somewhere between five and six": two numbers, tapped in any order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Between {
    /// The numbers on the screen are for picking two.
    pub picking: bool,
    /// In the order they were tapped; never more than two.
    pub picked: Vec<i32>,
}

impl Between {
    /// As the answer given so far wants it.
    #[must_use]
    pub fn of(answer: Option<&RatingAnswer>) -> Self {
        match answer {
            Some(RatingAnswer::Between { low, high }) => Self {
                picking: true,
                picked: vec![*low, *high],
            },
            _ => Self::default(),
        }
    }

    /// The button "Between…" was tapped. A number already chosen is one of the two.
    #[must_use]
    fn switched(&self, answer: Option<&RatingAnswer>) -> Self {
        if self.picking {
            return Self::default();
        }
        match answer {
            Some(RatingAnswer::Value { value }) => Self {
                picking: true,
                picked: vec![*value],
            },
            Some(RatingAnswer::Between { .. }) => Self::of(answer),
            _ => Self {
                picking: true,
                picked: Vec::new(),
            },
        }
    }

    /// A number was tapped: off again if it was picked; a third takes the place
    /// of the one tapped longest ago.
    #[must_use]
    fn tapped(&self, value: i32) -> Self {
        let mut picked = self.picked.clone();
        if picked.contains(&value) {
            picked.retain(|picked| *picked != value);
        } else {
            if picked.len() == 2 {
                picked.remove(0);
            }
            picked.push(value);
        }
        Self {
            picking: true,
            picked,
        }
    }

    fn answer(&self) -> Option<RatingAnswer> {
        let [one, other] = self.picked[..] else {
            return None;
        };
        Some(RatingAnswer::Between {
            low: one.min(other),
            high: one.max(other),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_numbers_in_any_order_are_an_answer_and_a_third_replaces_the_first() {
        let between = Between::default().switched(None).tapped(6);
        assert_eq!(between.answer(), None);
        let between = between.tapped(5);
        assert_eq!(
            between.answer(),
            Some(RatingAnswer::Between { low: 5, high: 6 })
        );
        let between = between.tapped(4);
        assert_eq!(
            between.answer(),
            Some(RatingAnswer::Between { low: 4, high: 5 })
        );
        assert_eq!(between.tapped(4).picked, [5]);
    }

    #[test]
    fn a_number_already_chosen_is_one_of_the_two() {
        let chosen = RatingAnswer::Value { value: 7 };
        let between = Between::default().switched(Some(&chosen)).tapped(8);
        assert_eq!(
            between.answer(),
            Some(RatingAnswer::Between { low: 7, high: 8 })
        );
        assert!(!between.switched(Some(&chosen)).picking);
    }

    #[test]
    fn a_scale_has_every_number_it_steps_through() {
        assert_eq!(numbers(0, 10, 1).len(), 11);
        assert_eq!(
            numbers(0, 100, 10),
            [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]
        );
        assert_eq!(numbers(1, 5, 0), [1, 2, 3, 4, 5]);
    }
}
