//! The corpora of the fuzz targets, replayed: what once was found stays found.

use std::fs;
use std::path::Path;

#[path = "../fuzz/runs/at.rs"]
mod at;
#[path = "../fuzz/runs/message.rs"]
mod message;
#[path = "../fuzz/runs/pdu.rs"]
mod pdu;

fn replay(target: &str, run: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fuzz/corpus")
        .join(target);
    let mut files = 0;
    for entry in fs::read_dir(folder).unwrap() {
        run(&fs::read(entry.unwrap().path()).unwrap());
        files += 1;
    }
    assert!(files >= 24, "only {files} files of {target}");
}

#[test]
fn the_pdu_corpus_does_no_harm() {
    replay("pdu", pdu::run);
}

#[test]
fn the_at_corpus_does_no_harm() {
    replay("at", at::run);
}

#[test]
fn the_message_corpus_does_no_harm() {
    replay("message", message::run);
}
