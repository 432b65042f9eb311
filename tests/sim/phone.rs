//! A phone in the simulation: the real back room over a real encrypted file,
//! and what the simulation remembers of it between two looks.

use super::chance::SimClock;
use super::disk;
use doorstep::domain::ids::RecordId;
use doorstep::domain::record::ContentHash;
use doorstep::phone::room::back::BackRoom;
use doorstep::phone::store::{Inventory, Location};
use doorstep::phone::view::TalkView;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};
use tempfile::TempDir;

/// What a phone is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    Anything,
    /// It heard from the server.
    Answer,
    /// Its person finishes a talk.
    Finish,
}

pub struct SimPhone {
    pub name: String,
    pub folder: TempDir,
    pub clock: Arc<SimClock>,
    /// `None` while the app is closed.
    pub back: Option<BackRoom>,
    /// Counts up with every opening: answers to an earlier life reach nobody.
    pub life: u32,
    pub online: bool,
    /// On the screen; otherwise in a pocket, and the system lets it sleep.
    pub shown: bool,
    pub wake_at: Option<i64>,
    /// How often its person will still do something.
    pub taps: u32,
    /// When it is next at something of this sort, the power goes after so many writes.
    pub fuse: Option<(Moment, u32)>,
    pub disk_full: bool,
    /// An old image of it, and what was in there.
    pub image: Option<(TempDir, Inventory)>,
    pub held: Inventory,
    /// By id, with what is written in it and whether this phone wrote it.
    pub contents: BTreeMap<RecordId, (ContentHash, bool)>,
    changes: u64,
    pub talk: Option<TalkView>,
    /// What was on the screen of the talk when the app died.
    pub left: Option<TalkView>,
    pub last_saved: Vec<RecordId>,
    /// The server's history its last page came from.
    pub history: u32,
    pub ticket: u64,
    /// Erasures it was told of, with what it had then of whom they are about.
    pub to_erase: BTreeMap<RecordId, BTreeSet<RecordId>>,
    /// The try to join that waits for the network.
    pub joining: Option<u64>,
}

impl SimPhone {
    pub fn new(name: &str, clock: Arc<SimClock>, taps: u32) -> Self {
        Self {
            name: name.to_owned(),
            folder: disk::image(blank().path()),
            clock,
            back: None,
            life: 0,
            online: true,
            shown: false,
            wake_at: None,
            taps,
            fuse: None,
            disk_full: false,
            image: None,
            held: Inventory::default(),
            contents: BTreeMap::new(),
            changes: 0,
            talk: None,
            left: None,
            last_saved: Vec::new(),
            history: 0,
            ticket: 0,
            to_erase: BTreeMap::new(),
            joining: None,
        }
    }

    /// Another phone with the same files.
    pub fn cloned(&self, name: String, clock: Arc<SimClock>, taps: u32) -> Self {
        let mut copy = Self::new(&name, clock, taps);
        copy.folder = disk::image(self.folder.path());
        copy.history = self.history;
        copy.believe(self.held.clone());
        copy
    }

    /// What the simulation takes to be on its disk.
    pub fn believe(&mut self, held: Inventory) {
        let known = std::mem::take(&mut self.contents);
        self.contents = held
            .records
            .iter()
            .map(|held| {
                let id = held.record.id;
                // Facts are never overwritten: `law` compares all of them now and then.
                let content = match known.get(&id) {
                    Some((content, _)) => *content,
                    None => held.record.content_hash(),
                };
                (id, (content, held.mine))
            })
            .collect();
        self.held = held;
    }

    /// Looks again if something was written since the last look; whether it was.
    pub fn look(&mut self) -> Result<bool, String> {
        let Some(back) = &self.back else {
            return Ok(false);
        };
        let changes = back.store().changes();
        if changes == self.changes {
            return Ok(false);
        }
        self.changes = changes;
        let held = back.store().tables().inventory();
        let held =
            held.map_err(|error| format!("{}'s phone cannot be read: {error}", self.name))?;
        self.believe(held);
        Ok(true)
    }

    /// Whether any of the people it speaks for wrote this here.
    pub fn has_own(&self, id: RecordId, content: ContentHash) -> bool {
        self.contents.get(&id) == Some(&(content, true))
    }

    pub fn own(&self) -> impl Iterator<Item = RecordId> + '_ {
        let own = self.contents.iter().filter(|(_, (_, mine))| *mine);
        own.map(|(id, _)| *id)
    }

    /// The app is gone from memory, between one moment and the next: what was
    /// on the disk then is its disk now.
    pub fn die(&mut self) {
        self.folder = disk::image(self.folder.path());
        self.close();
    }

    pub fn close(&mut self) {
        if let Some(back) = self.back.take() {
            back.into_store().close();
        }
        self.wake_at = None;
        self.fuse = None;
        self.disk_full = false;
        self.joining = None;
        self.left = self.talk.take();
        self.life += 1;
    }

    /// Opens the app. What it finds must be what was there.
    pub async fn open(&mut self, now_ms: i64) -> Result<(), String> {
        self.clock.set(|hands| {
            hands.true_ms = now_ms;
            hands.opened_ms = now_ms;
        });
        let name = &self.name;
        let store = Location::new(self.folder.path())
            .open(&*self.clock)
            .await
            .map_err(|error| format!("{name}'s app does not open: {error}"))?;
        let found = store.tables().inventory();
        let found = found.map_err(|error| format!("{name}'s phone cannot be read: {error}"))?;
        if found != self.held {
            return Err(format!(
                "{name}'s phone holds something else than before it was closed: {}",
                difference(&self.held, &found)
            ));
        }
        let back = BackRoom::new(store, self.clock.clone())
            .map_err(|error| format!("{name}'s app does not open: {error}"))?;
        self.back = Some(back);
        self.changes = 0;
        Ok(())
    }
}

fn difference(before: &Inventory, after: &Inventory) -> String {
    if before.records != after.records {
        format!(
            "{} records were {}",
            after.records.len(),
            before.records.len()
        )
    } else if before.drafts != after.drafts {
        format!("{} drafts were {}", after.drafts.len(), before.drafts.len())
    } else if before.outbox != after.outbox {
        format!("outbox {:?} was {:?}", after.outbox, before.outbox)
    } else {
        "lists or doors".to_owned()
    }
}

/// A phone nobody has joined with: made once, because every phone begins so.
fn blank() -> &'static TempDir {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = disk::folder();
        let path = folder.path().to_owned();
        std::thread::spawn(move || {
            let clock = SimClock::new(crate::world::NOW_MS, 1);
            let runtime = tokio::runtime::Builder::new_current_thread()
                .build()
                .expect("a runtime");
            let store = runtime
                .block_on(Location::new(&path).open(&clock))
                .expect("a new file");
            store.close();
        })
        .join()
        .expect("a blank phone");
        folder
    })
}
