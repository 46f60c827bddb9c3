//! What the parts of a message come to, for each command.

use super::assembly::{Assembly, missing};
use super::changes::{change_at, changes, denied, moved_after, put_off};
use super::commands::{
    Command, booking_at, command, command_at, command_behind_call, is_no_move, slipped,
};
use super::complaints::{denies_cancelling, told};
use super::grievances::{Grievance, grievance, kept_waiting};
use super::inquiries::{MAY_I, asks_of_code, asks_who, closes};
use super::junk::{Junk, junk};
use super::lexicon::{FAMILIES, NOT, QUESTIONS};
use super::loans::is_by_citizen;
use super::lost::is_lost;
use super::offers::{is_announced, offered, set_for};
use super::openings::{booked_already, is_done, is_for_family};
use super::people::counted;
use super::procedures::Vocabulary;
use super::provinces::{asked, without_codes};
use super::questions::{how, question, whether};
use super::quoted::own_words;
use super::rating::rating;
use super::reading::{Doubt, Intent, Part, Reading};
use super::several_commands::{commands_of, is_followed_by_another};
use super::thanks::{behind_first_thanks, behind_thanks, ending};
use super::visits::{asks_first, is_private};
use super::words::Message;
use crate::domain::time::{Day, Minute};

/// Reads a message from a person. Machines are for the caller to leave out (see [`is_machine`]).
///
/// [`is_machine`]: super::is_machine
pub fn understand(text: &str, now: Minute, vocabulary: &Vocabulary) -> Reading {
    let own = own_words(text);
    if own.trim().is_empty() && !text.trim().is_empty() {
        return Reading::default();
    }
    let (own, provinces) = without_codes(&own);
    let message = Message::read(&own);
    let today = now.day();
    let reading = match command(&message) {
        Some(first) if is_followed_by_another(&message, &first) => Reading {
            doubts: vec![Doubt::SeveralCommands],
            ..Reading::default()
        },
        Some(command)
            if command.intent != Intent::Book || !is_for_family(&message, command.end) =>
        {
            read(&message, vocabulary, command, today)
        }
        Some(_) => without_command(&message, vocabulary, today),
        None => behind_call(&message, vocabulary, today)
            .unwrap_or_else(|| without_command(&message, vocabulary, today)),
    };
    let reading = asked(reading, provinces);
    let meant = reading.meant.as_deref().and_then(Reading::any_code);
    let code = reading.any_code().is_some();
    let complete =
        reading.is_complete() && (code || reading.date.is_some()) || reading.is_question();
    let named = || {
        let command = Command::before(Intent::Help, 0);
        let all = message.tokens.len();
        let parts = Assembly::new(&message, vocabulary, command, all, today).parts();
        parts.procedure.is_some()
    };
    let silent = match junk(&message) {
        // An office's own code is in no advert.
        Some(Junk::Surely) => !(complete && code),
        Some(Junk::Sum | Junk::Likely | Junk::Perhaps) if is_by_citizen(&message, named()) => false,
        Some(Junk::Sum) => !(complete && code || reading.grievance),
        Some(Junk::Likely | Junk::Perhaps) if meant.is_some() => false,
        // Whoever names himself and a day wants to come: `DK Le Van Tam vay von ngan hang chinh sach 14/12`.
        Some(Junk::Likely) => {
            let meant = reading.meant.as_deref();
            let meant =
                meant.is_some_and(|meant| is_named_booking(meant) && is_dated_booking(meant));
            !complete && !meant && !is_named_booking(&reading) && !is_dated_booking(&reading)
        }
        Some(Junk::Perhaps) => {
            let named = reading.meant.as_deref().is_some_and(is_named_booking);
            !complete && reading.procedure.is_none() && !named
        }
        Some(Junk::Unaccented) => reading == Reading::default(),
        None => false,
    };
    let of_others = reading == Reading::default() && is_private(&message);
    if silent || of_others || reading.intent == Intent::Unknown && is_missed_call(&message) {
        return Reading {
            silent: true,
            ..Reading::default()
        };
    }
    reading
}

/// Whether a text is a sentence of somebody who tries none of the commands that posters show. `Hoãn lịch của tôi …` is one, too.
pub fn is_sentence(text: &str) -> bool {
    /// `alo`, `test 123` are none.
    const FEWEST: usize = 3;
    const HOW: [&str; 7] = [
        "thế nào",
        "như thế nào",
        "như nào",
        "làm sao",
        "ra sao",
        "kiểu gì",
        "ở đâu",
    ];
    let message = Message::read(&own_words(text));
    let first = command(&message);
    let bare = |first: Command| first.end == 1 && !(first.loose && first.intent == Intent::Book);
    // `đk khám nghĩa vụ quân sự ở xã ngày nào`: who asks tries no command.
    let asks = |at: usize| {
        let question = message.longest(at, &QUESTIONS);
        let question = question.max(message.longest_of(at, &MAY_I));
        let no = usize::from(message.is_any(at, &NOT));
        let question = question.max(no);
        question > 0 && closes(&message, at + question)
    };
    let asked = (2..message.tokens.len()).any(asks);
    let shown = first.is_some()
        && command_at(&message, 0).is_some_and(bare)
        && !(asked || asks_who(&message));
    // `đăng ký như thế nào vậy ạ`, `hướng dẫn đặt lịch`: the help is what they want.
    let helped = |first: Command| {
        let how = message.longest_of(first.end, &HOW) > 0;
        first.intent == Intent::Help || first.intent == Intent::Book && how
    };
    let tries = shown || first.is_some_and(helped);
    let slip = first.is_none() && slipped(&message).is_some();
    message.tokens.len() >= FEWEST && !tries && (asked || !slip)
}

/// What a network sends of itself: `Cuoc goi nho tu 0912xxx345 luc 08:14. De goi lai, bam goi`. Nobody asks or speaks of himself in it.
fn is_missed_call(message: &Message) -> bool {
    const CALL: [&str; 1] = ["cuộc gọi nhỡ"];
    const PERSON: [&str; 9] = [
        "em",
        "tôi",
        "mình",
        "tui",
        "cháu",
        "không",
        "ko",
        "ạ",
        "cán bộ",
    ];
    /// Of the beginning of a telephone's number.
    const DIGITS: usize = 4;
    let all = || 0..message.tokens.len();
    let number = |at: usize| {
        let token = &message.tokens[at];
        token.fold.len() >= DIGITS && token.fold.starts_with('0')
    };
    let says = |phrases: &[&str]| message.says(all(), phrases);
    says(&CALL) && all().any(number) && !says(&PERSON)
}

/// The procedure for complaints.
const COMPLAINT: &str = "khieu-nai";

/// Whether somebody wants to come on a day for something that the office does: `sao y 4/12 vay tien`.
fn is_dated_booking(reading: &Reading) -> bool {
    reading.intent == Intent::Book && reading.procedure.is_some() && reading.date.is_some()
}

/// Whether somebody with a family name wants to come on a day.
fn is_named_booking(reading: &Reading) -> bool {
    let name = reading.name.as_deref().map(Message::read);
    let named = name.is_some_and(|name| name.is_one(0, &FAMILIES) && name.tokens.len() > 1);
    reading.intent == Intent::Book && named && reading.date.is_some()
}

/// The messages that one consists of: commands on lines of their own; for a helper each person of a list, too. None when it
/// is one.
pub fn several(text: &str, now: Minute, vocabulary: &Vocabulary, is_helper: bool) -> Vec<String> {
    let lines = commands_of(&own_words(text));
    if !lines.is_empty() || !is_helper {
        return lines;
    }
    let reading = understand(text, now, vocabulary);
    let people = reading.people();
    let list = |people: &&[String]| people.len() > 1 && reading.missing == [Part::Name];
    let Some(people) = people.filter(list) else {
        return Vec::new();
    };
    // The same message for each of them, without the others.
    let text = without_count(&Message::read(text));
    let without = |text: String, other: &String| match place_of(&text, other) {
        Some(at) => format!("{},{}", &text[..at], &text[at + other.len()..]),
        None => text,
    };
    let for_one = |name: &String| {
        let others = people.iter().filter(|other| *other != name);
        others.fold(text.clone(), without)
    };
    people.iter().map(for_one).collect()
}

/// The text without how many people it is for: `2 nguoi`.
fn without_count(message: &Message) -> String {
    let count = (0..message.tokens.len()).find(|at| counted(message, *at) > 0);
    match count {
        Some(at) => {
            let (from, to) = (
                message.tokens[at].start,
                message.tokens[at + counted(message, at) - 1].end,
            );
            format!("{}{}", &message.text[..from], &message.text[to..])
        }
        None => message.text.clone(),
    }
}

/// Where a name stands as a whole: `Le Van A` is not where `Le Van An` is.
fn place_of(text: &str, name: &str) -> Option<usize> {
    let mut places = text.match_indices(name).map(|(at, _)| at);
    places.find(|at| !text[at + name.len()..].starts_with(char::is_alphanumeric))
}

fn read(message: &Message, vocabulary: &Vocabulary, command: Command, today: Day) -> Reading {
    let end = ending(message, command.end);
    let moved = || moved_after(message, vocabulary, (command.end, end), today);
    let asked = || {
        let as_help = Command {
            intent: Intent::Help,
            ..command
        };
        let named = Assembly::new(message, vocabulary, as_help, end, today).parts();
        how_to_book(message, &named).or_else(|| question(message, named, today))
    };
    if command.intent == Intent::Book
        && let Some(change) = moved()
    {
        return shown(change);
    }
    // What is asked is not to be booked: `DK khai sinh mai còn chỗ không`.
    if command.intent == Intent::Book && asks_first(message) {
        return Reading::unknown(asked());
    }
    match command.intent {
        Intent::Rate => rating(message, command.end, end),
        _ => {
            let reading = Assembly::new(message, vocabulary, command, end, today).reading();
            let nothing = reading.intent == Intent::Unknown && reading.meant.is_none();
            if nothing && grievance(message) == Some(Grievance::Surely) {
                return Reading::complaint();
            }
            if !nothing || reading.told {
                return reading;
            }
            // `em đk được chưa ạ`.
            if (0..command.end).any(|at| booked_already(message, at)) {
                return told(None);
            }
            // `Hẹn sáng mai mà bận …, cho xin qua chiều`
            if command.intent == Intent::Book && command.loose {
                let whole = Command { end: 0, ..command };
                if let Some(later) = put_off(message, vocabulary, whole, today) {
                    return Reading::unknown(Some(later));
                }
            }
            // `hẹn chiều mai của tôi chuyển qua thứ tư`: what is booked is to be changed, or something is asked.
            if command.intent == Intent::Book && command.loose {
                let other = without_command(message, vocabulary, today);
                let meant = other.meant.as_deref();
                if meant.is_some_and(|m| matches!(m.intent, Intent::Move | Intent::Help)) {
                    return other;
                }
            }
            // `đổi sổ đỏ cũ nát, tên Tô Văn Quý, chiều thứ 6`: a paper is to be changed.
            if command.intent == Intent::Move && command.loose {
                let book = without_command(message, vocabulary, today);
                let meant = book.meant.as_deref();
                if meant.is_some_and(|m| m.intent == Intent::Book && m.is_complete()) {
                    return book;
                }
            }
            Reading::unknown(asked())
        }
    }
}

/// A change that nobody commanded.
fn shown(change: Reading) -> Reading {
    match change.grievance {
        true => change,
        false => Reading::unknown(Some(change)),
    }
}

/// The whole booking of a person with a family name, behind a call that may be for anybody.
fn behind_call(message: &Message, vocabulary: &Vocabulary, today: Day) -> Option<Reading> {
    let reading = read(message, vocabulary, command_behind_call(message)?, today);
    (reading.is_complete() && is_named_booking(&reading)).then_some(reading)
}

/// Nothing is done without a command, but the answer can show the text to send.
fn without_command(message: &Message, vocabulary: &Vocabulary, today: Day) -> Reading {
    if message.tokens.is_empty() {
        let asked = message.text.contains('?');
        return Reading {
            intent: if asked { Intent::Help } else { Intent::Unknown },
            ..Reading::default()
        };
    }
    let end = ending(message, 0);
    let whole = Command::before(Intent::Book, 0);
    let as_if = |intent| {
        let command = Command { intent, ..whole };
        // `Cảm ơn ạ, khai sinh cần giấy gì`: who asks may thank first.
        let end = match intent {
            Intent::Help => message.tokens.len(),
            _ => end,
        };
        Assembly::new(message, vocabulary, command, end, today)
    };
    // `hôn nhân`: which of its cases is asked, as of `GIUP hôn nhân`.
    let part = as_if(Intent::Help).parts();
    if part.missing == [Part::Procedure] {
        return part;
    }
    // `Em ban, huy giup MC…`, `em ban roi cho em huy lich`: `huy` or `doi` beside one code or a `lich`, unless it is denied.
    let until = behind_first_thanks(message, end);
    let verb = (0..until).find(|at| changes(message, *at));
    let denies = denies_cancelling(message);
    let change = verb
        .filter(|verb| !denies && !denied(message, *verb) && !is_no_move(message, *verb))
        .and_then(|verb| change_at(message, vocabulary, whole, (verb, until), today));
    let lookup = || {
        let meant = as_if(Intent::Lookup).parts();
        ((verb.is_none() || denies) && meant.code.is_some()).then_some(meant)
    };
    // `đừng huỷ MC… nghe`: how it stands says that it does.
    if verb.is_some_and(|verb| denied(message, verb)) {
        let kept = as_if(Intent::Lookup).parts();
        if kept.code.is_some() {
            return told(Some(kept));
        }
    }
    let wanted = |part| wanted(message, vocabulary, whole, part, today);
    let book = || {
        let first = slipped(message).or_else(|| set_for(message));
        let found = (0..end).find_map(|at| booking_at(message, at));
        let book = match found {
            Some((at, command)) if first.is_none() => {
                let found = (at, command, end);
                behind_talk(message, vocabulary, found, today, as_if(Intent::Book))
            }
            _ => {
                let command = first.unwrap_or(whole);
                Assembly::new(message, vocabulary, command, end, today).reading()
            }
        };
        let told = book.told && found.is_some();
        let sure = told || first.is_some();
        let book = offered(message, end, book, sure).map(|book| Reading {
            missing: missing(&book, &book.doubts),
            ..book
        });
        (told, book)
    };
    let (is_told, book) = book();
    let moved = moved_after(message, vocabulary, (0, end), today);
    let refused = moved.as_ref().is_some_and(|moved| moved.grievance);
    if refused || kept_waiting(message) && message.code(0, end) == Ok(None) {
        return Reading::complaint();
    }
    let commanded = (0..end).any(|at| booking_at(message, at).is_some());
    if is_told || (0..end).any(|at| is_done(message, at)) {
        if moved.is_some() {
            return Reading::unknown(moved);
        }
        // Whoever passes on a confirmation wants no second booking.
        let confirmed = message.code(0, end) != Ok(None);
        return told(book.filter(|book| book.name.is_some() && !confirmed));
    }
    let named = part.procedure.clone();
    let later = || put_off(message, vocabulary, whole, today);
    let known = change.or_else(lookup).or_else(later).or(moved);
    if known.is_some() || is_announced(message, end) {
        return match known {
            Some(known) if verb.is_none() && asks_of_code(message, &known) => known,
            known => Reading::unknown(known),
        };
    }
    let grievance = grievance(message);
    let asked = (grievance != Some(Grievance::Surely))
        .then(|| wanted(part))
        .flatten();
    let wish = asked
        .or(book.filter(|book| !only_complains(grievance, book, commanded)))
        .or_else(|| behind_thanks(message, vocabulary, today));
    Reading {
        grievance: wish.is_none() && grievance.is_some(),
        ..Reading::unknown(wish.or_else(|| how(message, named).filter(|_| grievance.is_none())))
    }
}

/// What is asked, of the procedure that is named, or of the one before `có … không`: `khai sinh co can giay ket hon khong`.
fn wanted(
    message: &Message,
    vocabulary: &Vocabulary,
    whole: Command,
    mut named: Reading,
    today: Day,
) -> Option<Reading> {
    if named.procedure.is_none()
        && let Some((end, _)) = whether(message)
    {
        let command = Command {
            intent: Intent::Help,
            ..whole
        };
        named = Assembly::new(message, vocabulary, command, end, today).parts();
    }
    how_to_book(message, &named).or_else(|| question(message, named, today))
}

/// The text to send of who asks how he books for what he names: `làm giấy tờ nhà đất thì cần đặt lịch thế nào`.
fn how_to_book(message: &Message, named: &Reading) -> Option<Reading> {
    const HOW: [&str; 5] = ["thế nào", "như thế nào", "như nào", "làm sao", "ra sao"];
    let books = |at: usize| message.is_any(at, &["đặt", "hẹn"]);
    let asked = |at: usize| {
        // `đặt lịch hẹn thế nào`
        let before = message.longest_of(at, &["làm sao để", "thế nào để", "cách"]);
        books(at) && message.says(at + 1..=at + 3, &HOW) || before > 0 && books(at + before)
    };
    let asks =
        named.procedure.is_some() && !is_lost(message) && (0..message.tokens.len()).any(asked);
    let mut book = Reading {
        intent: Intent::Book,
        ..named.clone()
    };
    book.missing = missing(&book, &[]);
    asks.then_some(book)
}

/// Whether somebody only complains: of who says neither who he is nor when he comes no booking is offered.
fn only_complains(grievance: Option<Grievance>, book: &Reading, commanded: bool) -> bool {
    let named = book.name.is_some() && book.date.is_some();
    match grievance {
        Some(Grievance::Surely) => {
            !(named && commanded && book.procedure.as_deref() == Some(COMPLAINT))
        }
        Some(Grievance::Perhaps) => book.procedure.as_deref() == Some(COMPLAINT) && !named,
        None => false,
    }
}

/// What a booking means whose command stands behind other words: the name behind it, or one with a family name before it; what
/// else is not said behind it may stand before it.
fn behind_talk(
    message: &Message,
    vocabulary: &Vocabulary,
    (at, command, end): (usize, Command, usize),
    today: Day,
    mut whole: Assembly,
) -> Reading {
    let behind = |name| Assembly::new(message, vocabulary, Command { name, ..command }, end, today);
    let mut book = behind(None).reading();
    if book.name.is_none() && book.doubts.is_empty() {
        // `Le Van Tu da dk …`
        let to = (0..at).rev().find(|before| is_done(message, *before));
        let mut named = behind(Some((0, to.unwrap_or(at))));
        let highlands = |(from, to)| named.body.is_of_highlands(from, to);
        book.name = if named.named || named.run.is_some_and(highlands) {
            named.parts().name
        } else {
            None
        };
    }
    let whole = whole.parts();
    if book.procedure.is_none() {
        (book.procedure, book.alias) = (whole.procedure, whole.alias);
    }
    if book.date.is_none() && book.doubts.is_empty() {
        book.date = whole.date;
    }
    if book.half.is_none() {
        (book.half, book.time) = (whole.half, whole.time);
    }
    book.intent = Intent::Book;
    book.missing = missing(&book, &book.doubts);
    book
}
