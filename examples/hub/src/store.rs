//! What the Hub keeps, in SQLite.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use aerostack_manifest::publish::{AccountKey, Action, Channel, Decision, Existing, Publication};
use aerostack_manifest::{
    self as library, Function, KeyErrorKind, Manifest, Memory, Report, Version,
};
use rusqlite::types::Type;
use rusqlite::{
    ErrorCode, OpenFlags, OptionalExtension as _, Row, Transaction, TransactionBehavior, params,
};
use sha2::{Digest as _, Sha256};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use crate::connections;

/// What a function is now, draft or not, is its row in `functions`; what is live are its snapshots.
/// A slug belongs to one account for good, and a snapshot never changes: the database says so itself,
/// whatever runs beside it.
const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS accounts (
        username TEXT PRIMARY KEY, key_hash BLOB NOT NULL UNIQUE, is_revoked INTEGER DEFAULT FALSE
    ) STRICT;
    CREATE TABLE IF NOT EXISTS slugs (
        slug TEXT PRIMARY KEY, owner TEXT NOT NULL REFERENCES accounts
    ) STRICT;
    CREATE TABLE IF NOT EXISTS functions (
        id INTEGER PRIMARY KEY AUTOINCREMENT, slug TEXT NOT NULL REFERENCES slugs,
        manifest TEXT NOT NULL, code TEXT NOT NULL, readme TEXT
    ) STRICT;
    CREATE TABLE IF NOT EXISTS snapshots (
        slug TEXT NOT NULL REFERENCES slugs, version TEXT NOT NULL,
        manifest TEXT NOT NULL, code TEXT NOT NULL, readme TEXT,
        UNIQUE (slug, version)
    ) STRICT;
    CREATE TRIGGER IF NOT EXISTS snapshots_stay BEFORE DELETE ON snapshots
        BEGIN SELECT RAISE(ABORT, 'snapshots are permanent'); END;
    CREATE TRIGGER IF NOT EXISTS snapshots_do_not_change BEFORE UPDATE ON snapshots
        BEGIN SELECT RAISE(ABORT, 'snapshots are permanent'); END;
";

/// How long work waits for its turn, and then for other programs that write to the database.
const PATIENCE: Duration = Duration::from_secs(30);

/// Why a request comes to nothing.
pub(crate) enum Failure {
    Refused(Report),
    BrokenOff,
    TooSlow,
    Busy,
    ReadOnly,
    NotFound,
    Internal(String),
}

impl From<Report> for Failure {
    fn from(report: Report) -> Self {
        Self::Refused(report)
    }
}

impl From<library::Error> for Failure {
    fn from(error: library::Error) -> Self {
        Self::Refused(error.into())
    }
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            _ if error == rusqlite::Error::QueryReturnedNoRows => Self::NotFound,
            Some(ErrorCode::DatabaseBusy) => Self::Busy,
            Some(ErrorCode::ReadOnly) => Self::ReadOnly,
            _ => Self::Internal(error.to_string()),
        }
    }
}

/// A database that is there. Reads have connections of their own, so that they never wait for a write.
#[derive(Clone)]
pub(crate) struct Store {
    database: Database,
    readers: Arc<Pool>,
    writer: Arc<Pool>,
}

impl Store {
    /// Makes the database if it is not there. Of writes, up to `max_writes` wait for their turn.
    pub(crate) fn new(path: &Path, max_writes: usize) -> rusqlite::Result<Self> {
        const READERS: usize = 4;
        let mut database = Database { path: path.to_owned(), is_immutable: false };
        let mut connection = database.open()?;
        if let Err(error) = connection.prepare_database() {
            let is_read_only = matches!(
                error.sqlite_error_code(),
                Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly)
            );
            if !is_read_only {
                return Err(error);
            }
            // In a read-only directory, SQLite cannot make the files that its connections share.
            database.is_immutable = true;
            connection = database.open()?;
            connection.has_no_accounts().map_err(|_| error)?;
        }
        let readers = Pool::new(&database, READERS, usize::MAX, Vec::new());
        let writer = Pool::new(&database, 1, max_writes, vec![connection]);
        Ok(Self { database, readers, writer })
    }

    pub(crate) fn open(&self) -> rusqlite::Result<Connection> {
        self.database.open()
    }

    pub(crate) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        connections::work(self.readers.run(work)).await
    }

    pub(crate) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        connections::work(self.writer.run(work)).await
    }
}

#[derive(Clone)]
struct Database {
    path: PathBuf,
    is_immutable: bool,
}

impl Database {
    fn open(&self) -> rusqlite::Result<Connection> {
        let connection = if self.is_immutable {
            let path = self.path.to_string_lossy();
            let path = path.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
            rusqlite::Connection::open_with_flags(format!("file:{path}?immutable=1"), flags)?
        } else {
            rusqlite::Connection::open(&self.path)?
        };
        connection.busy_timeout(PATIENCE)?;
        connection.pragma_update(None, "foreign_keys", true)?;
        Ok(Connection(connection))
    }
}

/// Connections that are lent to one piece of work after the other. Who waits for one takes up no thread.
struct Pool {
    database: Database,
    idle: Mutex<Vec<Connection>>,
    turns: Arc<Semaphore>,
    queue: Semaphore,
}

impl Pool {
    fn new(database: &Database, size: usize, queue: usize, idle: Vec<Connection>) -> Arc<Self> {
        Arc::new(Self {
            database: database.clone(),
            idle: Mutex::new(idle),
            turns: Arc::new(Semaphore::new(size)),
            queue: Semaphore::new(queue.min(Semaphore::MAX_PERMITS)),
        })
    }

    async fn run<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&mut Connection) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let _place = self.queue.try_acquire().map_err(|_| Failure::Busy)?;
        let turn = timeout(PATIENCE, self.turns.clone().acquire_owned()).await;
        let turn = turn.map_err(|_| Failure::Busy)?;
        let pool = self.clone();
        let done = spawn_blocking(move || {
            // It lasts as long as the work, even if the client goes away.
            let _turn = turn;
            let idle = || pool.idle.lock().unwrap_or_else(PoisonError::into_inner);
            let connection = idle().pop();
            let mut connection = connection.map_or_else(|| pool.database.open(), Ok)?;
            let done = work(&mut connection);
            idle().push(connection);
            done
        });
        done.await.unwrap_or_else(|error| Err(Failure::Internal(error.to_string())))
    }
}

pub(crate) struct Connection(rusqlite::Connection);

impl Connection {
    fn prepare_database(&self) -> rusqlite::Result<()> {
        self.0.pragma_update(None, "journal_mode", "wal")?;
        self.0.execute_batch(SCHEMA)
    }

    pub(crate) fn has_no_accounts(&self) -> rusqlite::Result<bool> {
        self.0.query_row("SELECT NOT EXISTS (SELECT 1 FROM accounts)", [], |row| row.get(0))
    }

    /// Gives an account a new key, and makes the account if there is none of that name.
    pub(crate) fn renew_key(&self, username: &str) -> Result<AccountKey, Box<dyn Error>> {
        let mut secret = [0; 16];
        getrandom::fill(&mut secret)?;
        if username.is_empty() {
            return Err("an account has a name".into());
        }
        let key = AccountKey::new(&format!("ac_{:032x}", u128::from_ne_bytes(secret)))?;
        self.0.execute(
            "INSERT INTO accounts (username, key_hash) VALUES (?1, ?2)
             ON CONFLICT (username) DO UPDATE SET key_hash = ?2, is_revoked = FALSE",
            params![username, hash(&key)],
        )?;
        Ok(key)
    }

    pub(crate) fn revoke_key(&self, username: &str) -> Result<(), Box<dyn Error>> {
        let revoke = "UPDATE accounts SET is_revoked = TRUE WHERE username = ?1";
        match self.0.execute(revoke, [username])? {
            0 => Err(format!("there is no account `{username}`").into()),
            _ => Ok(()),
        }
    }

    /// The account that has the key.
    pub(crate) fn owner_of(&self, key: &AccountKey) -> Result<String, Failure> {
        let select = "SELECT username, is_revoked FROM accounts WHERE key_hash = ?1";
        let account = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
        match self.0.prepare_cached(select)?.query_row([hash(key)], account).optional()? {
            Some((username, false)) => Ok(username),
            Some((_, true)) => Err(library::Error::from(KeyErrorKind::Revoked).into()),
            None => Err(library::Error::from(KeyErrorKind::Invalid).into()),
        }
    }

    /// The text of a version that is live, its code and README: the one asked for, or the newest.
    pub(crate) fn snapshot(
        &self,
        username: &str,
        slug: &str,
        version: Option<&str>,
    ) -> Result<(String, String, Option<String>), Failure> {
        let (owner, versions) = existing(&self.0, slug)?;
        let newest = || versions.iter().max_by(|a, b| a.cmp_precedence(b).then(a.cmp(b)));
        let version = version.map(str::to_owned).or_else(|| newest().map(Version::to_string));
        if owner.as_deref() != Some(username) {
            return Err(Failure::NotFound);
        }
        let select = "SELECT manifest, code, readme FROM snapshots
            WHERE slug = ?1 AND version = ?2";
        Ok(self.0.prepare_cached(select)?.query_row(params![slug, version], texts)?)
    }

    /// Publishes a function as the library decides, and adds what it says to the report.
    pub(crate) fn publish(
        &mut self,
        publication: &Publication<'_>,
        report: Report,
    ) -> Result<Done, Failure> {
        let transaction = self.0.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = carry_out(&transaction, publication, None, report)?;
        transaction.commit()?;
        Ok(done)
    }

    /// Takes the caller's draft live, if the library permits it.
    pub(crate) fn publish_draft(
        &mut self,
        id: i64,
        caller: &str,
    ) -> Result<(Function, Done), Failure> {
        let transaction = self.0.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let select = "SELECT manifest, code, readme FROM functions JOIN slugs USING (slug)
            WHERE id = ?1 AND owner = ?2";
        let function = function(transaction.query_row(select, params![id, caller], texts)?)?;
        let (channel, goes_live, existing) = (Channel::Cli, true, None);
        let publication = Publication { function: &function, caller, channel, goes_live, existing };
        let done = carry_out(&transaction, &publication, Some(id), Report::default())?;
        transaction.commit()?;
        Ok((function, done))
    }
}

/// The id of the function, what was decided, and what there is to say about it.
type Done = (i64, Decision, Report);

/// Does what the library decides, in one transaction with the facts that it decides by.
fn carry_out(
    transaction: &Transaction<'_>,
    publication: &Publication<'_>,
    draft: Option<i64>,
    mut report: Report,
) -> Result<Done, Failure> {
    let Publication { function, caller, .. } = *publication;
    let manifest = function.manifest();
    let slug = manifest.name().as_str();
    let (owner, versions) = existing(transaction, slug)?;
    let existing = owner.as_deref().map(|owner| Existing { owner, versions: &versions });
    let (decision, facts) = Publication { existing, ..*publication }.decide().into_parts();
    report.append(facts);
    let Some(decision) = decision else { return Err(report.into()) };

    let (text, code, readme) = (function.manifest_text(), function.code(), function.readme());
    let values = params![slug, text, code, readme];
    let id = match decision.action {
        Action::Create => {
            let claim = "INSERT OR IGNORE INTO slugs (slug, owner) VALUES (?1, ?2)";
            transaction.execute(claim, [slug, caller])?;
            let create = "INSERT INTO functions (slug, manifest, code, readme)
                VALUES (?1, ?2, ?3, ?4) RETURNING id";
            transaction.query_row(create, values, |row| row.get(0))?
        }
        Action::Update => {
            let update = "UPDATE functions SET manifest = ?2, code = ?3, readme = ?4
                WHERE id = (SELECT min(id) FROM functions WHERE slug = ?1) RETURNING id";
            transaction.query_row(update, values, |row| row.get(0))?
        }
        Action::Keep => draft.ok_or(Failure::NotFound)?,
    };
    if decision.takes_snapshot {
        let take = "INSERT INTO snapshots (slug, version, manifest, code, readme)
            VALUES (?1, ?2, ?3, ?4, ?5)";
        let version = manifest.version().to_string();
        transaction.execute(take, params![slug, version, text, code, readme])?;
    }
    Ok((id, decision, report))
}

/// The owner of a slug and the versions that are live under it.
fn existing(
    database: &rusqlite::Connection,
    slug: &str,
) -> rusqlite::Result<(Option<String>, Vec<Version>)> {
    let owner = "SELECT owner FROM slugs WHERE slug = ?1";
    let owner = database.prepare_cached(owner)?.query_row([slug], |row| row.get(0)).optional()?;
    let mut versions = database.prepare_cached("SELECT version FROM snapshots WHERE slug = ?1")?;
    let version = |row: &Row<'_>| row.get::<_, String>(0)?.parse().map_err(broken);
    let versions = versions.query_map([slug], version)?.collect::<rusqlite::Result<_>>()?;
    Ok((owner, versions))
}

/// The manifest of a function, its code and README.
fn texts(row: &Row<'_>) -> rusqlite::Result<(String, String, Option<String>)> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
}

/// The function that texts were of when they were kept.
fn function(
    (manifest, code, readme): (String, String, Option<String>),
) -> rusqlite::Result<Function> {
    let entrypoint = Manifest::parse(&manifest).map_err(broken)?.entrypoint().to_string();
    let mut files = Memory::from_iter([("aerostack.json", &*manifest), (&*entrypoint, &*code)]);
    if let Some(readme) = &readme {
        files.insert("README.md", readme.as_bytes());
    }
    Function::check(&files).into_result().map_err(broken)
}

/// What the database gives back is not what was put in.
fn broken(error: impl Error + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, Type::Text, Box::new(error))
}

/// Keys are not kept, only what they can be recognized by.
fn hash(key: &AccountKey) -> [u8; 32] {
    Sha256::digest(key.expose_secret()).into()
}
