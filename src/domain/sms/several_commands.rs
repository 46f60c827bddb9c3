//! Several commands in one message: on one line it is asked which is meant, on lines of their own each is done.

use super::codes::Kind;
use super::commands::{Command, command, command_at};
use super::lexicon::ALL_RIGHT;
use super::reading::Intent;
use super::words::Message;

/// Whether another command stands behind the first one, on the same line or another: `HUY MC…, DK Le Thi Na …`.
pub(super) fn is_followed_by_another(message: &Message, first: &Command) -> bool {
    let kind = |at: usize| message.tokens.get(at).map(|token| &token.kind);
    let code = |at: usize| matches!(kind(at), Some(Kind::Code(_)));
    let apart = |at: usize| {
        let figure = code(at - 1) || kind(at - 1) == Some(&Kind::Number);
        let then = message.is_any(at - 1, &["và", "rồi", "với", "xong"]);
        figure || then || message.breaks(at) || message.line_ends(at)
    };
    (first.end + 1..message.tokens.len()).any(|at| match command_at(message, at) {
        Some(other) if other.intent == Intent::Book => {
            let short = message.is_any(at, &["đk", "đky", "đki"]);
            let whole =
                other.end + 1 < message.tokens.len() && !message.is_one(other.end, &ALL_RIGHT);
            // `HUY MC… va dk lai 20/1`: another day is wanted, which is a move.
            let again = message.is(other.end, "lại")
                && first.intent == Intent::Cancel
                && !message.is_any(other.end + 1, &["văn", "thị"]);
            // `DK Duong Thi Tuoi, dk ket hon`: nothing is whole before it.
            let said = (first.end..at).any(|at| code(at) || kind(at) == Some(&Kind::Number));
            short && whole && said && !again && apart(at)
        }
        Some(other) => {
            let changes = matches!(other.intent, Intent::Cancel | Intent::Move);
            changes && code(other.end) && apart(at)
        }
        None => false,
    })
}

/// The lines of a message of which each is a command of its own; none when that is not so.
pub(super) fn commands_of(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let own = |line: &&str| {
        let message = Message::read(line);
        let code = |at: usize| {
            message
                .tokens
                .get(at)
                .is_some_and(|t| matches!(t.kind, Kind::Code(_)))
        };
        command(&message).is_some_and(|command| {
            !command.loose && command.end < message.tokens.len() || code(command.end)
        })
    };
    match lines.len() > 1 && lines.iter().all(own) {
        true => lines.into_iter().map(str::to_owned).collect(),
        false => Vec::new(),
    }
}
