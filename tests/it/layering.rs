//! The layers of the design, kept by reading the sources: who uses whom, who reads the clock, who knows SQL,
//! the terminal and the serial port. It stands in for the walls that separate crates would be.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::source::{Use, uses};

/// The folders of `src` (and its two files), from the purest to what knows all: who may use which others.
const LAYERS: [(&str, &[&str]); 17] = [
    ("domain", &[]),
    ("protocol", &[]),
    ("store", &["domain"]),
    ("device", &["protocol"]),
    ("app", &["domain", "store"]),
    ("web", &["domain", "app"]),
    ("tui", &["domain", "app"]),
    ("config", &["domain", "protocol", "app"]),
    ("voice", &["domain", "app", "config"]),
    ("print", &["app"]),
    ("poster", &["domain", "store", "app", "config", "print"]),
    (
        "host",
        &[
            "domain", "protocol", "store", "device", "app", "web", "config", "voice", "print",
        ],
    ),
    (
        "demo",
        &[
            "domain", "protocol", "store", "app", "tui", "config", "host",
        ],
    ),
    ("doctor", &["domain", "store", "app", "config"]),
    (
        "cli",
        &[
            "domain", "store", "app", "tui", "config", "print", "poster", "voice", "host", "demo",
            "doctor",
        ],
    ),
    ("main", &["cli"]),
    ("lib", &[]),
];

/// What only some may name: a path or a part of one, who may, and why.
const KEPT: [(&str, &[&str], &str); 14] = [
    ("rusqlite", &["store"], "SQL stands in one place"),
    ("rusqlite_migration", &["store"], "SQL stands in one place"),
    ("crossterm", &["tui"], "only the screens know the terminal"),
    ("ratatui", &["tui"], "only the screens know the terminal"),
    (
        "serialport",
        &["device"],
        "only the drivers know serial ports",
    ),
    ("tiny_http", &["web"], "only the web server knows HTTP"),
    ("tokio", &["web"], "only the web server is asynchronous"),
    ("ureq", &["host"], "only the host asks other servers"),
    ("Local::now", CLOCK, CLOCK_WHY),
    ("Utc::now", CLOCK, CLOCK_WHY),
    ("SystemTime::now", CLOCK, CLOCK_WHY),
    ("recv_timeout", &[], FUTEX_WHY),
    ("wait_timeout", &[], FUTEX_WHY),
    ("park_timeout", &[], FUTEX_WHY),
];

const CLOCK: &[&str] = &["app", "main", "cli"];
const CLOCK_WHY: &str = "the time is handed down as an argument";

/// The layers that are told everything and do nothing by themselves, and what they may not name.
const PURE: [&str; 2] = ["domain", "protocol"];
const NOT_IN_PURE: [&str; 5] = [
    "Instant::now",
    "std::fs",
    "std::net",
    "std::process",
    "std::thread",
];
const PURE_WHY: &str = "a pure layer has no clock, files, sockets or threads";

const FUTEX_WHY: &str =
    "it never returns while the clock is faked (libfaketime): await a file descriptor with poll(2)";

/// More is a sign that a file does two things.
const LONGEST_FILE: usize = 500;
/// Likewise of a function.
const LONGEST_FUNCTION: usize = 100;

#[test]
fn layers_are_kept() {
    let files = sources("src");
    assert!(
        files.len() > LAYERS.len(),
        "src is not where this test looks for it"
    );
    let wrong: Vec<String> = files
        .iter()
        .flat_map(|(file, text)| offences(file, text))
        .collect();
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn files_stay_short() {
    let files = sources("src").into_iter().chain(sources("tests"));
    let wrong: Vec<String> = files
        .map(|(file, text)| (file, text.lines().count()))
        .filter(|(_, lines)| *lines > LONGEST_FILE)
        .map(|(file, lines)| {
            format!(
                "{}:{lines}: longer than {LONGEST_FILE} lines",
                file.display()
            )
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn functions_stay_short() {
    let files = sources("src");
    let wrong = files
        .iter()
        .flat_map(|(file, text)| long_functions(file, text));
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

/// The functions that are too long, as rustfmt writes them: each ends with the first brace that stands where it begins.
fn long_functions(file: &Path, text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let indent = |line: &str| line.len() - line.trim_start().len();
    let is_function = |line: &&str| {
        let mut words = line.split_whitespace();
        words.by_ref().find(|word| !BEFORE_FN.contains(word)) == Some("fn")
    };
    let mut wrong = Vec::new();
    let functions = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| is_function(line));
    for (at, line) in functions {
        let ends = |end: &&str| indent(end) == indent(line) && end.trim() == "}";
        let length = lines[at..].iter().position(ends).unwrap_or(0) + 1;
        let has_body = !lines[at..]
            .iter()
            .take_while(|line| !line.contains('{'))
            .any(|line| line.ends_with(';'));
        let is_one_line = line.ends_with('}');
        if has_body && !is_one_line && length > LONGEST_FUNCTION {
            wrong.push(format!(
                "{}:{}: a function of {length} lines, longer than {LONGEST_FUNCTION}",
                file.display(),
                at + 1
            ));
        }
    }
    wrong
}

/// What may stand before `fn`.
const BEFORE_FN: [&str; 7] = [
    "pub",
    "pub(crate)",
    "pub(super)",
    "pub(in",
    "crate::domain)",
    "const",
    "async",
];

#[test]
fn long_functions_are_found() {
    let of = |lines: usize| {
        let body = "        work();\n".repeat(lines - 2);
        let text = format!("impl Office {{\n    pub(super) fn act(&self) {{\n{body}    }}\n}}\n");
        long_functions(Path::new("src/domain/act.rs"), &text)
    };
    assert_eq!(of(LONGEST_FUNCTION), Vec::<String>::new());
    let found = of(LONGEST_FUNCTION + 1);
    assert_eq!(
        found,
        ["src/domain/act.rs:2: a function of 101 lines, longer than 100"]
    );
}

/// Every Rust file under a folder: its path from the project's folder, and its text.
pub(crate) fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    let mut folders = vec![root.join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of sources") {
            let path = entry.expect("an entry of it").path();
            if path.is_dir() {
                // What the fuzzer builds is not ours.
                if !path.ends_with("target") {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|end| end == "rs") {
                let text = fs::read_to_string(&path).expect("a source file");
                files.push((
                    path.strip_prefix(root).expect("a path of ours").to_owned(),
                    text,
                ));
            }
        }
    }
    files.sort();
    files
}

/// What is wrong in one file, each with file and line.
fn offences(file: &Path, text: &str) -> Vec<String> {
    let module = module(file);
    let place = module.first().map_or("lib", String::as_str);
    let at = |line: usize, what: String| format!("{}:{line}: {what}", file.display());
    let layer = LAYERS.iter().find(|(layer, _)| *layer == place);
    let Some((_, may_use)) = layer else {
        return vec![at(
            1,
            format!("{place} has no row in the table of layers in tests/it/layering.rs"),
        )];
    };
    let mut wrong = Vec::new();
    for Use { line, path } in uses(text) {
        if let Some(other) = other_layer(&module, &path)
            && !may_use.contains(&other)
        {
            wrong.push(at(line, format!("{place} may not use {other}")));
        }
        // Tests of a pure layer may start from the time that it is.
        let pure = PURE.contains(&place) && module.last().is_none_or(|name| name != "tests");
        for impure in NOT_IN_PURE {
            if pure && names(&path, impure) {
                wrong.push(at(
                    line,
                    format!("{place} may not use {impure}: {PURE_WHY}"),
                ));
            }
        }
        for (kept, may, why) in KEPT {
            if !may.contains(&place) && names(&path, kept) {
                wrong.push(at(line, format!("{place} may not use {kept}: {why}")));
            }
        }
    }
    wrong.dedup();
    wrong
}

/// The module path of a file: `src/tui/keys/mod.rs` is `tui`, `keys`.
fn module(file: &Path) -> Vec<String> {
    let inside = file.strip_prefix("src").unwrap_or(file).with_extension("");
    let mut path: Vec<String> = inside
        .iter()
        .map(|part| part.to_string_lossy().into_owned())
        .collect();
    path.pop_if(|last| last == "mod" || last == "lib");
    path
}

/// The other layer that a path leads into from `module`, if any.
fn other_layer<'a>(module: &[String], path: &'a [String]) -> Option<&'a str> {
    let supers = path.iter().take_while(|part| *part == "super").count();
    let target = match path.first()?.as_str() {
        "crate" | "motcua" => path.get(1)?,
        // An inline module (tests) is one deeper, so as many `super` as the file is deep may still stay inside:
        // then the next name is no layer's.
        "super" if supers >= module.len() => path.get(supers)?,
        _ => return None,
    };
    let known = LAYERS.iter().any(|(layer, _)| *layer == target);
    (known && Some(target) != module.first()).then_some(target)
}

/// Whether `path` contains the names of `wanted` in a row.
fn names(path: &[String], wanted: &str) -> bool {
    let wanted: Vec<&str> = wanted.split("::").collect();
    path.windows(wanted.len()).any(|window| window == wanted)
}

#[test]
fn offences_are_found() {
    let found = |file: &str, text: &str| offences(Path::new(file), text).join("\n");

    let text = "use std::fmt;\nuse crate::{domain::Ticket, store::{self, Store}};\n";
    assert_eq!(
        found("src/tui/screens/today.rs", text),
        "src/tui/screens/today.rs:2: tui may not use store"
    );
    assert_eq!(found("src/app/mod.rs", text), "");
    assert_eq!(found("src/main.rs", "use motcua::cli::run;"), "");
    assert!(found("src/main.rs", "use motcua::store::Store;").contains("may not use store"));
    assert_eq!(
        found("src/domain/queue.rs", "fn f(x: &super::super::app::App) {}")
            .lines()
            .count(),
        1
    );
    assert_eq!(
        found("src/domain/queue.rs", "use super::calendar::Day;"),
        ""
    );
    assert_eq!(
        found(
            "src/domain/queue.rs",
            "mod tests { use super::*; use super::super::Kind; }"
        ),
        ""
    );
    assert_eq!(
        found("src/domain/mod.rs", "fn f() -> super::config::Config {}")
            .lines()
            .count(),
        1
    );

    let now = "src/domain/day.rs:2: domain may not use Local::now: the time is handed down as an argument";
    assert_eq!(
        found(
            "src/domain/day.rs",
            "//! Local::now\nlet t = chrono::Local::now();"
        ),
        now
    );
    assert_eq!(found("src/app/mod.rs", "let t = chrono::Local::now();"), "");
    assert!(
        found(
            "src/store/mod.rs",
            "\n\nlet t = std::time::SystemTime::now();"
        )
        .contains("mod.rs:3:")
    );
    assert!(found("src/domain/day.rs", "use std::{fmt, fs::File};").contains("std::fs"));
    assert!(
        found(
            "src/app/mod.rs",
            "fn f() -> rusqlite::Result<()> { Ok(()) }"
        )
        .contains("rusqlite")
    );
    assert!(found("src/app/mod.rs", "rx.recv_timeout(left)").contains("poll(2)"));
    assert_eq!(
        found(
            "src/store/mod.rs",
            "let sql = \"crossterm::event\"; // use ratatui::Frame"
        ),
        ""
    );
    assert!(found("src/printer/mod.rs", "").contains("has no row"));
}

#[test]
fn a_breach_in_any_folder_is_found() {
    let folders: BTreeSet<PathBuf> = sources("src")
        .into_iter()
        .filter_map(|(file, _)| Some(file.parent()?.to_owned()))
        .filter(|folder| folder != Path::new("src"))
        .collect();
    for folder in folders {
        let file = folder.join("planted.rs");
        let layer = module(&file)[0].clone();
        let (_, may_use) = LAYERS.iter().find(|(name, _)| *name == layer).unwrap();
        let others = LAYERS.iter().map(|(other, _)| *other);
        let forbidden = others.filter(|other| *other != layer && !may_use.contains(other));
        let kept = KEPT.iter().filter(|(_, may, _)| !may.contains(&&*layer));
        let plants = forbidden
            .filter(|other| !["main", "lib"].contains(other))
            .map(|other| format!("use crate::{other}::Planted;"))
            .chain(kept.map(|(path, _, _)| format!("fn f() {{ {path}(); }}")));
        for plant in plants {
            let found = offences(&file, &plant);
            assert_eq!(found.len(), 1, "{}: {plant}", file.display());
        }
    }
}

/// Modules with the files that they name, but for those of tests.
fn imports(files: &[(PathBuf, String)]) -> BTreeMap<Vec<String>, BTreeSet<Vec<String>>> {
    let is_test = |module: &Vec<String>| module.iter().any(|name| name == "tests");
    let modules: BTreeSet<Vec<String>> = files
        .iter()
        .map(|(file, _)| module(file))
        .filter(|module| !is_test(module))
        .collect();
    let file_of = |path: &[String]| {
        let prefixes = (0..=path.len()).rev().map(|end| path[..end].to_vec());
        prefixes.into_iter().find(|prefix| modules.contains(prefix))
    };
    let mut imports = BTreeMap::new();
    for (file, text) in files {
        let own = module(file);
        if is_test(&own) {
            continue;
        }
        let text = text
            .split("#[cfg(test)]\nmod tests {")
            .next()
            .unwrap_or_default();
        let named = uses(text).into_iter().filter_map(|Use { path, .. }| {
            let supers = path.iter().take_while(|part| *part == "super").count();
            let absolute = match path[0].as_str() {
                "crate" | "motcua" => path[1..].to_vec(),
                "super" => [&own[..own.len().checked_sub(supers)?], &path[supers..]].concat(),
                _ => return None,
            };
            file_of(&absolute)
        });
        let named = named.filter(|other| !own.starts_with(other) && !other.starts_with(&own));
        imports.insert(own.clone(), named.collect());
    }
    imports
}

/// The circles among modules other than parent and child, each as the modules that lead back to themselves.
fn circles(imports: &BTreeMap<Vec<String>, BTreeSet<Vec<String>>>) -> Vec<String> {
    let reach = |from: &Vec<String>| {
        let mut seen = BTreeSet::new();
        let mut open = vec![from.clone()];
        while let Some(module) = open.pop() {
            for next in imports.get(&module).into_iter().flatten() {
                if seen.insert(next.clone()) {
                    open.push(next.clone());
                }
            }
        }
        seen
    };
    let reached: BTreeMap<_, _> = imports
        .keys()
        .map(|module| (module, reach(module)))
        .collect();
    let in_circle = |module: &&Vec<String>| reached[module].contains(*module);
    let mut found: Vec<String> = Vec::new();
    for module in imports.keys().filter(in_circle) {
        let circle: Vec<String> = reached[module]
            .iter()
            .filter(|other| reached.get(other).is_some_and(|back| back.contains(module)))
            .map(|other| other.join("::"))
            .collect();
        found.push(circle.join(", "));
    }
    found.dedup();
    found.sort();
    found.dedup();
    found
}

#[test]
fn no_files_go_in_a_circle() {
    let found = circles(&imports(&sources("src")));
    assert!(found.is_empty(), "circles:\n{}\n", found.join("\n"));
}

#[test]
fn circles_are_found() {
    let file = |path: &str, text: &str| (PathBuf::from(path), text.to_owned());
    let mut files = vec![
        file("src/a/mod.rs", "mod b; mod c; use b::X; use crate::d::Y;"),
        file("src/a/b.rs", "use super::c::C; use super::A;"),
        file(
            "src/a/c.rs",
            "use crate::d;\n#[cfg(test)]\nmod tests { use super::super::b; }",
        ),
        file("src/d.rs", "fn f() {}"),
    ];
    assert_eq!(circles(&imports(&files)), [""; 0]);
    files[3].1 = "use crate::a::b::X;".to_owned();
    assert_eq!(circles(&imports(&files)), ["a::b, a::c, d"]);
}
