//! Every page that a comment cites is there, and says what it is cited for.

use std::fs;
use std::path::{Path, PathBuf};

use crate::layering::sources;

/// The citations in a source's comments: each page with the quoted heading or the invariant that follows it, if any.
fn citations(text: &str) -> Vec<(String, Option<String>)> {
    let comments: Vec<&str> = text
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix("//"))
        .map(|line| line.trim_start_matches(['/', '!', ' ']))
        .collect();
    let text = comments.join(" ");
    let mut found = Vec::new();
    for (end, _) in text.match_indices(".md") {
        let is_of_path = |c: char| c.is_ascii_alphanumeric() || "/_-".contains(c);
        let start = text[..end].rfind(|c| !is_of_path(c)).map_or(0, |at| at + 1);
        let (page, rest) = (&text[start..end + 3], &text[end + 3..]);
        let quoted = rest
            .strip_prefix(", \"")
            .and_then(|rest| Some(rest.split_once('"')?.0.to_owned()));
        let invariant = rest.strip_prefix(", invariant ").map(|rest| {
            let digits = rest.find(|c: char| !c.is_ascii_digit());
            format!("\n{}. ", &rest[..digits.unwrap_or(rest.len())])
        });
        if start < end {
            found.push((page.to_owned(), quoted.or(invariant)));
        }
    }
    found
}

/// What is wrong with a file's citations.
fn dead_ends(file: &Path, text: &str) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let beside = root.join(file.parent().unwrap_or(Path::new("")));
    let places: [PathBuf; 3] = [root.join("src"), root.to_owned(), beside];
    let check = |(page, what): (String, Option<String>)| {
        let texts = places
            .iter()
            .map(|place| fs::read_to_string(place.join(&page)));
        let Some(text) = texts.into_iter().find_map(Result::ok) else {
            return Some(format!("{}: there is no {page}", file.display()));
        };
        let what = what.filter(|what| !text.contains(what))?;
        Some(format!("{}: {page} does not say {what:?}", file.display()))
    };
    citations(text).into_iter().filter_map(check).collect()
}

#[test]
fn every_citation_leads_somewhere() {
    let files = sources("src").into_iter().chain(sources("tests"));
    let wrong: Vec<String> = files
        .filter(|(file, _)| !file.ends_with("citations.rs"))
        .flat_map(|(file, text)| dead_ends(&file, &text))
        .collect();
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn dead_ends_are_found() {
    let found = |text: &str| dead_ends(Path::new("src/domain/x.rs"), text);
    assert_eq!(
        found("//! (domain/queue.md, \"Two\n//! profiles\")"),
        [""; 0]
    );
    assert_eq!(found("//! (ARCHITECTURE.md, invariant 3)"), [""; 0]);
    assert_eq!(found("/// ARCHITECTURE.md, invariant 99").len(), 1);
    assert_eq!(found("/// domain/queue.md, \"Nowhere\"").len(), 1);
    assert_eq!(found("// spec/queue.md").len(), 1);
}
