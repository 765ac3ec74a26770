//! A small Aerostack Hub on axum and SQLite.
//!
//! It carries out what `aerostack-manifest` decides: every rule of publishing, every message and
//! every status comes from there.

mod connections;
mod http;
mod store;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use crate::store::Store;

const USAGE: &str = "\
Usage: hub [OPTION]...                serve
       hub [OPTION]... account NAME   create an account, or give it a new key, and print the key
       hub [OPTION]... revoke NAME    withdraw the account's key

Options:
  --database FILE    the SQLite database, made if it is not there (default: hub.sqlite3)
  --listen ADDRESS   where to serve (default: 127.0.0.1:8787)
  --patience SECONDS how long a client may take for a body or an answer (default: 60)
  -h, --help         print this
";

struct Options {
    database: PathBuf,
    listen: String,
    patience: Duration,
    command: Vec<String>,
}

fn main() -> ExitCode {
    match parse_arguments().map_err(Into::into).and_then(|options| run(&options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("hub: {error}");
            ExitCode::FAILURE
        }
    }
}

fn parse_arguments() -> Result<Options, lexopt::Error> {
    use lexopt::Arg::{Long, Short, Value};
    use lexopt::ValueExt as _;

    let mut options = Options {
        database: "hub.sqlite3".into(),
        listen: "127.0.0.1:8787".to_owned(),
        patience: Duration::from_secs(60),
        command: Vec::new(),
    };
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("database") => options.database = parser.value()?.into(),
            Long("listen") => options.listen = parser.value()?.string()?,
            Long("patience") => options.patience = Duration::from_secs(parser.value()?.parse()?),
            Long("help") | Short('h') => options.command = vec!["help".to_owned()],
            Value(word) => options.command.push(word.string()?),
            _ => return Err(argument.unexpected()),
        }
    }
    Ok(options)
}

fn run(options: &Options) -> Result<(), Box<dyn std::error::Error>> {
    let limit = connections::limit();
    // The rest of the connections is for reads.
    let store = || Store::new(&options.database, limit / 4 * 3);
    match options.command.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => serve(store()?, options, limit)?,
        ["account", name] => println!("{}", store()?.open()?.renew_key(name)?.expose_secret()),
        ["revoke", name] => store()?.open()?.revoke_key(name)?,
        ["help"] => print!("{USAGE}"),
        _ => return Err(format!("no such command\n\n{USAGE}").into()),
    }
    Ok(())
}

fn serve(store: Store, options: &Options, limit: usize) -> Result<(), Box<dyn std::error::Error>> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(&options.listen).await?;
        if store.open()?.has_no_accounts()? {
            let key = store.open()?.renew_key("you")?;
            println!("created the account `you` with the key {}", key.expose_secret());
        }
        println!("listening on http://{}", listener.local_addr()?);
        let router = http::router(store);
        connections::serve(listener, router, limit, options.patience).await
    })
}
