//! What checking costs beside what it cannot do without: reading the files, and starting a program.
//!
//! `cargo run --release -p benches --bin many`

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use aerostack_manifest::{Directory, Function, Manifest};
use benches::inputs;

const FUNCTIONS: u32 = 10_000;
const ROUNDS: usize = 9;
const STARTS: usize = 400;

fn main() {
    match std::env::args().nth(1).as_deref() {
        None => {}
        Some("nothing") => return,
        Some("first") => return first_call(),
        Some(directory) => {
            let checked = Function::check(&Directory::new(directory));
            assert!(checked.report().is_ok(), "{}", checked.report());
            return;
        }
    }
    let root = std::env::temp_dir().join(format!("aerostack-manifest-many-{}", std::process::id()));
    let functions: Vec<_> = (0..FUNCTIONS).map(|index| root.join(index.to_string())).collect();
    let [_, varied, ..] = inputs();
    for (function, manifest) in functions.iter().zip(varied.documents.iter().cycle()) {
        write(function, manifest);
    }
    many(&functions);
    starts(&functions[0]);
    fs::remove_dir_all(&root).expect("what was written can be removed");
}

/// A function of a manifest, some code and a README.
fn write(function: &Path, manifest: &str) {
    let entrypoint = Manifest::parse(manifest).expect("it is valid").entrypoint().to_string();
    let entrypoint = function.join(entrypoint);
    fs::create_dir_all(entrypoint.parent().unwrap_or(function)).expect("it can be written");
    let code = "export default { fetch: () => new Response('hello') };\n".repeat(20);
    for (path, text) in [
        (entrypoint, code.as_str()),
        (function.join("aerostack.json"), manifest),
        (function.join("README.md"), "# A function\n\nIt says hello.\n"),
    ] {
        fs::write(path, text).expect("it can be written");
    }
}

/// Reads all functions, and checks them, in turn.
fn many(functions: &[PathBuf]) {
    let files: Vec<_> = functions
        .iter()
        .map(|function| {
            let manifest = fs::read(function.join("aerostack.json")).unwrap_or_default();
            let manifest = Manifest::check(&manifest);
            let entrypoint = manifest.value().expect("it is valid").entrypoint().as_str();
            ["aerostack.json", entrypoint, "README.md"].map(|name| function.join(name))
        })
        .collect();
    let read = || {
        for path in files.iter().flatten() {
            black_box(fs::read(path).expect("it is there"));
        }
    };
    let check = || {
        for function in functions {
            let checked = Function::check(&Directory::new(function));
            assert!(checked.report().is_ok(), "{}", checked.report());
        }
    };
    let (mut reading, mut checking) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        reading.push(time(read));
        checking.push(time(check));
    }
    // Whatever else the machine does only makes it longer.
    let each = |times: Vec<Duration>| {
        (times.into_iter().min().unwrap_or_default() / FUNCTIONS).as_secs_f64() * 1e6
    };
    let (reading, checking) = (each(reading), each(checking));
    println!("{FUNCTIONS} functions, their files in the system's cache, for each of them:");
    println!("  reading three files  {reading:.1} µs");
    println!("  checking             {checking:.1} µs, {:.2} times as long", checking / reading);
}

/// Starts this program to do nothing, and to check a function, in turn.
fn starts(function: &Path) {
    let program = std::env::current_exe().expect("this program has a path");
    let start = |argument: &Path| {
        let status = Command::new(&program).arg(argument).status();
        assert!(status.expect("this program starts").success());
    };
    let (mut nothing, mut check) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        nothing.push(time(|| start(Path::new("nothing"))));
        check.push(time(|| start(function)));
    }
    let (nothing, check) = (median(nothing).as_secs_f64(), median(check).as_secs_f64());
    println!("\nA whole process:");
    println!("  that does nothing    {:.0} µs", nothing * 1e6);
    println!("  that checks one      {:.0} µs, {:.2} times as long", check * 1e6, check / nothing);
    let first = (0..STARTS).map(|_| {
        let child = Command::new(&program).arg("first").stderr(Stdio::inherit()).output();
        let output = String::from_utf8(child.expect("this program starts").stdout);
        let nanos = output.ok().and_then(|text| text.trim().parse().ok());
        Duration::from_nanos(nanos.expect("it prints a number"))
    });
    println!("  its first check      {:.1} µs", median(first.collect()).as_secs_f64() * 1e6);
}

/// How long the first check of a process takes, in nanoseconds.
fn first_call() {
    let text = include_bytes!("../../../examples/functions/image-resizer/aerostack.json");
    println!("{}", time(|| assert!(Manifest::check(text).value().is_some())).as_nanos());
}

fn time(work: impl Fn()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
