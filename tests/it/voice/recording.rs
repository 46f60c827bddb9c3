//! Recording the office's own voice: at the prompt, at the screen, with a microphone that fails.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use super::{Ear, levels, office, player, tone};
use crate::support::desk::Desk;
use crate::support::watch::Watch;

#[test]
fn an_official_records_the_offices_voice_word_by_word() {
    let office = office(1, "").in_real_time();
    let ear = Ear::new(&office);
    let (quiet, loud) = (office.path("quiet.wav"), office.path("loud.wav"));
    fs::write(&quiet, tone(3, 22_050, 1)).unwrap();
    fs::write(&loud, tone(5000, 22_050, 1)).unwrap();
    // A microphone that is off at first.
    let take = format!(
        "if [ -e {0}.used ]; then cat {1}; touch {1}.used; else cat {0}; touch {0}.used; fi; exec sleep 600",
        quiet.display(),
        loud.display()
    );
    let voice = format!(
        "[voice]\n{}\nrecorder = [\"sh\", \"-c\", '{take}']",
        player(&ear.0, "")
    );
    let text = fs::read_to_string(office.path("motcua.toml")).unwrap();
    fs::write(office.path("motcua.toml"), text.replace("[voice]", &voice)).unwrap();
    let mut command = office.motcua(&["voice", "record"]);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut take = |file: &Path, keys: &[u8]| {
        stdin.write_all(keys).unwrap();
        let used = file.with_extension("wav.used");
        Watch::on(office.path("").as_path()).until("the recorder", || used.exists().then_some(()));
    };
    take(&quiet, b"\n");
    // Ended; heard nothing; again: ended, kept; then enough.
    take(&loud, b"\n\n");
    take(&loud, b"\n\nq\n");
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("(1/24) «không»"), "{said}");
    assert!(said.contains("không nghe thấy gì"), "{said}");
    assert!(said.contains("Còn thiếu 23 cụm"), "{said}");
    assert_eq!(levels(&ear.all()[0]), [5000], "played back");
    let known = office.run(&["voice"]);
    assert!(
        !known.stdout.contains("chưa thu: không\n"),
        "{}",
        known.stdout
    );
    assert!(known.stdout.contains("chưa thu: một\n"), "{}", known.stdout);
}

#[test]
fn a_head_records_the_offices_voice_at_the_screen() {
    let office = office(1, "").in_real_time();
    let ear = Ear::new(&office);
    let loud = office.path("loud.wav");
    fs::write(&loud, tone(5000, 22_050, 1)).unwrap();
    let take = format!("cat {0}; echo >> {0}.used; exec sleep 600", loud.display());
    let voice = format!(
        "[voice]\n{}\nrecorder = [\"sh\", \"-c\", '{take}']",
        player(&ear.0, "")
    );
    let text = fs::read_to_string(office.path("motcua.toml")).unwrap();
    fs::write(office.path("motcua.toml"), text.replace("[voice]", &voice)).unwrap();
    let used = loud.with_extension("wav.used");
    let recorders = || fs::read(&used).map_or(0, |lines| lines.len());
    let mut desk = Desk::open(&office, &[]);
    // The host has tried the loudspeaker.
    office.await_status("a voice", |s| s.voice.as_ref().is_some_and(|v| v.ready));
    let records = |desk: &mut Desk, keys: &str, nth: usize| {
        desk.press(keys);
        desk.screen.wait_for("ĐANG THU");
        Watch::on(office.path("").as_path())
            .until("the recorder", || (recorders() >= nth).then_some(()));
    };
    desk.press("Alt+2 Alt+L «thu giong» Enter");
    desk.screen.wait_for("Cụm 1 trong 24 cụm chưa thu");
    desk.screen.wait_for("«không»");
    records(&mut desk, "Enter", 1);
    desk.shows("Enter", "Nghe được thì Enter để giữ");
    assert_eq!(levels(&ear.wait(1)[0]), [5000], "played back");
    // Heard again, recorded again, kept.
    desk.press("Up");
    ear.wait(2);
    records(&mut desk, "Left", 2);
    desk.shows("Enter", "Nghe được thì Enter để giữ");
    ear.wait(3);
    assert!(!office.path("data/giong-doc/không.wav").exists());
    desk.shows("Enter", "Cụm 1 trong 23 cụm chưa thu");
    desk.screen.wait_for("«một»");
    assert!(office.path("data/giong-doc/không.wav").exists());
    // The next one, and the one before; what is under way is thrown away by going.
    desk.shows("Right", "«hai»");
    desk.shows("Left", "«một»");
    records(&mut desk, "Enter", 3);
    desk.press("Esc");
    desk.screen.wait_gone("Thu giọng đọc của cơ quan");
    let known = office.run(&["voice"]).stdout;
    assert!(!known.contains("chưa thu: không\n"), "{known}");
    assert!(known.contains("chưa thu: một\n"), "{known}");
}

#[test]
fn without_a_microphone_the_window_says_so_and_goes_on() {
    let office = office(1, "player = [\"true\"]\nrecorder = [\"no-such-recorder\"]");
    let mut desk = Desk::open(&office, &[]);
    desk.press("Alt+2 Alt+L «thu giong» Enter");
    desk.screen.wait_for("«không»");
    desk.shows("Enter", "cài chương trình thu âm no-such-recorder");
    let text = fs::read_to_string(office.path("motcua.toml")).unwrap();
    let card = "recorder = [\"arecord\", \"-q\", \"-D\", \"hw:99\", \"-\"]";
    let text = text.replace("recorder = [\"no-such-recorder\"]", card);
    fs::write(office.path("motcua.toml"), text).unwrap();
    let mut other = Desk::open(&office, &[]);
    other.press("Alt+2 Alt+L «thu giong» Enter");
    other.screen.wait_for("«không»");
    // It ends by itself: nobody needs to stop it first.
    other.shows("Enter", "máy này không có micro");
    other.press("Esc Alt+1");
    other.says("F5 Enter", "gọi 001");
}

/// It holds on to its device, and neither ends when it is told to nor closes anything.
#[test]
fn a_recorder_that_does_not_end_is_ended_and_the_screen_goes_on() {
    let office = office(1, "");
    let started = office.path("pid");
    let take = format!(
        "trap \"\" TERM; echo $$ > {0}.part; mv {0}.part {0}; exec sleep 600",
        started.display()
    );
    let recorder =
        format!("[voice]\nrecorder = [\"env\", \"-u\", \"LD_PRELOAD\", \"sh\", \"-c\", '{take}']");
    let text = fs::read_to_string(office.path("motcua.toml")).unwrap();
    fs::write(
        office.path("motcua.toml"),
        text.replace("[voice]", &recorder),
    )
    .unwrap();
    let mut desk = Desk::open(&office, &[]);
    desk.press("Alt+2 Alt+L «thu giong» Enter");
    desk.screen.wait_for("«không»");
    desk.press("Enter");
    let folder = office.path("");
    let pid =
        Watch::on(folder.as_path()).until("the recorder", || fs::read_to_string(&started).ok());
    desk.shows("Enter", "không dừng lại nên đã bị tắt");
    assert!(!Path::new("/proc").join(pid.trim()).exists(), "it lives on");
    desk.press("Esc Alt+1");
    desk.says("F5 Enter", "Cấp số 001");
}

#[test]
fn a_counter_that_was_added_meanwhile_is_among_the_phrases() {
    let office = office(1, "");
    let mut desk = Desk::open(&office, &[]);
    desk.press("Alt+2 Alt+L «thu giong» Enter");
    desk.screen.wait_for("Cụm 1 trong 24 cụm chưa thu");
    desk.press("Esc");
    desk.screen.wait_gone("Thu giọng đọc của cơ quan");
    let path = office.path("motcua.toml");
    let counter = "[[counter]]\nid = \"tra-ket-qua\"\nname = \"Quầy trả kết quả\"\nfields = [\"TP\"]\n[voice]";
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("[voice]", counter)).unwrap();
    desk.press("Alt+1");
    desk.says("F5 Enter", "Cấp số 001");
    desk.press("Alt+2 Alt+L «thu giong» Enter");
    desk.screen.wait_for("Cụm 1 trong 25 cụm chưa thu");
}
