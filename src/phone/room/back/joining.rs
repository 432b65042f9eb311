//! Joining: a code and a name become an enrolment, and the first page of its
//! lists is asked for before the screens go on.

use super::{BackRoom, Job, Purpose, Ticket};
use crate::phone::platform::join_code_in;
use crate::phone::room::{Reply, Trouble};
use crate::phone::store::{EnrolmentKey, EnrolmentState, Joining};
use crate::phone::sync::driver::Call;
use crate::phone::sync::{Engine, Event, Failure, HttpAnswer};
use crate::wire::join::{CODE_LENGTH, JoinReply, JoinRequest, normal_code};

const LONGEST_NAME: usize = 60;

impl BackRoom {
    pub(super) fn join(
        &mut self,
        code: &str,
        name: &str,
        ticket: Ticket,
    ) -> Option<Result<Reply, Trouble>> {
        match self.begin_joining(code, name) {
            Ok((joining, token)) => {
                let request = JoinRequest {
                    code: joining.code,
                    name: joining.name,
                    attempt: joining.attempt,
                };
                let Ok(json) = serde_json::to_vec(&request) else {
                    return Some(Err(Trouble::BadName));
                };
                let id = self.next_job;
                self.next_job += 1;
                self.under_way.insert(id, Purpose::Join(ticket));
                self.jobs.push(Job {
                    id,
                    call: Call {
                        server: joining.server,
                        endpoint: "join",
                        token,
                        json,
                        gzip: false,
                    },
                });
                None
            }
            Err(trouble) => Some(Err(trouble)),
        }
    }

    /// The try is stored before it is sent: when the answer is lost, even with
    /// the app, the same try again gets the same enrolment.
    fn begin_joining(
        &mut self,
        code: &str,
        name: &str,
    ) -> Result<(Joining, Option<String>), Trouble> {
        let name = name.trim();
        let length = name.chars().count();
        if length == 0 || length > LONGEST_NAME || name.chars().any(char::is_control) {
            return Err(Trouble::BadName);
        }
        let (server, code) = server_and_code(code);
        if code.len() != CODE_LENGTH {
            return Err(Trouble::CodeUnknown);
        }
        let tables = self.store.tables();
        let known = tables.joining()?;
        let joining = match known {
            Some(known) if known.code == code && known.name == name && known.server == server => {
                known
            }
            _ => {
                let joining = Joining {
                    server,
                    code,
                    name: name.to_owned(),
                    attempt: self.clock.id_without_time(),
                };
                self.store
                    .write(|tables| tables.set_joining(Some(&joining)))?;
                joining
            }
        };
        // Who is enrolled already gets the code's lists under the same identity.
        let token = self
            .store
            .tables()
            .current_enrolment()?
            .filter(|enrolment| {
                enrolment.state == EnrolmentState::Active && enrolment.server == joining.server
            })
            .map(|enrolment| enrolment.token);
        Ok((joining, token))
    }

    pub(super) fn joined(&mut self, answer: &HttpAnswer, ticket: Ticket) {
        let reply: JoinReply = match answer.read() {
            Ok(reply) => reply,
            Err(failure) => {
                self.replies.push((ticket, Err(trouble(failure))));
                return;
            }
        };
        let now = self.clock.now();
        let enrolled = self.store.write(|tables| {
            let server = tables.joining()?.map(|joining| joining.server);
            let key = tables.enrol(&reply, &server.unwrap_or_default(), now)?;
            tables.set_joining(None)?;
            Ok(key)
        });
        match enrolled {
            Ok(key) => {
                let seed = self.seed();
                if self.engines.get(&key).is_none() {
                    self.engines.insert(key, Engine::new(seed));
                }
                self.first_pages.push((key, ticket));
                self.hear(key, Event::Started);
                self.reply_if_idle(key);
            }
            Err(error) => {
                self.note_damage(&error);
                self.replies.push((ticket, Err(error.into())));
            }
        }
    }

    /// Where nothing is being asked now (the server wants patience), nobody waits for it.
    pub(super) fn reply_if_idle(&mut self, enrolment: EnrolmentKey) {
        let asking = self.under_way.iter().any(|(_, purpose)| match purpose {
            Purpose::Push { enrolment: key, .. } | Purpose::Pull(key) => *key == enrolment,
            Purpose::Join(_) | Purpose::Renew(_) => false,
        });
        if !asking {
            self.reply_to_joined(enrolment);
        }
    }

    /// After the first page of a new enrolment has come or failed: the lists
    /// come by themselves from here on.
    pub(super) fn reply_to_joined(&mut self, enrolment: EnrolmentKey) {
        let (ready, waiting) = std::mem::take(&mut self.first_pages)
            .into_iter()
            .partition(|(key, _)| *key == enrolment);
        self.first_pages = waiting;
        let ready: Vec<(EnrolmentKey, Ticket)> = ready;
        for (_, ticket) in ready {
            let now = self.clock.now();
            let home = self.home(now).map_err(Trouble::from);
            self.replies.push((ticket, home));
        }
    }
}

/// A code as typed, or a whole link with the code in its fragment.
fn server_and_code(typed: &str) -> (String, String) {
    let link = typed
        .trim()
        .split_once('#')
        .and_then(|(address, fragment)| {
            let (scheme, rest) = address.split_once("://")?;
            let host = rest.split('/').next()?;
            Some((format!("{scheme}://{host}"), join_code_in(fragment)?))
        });
    match link {
        // In the browser the link's server is the one the app came from.
        Some((_, code)) if cfg!(target_arch = "wasm32") => (String::new(), normal_code(&code)),
        Some((server, code)) => (server, normal_code(&code)),
        None => (String::new(), normal_code(typed)),
    }
}

fn trouble(failure: Failure) -> Trouble {
    match failure {
        Failure::Offline => Trouble::Offline,
        Failure::NotOurServer | Failure::TooLarge | Failure::EpochChanged => Trouble::NotOurServer,
        Failure::SlowDown { .. } => Trouble::SlowDown,
        Failure::Busy { .. } | Failure::Retired | Failure::Lost | Failure::Forked => {
            Trouble::ServerBusy
        }
        Failure::Malformed => Trouble::BadName,
        Failure::AppTooOld => Trouble::AppTooOld,
        Failure::CodeUnknown => Trouble::CodeUnknown,
        Failure::CodeUsedUp => Trouble::CodeUsedUp,
        Failure::CodeExpired => Trouble::CodeExpired,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_may_be_typed_or_pasted_as_the_whole_link() {
        assert_eq!(
            server_and_code(" kapp-7q2m "),
            (String::new(), "KAPP7Q2M".to_owned())
        );
        assert_eq!(
            server_and_code("https://example.org/#KAPP-7Q2M"),
            ("https://example.org".to_owned(), "KAPP7Q2M".to_owned())
        );
    }
}
