//! The thread that writes. What waits for it is written together: in one transaction, each
//! part under a savepoint of its own, and answered when all of it is on the disk. Twenty phones
//! that hand in at once cost the disk little more than one does, and each is still stored
//! whole or not at all.

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
    /// Writes it; whether that went well. If not, it is to be undone.
    fn run(&mut self, db: &Connection) -> bool;
    /// Tells whoever waits. `lost` is why nothing of the transaction was stored.
    fn answer(self: Box<Self>, lost: Option<&StoreError>);
}

/// A part with whoever waits for it.
pub struct Work<F, T> {
    pub work: Option<F>,
    pub done: Option<Result<T, StoreError>>,
    pub reply: oneshot::Sender<Result<T, StoreError>>,
}

impl<F, T> Part for Work<F, T>
where
    T: Send,
    F: FnOnce(&Db<'_>) -> Result<T, StoreError> + Send,
{
    fn run(&mut self, db: &Connection) -> bool {
        let Some(work) = self.work.take() else {
            return false;
        };
        // A bug in one request must not take the writer from all others.
        let done = std::panic::catch_unwind(AssertUnwindSafe(|| work(&Db::Sqlite(db))));
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
    let mut parts = Vec::new();
    let mut held = None;
    let lost = match db.execute_batch("BEGIN IMMEDIATE") {
        Err(error) => {
            parts.push(first);
            Some(StoreError::from(error))
        }
        Ok(()) => {
            let mut next = Some(first);
            let mut lost = None;
            while let Some(mut part) = next.take() {
                let written = run(db, part.as_mut(), parts.is_empty());
                parts.push(part);
                if let Err(error) = written {
                    lost = Some(error);
                    break;
                }
                if parts.len() < TOGETHER {
                    match jobs.try_recv() {
                        Ok(Job::Part(part)) => next = Some(part),
                        Ok(job) => held = Some(job),
                        Err(_) => {}
                    }
                }
            }
            lost.or_else(|| db.execute_batch("COMMIT").err().map(StoreError::from))
        }
    };
    if let Some(error) = &lost {
        tracing::debug!(%error, "a transaction was not stored");
        if !db.is_autocommit() {
            let _there_is_none = db.execute_batch("ROLLBACK");
        }
    }
    for part in parts {
        part.answer(lost.as_ref());
    }
    held
}

/// Runs a part so that it can be undone without the others. An error means that the whole
/// transaction is lost.
fn run(db: &Connection, part: &mut dyn Part, is_first: bool) -> Result<(), StoreError> {
    // Alone there is nothing to keep apart from it.
    if is_first {
        return if part.run(db) {
            Ok(())
        } else {
            Err(StoreError::Busy)
        };
    }
    db.execute_batch("SAVEPOINT part")?;
    let well = part.run(db);
    // On a full disk SQLite may have undone everything already.
    if db.is_autocommit() {
        return Err(StoreError::Full);
    }
    if !well {
        db.execute_batch("ROLLBACK TO part")?;
    }
    Ok(db.execute_batch("RELEASE part")?)
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

    fn part(
        work: impl FnOnce(&Db<'_>) -> Result<(), StoreError> + Send + 'static,
    ) -> (Job, Answer) {
        let (reply, answer) = oneshot::channel();
        let work = Work {
            work: Some(work),
            done: None,
            reply,
        };
        (Job::Part(Box::new(work)), answer)
    }

    fn note(n: i64) -> impl FnOnce(&Db<'_>) -> Result<(), StoreError> + Send {
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
    fn what_waits_is_committed_once_and_what_fails_takes_nothing_else_along() {
        let folder = tempfile::tempdir().unwrap();
        let jobs = vec![
            part(note(1)),
            part(|db| {
                note(2)(db)?;
                Err(StoreError::Refused("it changed its mind"))
            }),
            part(|db| {
                note(3)(db)?;
                panic!("a bug")
            }),
            part(note(4)),
        ];
        let (answers, stored, commits) = served(&folder.path().join("file"), jobs);
        assert_eq!(answers, [true, false, false, true]);
        assert_eq!(stored, [1, 4]);
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
