//! Benchmarks: measured and stated beside the figures kept in `tests/data/bench.json`, never judged.
//!
//! `scripts/bench` runs them at length, one after the other, with `MOTCUA_BENCH=full` (`keep`: and keeps the figures).
//! Among the other tests each runs for a moment only, so that none can rot.

mod domain;
mod messages;
mod modem;
pub(crate) mod pty;
mod screen;
mod store;
pub(crate) mod web;
mod years;

use std::path::Path;
use std::time::Duration;

use serde_json::{Map, Value, json};

/// So many rounds at length, two among the other tests.
fn rounds(full: usize) -> usize {
    if is_full() { full } else { full.min(2) }
}

fn is_full() -> bool {
    std::env::var_os("MOTCUA_BENCH").is_some()
}

/// States a figure and how it compares with the one that was kept. `what` may end with an aim in brackets.
fn stated(what: &str, figure: f64, unit: &str) {
    if !is_full() {
        return;
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/bench.json");
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    let mut kept: Map<String, Value> = serde_json::from_str(&text).unwrap_or_default();
    let name = what.split(" (aim").next().unwrap_or(what);
    let ratio = kept.get(name).and_then(Value::as_f64).map_or_else(
        || "none kept".to_owned(),
        |last| format!("{:.2} of {last} kept", figure / last),
    );
    println!("{what}: {figure:.2} {unit}; {ratio}");
    if std::env::var("MOTCUA_BENCH").is_ok_and(|how| how == "keep") {
        kept.insert(name.to_owned(), json!((figure * 100.0).round() / 100.0));
        let text = serde_json::to_string_pretty(&kept).unwrap();
        std::fs::write(&path, text + "\n").unwrap();
    }
}

/// States what half and 99 % of the times stay within.
fn stated_times(what: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at =
        |share: f64| times[((times.len() - 1) as f64 * share).round() as usize].as_secs_f64() * 1e3;
    let (what, aim) = what.split_at(what.find(" (aim").unwrap_or(what.len()));
    stated(&format!("{what}, p50{aim}"), at(0.5), "ms");
    stated(&format!("{what}, p99{aim}"), at(0.99), "ms");
}
