//! The door of the ear: what an office hears when numbers are called, through a real ALSA device without a card, and
//! through commands that keep what they are given.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use motcua::app::sentence::LATEST;
use serde_json::json;

use crate::support::desk::Desk;
use crate::support::office::{Office, Running};
use crate::support::watch::Watch;

mod recording;

const CLOCK: &str = "2026-11-23 08:00:00";
/// The header of a WAV file without extras.
const HEADER: usize = 44;
/// What espeak-ng writes: values of two bytes, so many a second.
const RATE: f64 = 22_050.0;

/// An office of so many counters, all for one field, with this `[voice]`.
fn office(counters: usize, voice: &str) -> Office {
    let counter = |n| format!("[[counter]]\nid = {n}\nfields = [\"TP\"]\n");
    let counters: String = (1..=counters).map(counter).collect();
    let config = format!(
        "[office]\nname = \"UBND xã Vĩnh Thủy\"\n[[field]]\nid = \"TP\"\nname = \"Tư pháp - hộ tịch\"\nmean = 10\n\
         {counters}[voice]\n{voice}\n"
    );
    Office::new(&config, CLOCK)
}

/// A shell command that keeps what comes in as a file of its own in `folder`, whole or not at all. ALSA reads percent signs
/// in its own way, so the time in hundredths of a second is the name, and the process, for two may begin in one.
fn keeping(folder: &Path) -> String {
    let folder = folder.display();
    format!(
        "read n x < /proc/uptime; n=$n-$$; cat > {folder}/$n.part; mv {folder}/$n.part {folder}/$n.wav"
    )
}

/// A `player` of that kind, with what else it does.
fn player(folder: &Path, then: &str) -> String {
    format!("player = [\"sh\", \"-c\", '{}{then}']", keeping(folder))
}

/// Everything that was played.
struct Ear(PathBuf);

impl Ear {
    fn new(office: &Office) -> Self {
        let folder = office.path("heard");
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    /// The values of all that was played so far, in order; the silence of trials is left out.
    fn all(&self) -> Vec<Vec<u8>> {
        let files = fs::read_dir(&self.0)
            .unwrap()
            .map(|entry| entry.unwrap().path());
        let mut files: Vec<_> = files
            .filter(|f| f.extension().is_some_and(|e| e == "wav"))
            .collect();
        files.sort();
        let values = files
            .iter()
            .map(|file| fs::read(file).unwrap().split_off(HEADER));
        values
            .filter(|values| values.iter().any(|v| *v != 0))
            .collect()
    }

    /// Waits until so much was played.
    #[track_caller]
    fn wait(&self, count: usize) -> Vec<Vec<u8>> {
        let heard = || Some(self.all()).filter(|all| all.len() >= count);
        Watch::on(&self.0).until(&format!("{count} sentences"), heard)
    }
}

/// What the speaking program makes of a text: asked here, apart from ours.
fn spoken(text: &str) -> Vec<u8> {
    let args = ["-v", "vi", "-s", "140", "--stdout", text];
    let output = Command::new("espeak-ng")
        .args(args)
        .output()
        .expect("espeak-ng is installed");
    output.stdout[HEADER..].to_vec()
}

/// Numbers in words, as others spell them.
fn words() -> BTreeMap<u32, String> {
    let table = fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/data/spoken.tsv"
    ))
    .unwrap();
    let pairs = table.lines().map(|line| line.split_once('\t').unwrap());
    pairs
        .map(|(n, words)| (n.parse().unwrap(), words.to_owned()))
        .collect()
}

fn sentence(n: u32, counter: u32) -> String {
    let words = words();
    format!(
        "Mời số {}, lĩnh vực tư pháp, hộ tịch, đến quầy số {}.",
        words[&n], words[&counter]
    )
}

fn is(heard: &[u8], wanted: &[u8]) -> bool {
    // A card takes whole periods: silence follows.
    heard.starts_with(wanted) && heard[wanted.len()..].iter().all(|v| *v == 0)
}

fn walkin(office: &Office) {
    office.event(&json!({"type": "walkin", "field": "TP"}));
}

#[test]
fn thirty_calls_in_a_minute_are_read_whole_in_order_and_in_time() {
    let office = office(30, "");
    let ear = Ear::new(&office);
    let asound = office.path("asound.conf");
    let file = keeping(&ear.0);
    let config = format!(
        "pcm.!default {{ type file\n slave.pcm \"null\"\n file \"|{file}\"\n format \"wav\" }}\npcm.null {{ type null }}\n"
    );
    fs::write(&asound, config).unwrap();
    let _host = Running::start(office.motcua(&["serve"]).env("ALSA_CONFIG_PATH", asound));
    office.await_status("a voice", |s| s.voice.as_ref().is_some_and(|v| v.ready));
    for _ in 0..30 {
        walkin(&office);
    }
    ear.wait(30);
    let heard = ear.wait(60);
    let wanted: Vec<Vec<u8>> = (1..=30).map(|n| spoken(&sentence(n, n))).collect();
    let mut seen = Vec::new();
    for values in &heard {
        let which = wanted.iter().position(|wanted| is(values, wanted));
        seen.push(which.expect("a sentence, whole, and no other"));
    }
    let mut firsts = seen.clone();
    let mut known = Vec::new();
    firsts.retain(|n| {
        !known.contains(n) && {
            known.push(*n);
            true
        }
    });
    assert_eq!(firsts, Vec::from_iter(0..30), "in order");
    assert!(
        (0..30).all(|n| seen.iter().filter(|s| **s == n).count() == 2),
        "each once more: {seen:?}"
    );
    // This device plays in no time. At true speed, with a call every two seconds:
    let mut free = 0.0;
    let mut worst = 0.0f64;
    for (n, wanted) in wanted.iter().enumerate() {
        let called = n as f64 * 2.0;
        let begin = called.max(free);
        worst = worst.max(begin - called);
        free = begin + wanted.len() as f64 / 2.0 / RATE;
    }
    println!("30 calls in a minute: the last is read after {worst:.0} s at the latest");
    assert!(worst < LATEST.as_secs_f64(), "{worst} s");
}

#[test]
fn what_was_taken_back_or_replaced_while_it_waited_is_not_read() {
    let office = office(4, "");
    let ear = Ear::new(&office);
    let gate = office.path("gate");
    let text = fs::read_to_string(office.path("motcua.toml")).unwrap();
    let then = format!("; until [ -e {} ]; do sleep 0.05; done", gate.display());
    let text = text.replace("[voice]", &format!("[voice]\n{}", player(&ear.0, &then)));
    fs::write(office.path("motcua.toml"), text).unwrap();
    fs::write(&gate, "").unwrap();
    let _host = office.host();
    office.await_status("a voice", |s| s.voice.as_ref().is_some_and(|v| v.ready));
    (0..7).for_each(|_| walkin(&office));
    ear.wait(8);
    fs::remove_file(&gate).unwrap();
    let done = |counter: u32| office.event(&json!({"type": "done", "counter": counter}));
    done(1);
    ear.wait(9);
    // 5 is being read, and goes on. Meanwhile 6 is called to counter 2, taken back, called to 3, and gives way to 7.
    done(2);
    office.event(&json!({"type": "undo", "counter": 2}));
    done(3);
    done(3);
    fs::write(&gate, "").unwrap();
    let heard = ear.wait(12);
    let wanted = [(5, 1), (7, 3), (5, 1), (7, 3)].map(|(n, counter)| spoken(&sentence(n, counter)));
    for (values, wanted) in heard[8..].iter().zip(&wanted) {
        assert!(is(values, wanted), "{}", office.queue());
    }
    assert_eq!(heard.len(), 12);
}

#[test]
fn numbers_called_in_vain_are_read_as_a_range() {
    let office = office(1, "");
    let ear = Ear::new(&office);
    let text = fs::read_to_string(office.path("motcua.toml")).unwrap();
    fs::write(
        office.path("motcua.toml"),
        text.replace("[voice]", &format!("[voice]\n{}", player(&ear.0, ""))),
    )
    .unwrap();
    for n in 1..=3 {
        let phone = format!("091234567{n}");
        office.event(&json!({"type": "sms", "field": "TP", "phone": phone}));
    }
    let _host = office.host();
    office.await_status("a voice", |s| s.voice.as_ref().is_some_and(|v| v.ready));
    walkin(&office);
    let heard = ear.wait(2);
    let range = "Mời các số một đến ba, lĩnh vực tư pháp, hộ tịch, đến quầy số một.";
    assert!(is(&heard[0], &spoken(range)));
    assert!(is(&heard[1], &spoken(&sentence(4, 1))));
}

/// A recording that nobody could take for another: one loudness, for a tenth of a second.
fn tone(level: i16, rate: u32, channels: u16) -> Vec<u8> {
    let count = rate as usize / 10 * usize::from(channels);
    let bytes = (count * 2) as u32;
    let mut file = b"RIFF".to_vec();
    file.extend((bytes + 36).to_le_bytes());
    file.extend(b"WAVEfmt \x10\0\0\0\x01\0");
    file.extend(channels.to_le_bytes());
    file.extend(rate.to_le_bytes());
    file.extend((rate * 2 * u32::from(channels)).to_le_bytes());
    file.extend((2 * channels).to_le_bytes());
    file.extend(b"\x10\0data");
    file.extend(bytes.to_le_bytes());
    file.extend(std::iter::repeat_n(level.to_le_bytes(), count).flatten());
    file
}

/// The loudnesses that were heard one after the other; silence is 0.
fn levels(values: &[u8]) -> Vec<i16> {
    let values = values
        .chunks_exact(2)
        .map(|v| i16::from_le_bytes([v[0], v[1]]));
    let mut runs: Vec<(i16, usize)> = Vec::new();
    for value in values {
        match runs.last_mut() {
            Some((last, count)) if *last == value => *count += 1,
            _ => runs.push((value, 1)),
        }
    }
    // What lies between two loudnesses where rates differ is short.
    runs.into_iter()
        .filter(|(_, count)| *count > 100)
        .map(|(level, _)| level)
        .collect()
}

#[test]
fn the_offices_own_recordings_go_before_the_machine() {
    let office = office(2, "");
    let ear = Ear::new(&office);
    let text = fs::read_to_string(office.path("motcua.toml")).unwrap();
    fs::write(
        office.path("motcua.toml"),
        text.replace("[voice]", &format!("[voice]\n{}", player(&ear.0, ""))),
    )
    .unwrap();
    let clips = office.path("data/giong-doc");
    fs::create_dir_all(&clips).unwrap();
    let clip = |name: &str, level: i16, rate, channels| {
        fs::write(clips.join(name), tone(level, rate, channels)).unwrap();
    };
    clip("mời số.wav", 1000, 22_050, 1);
    // As another program names files: capitals, and accents apart from their letters.
    clip("Lĩnh vực tu\u{31b} pháp, hộ tịch.WAV", 2000, 44_100, 2);
    clip("đến quầy số.wav", 3000, 8_000, 1);
    clip("một.wav", 4000, 22_050, 1);
    let _host = office.host();
    office.await_status("a voice", |s| s.voice.as_ref().is_some_and(|v| v.ready));
    walkin(&office);
    let heard = ear.wait(1);
    assert_eq!(levels(&heard[0]), [1000, 4000, 0, 2000, 0, 3000, 4000]);
    // "hai" was not recorded: the whole sentence is the machine's.
    walkin(&office);
    let all = ear.wait(3);
    assert!(
        all[1..]
            .iter()
            .any(|values| is(values, &spoken(&sentence(2, 2))))
    );
    // A recording that is none: said on the screen, with its name.
    clip("hai.wav", 0, 22_050, 1);
    office.event(&json!({"type": "recall", "counter": 2}));
    let status = office.await_status("the trouble", |s| {
        s.voice.as_ref().is_some_and(|v| v.trouble.is_some())
    });
    let trouble = status.voice.unwrap().trouble.unwrap();
    assert!(trouble.contains("hai.wav không có tiếng"), "{trouble}");
}

#[test]
fn without_a_card_the_screen_says_so_and_the_queue_goes_on() {
    let office = office(1, "on = true");
    let asound = office.path("asound.conf");
    fs::write(&asound, "pcm.!default { type hw\n card 99 }\n").unwrap();
    let _host = Running::start(office.motcua(&["serve"]).env("ALSA_CONFIG_PATH", asound));
    office.await_status("the trouble", |s| {
        s.voice.as_ref().is_some_and(|v| v.trouble.is_some())
    });
    let mut desk = Desk::sized(&office, &[], 80, 24);
    desk.screen.wait_for("Loa ✕");
    desk.screen
        .wait_for("không thấy card âm thanh: cắm loa USB");
    desk.says("F5 Enter", "gọi 001");
}

#[test]
fn an_office_that_has_set_up_no_voice_hears_nothing_of_it_before_it_was_heard() {
    let office = office(1, "");
    let folder = office.path("bin");
    fs::create_dir_all(&folder).unwrap();
    let (tried, works) = (office.path("bin/tried"), office.path("bin/works"));
    let script = format!(
        "#!/bin/sh\ncat > /dev/null; echo x >> {}; [ -e {} ]\n",
        tried.display(),
        works.display()
    );
    fs::write(folder.join("aplay"), script).unwrap();
    let everybody = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    fs::set_permissions(folder.join("aplay"), everybody).unwrap();
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap());
    let host = || Running::start(office.motcua(&["serve"]).env("PATH", &path));
    let mut running = host();
    Watch::on(&folder).until("a trial", || tried.exists().then_some(()));
    walkin(&office);
    let lines = || {
        fs::read_to_string(&tried)
            .unwrap_or_default()
            .lines()
            .count()
    };
    Watch::on(&folder).until("a call", || (lines() > 1).then_some(()));
    let beat = office.await_status("a beat", |_| true).heartbeat;
    let status = office.await_status("another one", |s| s.heartbeat > beat);
    assert_eq!(status.voice, None);
    // Once it was heard here, its silence is a trouble, also of a later host.
    fs::write(&works, "").unwrap();
    let recall = json!({"type": "recall", "counter": 1});
    office.event(&recall);
    office.await_status("a voice", |s| s.voice.as_ref().is_some_and(|v| v.ready));
    fs::remove_file(&works).unwrap();
    office.event(&recall);
    let has_trouble =
        |s: &motcua::app::status::Status| s.voice.as_ref().is_some_and(|v| v.trouble.is_some());
    office.await_status("the trouble", has_trouble);
    running.kill();
    drop(running);
    let _host = host();
    office.await_status("the trouble", |s| {
        s.voice.as_ref().is_some_and(|v| !v.ready)
    });
    office.await_status("the trouble", has_trouble);
}

#[test]
fn a_player_that_hangs_is_ended_and_named() {
    let office = office(1, "player = [\"sh\", \"-c\", \"sleep 600\"]");
    let _host = office.host();
    let status = office.await_status("the trouble", |s| {
        s.voice.as_ref().is_some_and(|v| v.trouble.is_some())
    });
    let trouble = status.voice.unwrap().trouble.unwrap();
    assert!(trouble.contains("sh phát mãi không xong"), "{trouble}");
    walkin(&office);
}

#[test]
fn an_office_without_a_player_is_told_what_to_install() {
    let office = office(1, "player = [\"no-such-player\"]");
    let _host = office.host();
    let status = office.await_status("the trouble", |s| {
        s.voice.as_ref().is_some_and(|v| v.trouble.is_some())
    });
    let trouble = status.voice.unwrap().trouble.unwrap();
    assert!(
        trouble.contains("cài chương trình phát âm thanh no-such-player"),
        "{trouble}"
    );
}
