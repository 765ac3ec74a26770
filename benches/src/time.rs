//! Times this crate, what it stands on and other validators on the same manifests in one run, and
//! prints each as a multiple of the floor of that run.

mod peers;

use std::path::Path;
use std::time::Duration;
use std::{fs, hint};

use benches::{Call, Input, check, check_function, floor, floor_function, inputs, parse, render};
use criterion::Criterion;

/// Who reads the manifests, the floor first.
const CONTENDERS: [(&str, Call); 7] = [
    ("floor", floor),
    ("Value", peers::value),
    ("garde", peers::garde),
    ("jsonschema", peers::jsonschema),
    ("parse", parse),
    ("check", check),
    ("check and render", render),
];

fn main() {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("time");
    let mut criterion = Criterion::default()
        .output_directory(&directory)
        .without_plots()
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(600))
        .sample_size(30)
        .nresamples(2_000)
        .configure_from_args();
    let mut time = |input: &Input, name: &str, call: Call| {
        let mut group = criterion.benchmark_group(input.name);
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                for document in &input.documents {
                    call(hint::black_box(document));
                }
            });
        });
        group.finish();
        median(&directory.join(input.name).join(name))
    };

    let rows = inputs().map(|input| {
        for document in &input.documents {
            peers::verify(document);
        }
        let times = CONTENDERS.map(|(name, call)| time(&input, name, call));
        (input, times)
    });
    let [example, ..] = inputs();
    let function = Input { name: "function", ..example };
    let function = [("floor", floor_function as Call), ("check", check_function)]
        .map(|(name, call)| time(&function, name, call));

    println!("\n| input | {} |", CONTENDERS.map(|(name, _)| name).join(" | "));
    println!("|---|{}", "--:|".repeat(CONTENDERS.len()));
    for (input, times) in rows {
        let [floor, others @ ..] = times;
        let ratios = others.map(|time| ratio(time, floor)).join(" | ");
        let name = match input.documents.len() {
            1 => input.name.to_owned(),
            count => format!("{}, {count} in turn", input.name),
        };
        println!("| {name} | {} | {ratios} |", micros(floor, input.documents.len()));
    }
    let [floor, check] = function;
    println!("\n`Function::check` from memory: {} of its floor.", ratio(check, floor));
}

/// The median of one pass in nanoseconds, as Criterion wrote it down. There is none of what a filter
/// left out.
fn median(directory: &Path) -> Option<f64> {
    let estimates = fs::read(directory.join("new/estimates.json")).ok()?;
    let estimates: serde_json::Value = serde_json::from_slice(&estimates).ok()?;
    estimates["median"]["point_estimate"].as_f64()
}

fn ratio(time: Option<f64>, floor: Option<f64>) -> String {
    time.zip(floor).map_or("–".to_owned(), |(time, floor)| {
        let ratio = time / floor;
        if ratio < 10.0 { format!("{ratio:.2}") } else { format!("{ratio:.0}") }
    })
}

#[expect(clippy::cast_precision_loss, reason = "they are hundreds at the most")]
fn micros(time: Option<f64>, documents: usize) -> String {
    time.map_or("–".to_owned(), |time| format!("{:.2} µs", time / documents as f64 / 1000.0))
}
