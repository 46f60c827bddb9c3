//! `motcua sms try`: what the office would do with a message. It changes nothing.

use std::fmt::Write as _;
use std::io::{BufRead, Write};

use serde::{Deserialize, Serialize};

use crate::app::post::{Post, Trial};
use crate::config::{CatalogueWatch, Config};
use crate::domain::catalogue::Catalogue;
use crate::domain::rules::Rules;
use crate::domain::sms::{Bound, Doubt, Part};
use crate::domain::time::{Day, Half, Minute};
use crate::domain::words::{date, half, intent, weekday};

/// Who sends a message unless one says so.
const SOMEBODY: &str = "0912345678";
const USAGE: &str = "cần `sms try` và một tin nhắn trong dấu nháy; `-` là đầu vào chuẩn";

/// What the command line asks for.
#[derive(Default)]
pub(super) struct Asked {
    /// When the message comes; now unless given.
    pub now: Option<String>,
    /// Who sends it.
    pub from: Option<String>,
    /// One JSON object a message.
    pub json: bool,
    /// `try`, and the message.
    pub words: Vec<String>,
}

/// A line of standard input that is an object.
#[derive(Deserialize)]
struct Line {
    text: String,
    now: Option<String>,
    from: Option<String>,
}

/// A reading and its answer, as `--json` prints them.
#[derive(Serialize)]
struct Printed<'a> {
    intent: &'a str,
    name: Option<&'a str>,
    procedure: Option<&'a str>,
    date: Option<String>,
    session: Option<&'a str>,
    time: Option<String>,
    number: Option<u32>,
    code: Option<&'a str>,
    rating: Option<u8>,
    missing: Vec<&'a str>,
    reply: &'a str,
}

/// Tries what was asked, with `-` line by line from `input`.
///
/// # Errors
/// A wrong command line or input, in words for the person at the terminal.
pub(super) fn run(
    config: &Config,
    asked: &Asked,
    now: Minute,
    input: &mut impl BufRead,
    out: &mut impl Write,
) -> Result<(), String> {
    let [command, text] = &asked.words[..] else {
        return Err(USAGE.to_owned());
    };
    if command != "try" {
        return Err(USAGE.to_owned());
    }
    let now = asked.now.as_deref().map_or(Ok(now), minute)?;
    let catalogue = CatalogueWatch::new(config).current();
    let office = Trier {
        post: config.post(catalogue.clone()),
        rules: config.rules.clone(),
        catalogue: &catalogue,
        json: asked.json,
    };
    let from = asked.from.as_deref().unwrap_or(SOMEBODY);
    // A closed pipe (`motcua sms try - | head`) is no error.
    let mut print = |text: &str| {
        let _ = out.write_all(text.as_bytes());
    };
    if text != "-" {
        print(&office.print(text, from, now));
        return Ok(());
    }
    for (number, line) in input.split(b'\n').enumerate() {
        let wrong = |why: String| format!("dòng {}: {why}", number + 1);
        let line = line.map_err(|e| wrong(e.to_string()))?;
        let line = message(String::from_utf8_lossy(&line).trim_end_matches('\r'))
            .map_err(|e| wrong(format!("không phải JSON: {e}")))?;
        let now = line.now.as_deref().map_or(Ok(now), minute).map_err(wrong)?;
        print(&office.print(&line.text, line.from.as_deref().unwrap_or(from), now));
    }
    Ok(())
}

fn minute(text: &str) -> Result<Minute, String> {
    Minute::parse(text).ok_or_else(|| format!("không có lúc «{text}»; viết như 2026-11-23T09:00"))
}

/// One line of standard input: a JSON string, a JSON object, or the message itself.
fn message(line: &str) -> Result<Line, serde_json::Error> {
    let plain = |text: String| Line {
        text,
        now: None,
        from: None,
    };
    match line.trim_start().as_bytes().first() {
        Some(b'"') => serde_json::from_str(line).map(plain),
        Some(b'{') => serde_json::from_str(line),
        _ => Ok(plain(line.to_owned())),
    }
}

struct Trier<'a> {
    post: Post,
    rules: Rules,
    catalogue: &'a Catalogue,
    json: bool,
}

impl Trier<'_> {
    fn print(&self, text: &str, from: &str, now: Minute) -> String {
        let trials = self.post.trial(&self.rules, text, from, now);
        if self.json {
            json(&trials) + "\n"
        } else {
            let words: Vec<String> = trials.iter().map(|trial| self.words(trial)).collect();
            words.join("\n")
        }
    }

    /// For a person at the terminal.
    fn words(&self, Trial { reading, reply }: &Trial) -> String {
        let mut said = format!("Hiểu là:  {}\n", intent(reading.intent));
        let mut line = |label: &str, value: Option<String>| {
            if let Some(value) = value {
                let _ = writeln!(said, "{label:<9} {value}");
            }
        };
        let named = |id: &String| match self.catalogue.get(id) {
            Some(procedure) => format!("{} ({id})", procedure.name),
            None => id.clone(),
        };
        line("Họ tên:", reading.name.clone());
        line("Thủ tục:", reading.procedure.as_ref().map(named));
        line("Ngày:", reading.date.map(day));
        line("Buổi:", reading.half.map(|of_day| half(of_day).to_owned()));
        line("Giờ:", reading.time.map(|time| time.to_string()));
        line("Số:", reading.number.map(|number| number.to_string()));
        line("Mã:", reading.any_code().map(str::to_owned));
        line("Điểm:", reading.rating.map(|rating| rating.to_string()));
        let missing: Vec<&str> = reading
            .missing
            .iter()
            .map(|part| part_words(*part))
            .collect();
        line(
            "Còn thiếu:",
            (!missing.is_empty()).then(|| missing.join(", ")),
        );
        for doubt in &reading.doubts {
            line("Vì:", Some(doubt_words(doubt)));
        }
        let reply = match reply.as_str() {
            "" => "(không trả lời)".to_owned(),
            reply => format!("{reply} ({} ký tự)", reply.chars().count()),
        };
        line("Trả lời:", Some(reply));
        said
    }
}

/// One object a message: of several commands the parts of the first, and all answers.
fn json(trials: &[Trial]) -> String {
    let Some(Trial { reading, .. }) = trials.first() else {
        return String::new();
    };
    let replies: Vec<&str> = trials.iter().map(|trial| trial.reply.as_str()).collect();
    let printed = Printed {
        intent: reading.intent.id(),
        name: reading.name.as_deref(),
        procedure: reading.procedure.as_deref(),
        date: reading.date.map(|day| day.to_string()),
        session: reading.half.map(|half| match half {
            Half::Am => "morning",
            Half::Pm => "afternoon",
        }),
        time: reading.time.map(|time| time.to_string()),
        number: reading.number,
        code: reading.any_code(),
        rating: reading.rating,
        missing: reading.missing.iter().map(|part| part.id()).collect(),
        reply: &replies.join("\n"),
    };
    serde_json::to_string(&printed).unwrap_or_default()
}

fn day(day: Day) -> String {
    format!("{} {}", weekday(day), date(day))
}

fn part_words(part: Part) -> &'static str {
    match part {
        Part::Name => "họ tên",
        Part::Procedure => "thủ tục",
        Part::Date => "ngày",
        Part::Code => "mã",
        Part::Number => "số",
        Part::Rating => "điểm",
    }
}

fn doubt_words(doubt: &Doubt) -> String {
    match doubt {
        Doubt::TwoProcedures(one, other) => format!("hai thủ tục: {one}, {other}"),
        Doubt::TwoDates => "các ngày không khớp nhau".to_owned(),
        Doubt::OpenDay(Bound::Before, day) => format!("trước ngày {}", self::day(*day)),
        Doubt::OpenDay(Bound::From, day) => format!("từ ngày {}", self::day(*day)),
        Doubt::OpenDay(Bound::After, day) => format!("sau ngày {}", self::day(*day)),
        Doubt::NoSuchDate => "ngày đó không có trong lịch".to_owned(),
        Doubt::PastDate => "ngày đã qua".to_owned(),
        Doubt::LunarDate => "ngày âm lịch".to_owned(),
        Doubt::TwoCodes => "hai mã".to_owned(),
        Doubt::NoSuchCode => "mã viết chưa đúng".to_owned(),
        Doubt::TwoNumbers => "hai số".to_owned(),
        Doubt::OutOfHours => "buổi trưa, buổi tối cơ quan nghỉ".to_owned(),
        Doubt::NoSuchRating => "điểm ngoài 1 đến 5".to_owned(),
        Doubt::SeveralCommands => "nhiều lệnh".to_owned(),
        Doubt::SeveralPeople(names) => format!("nhiều người: {}", names.join(", ")),
    }
}
