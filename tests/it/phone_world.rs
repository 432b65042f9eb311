//! A phone for tests: the real back room over a real file, its clock in the
//! test's hand, its requests carried to the real router without a socket.

use crate::world::{NOW_MS, World};
use axum::body::Body;
use axum::http::Request;
use doorstep::domain::conversation::{Certainty, RatingAnswer};
use doorstep::domain::disposition::Disposition;
use doorstep::domain::draft::{Act, Place};
use doorstep::domain::ids::{DoorId, DraftId, ListId};
use doorstep::domain::script::Script;
use doorstep::domain::time::DeviceTime;
use doorstep::domain::visit::WhoAnswered;
use doorstep::domain::walk_list::ScriptRef;
use doorstep::phone::platform::clock::Clock;
use doorstep::phone::room::back::BackRoom;
use doorstep::phone::room::{Notice, Reply, Request as Ask, Trouble};
use doorstep::phone::store::Location;
use doorstep::phone::sync::HttpAnswer;
use doorstep::phone::sync::driver::Call;
use doorstep::phone::view::{
    Delivery, DoorView, Home, ListSummary, Opening, Outcome, Saved, Status, Street, TalkView,
};
use doorstep::server::store::campaigns::StoredScript;
use doorstep::server::store::lists::NewList;
use doorstep::wire::PROTOCOL_HEADER;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use tempfile::TempDir;
use uuid::Uuid;

pub const TALK_CODE: &str = "TALK2345";
pub const TALK_LIST: ListId = ListId(Uuid::from_u128(0xCC));

/// A world whose phones can hold conversations: all doors on one list, with T1.
pub async fn world_to_talk_in() -> World {
    let world = World::new().await;
    let script = t1();
    let stored = StoredScript {
        reference: script.reference(),
        source: String::new(),
        json: serde_json::to_string(&script).unwrap(),
        added_ms: NOW_MS,
    };
    world
        .server
        .store
        .add_script(world.campaign, stored)
        .await
        .unwrap();
    add_list(&world, TALK_LIST, script.reference(), 0..9).await;
    world.share(TALK_CODE, 10, &[TALK_LIST]).await;
    world
}

pub async fn add_list(world: &World, id: ListId, script: ScriptRef, doors: std::ops::Range<usize>) {
    make_list(world, list(world, id, script, doors)).await;
}

pub fn list(
    world: &World,
    id: ListId,
    script: ScriptRef,
    doors: std::ops::Range<usize>,
) -> NewList {
    NewList {
        id,
        name: "Saturday, Kamppi".into(),
        import: doorstep::domain::ids::ImportId(Uuid::from_u128(0x11)),
        expires_on: "2026-12-31".parse().unwrap(),
        script,
        trial: None,
        doors: world.doors[doors].iter().map(|door| door.id).collect(),
        made_by: None,
    }
}

pub async fn make_list(world: &World, list: NewList) {
    world
        .server
        .store
        .make_list(world.campaign, list, NOW_MS)
        .await
        .unwrap();
}

pub fn t1() -> Script {
    let text = include_str!("../../assets/scripts/issue-conversation.toml");
    let mut script = Script::from_toml(text, "issue-conversation.toml").unwrap();
    // The world has another first version of it, which nobody can talk by.
    script.script.version = 2;
    script
}

/// A clock that stands until it is told otherwise.
#[derive(Debug)]
pub struct TestClock {
    now_ms: AtomicI64,
    steady_ms: AtomicI64,
    chance: AtomicU64,
}

impl TestClock {
    pub fn new(seed: u64) -> Arc<Self> {
        Arc::new(Self {
            now_ms: AtomicI64::new(NOW_MS),
            steady_ms: AtomicI64::new(0),
            chance: AtomicU64::new(seed),
        })
    }

    pub fn advance(&self, ms: i64) {
        self.now_ms.fetch_add(ms, Ordering::SeqCst);
        self.steady_ms.fetch_add(ms, Ordering::SeqCst);
    }
}

impl TestClock {
    /// Somebody sets the phone's clock; no time passes by it.
    pub fn put_off(&self, ms: i64) {
        self.now_ms.fetch_add(ms, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> DeviceTime {
        DeviceTime::from_parts(self.now_ms.load(Ordering::SeqCst), 120).unwrap()
    }

    fn steady_ms(&self) -> i64 {
        self.steady_ms.load(Ordering::SeqCst)
    }

    fn random(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let step = 0x9E37_79B9_7F4A_7C15_u64;
            let mut z = self
                .chance
                .fetch_add(step, Ordering::SeqCst)
                .wrapping_add(step);
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            z ^= z >> 31;
            let drawn = z.to_be_bytes();
            chunk.copy_from_slice(&drawn[..chunk.len()]);
        }
    }
}

/// What the network does to one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Arrives,
    AnswerLost,
    Lost,
}

pub struct TestPhone {
    pub folder: PathBuf,
    _kept: Option<TempDir>,
    pub clock: Arc<TestClock>,
    pub back: BackRoom,
    pub notices: Vec<Notice>,
    next_ticket: u64,
}

impl TestPhone {
    /// A new phone, its app opened for the first time.
    pub async fn new(seed: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self::over(folder, &TestClock::new(seed)).await
    }

    /// A phone that has joined and has its list.
    pub async fn joined(world: &World, name: &str, seed: u64) -> Self {
        let mut phone = Self::new(seed).await;
        phone.join(world, TALK_CODE, name).await.unwrap();
        phone
    }

    /// The battery died just now, and the app is opened again over what is on the disk.
    pub async fn after_sudden_death(&self) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for file in std::fs::read_dir(&self.folder).unwrap() {
            let file = file.unwrap();
            std::fs::copy(file.path(), folder.path().join(file.file_name())).unwrap();
        }
        Self::over(folder, &self.clock).await
    }

    /// A phone over what is in a folder.
    pub async fn over(folder: TempDir, clock: &Arc<TestClock>) -> Self {
        let back = open(folder.path(), clock).await.unwrap();
        Self {
            folder: folder.path().to_owned(),
            _kept: Some(folder),
            clock: Arc::clone(clock),
            back,
            notices: Vec::new(),
            next_ticket: 1,
        }
    }

    /// The kinds of records in its file, whoever wrote them, as somebody finds
    /// who closes the app and has its key.
    pub fn kinds_kept(self) -> Vec<String> {
        self.back.into_store().close();
        let database = raw(&self.folder);
        let mut query = database
            .prepare("SELECT DISTINCT kind FROM record ORDER BY kind")
            .unwrap();
        query
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect()
    }

    /// Closes the app and opens it again.
    pub async fn reopened(self) -> Self {
        self.after(|_| ()).await
    }

    /// The same, and in between somebody with other tools was at its file.
    pub async fn after(self, change: impl FnOnce(&rusqlite::Connection)) -> Self {
        let Self {
            folder,
            _kept,
            clock,
            back,
            ..
        } = self;
        back.into_store().close();
        change(&raw(&folder));
        let back = open(&folder, &clock).await.unwrap();
        Self {
            folder,
            _kept,
            clock,
            back,
            notices: Vec::new(),
            next_ticket: 1,
        }
    }

    /// Asks what can be answered without a network.
    pub fn ask(&mut self, request: Ask) -> Result<Reply, Trouble> {
        self.next_ticket += 1;
        let ticket = self.next_ticket;
        let answer = self.back.ask(request, ticket);
        self.notices.extend(self.back.take_notices());
        answer.expect("only joining waits for the network")
    }

    pub async fn join(&mut self, world: &World, code: &str, name: &str) -> Result<Home, Trouble> {
        self.join_with(world, code, name, Fate::Arrives).await
    }

    pub async fn join_with(
        &mut self,
        world: &World,
        code: &str,
        name: &str,
        fate: Fate,
    ) -> Result<Home, Trouble> {
        let request = Ask::Join {
            code: code.to_owned(),
            name: name.to_owned(),
        };
        self.next_ticket += 1;
        let ticket = self.next_ticket;
        let answer = match self.back.ask(request, ticket) {
            Some(answer) => answer,
            None => {
                self.carry(world, fate).await;
                let replies = self.back.take_replies();
                replies
                    .into_iter()
                    .find(|(for_ticket, _)| *for_ticket == ticket)
                    .expect("a reply to the join")
                    .1
            }
        };
        match answer? {
            Reply::Home(home) => Ok(home),
            other => panic!("not a home: {other:?}"),
        }
    }

    /// Carries requests to the server until there are none.
    pub async fn sync(&mut self, world: &World) {
        self.carry(world, Fate::Arrives).await;
    }

    /// The same, with this fate for the first and a good network after it.
    pub async fn carry(&mut self, world: &World, first: Fate) {
        let mut fate = first;
        loop {
            let jobs = self.back.take_jobs();
            if jobs.is_empty() {
                break;
            }
            for job in jobs {
                let answer = match fate {
                    Fate::Lost => HttpAnswer::None,
                    Fate::Arrives => post(world, job.call).await,
                    Fate::AnswerLost => {
                        post(world, job.call).await;
                        HttpAnswer::None
                    }
                };
                fate = Fate::Arrives;
                self.back.answered(job.id, &answer);
            }
        }
        self.notices.extend(self.back.take_notices());
    }

    /// Something in between takes what is under way not even alone.
    pub fn is_told_too_large(&mut self) {
        let job = self.back.take_jobs().remove(0);
        let answer = HttpAnswer::Some {
            status: 413,
            retry_after: None,
            body: b"<html>".to_vec(),
        };
        self.back.answered(job.id, &answer);
    }

    /// Time passes, and the back room is woken whenever it asked for it.
    pub async fn wait(&mut self, world: &World, ms: i64) {
        let mut left = ms;
        loop {
            let next = self.back.next_wake_ms();
            if next > left {
                break;
            }
            self.clock.advance(next);
            left -= next;
            self.back.woken();
            self.sync(world).await;
            if next == 0 {
                left -= 1;
                self.clock.advance(1);
            }
        }
        self.clock.advance(left.max(0));
    }

    // What tests ask for again and again.

    pub fn home(&mut self) -> Home {
        match self.ask(Ask::Home) {
            Ok(Reply::Home(home)) => home,
            other => panic!("{other:?}"),
        }
    }

    pub fn list(&mut self) -> ListSummary {
        self.home().lists.remove(0)
    }

    pub fn opening(&mut self) -> Opening {
        match self.ask(Ask::Open) {
            Ok(Reply::Opening(opening)) => opening,
            other => panic!("{other:?}"),
        }
    }

    pub fn street(&mut self, index: u32) -> Street {
        match self.ask(Ask::Street {
            list: TALK_LIST,
            index,
        }) {
            Ok(Reply::Street(street)) => street,
            other => panic!("{other:?}"),
        }
    }

    pub fn door(&mut self, door: DoorId) -> DoorView {
        match self.ask(Ask::Door { door }) {
            Ok(Reply::Door(view)) => *view,
            other => panic!("{other:?}"),
        }
    }

    pub fn note(&mut self, door: DoorId, disposition: Disposition) -> Saved {
        saved(self.ask(Ask::Note {
            outcome: outcome(door, disposition),
        }))
    }

    pub fn talk(&mut self, request: Ask) -> TalkView {
        match self.ask(request) {
            Ok(Reply::Talk(talk)) => *talk,
            other => panic!("{other:?}"),
        }
    }

    pub fn begin(&mut self, door: DoorId) -> TalkView {
        self.begin_with(door, WhoAnswered::DidNotAsk)
    }

    pub fn begin_with(&mut self, door: DoorId, who: WhoAnswered) -> TalkView {
        self.talk(Ask::Begin { door, who })
    }

    pub fn act(&mut self, draft: DraftId, act: Act) -> TalkView {
        self.talk(Ask::Act { draft, act })
    }

    pub fn delivery(&mut self) -> Delivery {
        match self.ask(Ask::Delivery) {
            Ok(Reply::Delivery(delivery)) => delivery,
            other => panic!("{other:?}"),
        }
    }

    pub fn status(&mut self) -> Status {
        self.delivery().status
    }

    /// A whole conversation; `after` is called after each act.
    pub fn hold_a_talk(&mut self, door: DoorId, keep_with_name: bool) -> Saved {
        self.hold_a_talk_with(door, WhoAnswered::DidNotAsk, keep_with_name)
    }

    pub fn hold_a_talk_with(
        &mut self,
        door: DoorId,
        who: WhoAnswered,
        keep_with_name: bool,
    ) -> Saved {
        let mut talk = self.begin_with(door, who);
        while talk.place != Place::Pavement {
            for act in acts_at(&talk, keep_with_name) {
                talk = self.act(talk.draft, act);
            }
        }
        saved(self.ask(Ask::Finish { draft: talk.draft }))
    }
}

/// What somebody does at a step before going on: answers what it asks.
pub fn acts_at(talk: &TalkView, keep_with_name: bool) -> Vec<Act> {
    let step = talk.step.as_ref().expect("at a step");
    let mut acts = Vec::new();
    if let Some(rating) = &step.rating {
        acts.push(Act::Rate {
            scale: rating.scale.clone(),
            wave: rating.wave,
            answer: Some(RatingAnswer::Value { value: 6 }),
            certainty: Certainty::Heard,
        });
    }
    if let Some(commitment) = step.commitments.first() {
        acts.push(Act::Commit {
            id: commitment.id.clone(),
            said: Some(doorstep::domain::conversation::CommitmentSaid::Maybe),
        });
    }
    if step.consent.is_some() {
        acts.push(Act::KeepWithName {
            answer: Some(keep_with_name),
        });
    }
    acts.push(Act::Next);
    acts
}

pub fn outcome(door: DoorId, disposition: Disposition) -> Outcome {
    Outcome {
        call: None,
        door,
        disposition,
        who: None,
        come_back: None,
        language: None,
        whole_building: false,
    }
}

#[track_caller]
pub fn saved(reply: Result<Reply, Trouble>) -> Saved {
    match reply {
        Ok(Reply::Saved(saved)) => saved,
        other => panic!("{other:?}"),
    }
}

pub async fn open(folder: &Path, clock: &Arc<TestClock>) -> Result<BackRoom, Trouble> {
    let store = Location::new(folder).open(&**clock).await?;
    Ok(BackRoom::new(store, clock.clone())?)
}

/// The file, opened with its key by other tools than the app's.
pub fn raw(folder: &Path) -> rusqlite::Connection {
    let key = std::fs::read_to_string(folder.join("doorstep.key")).unwrap();
    let connection = rusqlite::Connection::open(folder.join("doorstep.db")).unwrap();
    connection
        .pragma_update(None, "key", format!("x'{key}'"))
        .unwrap();
    connection
}

pub async fn post(world: &World, call: Call) -> HttpAnswer {
    let mut request =
        Request::post(format!("/api/v1/{}", call.endpoint)).header(PROTOCOL_HEADER, "1");
    if let Some(token) = &call.token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let body = if call.gzip {
        request = request.header("content-encoding", "gzip");
        crate::world::gzip(&call.json)
    } else {
        call.json
    };
    let answer = world.send(request.body(Body::from(body)).unwrap()).await;
    HttpAnswer::Some {
        status: answer.status.as_u16(),
        retry_after: answer
            .headers
            .get("retry-after")
            .and_then(|value| value.to_str().ok()?.parse().ok()),
        body: answer.text.into_bytes(),
    }
}
