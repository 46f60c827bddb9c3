//! The table `[voice]`: how numbers are read aloud.
use super::Voice;
use super::mistake::Problem;
use super::read::{Doc, Section, Value};

pub(super) fn voice<'d>(doc: &mut Doc<'d>, section: &Section<'d>) -> Voice {
    let on = doc.take(section, "on", Doc::yes_or_no);
    let clips = doc.take(section, "clips", Doc::path);
    let player = doc.take(section, "player", command);
    let recorder = doc.take(section, "recorder", command);
    Voice {
        off: on == Some(false),
        is_set_up: on == Some(true) || clips.is_some() || player.is_some(),
        clips,
        player,
        recorder,
    }
}

/// A program and its arguments.
fn command<'d>(doc: &mut Doc<'d>, key: &str, value: &'d Value<'d>) -> Option<Vec<String>> {
    let words = doc.list(key, value)?;
    let read = words.iter().map(|word| doc.line_of_text(key, word));
    let read: Option<Vec<String>> = read.collect();
    if words.is_empty() {
        let example = format!("{key} = [\"aplay\", \"-q\", \"-\"]");
        doc.wrong(value.span().start, Problem::nothing_listed(key, &example));
        return None;
    }
    read
}
