//! `motcua voice`: what is missing for numbers to be read aloud, a trial, and recording the office's own voice.

use std::io::{BufRead, Write};

use super::failure::Failure;
use crate::app::sentence::{Sentence, phrases};
use crate::config::Config;
use crate::domain::rules::{CounterIx, FieldIx};
use crate::voice::{Fault, Recording, Voice};

/// What the trial calls.
const SAMPLE: u32 = 105;

/// Says how the voice is, and what was not recorded yet.
pub(super) fn state(config: &Config) -> Result<(), Failure> {
    let voice = voice(config)?;
    if config.voice.off {
        println!("Loa: không dùng (on = false dưới [voice]).");
    }
    match voice.probe(&Sentence::test()) {
        Ok(()) => println!("Loa: phát được."),
        Err(fault) => println!("Loa: {fault}"),
    }
    let all = phrases(&config.rules);
    let missing = voice.clips().missing(all.iter().map(String::as_str));
    println!(
        "Giọng của cơ quan: {} — đã thu {}/{} cụm.",
        voice.clips().folder().display(),
        all.len() - missing.len(),
        all.len()
    );
    for phrase in &missing {
        println!("  chưa thu: {phrase}");
    }
    if !missing.is_empty() {
        println!(
            "Còn thiếu cụm nào trong một câu thì cả câu do espeak-ng đọc. Thu âm: motcua voice record"
        );
    }
    Ok(())
}

/// Reads one call aloud, as it would be read for a citizen.
pub(super) fn test(config: &Config) -> Result<(), Failure> {
    let sentence = Sentence::call(&config.rules, CounterIx(0), FieldIx(0), &[SAMPLE]);
    println!("{}", sentence.text());
    voice(config)?.say(&sentence).map_err(refused)
}

/// Records what is missing, or everything anew, phrase by phrase: Enter begins, Enter ends.
pub(super) fn record(config: &Config, anew: bool) -> Result<(), Failure> {
    let voice = voice(config)?;
    let clips = voice.clips();
    let all = phrases(&config.rules);
    let wanted = match anew {
        true => all,
        false => clips.missing(all.iter().map(String::as_str)),
    };
    println!(
        "Ghi vào {}. Đọc rõ từng cụm, cách micro một gang tay.\n\
         Enter để bắt đầu, Enter nữa để dừng; b rồi Enter: bỏ qua cụm này; q rồi Enter: thôi.",
        clips.folder().display()
    );
    let mut lines = std::io::stdin().lock().lines();
    for (i, phrase) in wanted.iter().enumerate() {
        if !phrase_of(&voice, phrase, (i + 1, wanted.len()), &mut lines)? {
            break;
        }
    }
    let missing = clips.missing(phrases(&config.rules).iter().map(String::as_str));
    match missing.len() {
        0 => println!("Đã thu đủ: từ nay loa đọc bằng giọng của cơ quan."),
        n => println!("Còn thiếu {n} cụm."),
    }
    Ok(())
}

/// Records one phrase until it is good. Answers whether to go on to the next.
fn phrase_of(
    voice: &Voice,
    phrase: &str,
    (at, of): (usize, usize),
    lines: &mut impl Iterator<Item = std::io::Result<String>>,
) -> Result<bool, Failure> {
    loop {
        match ask(&format!("({at}/{of}) «{phrase}»  Enter để thu: "), lines).as_deref() {
            Some("") => {}
            Some("b") => return Ok(true),
            Some("q") | None => return Ok(false),
            Some(_) => continue,
        }
        let recording = Recording::start(voice.recorder()).map_err(refused)?;
        let said = ask("  đang thu… Enter để dừng: ", lines);
        let sound = match recording.stop() {
            Ok(sound) => sound,
            Err(fault @ Fault::NothingRecorded) if said.is_some() => {
                println!("  {fault}");
                continue;
            }
            Err(fault) => return Err(refused(fault)),
        };
        if let Err(fault) = voice.play(&sound) {
            println!("  không phát lại được: {fault}");
        }
        match ask("  Enter: giữ · l rồi Enter: thu lại: ", lines).as_deref() {
            Some("") => {}
            Some(_) => continue,
            None => return Ok(false),
        }
        voice.clips().keep(phrase, &sound).map_err(refused)?;
        return Ok(true);
    }
}

/// What was typed behind a question; `None` at the end of the input.
fn ask(
    question: &str,
    lines: &mut impl Iterator<Item = std::io::Result<String>>,
) -> Option<String> {
    print!("{question}");
    // A terminal that is gone reads nothing either.
    let _ = std::io::stdout().flush();
    lines.next()?.ok().map(|line| line.trim().to_lowercase())
}

fn voice(config: &Config) -> Result<Voice, Failure> {
    let clips = config.clips_folder().map_err(anyhow::Error::from)?;
    Ok(Voice::new(&config.voice, clips))
}

fn refused(fault: Fault) -> Failure {
    Failure::Refused(fault.to_string())
}
