//! The thread that writes. What waits for it is written together, in one transaction, and
//! answered when all of it is on the disk: twenty phones that hand in at once cost the disk
//! little more than one does. Each part is still stored whole or not at all: if one fails, all of
//! it is undone, and the others are done again without it. A savepoint around each would spare
//! that, at the price of a copy of every page a part is the first to change; parts hardly ever
//! fail.

use crate::server::store::StoreError;
use crate::server::store::sql::Db;
use rusqlite::Connection;
use std::panic::AssertUnwindSafe;
use std::sync::mpsc::Receiver;
use tokio::sync::oneshot;

/// Parts of one transaction; the first waits for the last.
const TOGETHER: usize = 32;

/// What the thread is asked to do.
pub enum Job {
    Part(Box<dyn Part>),
    /// What can't be done in a transaction.
    Alone(Box<dyn FnOnce(&mut Connection) + Send>),
}

/// Something to be written.
pub trait Part: Send {
    /// Writes it; whether that went well. Either way it may be undone, and asked for again.
    fn run(&mut self, db: &Connection) -> bool;
    /// Tells whoever waits. `lost` is why nothing of the transaction was stored.
    fn answer(self: Box<Self>, lost: Option<&StoreError>);
}

/// A part with whoever waits for it.
pub struct Work<F, T> {
    pub work: F,
    pub done: Option<Result<T, StoreError>>,
    pub reply: oneshot::Sender<Result<T, StoreError>>,
}

impl<F, T> Part for Work<F, T>
where
    T: Send,
    F: Fn(&Db<'_>) -> Result<T, StoreError> + Send,
{
    fn run(&mut self, db: &Connection) -> bool {
        // A bug in one request must not take the writer from all others.
        let done = std::panic::catch_unwind(AssertUnwindSafe(|| (self.work)(&Db::Sqlite(db))));
        let done = self.done.insert(done.unwrap_or(Err(StoreError::Stopped)));
        done.is_ok()
    }

    fn answer(self: Box<Self>, lost: Option<&StoreError>) {
        let done = match (self.done, lost) {
            (Some(Ok(_)) | None, Some(lost)) => Err(the_same(lost)),
            (Some(done), _) => done,
            (None, None) => Err(StoreError::Stopped),
        };
        let _nobody_waits_any_more = self.reply.send(done);
    }
}

/// An error for everybody whom it met.
fn the_same(error: &StoreError) -> StoreError {
    match error {
        StoreError::Full => StoreError::Full,
        StoreError::Damaged(what) => StoreError::Damaged(what.clone()),
        // Nothing was stored, and it may be tried again.
        _ => StoreError::Busy,
    }
}

/// Until nobody can ask any more.
pub fn serve(mut connection: Connection, jobs: &Receiver<Job>) {
    let mut held = None;
    while let Some(job) = held.take().or_else(|| jobs.recv().ok()) {
        match job {
            Job::Alone(job) => job(&mut connection),
            Job::Part(first) => held = together(&connection, first, jobs),
        }
    }
}

/// Writes this part and those that wait behind it; the job that came and is none.
fn together(db: &Connection, first: Box<dyn Part>, jobs: &Receiver<Job>) -> Option<Job> {
    let mut held = None;
    let mut parts = vec![first];
    let mut end = attempt(db, &mut parts, |count| {
        if count == TOGETHER {
            return None;
        }
        match jobs.try_recv() {
            Ok(Job::Part(part)) => Some(part),
            Ok(job) => {
                held = Some(job);
                None
            }
            Err(_) => None,
        }
    });
    while let End::Failed(at) = end {
        parts.remove(at).answer(None);
        end = if parts.is_empty() {
            End::Stored
        } else {
            attempt(db, &mut parts, |_| None)
        };
    }
    let lost = match end {
        End::Lost(error) => Some(error),
        End::Stored | End::Failed(_) => None,
    };
    if let Some(error) = &lost {
        tracing::debug!(%error, "a transaction was not stored");
    }
    for part in parts {
        part.answer(lost.as_ref());
    }
    held
}

/// How a transaction ended.
enum End {
    Stored,
    /// Nothing of it is stored, because the part at this place failed.
    Failed(usize),
    /// Nothing of it is stored, and none of its parts is to blame.
    Lost(StoreError),
}

/// Writes these parts and those that `more` gives after so many, in one transaction.
fn attempt(
    db: &Connection,
    parts: &mut Vec<Box<dyn Part>>,
    mut more: impl FnMut(usize) -> Option<Box<dyn Part>>,
) -> End {
    let end = written(db, parts, &mut more).unwrap_or_else(|error| End::Lost(error.into()));
    if !matches!(end, End::Stored) && !db.is_autocommit() {
        let _there_is_none = db.execute_batch("ROLLBACK");
    }
    end
}

fn written(
    db: &Connection,
    parts: &mut Vec<Box<dyn Part>>,
    more: &mut impl FnMut(usize) -> Option<Box<dyn Part>>,
) -> rusqlite::Result<End> {
    db.execute_batch("BEGIN IMMEDIATE")?;
    let mut at = 0;
    while let Some(part) = parts.get_mut(at) {
        let well = part.run(db);
        // On a full disk SQLite may have undone everything already.
        if db.is_autocommit() {
            return Ok(End::Lost(StoreError::Full));
        }
        if !well {
            return Ok(End::Failed(at));
        }
        at += 1;
        if at == parts.len() {
            parts.extend(more(at));
        }
    }
    db.execute_batch("COMMIT")?;
    Ok(End::Stored)
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::panic,
        reason = "a test may fail by panicking"
    )]
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::sync::mpsc;

    type Answer = oneshot::Receiver<Result<(), StoreError>>;

    fn part(work: impl Fn(&Db<'_>) -> Result<(), StoreError> + Send + 'static) -> (Job, Answer) {
        let (reply, answer) = oneshot::channel();
        let work = Work {
            work,
            done: None,
            reply,
        };
        (Job::Part(Box::new(work)), answer)
    }

    fn note(n: i64) -> impl Fn(&Db<'_>) -> Result<(), StoreError> + Send {
        move |db| db.execute("INSERT INTO t VALUES (?1)", &[&n]).map(|_| ())
    }

    /// What each job was answered, what is stored, and how often something was committed.
    fn served(file: &std::path::Path, jobs: Vec<(Job, Answer)>) -> (Vec<bool>, Vec<i64>, u32) {
        let mut connection = Connection::open(file).unwrap();
        connection.execute_batch("CREATE TABLE t (n)").unwrap();
        let commits = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&commits);
        let hook = move || {
            counted.fetch_add(1, Ordering::SeqCst);
            false
        };
        connection.commit_hook(Some(hook)).unwrap();
        let (sender, receiver) = mpsc::channel();
        let mut answers = Vec::new();
        for (job, answer) in jobs {
            sender.send(job).unwrap();
            answers.push(answer);
        }
        drop(sender);
        serve(connection, &receiver);
        let answers = answers.iter_mut().map(|answer| answer.try_recv().unwrap());
        let answers = answers.map(|answer| answer.is_ok()).collect();
        let connection = Connection::open(file).unwrap();
        let mut stored = connection.prepare("SELECT n FROM t ORDER BY n").unwrap();
        let stored = stored.query_map([], |row| row.get(0)).unwrap();
        let stored = stored.map(Result::unwrap).collect();
        (answers, stored, commits.load(Ordering::SeqCst))
    }

    #[test]
    fn what_waits_is_committed_once() {
        let folder = tempfile::tempdir().unwrap();
        let jobs = vec![part(note(1)), part(note(2)), part(note(3))];
        let (answers, stored, commits) = served(&folder.path().join("file"), jobs);
        assert_eq!(answers, [true, true, true]);
        assert_eq!(stored, [1, 2, 3]);
        assert_eq!(commits, 1);
    }

    #[test]
    fn what_fails_takes_nothing_else_along_and_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let jobs = vec![
            part(note(1)),
            part(note(2)),
            part(|db| {
                note(3)(db)?;
                Err(StoreError::Refused("it changed its mind"))
            }),
            part(note(4)),
            part(|db| {
                note(5)(db)?;
                panic!("a bug")
            }),
            part(note(6)),
        ];
        let (answers, stored, commits) = served(&folder.path().join("file"), jobs);
        assert_eq!(answers, [true, true, false, true, false, true]);
        assert_eq!(stored, [1, 2, 4, 6]);
        assert_eq!(commits, 3);
    }

    #[test]
    fn one_that_fails_only_when_it_is_done_again_is_told_so() {
        let folder = tempfile::tempdir().unwrap();
        let runs = Arc::new(AtomicU32::new(0));
        let jobs = vec![
            part(note(1)),
            part(move |db| {
                note(2)(db)?;
                if runs.fetch_add(1, Ordering::SeqCst) == 0 {
                    Ok(())
                } else {
                    Err(StoreError::Refused("not a second time"))
                }
            }),
            part(|_| Err(StoreError::Refused("it never works"))),
        ];
        let (answers, stored, commits) = served(&folder.path().join("file"), jobs);
        assert_eq!(answers, [true, false, false]);
        assert_eq!(stored, [1]);
        assert_eq!(commits, 1);
    }

    #[test]
    fn a_first_part_that_fails_leaves_the_next_a_transaction_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let jobs = vec![
            part(|db| {
                note(1)(db)?;
                Err(StoreError::Refused("it changed its mind"))
            }),
            part(note(2)),
        ];
        let (answers, stored, commits) = served(&folder.path().join("file"), jobs);
        assert_eq!(answers, [false, true]);
        assert_eq!(stored, [2]);
        assert_eq!(commits, 1);
    }

    #[test]
    fn when_the_transaction_is_lost_everybody_in_it_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let jobs = vec![
            part(note(1)),
            part(|db| {
                note(2)(db)?;
                // As SQLite does on a full disk.
                db.execute("ROLLBACK", &[])?;
                Err(StoreError::Full)
            }),
            part(note(3)),
        ];
        let (answers, stored, commits) = served(&folder.path().join("file"), jobs);
        assert_eq!(answers, [false, false, true]);
        assert_eq!(stored, [3]);
        assert_eq!(commits, 1);
    }
}
