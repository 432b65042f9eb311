//! Whether scales and their bands make sense.

use super::Check;
use super::texts::LONGEST_SAY;
use crate::domain::script::{DECLINED, Rule, Scale};

impl Check<'_, '_> {
    pub(super) fn scales(&mut self) {
        for (i, scale) in self.script.scales.iter().enumerate() {
            let at = format!("scales.{i}");
            self.short(&format!("{at}.question"), &scale.question, LONGEST_SAY);
            self.short(
                &format!("{at}.repeat_question"),
                &scale.repeat_question,
                LONGEST_SAY,
            );
            if !scale.allow_declined {
                self.find(
                    &format!("{at}.allow_declined"),
                    Rule::Scale,
                    "a person may always decline to answer",
                    "Take the line out",
                );
            }
            if scale.is_categorical() {
                if scale.options.len() < 2 {
                    self.find(
                        &at,
                        Rule::Scale,
                        "a categorical scale needs two options at least",
                        "Write options = [{ code = …, label = … }, …]",
                    );
                }
                self.category_bands(&at, scale);
                let orders = scale.options.iter().map(|option| option.order);
                self.in_order(&format!("{at}.options"), orders);
            } else {
                let steps = (i64::from(scale.max) - i64::from(scale.min))
                    .checked_rem(i64::from(scale.step));
                let count = (i64::from(scale.max) - i64::from(scale.min))
                    .checked_div(i64::from(scale.step))
                    .unwrap_or_default();
                if scale.min >= scale.max || scale.step < 1 || steps != Some(0) {
                    self.find(
                        &at,
                        Rule::Scale,
                        format!(
                            "{} to {} by {} is not a scale",
                            scale.min, scale.max, scale.step
                        ),
                        "Let min be less than max, and step divide what lies between",
                    );
                } else if count > 20 {
                    self.find(
                        &at,
                        Rule::Scale,
                        format!("{} numbers do not fit a phone's screen", count + 1),
                        "Use a larger step; 0 to 100 by 10 has eleven",
                    );
                } else {
                    self.number_bands(&at, scale);
                }
                if scale.low_label.is_empty() || scale.high_label.is_empty() {
                    self.find(
                        &at,
                        Rule::Scale,
                        "both ends of a scale are explained",
                        "Write low_label and high_label",
                    );
                }
            }
            for (j, band) in scale.bands.iter().enumerate() {
                if band.id == DECLINED {
                    self.find(
                        &format!("{at}.bands.{j}.id"),
                        Rule::Bands,
                        format!("`{DECLINED}` is the band of people who give no number"),
                        "Give this band another name",
                    );
                }
            }
        }
    }

    fn category_bands(&mut self, at: &str, scale: &Scale) {
        for (j, band) in scale.bands.iter().enumerate() {
            for code in &band.codes {
                if !scale.options.iter().any(|option| option.code == *code) {
                    self.find(
                        &format!("{at}.bands.{j}.codes"),
                        Rule::Reference,
                        format!("the scale has no option `{code}`"),
                        "Name options of this scale",
                    );
                }
            }
        }
        if scale.bands.is_empty() {
            return;
        }
        for option in &scale.options {
            let bands = scale
                .bands
                .iter()
                .filter(|band| band.codes.contains(&option.code))
                .count();
            if bands != 1 {
                self.find(
                    &format!("{at}.bands"),
                    Rule::Bands,
                    format!("the option `{}` is in {bands} bands", option.code),
                    "Put each option into one band",
                );
            }
        }
    }

    fn number_bands(&mut self, at: &str, scale: &Scale) {
        if scale.bands.is_empty() {
            return;
        }
        for (j, band) in scale.bands.iter().enumerate() {
            if band.from.is_none() || band.to.is_none() {
                self.find(
                    &format!("{at}.bands.{j}"),
                    Rule::Bands,
                    format!("the band `{}` says not from where to where", band.id),
                    "Write from and to, both included",
                );
                return;
            }
        }
        let mut value = scale.min;
        loop {
            let bands = scale
                .bands
                .iter()
                .filter(|band| band.from <= Some(value) && Some(value) <= band.to)
                .count();
            if bands != 1 {
                self.find(
                    &format!("{at}.bands"),
                    Rule::Bands,
                    format!("{value} is in {bands} bands"),
                    "Let the bands cover the scale, each number once",
                );
            }
            match value.checked_add(scale.step) {
                Some(next) if next <= scale.max => value = next,
                _ => break,
            }
        }
    }
}
