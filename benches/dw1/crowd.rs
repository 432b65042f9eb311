//! Where phones of the real thing would be too many for one machine: a million records, and five
//! thousand phones at once. Their requests are made of the wire's own types and go through the
//! phone's own driver; only the store behind them is left out.

use crate::ground::{BackEnd, DOORS, Ground, Size};
use crate::records::{Chance, Words};
use doorstep::domain::record::Record;
use doorstep::phone::sync::HttpAnswer;
use doorstep::phone::sync::driver::{Call, Http};
use doorstep::server::clock::Clock;
use doorstep::wire::MAX_BATCH_RECORDS;
use doorstep::wire::join::JoinReply;
use doorstep::wire::pull::{ListCursor, PullReply, PullRequest};
use doorstep::wire::push::{Entry, Holds, Outcome, PushReply, PushRequest};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A phone that remembers only its token and its last number.
#[derive(Debug)]
struct Caller {
    http: Http,
    token: String,
    n: u64,
}

impl Caller {
    fn new(joined: &JoinReply, server: &str) -> Self {
        Self {
            http: Http::new(server),
            token: joined.token.clone(),
            n: 0,
        }
    }

    async fn post<T: for<'de> serde::Deserialize<'de>>(
        &self,
        endpoint: &'static str,
        body: &impl serde::Serialize,
    ) -> Result<T, String> {
        let call = Call {
            server: String::new(),
            endpoint,
            token: Some(self.token.clone()),
            json: serde_json::to_vec(body).unwrap(),
            gzip: endpoint == "push",
        };
        let answer = self.http.perform(call).await;
        answer.read().map_err(|failure| match answer {
            HttpAnswer::None => "no answer".to_owned(),
            HttpAnswer::Some { status, .. } => format!("{status}, {failure:?}"),
        })
    }

    /// What a phone says of itself with every push and pull.
    fn holds(&self, waiting: usize) -> Holds {
        Holds {
            recorded: self.n + waiting as u64,
            drafts: 0,
        }
    }

    async fn push(&mut self, records: &[Record]) -> Result<(), String> {
        let entries = (self.n + 1..).zip(records).map(|(n, record)| Entry {
            n,
            receipt: None,
            record: record.clone(),
        });
        let request = PushRequest {
            entries: entries.collect(),
            waiting: 0,
            holds: Some(self.holds(records.len())),
            at_ms: None,
        };
        let reply: PushReply = self.post("push", &request).await?;
        self.n += records.len() as u64;
        let all = reply
            .results
            .iter()
            .all(|result| result.outcome == Outcome::Accepted);
        if all && reply.have.n == self.n {
            Ok(())
        } else {
            Err(format!("not all taken: {:?}", reply.results.first()))
        }
    }
}

/// Server CPU per record, in milliseconds, with so many records stored.
#[derive(Clone, Copy, Debug)]
pub struct Million {
    pub at_ten_thousand: f64,
    pub at_a_million: f64,
    /// Until whoever asked for somebody's data to be deleted is answered, with a million stored.
    pub erasure_s: f64,
    pub memory_mb: f64,
    pub disk_bytes: u64,
    pub wall_s: f64,
}

/// Hands in 1,000 records a list, list after list: first ten lists to have something stored, then
/// those that are measured, then as many as make a million, then those that are measured again.
/// Each door has one visit then and now, so that only how much is stored differs.
pub async fn million(back_end: BackEnd, total: u32) -> Million {
    const MEASURED: u32 = 20;
    let per_list = 2 * DOORS as u32;
    let until = total / per_list;
    let size = Size {
        lists: until + MEASURED,
        large: 0,
        phones: until + MEASURED + 1,
        large_phones: 0,
    };
    let mut ground = Ground::new(back_end, size).await;
    let began = Instant::now();
    ingest(&mut ground, 10).await;
    let at_ten_thousand = ingest(&mut ground, MEASURED).await;
    ingest(&mut ground, until - 10 - MEASURED).await;
    let at_a_million = ingest(&mut ground, MEASURED).await;
    let erasure_s = erase_somebody(&mut ground).await;
    Million {
        at_ten_thousand,
        at_a_million,
        erasure_s,
        memory_mb: ground.memory_mb(),
        disk_bytes: ground.disk_bytes(),
        wall_s: began.elapsed().as_secs_f64(),
    }
}

/// How long it takes: every door and every record is looked at for them.
async fn erase_somebody(ground: &mut Ground) -> f64 {
    let server = format!("http://{}", ground.address());
    let (joined, list) = ground.phone();
    let (id, doors) = &ground.lists[list];
    let now_ms = Clock::system().now_ms();
    let mut chance = Chance::new(7);
    let wish = Words::delete_my_data(&mut chance, joined.canvasser, now_ms, *id, &doors[0]);
    let mut caller = Caller::new(&joined, &server);
    let began = Instant::now();
    caller.push(&[wish]).await.unwrap();
    began.elapsed().as_secs_f64()
}

const DAY_MS: i64 = 24 * 3_600_000;
/// A million records are no one day's: a hundred canvassers a day have them in two months.
const DAYS: i64 = 60;

/// Server CPU per record.
async fn ingest(ground: &mut Ground, phones: u32) -> f64 {
    let server = format!("http://{}", ground.address());
    let first_ms = Clock::system().now_ms() - (DAYS + 3) * DAY_MS;
    let mut chance = Chance::new(u64::from(phones) + 99);
    let cpu_before = ground.cpu_ms();
    let mut under_way = tokio::task::JoinSet::new();
    for _ in 0..phones {
        if under_way.len() == 4 {
            under_way.join_next().await.unwrap().unwrap();
        }
        let (joined, list) = ground.phone();
        let (id, doors) = &ground.lists[list];
        let began_ms = first_ms + DAYS * DAY_MS * list as i64 / ground.lists.len() as i64;
        let day = ground.words.day(
            &mut chance,
            joined.canvasser,
            began_ms,
            *id,
            doors,
            &ground.script,
        );
        let mut caller = Caller::new(&joined, &server);
        under_way.spawn(async move {
            let records: Vec<Record> = day.into_iter().map(|(record, _)| record).collect();
            for batch in records.chunks(MAX_BATCH_RECORDS) {
                caller.push(batch).await.unwrap();
            }
        });
    }
    while let Some(done) = under_way.join_next().await {
        done.unwrap();
    }
    (ground.cpu_ms() - cpu_before) / f64::from(phones * 2 * DOORS as u32)
}

#[derive(Clone, Debug)]
pub struct Crowd {
    pub requests: usize,
    pub errors: Vec<String>,
    /// Of an answer, in milliseconds.
    pub median_ms: f64,
    pub p99_ms: f64,
    pub cpu_cores: f64,
    pub memory_before_mb: f64,
    pub memory_mb: f64,
    pub disk_bytes: u64,
}

/// So many phones for a minute, each on a connection of its own: two talks handed in, one look
/// for news, at moments of their own.
pub async fn crowd(back_end: BackEnd, phones: u32) -> Crowd {
    const MINUTE: u64 = 60_000;
    let size = Size {
        lists: 100,
        large: 0,
        phones,
        large_phones: 0,
    };
    let mut ground = Ground::new(back_end, size).await;
    let server = format!("http://{}", ground.address());
    let began_ms = Clock::system().now_ms() - 4 * 3_600_000;
    // What each list's phones have already.
    let mut have: Vec<Option<PullRequest>> = vec![None; 100];
    let mut chance = Chance::new(5_000);
    let mut ready = Vec::new();
    for _ in 0..phones {
        let (joined, list) = ground.phone();
        let caller = Caller::new(&joined, &server);
        if have[list].is_none() {
            let reply: PullReply = caller.post("pull", &PullRequest::default()).await.unwrap();
            have[list] = Some(PullRequest {
                campaign: reply.campaign_cursor,
                lists: reply
                    .lists
                    .iter()
                    .map(|page| ListCursor {
                        list: page.list,
                        cursor: page.cursor.clone(),
                    })
                    .collect(),
                scripts: vec![ground.script.clone()],
                ..PullRequest::default()
            });
        }
        let (id, doors) = &ground.lists[list];
        let from = chance.below(DOORS as u64 - 2) as usize;
        let talks = ground.words.day(
            &mut chance,
            joined.canvasser,
            began_ms,
            *id,
            &doors[from..from + 2],
            &ground.script,
        );
        let mut at: Vec<u64> = (0..3).map(|_| chance.below(MINUTE)).collect();
        at.sort_unstable();
        ready.push((caller, have[list].clone().unwrap(), talks, at));
    }
    let (memory_before_mb, cpu_before) = (ground.memory_mb(), ground.cpu_ms());
    let begin = tokio::time::Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for (mut caller, mut asked, talks, at) in ready {
        tasks.spawn(async move {
            let mut answers = Vec::new();
            let talks: Vec<Record> = talks.into_iter().map(|(record, _)| record).collect();
            for (which, at) in at.into_iter().enumerate() {
                tokio::time::sleep_until(begin + Duration::from_millis(at)).await;
                asked.holds = Some(caller.holds(0));
                let asked_at = Instant::now();
                let answer = match which {
                    0 => caller.push(&talks[..2]).await,
                    1 => caller.post::<PullReply>("pull", &asked).await.map(drop),
                    _ => caller.push(&talks[2..]).await,
                };
                answers.push((asked_at.elapsed().as_secs_f64() * 1000.0, answer));
            }
            // Its connection stays open until the minute is over.
            tokio::time::sleep_until(begin + Duration::from_millis(MINUTE)).await;
            answers
        });
    }
    let answers: Vec<_> = tasks.join_all().await.into_iter().flatten().collect();
    let mut took: Vec<f64> = answers.iter().map(|(took, _)| *took).collect();
    took.sort_by(f64::total_cmp);
    let ground = Arc::new(ground);
    Crowd {
        requests: answers.len(),
        errors: answers
            .into_iter()
            .filter_map(|(_, answer)| answer.err())
            .collect(),
        median_ms: took[took.len() / 2],
        p99_ms: took[took.len() * 99 / 100],
        cpu_cores: (ground.cpu_ms() - cpu_before) / 1000.0 / begin.elapsed().as_secs_f64(),
        memory_before_mb,
        memory_mb: ground.memory_mb(),
        disk_bytes: ground.disk_bytes(),
    }
}
