//! Requests and answers on their way between a phone and the server, and what
//! becomes of them there.

use super::fault::Fault;
use super::world::{Broken, Event, SECOND, World};
use doorstep::phone::room::back::Job;
use doorstep::phone::sync::HttpAnswer;
use doorstep::phone::sync::driver::Call;

/// Whose request.
#[derive(Clone, Copy)]
pub struct Post {
    pub phone: usize,
    pub life: u32,
    pub job: u64,
}

/// What becomes of the answer.
pub enum Becomes {
    Reaches,
    Lost,
    Cut,
    Replaced(HttpAnswer),
    /// The phone gave up on it before; nobody listens.
    Ignored,
}

impl World {
    pub async fn arrive(
        &mut self,
        from: Post,
        call: &Call,
        cut: bool,
        then: Becomes,
    ) -> Result<(), Broken> {
        self.server.be_at(self.now);
        let answer = self.server.answer(call, cut).await;
        if call.endpoint == "push" {
            self.check_erased_are_answered(call, &answer)?;
        }
        let said = describe(&answer);
        let name = self.phones[from.phone].name.clone();
        self.say(
            "server",
            &format!("{} of {name}'s phone: {said}", call.endpoint),
        );
        if call.endpoint == "pull" {
            self.law.granted.extend(self.server.ever_granted());
        } else {
            self.take_stock();
        }
        if matches!(answer, HttpAnswer::Some { status: 500, .. }) {
            return Err(format!("the server failed over a {}", call.endpoint));
        }
        let history = self.server.history;
        let answer = match then {
            Becomes::Ignored => return Ok(()),
            Becomes::Reaches => answer,
            Becomes::Lost => {
                self.strike(Fault::AnswerLost, &name, "");
                self.later(
                    10 * SECOND,
                    Event::Answer {
                        to: from,
                        answer: HttpAnswer::None,
                        history: self.phones[from.phone].history,
                    },
                );
                return Ok(());
            }
            Becomes::Cut => {
                self.strike(Fault::AnswerCut, &name, "");
                cut_short(answer)
            }
            Becomes::Replaced(other) => {
                self.strike(Fault::ErrorAfterApplied, &name, "");
                other
            }
        };
        let is_page =
            call.endpoint == "pull" && matches!(answer, HttpAnswer::Some { status: 200, .. });
        let history = if is_page {
            history
        } else {
            self.phones[from.phone].history
        };
        let at = self.chance.between(20, 400);
        self.later(
            at,
            Event::Answer {
                to: from,
                answer,
                history,
            },
        );
        Ok(())
    }
    /// What becomes of a request that leaves a phone.
    pub fn send(&mut self, phone: usize, job: Job) -> Result<(), Broken> {
        self.check_carried_out(phone, &job.call)?;
        let one = &self.phones[phone];
        let (history, online) = (one.history, one.online);
        let to = Post {
            phone,
            life: one.life,
            job: job.id,
        };
        if !online {
            let at = self.chance.between(50, 3 * SECOND);
            self.later(
                at,
                Event::Answer {
                    to,
                    answer: HttpAnswer::None,
                    history,
                },
            );
            return Ok(());
        }
        let at = self.chance.between(20, 400);
        let call = job.call;
        if let Some(cursed) = &self.cursed
            && call.endpoint == "push"
            && String::from_utf8_lossy(&call.json).contains(&format!("\"id\":\"{cursed}\""))
        {
            self.later(
                at,
                Event::Answer {
                    to,
                    answer: some(413, "<html>"),
                    history,
                },
            );
            return Ok(());
        }
        if !self.storm || !self.chance.percent(self.weather) {
            self.later(
                at,
                Event::Arrive {
                    from: to,
                    call,
                    cut: false,
                    then: Becomes::Reaches,
                },
            );
            return Ok(());
        }
        self.mishap(to, call, at);
        Ok(())
    }
}

pub fn some(status: u16, body: &str) -> HttpAnswer {
    HttpAnswer::Some {
        status,
        retry_after: None,
        body: body.as_bytes().to_vec(),
    }
}

fn cut_short(answer: HttpAnswer) -> HttpAnswer {
    match answer {
        HttpAnswer::None => HttpAnswer::None,
        HttpAnswer::Some {
            status,
            retry_after,
            mut body,
        } => {
            body.truncate(body.len() / 2);
            HttpAnswer::Some {
                status,
                retry_after,
                body,
            }
        }
    }
}

/// Without what is in the records.
fn describe(answer: &HttpAnswer) -> String {
    let HttpAnswer::Some { status, body, .. } = answer else {
        return "nothing".to_owned();
    };
    let json: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
    if *status != 200 {
        return format!("{status} {}", json["code"].as_str().unwrap_or_default());
    }
    if let Some(results) = json["results"].as_array() {
        let each: Vec<String> = results
            .iter()
            .map(|one| {
                let code = one["code"]
                    .as_str()
                    .or(one["reason"].as_str())
                    .unwrap_or_default();
                format!(
                    "{} {} {code}",
                    one["n"],
                    one["outcome"].as_str().unwrap_or_default()
                )
            })
            .collect();
        return format!("has {}; {}", json["have"]["n"], each.join(", "));
    }
    if let Some(cursor) = json["campaign_cursor"].as_str() {
        let lists = json["lists"].as_array().map_or(0, Vec::len);
        let records: usize = json["lists"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|list| list["records"].as_array().map_or(0, Vec::len))
            .sum();
        let gone = json["gone"].as_array().map_or(0, Vec::len);
        return format!("page at {cursor}: {lists} lists, {records} records, {gone} gone");
    }
    "200".to_owned()
}
