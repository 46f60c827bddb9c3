//! Thanks that open a message hide neither a booking nor a change behind them.

use super::assembly::Assembly;
use super::commands::{Command, booking_at};
use super::lexicon::ENDINGS;
use super::offers::comes_for;
use super::openings::is_done;
use super::procedures::Vocabulary;
use super::reading::{Intent, Reading};
use super::words::Message;
use crate::domain::time::Day;

/// The first token of the ending (`cam on …`), behind which nothing is a part.
pub(super) fn ending(message: &Message, from: usize) -> usize {
    let end = (from..message.tokens.len()).find(|at| message.longest(*at, &ENDINGS) > 0);
    end.unwrap_or(message.tokens.len())
}

/// Words before thanks that open a message: `dạ`, `em`.
const BEFORE_THANKS: usize = 2;

/// The end of what is read for a change: thanks that open a message hide none.
pub(super) fn behind_first_thanks(message: &Message, end: usize) -> usize {
    match end <= BEFORE_THANKS {
        true => ending(message, end + message.longest(end, &ENDINGS)),
        false => end,
    }
}

/// The whole booking behind thanks that open a message: `cảm ơn ạ, nhân tiện cho em đặt thêm lịch sao y 4/12 tên …`.
pub(super) fn behind_thanks(
    message: &Message,
    vocabulary: &Vocabulary,
    today: Day,
) -> Option<Reading> {
    let thanks = ending(message, 0);
    let from = thanks + message.longest(thanks, &ENDINGS);
    let end = ending(message, from);
    let mut behind = (from..end).filter_map(|at| booking_at(message, at));
    let found = behind.next().map(|(_, command)| command);
    let wished = || (from..end).find_map(|at| wish_at(message, at));
    // `cảm ơn, vậy 8h mai em có mặt, em tên …`; but not `cảm ơn đã làm …`.
    let rest = || Command::before(Intent::Book, from);
    let done = message.says(from..end, &["đã", "hôm"]);
    let other = || (!done && comes_for(message, (from, end))).then(rest);
    let command = found
        .or_else(wished)
        .or_else(other)
        .filter(|_| thanks <= BEFORE_THANKS)?;
    if (from..end).any(|at| is_done(message, at)) {
        return None;
    }
    let meant = Assembly::new(message, vocabulary, command, end, today).reading();
    (meant.intent == Intent::Book && meant.is_complete()).then_some(meant)
}

/// `cho chị đặt luôn`: what is a command behind thanks only.
fn wish_at(message: &Message, at: usize) -> Option<Command> {
    const WISHES: [&str; 9] = [
        "cho em",
        "cho chị",
        "cho anh",
        "cho tôi",
        "cho cô",
        "cho chú",
        "cho mình",
        "cho bác",
        "giúp em",
    ];
    let verb = at + message.longest_of(at, &WISHES);
    let also = message.is_any(verb + 1, &["luôn", "thêm", "giúp", "giùm", "dùm"]);
    (verb > at && message.is(verb, "đặt")).then_some(Command {
        intent: Intent::Book,
        end: verb + 1 + usize::from(also),
        loose: false,
        name: None,
    })
}
