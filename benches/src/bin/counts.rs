//! Counts what the calls of the crate cost, in instructions and memory, and holds them to
//! `budgets.txt`. Unlike times, the counts are the same on a busy machine.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::Mutex;
use std::{env, fs, iter, thread};

use aerostack_manifest::Manifest;
use benches::{Call, Case, Floor, Growing, Input, cases, growing};

/// By how much a count may exceed the recorded one before it counts as worse: counts differ a little
/// between compilers, and by the random keys of hash tables.
const TOLERANCE: f64 = 0.05;

/// By how much one item of many may cost more than one of fewer.
const GROWTH: f64 = 0.10;

/// Who reads a case.
const HOW: [&str; 2] = ["ours", "floor"];

fn main() -> ExitCode {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("budgets.txt");
    let mut budgets = Budgets::read(&path);
    let (cases, growing) = (cases(), growing());
    let instructions = count(&cases, &growing);
    let is_recording = env::var_os("BLESS").is_some();
    let mut failures = Vec::new();

    println!("| case | instructions | floor | ratio | limit | allocations | peak |");
    println!("|---|--:|--:|--:|--:|--:|--:|");
    for case in &cases {
        verify(&case.input);
        let [ours, floor] = HOW.map(|how| instructions[&run(case.name, &how)]);
        let memory = memory(&case.input.documents, case.ours);
        let cost = Cost { ratio: ours / floor, memory: Some(memory) };
        let count = case.input.documents.len();
        println!(
            "| {} | {:.0} | {:.0} | {:.3} | {} | {} | {} |",
            case.name,
            per(ours, count),
            per(floor, count),
            cost.ratio,
            budgets.limit(case.name),
            memory.allocations,
            memory.peak,
        );
        failures.extend(budgets.compare(case.name, cost, is_recording));
    }

    let large = cases.iter().find(|case| case.name == "large").expect("there is a large manifest");
    let size = large.input.documents.iter().map(String::len).sum();
    let normal = per(instructions[&run("large", &"ours")], size);
    println!("\n| instructions for each of | few | many | most | by byte | peak by size | limit |");
    println!("|---|--:|--:|--:|--:|--:|--:|");
    for growing in &growing {
        let [few, many, most] =
            growing.counts.map(|count| per(instructions[&run(growing.name, &count)], count));
        // A document that is too large may cost less, because it is not judged.
        if most > few.max(many) * (1.0 + GROWTH) {
            failures.push(format!("{}: each costs more, the more there are", growing.name));
        }
        let by_byte = growing.counts[1..].iter().map(|&count| {
            let size = (growing.document)(count).len();
            per(instructions[&run(growing.name, &count)], size) / normal
        });
        let by_byte = by_byte.fold(0.0, f64::max);
        if by_byte > growing.most_by_byte {
            failures.push(format!("{}: each byte costs {by_byte:.1} times as much", growing.name));
        }
        let cost = Cost { ratio: peak_by_size(growing), memory: None };
        let limit = budgets.limit(growing.name);
        println!(
            "| {} | {few:.0} | {many:.0} | {most:.0} | {by_byte:.1} | {:.2} | {limit} |",
            growing.name, cost.ratio
        );
        failures.extend(budgets.compare(growing.name, cost, is_recording));
    }

    if is_recording {
        fs::write(&path, budgets.recorded()).expect("the budgets can be written");
    }
    for failure in &failures {
        eprintln!("{failure}");
    }
    if failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Makes sure that an input is what it is to measure.
fn verify(input: &Input) {
    for document in &input.documents {
        let checked = Manifest::check(document.as_bytes());
        let found = checked.report().findings().len();
        assert_eq!(found, input.findings, "{}: {document}\n{}", input.name, checked.report());
        serde_json::from_str::<Floor>(document).expect("the floor has the same types");
    }
}

/// Builds the program that is counted. It is another one because counting allocations costs
/// instructions.
fn build() -> PathBuf {
    let arguments =
        ["build", "--quiet", "--locked", "--release", "--package=benches", "--bin=case"];
    let status = Command::new(env!("CARGO")).args(arguments).status();
    assert!(status.is_ok_and(|status| status.success()), "`cargo build` failed");
    env::current_exe().expect("this program has a path").with_file_name("case")
}

/// The arguments of the counted program: a case, and who reads it or how much there is of it.
type Run = [String; 2];

fn run(name: &str, how: &impl ToString) -> Run {
    [name.to_owned(), how.to_string()]
}

/// How many instructions each pass over the documents of a case has. The processors share the work,
/// which changes no count.
fn count(cases: &[Case], growing: &[Growing]) -> BTreeMap<Run, f64> {
    let program = build();
    let of_cases = cases.iter().flat_map(|case| HOW.map(|how| run(case.name, &how)));
    let of_growing =
        growing.iter().flat_map(|growing| growing.counts.map(|count| run(growing.name, &count)));
    let runs = Mutex::new(of_cases.chain(of_growing));
    let next = || runs.lock().expect("no thread panics while it holds it").next();
    let work = || iter::from_fn(next).map(|run| (instructions(&program, &run), run)).collect();
    let processors = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..processors).map(|_| scope.spawn(work)).collect();
        let counts = workers.into_iter().flat_map(|worker| -> Vec<(f64, Run)> {
            worker.join().expect("every run can be counted")
        });
        counts.map(|(count, run)| (run, count)).collect()
    })
}

/// How many instructions one pass over the documents of a case has.
fn instructions(program: &Path, run: &Run) -> f64 {
    let output = Command::new("valgrind")
        .args([
            "--tool=callgrind",
            "--toggle-collect=case::counted",
            "--callgrind-out-file=/dev/null",
        ])
        .arg(program)
        .args(run)
        .stdout(Stdio::null())
        .output()
        .expect("valgrind is installed");
    let log = String::from_utf8_lossy(&output.stderr);
    let count = log.lines().find_map(|line| line.split_once("Collected : ")?.1.parse().ok());
    count.filter(|_| output.status.success()).unwrap_or_else(|| panic!("{run:?}: {log}"))
}

/// What one pass over some documents allocates.
#[derive(Clone, Copy, Debug)]
struct Memory {
    /// How many times; growing counts as one more.
    allocations: u64,
    /// The most bytes at once; while something grows, it counts twice.
    peak: u64,
}

fn memory(documents: &[String], call: Call) -> Memory {
    let pass = || {
        for document in documents {
            call(document);
        }
    };
    pass();
    let info = allocation_counter::measure(pass);
    Memory { allocations: info.count_total, peak: info.bytes_max }
}

/// The most memory that a document of the greatest size takes, in multiples of its size.
#[expect(clippy::cast_precision_loss, reason = "they are megabytes at the most")]
fn peak_by_size(growing: &Growing) -> f64 {
    let document = (growing.document)(growing.most);
    let size = document.len();
    memory(&[document], growing.call).peak as f64 / size as f64
}

/// What one of the documents, or one of what a document has many of, costs.
#[expect(clippy::cast_precision_loss, reason = "they are a million at the most")]
fn per(instructions: f64, count: usize) -> f64 {
    instructions / count as f64
}

/// What a case costs: the ratio to the floor or to the document's size, and the memory if that is
/// not what the ratio is about.
#[derive(Clone, Copy, Debug)]
struct Cost {
    ratio: f64,
    memory: Option<Memory>,
}

impl Cost {
    /// What a row has behind its limit: the words for it, the number, and by how much it may grow.
    fn columns(self) -> Vec<(&'static str, String, f64)> {
        let mut columns = vec![("ratio", format!("{:.3}", self.ratio), TOLERANCE)];
        if let Some(memory) = self.memory {
            columns.push(("number of allocations", memory.allocations.to_string(), 0.0));
            columns.push(("peak of memory", memory.peak.to_string(), TOLERANCE));
        }
        columns
    }
}

/// The file of budgets, and what was found of them.
struct Budgets {
    text: String,
    found: BTreeMap<&'static str, Cost>,
}

impl Budgets {
    fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).expect("the budgets can be read");
        Self { text, found: BTreeMap::new() }
    }

    /// The numbers of a row: the limit, and what was recorded.
    fn numbers(&self, name: &str) -> Vec<&str> {
        let row = self.text.lines().filter_map(row_of).find(|row| row.0 == name);
        row.map(|(_, numbers)| numbers.split_whitespace().collect()).unwrap_or_default()
    }

    fn limit(&self, name: &str) -> &str {
        self.numbers(name).first().copied().unwrap_or("none")
    }

    /// In what a case is over its budget. Where it is much better, it says so. What is about to be
    /// recorded has only its limit to keep.
    fn compare(&mut self, name: &'static str, cost: Cost, is_recording: bool) -> Vec<String> {
        self.found.insert(name, cost);
        let numbers = self.numbers(name);
        let mut failures = Vec::new();
        if number(self.limit(name)).is_some_and(|limit| cost.ratio > limit) {
            failures.push(format!("{name}: {:.3} is over the limit", cost.ratio));
        }
        if is_recording {
            return failures;
        }
        for (index, (what, text, tolerance)) in cost.columns().into_iter().enumerate() {
            let found = number(&text).unwrap_or_default();
            match numbers.get(index + 1).and_then(|text| number(text)) {
                None => failures.push(format!("{name}: no {what} is recorded")),
                Some(was) if found > was * (1.0 + tolerance) => {
                    failures.push(format!("{name}: the {what} was {was} and is {text}"));
                }
                Some(was) if found < was * (1.0 - tolerance) => {
                    eprintln!("{name}: the {what} was {was} and is only {text}: record it");
                }
                Some(_) => {}
            }
        }
        failures
    }

    /// The file with what was found in place of what was recorded. Limits are for people to set.
    fn recorded(&self) -> String {
        let mut recorded = String::new();
        for line in self.text.lines() {
            match row_of(line).and_then(|(name, _)| Some((name, self.found.get(name)?))) {
                Some((name, cost)) => {
                    _ = write!(recorded, "{name:36} = {:>5}", self.limit(name));
                    for (_, text, _) in cost.columns() {
                        _ = write!(recorded, " {text:>9}");
                    }
                }
                None => recorded.push_str(line),
            }
            recorded.push('\n');
        }
        recorded
    }
}

/// The name of a row, and the rest of it.
fn row_of(line: &str) -> Option<(&str, &str)> {
    let (name, numbers) = line.split_once('=').filter(|_| !line.starts_with('#'))?;
    Some((name.trim(), numbers))
}

fn number(text: &str) -> Option<f64> {
    text.parse().ok()
}
