//! The back end for campaigns that outgrow one machine: any number of servers on
//! one PostgreSQL. The statements are those of `sql`; here is how a transaction
//! runs, and the few words only PostgreSQL knows.
//!
//! A transaction runs on a thread of its own, because the statements are written
//! without `await` so that SQLite can run them too; each waits for the
//! connection's task. Every wait has an end: for a connection, for a lock, for
//! an answer.

mod many;
mod migrations;
pub mod mixing;
pub mod news;
mod values;

use super::sql::{Db, Params};
use super::{Migrated, StoreError};
use crate::domain::ids::CampaignId;
use deadpool_postgres::{
    Hook, HookError, Manager, ManagerConfig, Object, Pool, PoolError, RecyclingMethod, Runtime,
};
use futures_util::TryStreamExt as _;
use futures_util::future::{join_all, poll_fn};
use std::cell::RefCell;
use std::panic::AssertUnwindSafe;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use tokio_postgres::error::SqlState;
use tokio_postgres::{Config, NoTls};
use uuid::Uuid;
pub use values::value;
use values::{KeptParameter, Parameter, kept};

/// Connections of one server. PostgreSQL allows a hundred unless told otherwise;
/// a handful of servers and somebody's psql must fit.
const CONNECTIONS: usize = 16;
/// Transactions that write at once, of one server. Those of one campaign wait for
/// each other anyway, and must not take the readers' connections meanwhile.
const WRITERS: usize = 4;
/// How long a writer waits for its turn, and a reader for a connection.
const TURN: Duration = Duration::from_secs(20);
const CONNECTION: Duration = Duration::from_secs(5);
/// How long a statement may take, seen from here; PostgreSQL gives up sooner.
const ANSWER: Duration = Duration::from_secs(75);
/// What every connection is told before it is used: see [`prepare`].
const SETTINGS: &str = "SET lock_timeout = '20s'; SET statement_timeout = '60s'; \
     SET idle_in_transaction_session_timeout = '60s'; \
     SELECT set_config('synchronous_commit', 'on', false) \
     WHERE current_setting('synchronous_commit') = 'off'";

/// The ISO week of a talk. A phone's clock may say any year; PostgreSQL's
/// calendar ends sooner than ours, so it is held between 1970 and 9999.
pub const WEEK: &str = "to_char(to_timestamp(greatest(0, least(253402214400, \
     at_ms / 1000 + at_offset * 60))) AT TIME ZONE 'UTC', 'IYYY-\"W\"IW') COLLATE \"C\"";

/// Locks of the whole database, by number: any that nobody else uses.
const LOCK_ALL: i64 = 0x646f_6f72_7374_6501;
const LOCK_SCHEMA: i64 = 0x646f_6f72_7374_6502;

#[derive(Clone, Debug)]
pub struct Postgres {
    pool: Pool,
    config: Arc<Config>,
    writers: Arc<Semaphore>,
    unmixed: Arc<mixing::Unmixed>,
    /// Tells this server's own news from those of others.
    server: Uuid,
}

impl Postgres {
    /// Connects, and brings the database to this program's schema.
    ///
    /// # Errors
    /// When nobody answers, or the database is not one for us.
    pub async fn connect(url: &str, server: Uuid) -> Result<(Self, Migrated), StoreError> {
        let postgres = Self::reach(url, server)?;
        let migrated = postgres.migrate().await?;
        Ok((postgres, migrated))
    }

    fn reach(url: &str, server: Uuid) -> Result<Self, StoreError> {
        let mut config: Config = url
            .parse()
            .map_err(|error: tokio_postgres::Error| StoreError::Address(error_in_words(&error)))?;
        if config.get_hosts().is_empty() && config.get_hostaddrs().is_empty() {
            return Err(StoreError::Address("it names no host".into()));
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECTION);
        }
        config.application_name("doorstep-server");
        config.keepalives_idle(Duration::from_secs(30));
        // A host that is gone without a word.
        config.tcp_user_timeout(Duration::from_secs(30));
        let manager = Manager::from_config(
            config.clone(),
            NoTls,
            ManagerConfig {
                recycling_method: RecyclingMethod::Fast,
            },
        );
        let pool = Pool::builder(manager)
            .max_size(CONNECTIONS)
            .wait_timeout(Some(CONNECTION))
            .create_timeout(Some(CONNECTION))
            .recycle_timeout(Some(CONNECTION))
            .runtime(Runtime::Tokio1)
            .post_create(Hook::async_fn(|client, _| {
                Box::pin(async move {
                    client
                        .batch_execute(SETTINGS)
                        .await
                        .map_err(HookError::Backend)
                })
            }))
            .build()
            .map_err(|error| StoreError::Address(error.to_string()))?;
        Ok(Self {
            pool,
            config: Arc::new(config),
            writers: Arc::new(Semaphore::new(WRITERS)),
            unmixed: Arc::default(),
            server,
        })
    }

    async fn client(&self) -> Result<Object, StoreError> {
        self.pool.get().await.map_err(|error| match error {
            PoolError::Timeout(deadpool_postgres::TimeoutType::Wait) => StoreError::Busy,
            PoolError::Timeout(_) => self.unreachable("no answer in time".into()),
            PoolError::Backend(error) | PoolError::PostCreateHook(HookError::Backend(error)) => {
                self.said_by(error)
            }
            error => self.unreachable(error.to_string()),
        })
    }

    /// An error while connecting: whatever it is, nobody was reached.
    fn said_by(&self, error: tokio_postgres::Error) -> StoreError {
        match StoreError::from(error) {
            StoreError::Postgres(error) => self.unreachable(error),
            StoreError::Unreachable { error, .. } => self.unreachable(error),
            other => other,
        }
    }

    fn unreachable(&self, error: String) -> StoreError {
        StoreError::Unreachable {
            database: self.name(),
            error,
        }
    }

    /// Where the database is, without the password.
    #[must_use]
    pub fn name(&self) -> String {
        use tokio_postgres::config::Host;
        let host = match self.config.get_hosts().first() {
            Some(Host::Tcp(name)) => name.clone(),
            #[cfg(unix)]
            Some(Host::Unix(path)) => path.display().to_string(),
            None => String::new(),
        };
        let database = self.config.get_dbname().unwrap_or("");
        format!("PostgreSQL at {host}, database {database:?}")
    }

    /// Runs one transaction that writes; durable when it returns.
    pub async fn write<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Db<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        let turn = tokio::time::timeout(TURN, Arc::clone(&self.writers).acquire_owned());
        let turn = turn
            .await
            .map_err(|_| StoreError::Busy)?
            .map_err(|_| StoreError::Stopped)?;
        // What is read after a lock was waited for is what is committed then.
        let done = self
            .run("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE", work)
            .await;
        drop(turn);
        done
    }

    /// Runs several reads on one snapshot.
    pub async fn read<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Db<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        self.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", work)
            .await
    }

    async fn run<T, F>(&self, begin: &'static str, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&Db<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        let client = Arc::new(self.client().await?);
        let (server, unmixed) = (self.server, Arc::clone(&self.unmixed));
        let handle = Handle::current();
        tokio::task::spawn_blocking(move || {
            // A bug in one request must not look like a lost database.
            let done = std::panic::catch_unwind(AssertUnwindSafe(|| {
                let session = Session {
                    client: Arc::clone(&client),
                    handle: &handle,
                    sent: RefCell::default(),
                    server,
                    unmixed: &unmixed,
                };
                session.batch(begin)?;
                let value = work(&Db::Postgres(&session));
                // What went wrong first is what went wrong.
                session.settle()?;
                let value = value?;
                session.batch("COMMIT")?;
                Ok(value)
            }))
            .unwrap_or(Err(StoreError::Stopped));
            let clean = match &done {
                Ok(_) => true,
                // It may still be in the middle of something.
                Err(StoreError::Unreachable { .. } | StoreError::Stopped) => false,
                Err(_) => wait_for(&handle, client.batch_execute("ROLLBACK")).is_ok(),
            };
            if !clean && let Some(client) = Arc::into_inner(client) {
                drop(Object::take(client));
            }
            done
        })
        .await
        .map_err(|_| StoreError::Stopped)?
        .map_err(|error| match error {
            StoreError::Unreachable { error, .. } => self.unreachable(error),
            other => other,
        })
    }
}

fn wait_for<T>(
    handle: &Handle,
    answer: impl Future<Output = Result<T, tokio_postgres::Error>>,
) -> Result<T, StoreError> {
    handle.block_on(async {
        match tokio::time::timeout(ANSWER, answer).await {
            Ok(answer) => Ok(answer?),
            Err(_) => Err(StoreError::Unreachable {
                database: String::new(),
                error: "no answer in time".into(),
            }),
        }
    })
}

/// One open transaction.
pub struct Session<'a> {
    client: Arc<Object>,
    handle: &'a Handle,
    /// Statements whose answers are still to come, in their order.
    sent: RefCell<Vec<Sent>>,
    server: Uuid,
    unmixed: &'a mixing::Unmixed,
}

type Sent = Pin<Box<dyn Future<Output = Result<u64, tokio_postgres::Error>> + Send>>;

/// As many answers may be open before somebody looks at them.
const SENT_AT_MOST: usize = 1_000;

impl std::fmt::Debug for Session<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Session")
    }
}

/// A statement on its session.
#[derive(Debug)]
pub struct Prepared<'a> {
    session: &'a Session<'a>,
    /// As PostgreSQL has it.
    sql: String,
    statement: tokio_postgres::Statement,
}

impl Session<'_> {
    pub fn prepare(&self, sql: &str) -> Result<Prepared<'_>, StoreError> {
        // The statements have no question mark but before a parameter's number.
        let sql = sql.replace('?', "$");
        let statement = wait_for(self.handle, self.client.prepare_cached(&sql))?;
        Ok(Prepared {
            session: self,
            sql,
            statement,
        })
    }

    /// Sends a statement whose answer [`Self::settle`] waits for.
    fn send<P>(
        &self,
        statement: &tokio_postgres::Statement,
        params: Vec<P>,
    ) -> Result<(), StoreError>
    where
        P: tokio_postgres::types::ToSql + Send + 'static,
    {
        let (client, statement) = (Arc::clone(&self.client), statement.clone());
        let mut answer: Sent =
            Box::pin(async move { client.execute_raw(&statement, params).await });
        // Asked for the first time it is sent; what comes of it is asked later.
        let early = self.handle.block_on(poll_fn(|context| {
            Poll::Ready(answer.as_mut().poll(context))
        }));
        match early {
            Poll::Ready(answer) => {
                answer?;
            }
            Poll::Pending => self.sent.borrow_mut().push(answer),
        }
        if self.sent.borrow().len() >= SENT_AT_MOST {
            self.settle()?;
        }
        Ok(())
    }

    fn batch(&self, sql: &str) -> Result<(), StoreError> {
        wait_for(self.handle, self.client.batch_execute(sql))
    }

    /// Waits for what was sent; the first that went wrong is the answer.
    fn settle(&self) -> Result<(), StoreError> {
        let sent = self.sent.take();
        if sent.is_empty() {
            return Ok(());
        }
        wait_for(self.handle, async {
            for answer in join_all(sent).await {
                answer?;
            }
            Ok(())
        })
    }

    pub fn each_row(
        &self,
        sql: &str,
        mut read: impl FnMut(&tokio_postgres::Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let Prepared { statement, .. } = self.prepare(sql)?;
        let nothing: [Parameter<'_>; 0] = [];
        let mut rows = pin!(wait_for(
            self.handle,
            self.client.query_raw(&statement, nothing)
        )?);
        while let Some(row) = wait_for(self.handle, rows.as_mut().try_next())? {
            read(&row)?;
        }
        Ok(())
    }

    pub fn lock(&self, campaign: CampaignId) -> Result<(), StoreError> {
        self.prepare("SELECT 1 FROM counter WHERE campaign = ?1 FOR UPDATE")?
            .query(&[&campaign.0.as_bytes()])?;
        Ok(())
    }

    pub fn lock_all(&self) -> Result<(), StoreError> {
        self.lock_number(LOCK_ALL)
    }

    fn lock_schema(&self) -> Result<(), StoreError> {
        self.lock_number(LOCK_SCHEMA)
    }

    fn lock_number(&self, number: i64) -> Result<(), StoreError> {
        // What it gives back is nothing, in a type of its own.
        self.prepare("SELECT 1 FROM pg_advisory_xact_lock(?1)")?
            .query(&[&number])?;
        Ok(())
    }

    pub fn tell(&self, campaign: CampaignId) -> Result<(), StoreError> {
        let said = format!("{} {}", campaign.0, self.server);
        self.prepare("SELECT 1 FROM pg_notify(?1, ?2)")?
            .query(&[&news::CHANNEL, &said])?;
        Ok(())
    }
}

impl Prepared<'_> {
    pub fn execute(&mut self, params: Params<'_>) -> Result<u64, StoreError> {
        let params = params.iter().map(|param| Parameter(param.to_value()));
        let params: Vec<Parameter<'_>> = params.collect();
        wait_for(
            self.session.handle,
            self.session.client.execute_raw(&self.statement, params),
        )
    }

    pub fn execute_later(&mut self, params: Params<'_>) -> Result<(), StoreError> {
        let params: Vec<KeptParameter> = params.iter().map(|param| kept(*param)).collect();
        self.session.send(&self.statement, params)
    }

    pub fn query(&mut self, params: Params<'_>) -> Result<Vec<tokio_postgres::Row>, StoreError> {
        let params = params.iter().map(|param| Parameter(param.to_value()));
        let params: Vec<Parameter<'_>> = params.collect();
        wait_for(self.session.handle, async {
            let rows = self
                .session
                .client
                .query_raw(&self.statement, params)
                .await?;
            rows.try_collect().await
        })
    }
}

/// What PostgreSQL says, without the statement it says it about.
fn error_in_words(error: &tokio_postgres::Error) -> String {
    use std::error::Error as _;
    match error.as_db_error() {
        Some(said) => said.message().to_owned(),
        None => match error.source() {
            Some(source) => format!("{error}: {source}"),
            None => error.to_string(),
        },
    }
}

impl From<tokio_postgres::Error> for StoreError {
    fn from(error: tokio_postgres::Error) -> Self {
        let unreachable = |error: &tokio_postgres::Error| Self::Unreachable {
            database: String::new(),
            error: error_in_words(error),
        };
        let Some(state) = error.code() else {
            // Not an answer: the connection broke, or a value did not fit.
            return if error.is_closed()
                || std::error::Error::source(&error)
                    .is_some_and(|source| source.is::<std::io::Error>())
            {
                unreachable(&error)
            } else {
                Self::Postgres(error_in_words(&error))
            };
        };
        match *state {
            SqlState::LOCK_NOT_AVAILABLE
            | SqlState::QUERY_CANCELED
            | SqlState::T_R_DEADLOCK_DETECTED
            | SqlState::T_R_SERIALIZATION_FAILURE
            | SqlState::TOO_MANY_CONNECTIONS => Self::Busy,
            SqlState::DISK_FULL => Self::Full,
            SqlState::DATA_CORRUPTED | SqlState::INDEX_CORRUPTED => {
                Self::Damaged(error_in_words(&error))
            }
            SqlState::ADMIN_SHUTDOWN
            | SqlState::CRASH_SHUTDOWN
            | SqlState::CANNOT_CONNECT_NOW
            // A standby, or one that is being looked after.
            | SqlState::READ_ONLY_SQL_TRANSACTION
            | SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT => unreachable(&error),
            _ => Self::Postgres(error_in_words(&error)),
        }
    }
}
