//! `motcua sms try`: what a message is understood as, and what would be answered.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;

use motcua::app::post::Trial;
use motcua::config::Config;
use motcua::domain::time::Minute;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::office::Office;

const CLOCK: &str = "2026-11-25 09:00:00";

fn data(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(name)
}

/// The lines of a file of messages.
fn messages(name: &str) -> Vec<Value> {
    let text = fs::read_to_string(data(name)).expect("messages");
    text.lines()
        .map(|line| serde_json::from_str(line).expect("a message"))
        .collect()
}

/// What `sms try --json -` prints for lines of standard input.
fn tried(office: &Office, lines: &[String]) -> Vec<Value> {
    let input = office.path("messages");
    fs::write(&input, lines.join("\n") + "\n").unwrap();
    let mut command = office.motcua(&["sms", "try", "--json", "-"]);
    let output = command
        .stdin(Stdio::from(File::open(input).unwrap()))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let printed = String::from_utf8(output.stdout).unwrap();
    printed
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

/// Whether a text goes out as one SMS in the GSM alphabet.
fn is_one_sms(text: &str) -> bool {
    let septets = |c: char| match c {
        '[' | ']' | '{' | '}' | '\\' | '^' | '~' | '|' => 2,
        ' '..='_' | 'a'..='z' => 1,
        _ => 161,
    };
    text.chars().map(septets).sum::<u32>() <= 160
}

/// Checks every message of a file; every mistake is listed.
fn all_understood(name: &str, at_least: usize) {
    let office = Office::new("", CLOCK);
    let messages = messages(name);
    assert!(messages.len() >= at_least);
    let line =
        |m: &Value| json!({"text": m["text"], "now": m["now"], "from": m["from"]}).to_string();
    let answers = tried(&office, &messages.iter().map(line).collect::<Vec<_>>());
    assert_eq!(answers.len(), messages.len());
    let mut wrong = Vec::new();
    for (message, answer) in messages.iter().zip(&answers) {
        for (part, want) in message["want"].as_object().unwrap() {
            if answer[part] != *want {
                let (text, note, got) = (&message["text"], &message["note"], &answer[part]);
                wrong.push(format!(
                    "{text} ({note}): {part} is {got}, should be {want}"
                ));
            }
        }
        assert!(is_one_sms(answer["reply"].as_str().unwrap()), "{answer}");
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
    assert!(!office.store().exists(), "trying changes nothing");
}

#[test]
fn the_examples_are_understood() {
    all_understood("sms_examples.jsonl", 80);
}

#[test]
fn our_own_messages_are_understood() {
    all_understood("sms_own.jsonl", 3579);
}

#[test]
fn the_parts_are_printed_with_their_keys_and_absent_ones_as_null() {
    let office = Office::new("", CLOCK);
    let done = office.run(&[
        "sms",
        "try",
        "--json",
        "--now",
        "2026-11-23T09:00",
        "DK Nguyễn Văn A khai sinh 25/11 8h30",
    ]);
    assert_eq!(done.code, Some(0), "{done:?}");
    let parts = "{\"intent\":\"book\",\"name\":\"Nguyễn Văn A\",\"procedure\":\"khai-sinh\",\"date\":\"2026-11-25\",\
                 \"session\":\"morning\",\"time\":\"08:30\",\"number\":null,\"code\":null,\"rating\":null,\"missing\":[],\"reply\":\"";
    assert!(done.stdout.starts_with(parts), "{}", done.stdout);
    assert!(done.stdout.contains("8h30 ngay 25/11"), "{}", done.stdout);
}

#[test]
fn a_person_reads_what_was_understood_and_what_is_missing() {
    let office = Office::new("", CLOCK);
    let said = office
        .run(&["sms", "try", "DK Trần Thị Nụ khai sinh, sổ đỏ 30/11 sáng"])
        .stdout;
    for words in [
        "đặt hẹn",
        "Trần Thị Nụ",
        "thứ Hai 30/11/2026",
        "sáng",
        "Còn thiếu: thủ tục",
        "hai thủ tục",
        "DK Tran Thi Nu",
    ] {
        assert!(said.contains(words), "{words} is not in {said}");
    }
    let silent = office
        .run(&["sms", "try", "--from", "VIETTEL", "DK A khai sinh 30/11"])
        .stdout;
    assert!(silent.contains("không trả lời"), "{silent}");
}

#[test]
fn each_of_several_commands_is_tried_by_itself() {
    let office = Office::new("", CLOCK);
    let text = "DK Nguyễn Thị Lến khai sinh 2/12\nDK Nguyễn Văn Lương cccd 2/12 chiều";
    let line = json!({"text": text, "now": "2026-11-30T09:00"}).to_string();
    let [tried] = &tried(&office, &[line])[..] else {
        panic!("one object a message");
    };
    assert_eq!(tried["name"], "Nguyễn Thị Lến");
    let replies: Vec<&str> = tried["reply"].as_str().unwrap().split('\n').collect();
    let [first, second] = replies[..] else {
        panic!("{replies:?}");
    };
    assert!(first.contains("Dang ky khai sinh, so 1"), "{first}");
    assert!(second.contains("13h30 ngay 2/12"), "{second}");
    let said = office
        .run(&["sms", "try", "--now", "2026-11-30T09:00", text])
        .stdout;
    assert_eq!(said.matches("Họ tên:").count(), 2, "{said}");
}

#[test]
fn lines_are_texts_strings_or_objects() {
    let office = Office::new("", CLOCK);
    let lines = [
        "DK Lê Lan khai sinh 30/11".to_owned(),
        json!("DK\nLê Lan\nkhai sinh\n30/11").to_string(),
        json!({"text": "DK Lê Lan khai sinh 30/11", "now": "2026-12-24T08:00"}).to_string(),
        json!({"text": "DK Lê Lan khai sinh 30/11", "from": "1414"}).to_string(),
        String::new(),
    ];
    let answers = tried(&office, &lines);
    let dates: Vec<&Value> = answers.iter().map(|answer| &answer["date"]).collect();
    let (today, late) = (json!("2026-11-30"), json!(null));
    assert_eq!(
        dates,
        [&today, &today, &late, &late, &late],
        "30/11 was 24 days ago on Christmas Eve"
    );
    assert_eq!(answers[1]["name"], "Lê Lan");
    assert_eq!(answers[3]["reply"], "", "machines are not answered");
}

#[test]
fn a_wrong_line_is_named() {
    let office = Office::new("", CLOCK);
    for (args, why) in [
        (&["sms"][..], "sms try"),
        (&["sms", "try"], "một tin nhắn"),
        (&["sms", "try", "a", "b"], "một tin nhắn"),
        (&["sms", "read", "a"], "sms try"),
        (&["sms", "try", "--now", "mai", "a"], "2026-11-23T09:00"),
        (&["sms", "try", "--loud", "a"], "--loud"),
    ] {
        let done = office.run(args);
        assert_eq!(done.code, Some(2), "{args:?}");
        assert!(done.stderr.contains(why), "{args:?}: {}", done.stderr);
    }
    let input = office.path("messages");
    for (line, why) in [
        ("{\"txt\": 1}", "dòng 2"),
        ("\"open", "dòng 2"),
        ("{\"text\":\"a\",\"now\":\"x\"}", "dòng 2"),
    ] {
        fs::write(&input, format!("TC\n{line}\n")).unwrap();
        let mut command = office.motcua(&["sms", "try", "--json", "-"]);
        let output = command
            .stdin(Stdio::from(File::open(&input).unwrap()))
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(
            String::from_utf8_lossy(&output.stderr).contains(why),
            "{line}"
        );
        assert_eq!(
            output.stdout.iter().filter(|byte| **byte == b'\n').count(),
            1,
            "the line before it was answered"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn whatever_comes_is_answered_in_one_sms(
        command in prop::sample::select(vec!["DK ", "HUY ", "DOI ", "TC ", "DG ", "GIUP ", "hẹn ", ""]),
        name in "[A-ZĐ][a-zà-ỹ]{0,12}( [A-ZĐ][a-zà-ỹ]{0,12}){0,12}|\\PC{0,60}",
        rest in prop::sample::select(vec![
            "", " khai sinh", " khai sinh 30/11", " chứng thực, sổ đỏ 30/11", " 28/11 sáng", " đất đai 31/11", " khác 30/11 8h",
            " MC4TX9P", " MC4TX9P 30/11", " MC4TX", " khai sinh 12 30/11", " sổ đỏ 5/1/2028", " bảo hiểm y tế hôm nay",
        ]),
    ) {
        let config = Config::default();
        let post = config.post(Arc::new(config.catalogue()));
        let now = Minute::parse("2026-11-25T09:00").unwrap();
        let trial = post.trial(&config.rules.clone(), &format!("{command}{name}{rest}"), "0912345678", now);
        for Trial { reply, .. } in trial {
            prop_assert!(is_one_sms(&reply), "{}: {reply}", reply.len());
        }
    }
}

/// Words that are names and something else, too: a filler, a half-day, a procedure's word, an organisation's, a denial.
const GIVEN: [&str; 60] = [
    "Hào", "Tiến", "Huy", "Chiều", "Mai", "Sáng", "Tử", "Hộ", "Nhà", "Hôn", "Đổi", "Hẹn", "Đăng",
    "Lịch", "Mốt", "Tư", "Ba", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Hai", "Khai", "Chứng",
    "Bảo", "Cư", "Căn", "Mới", "Được", "Muốn", "Nhờ", "Vào", "Xin", "Đến", "Tới", "Lên", "Biết",
    "Của", "Với", "Qua", "Về", "Rồi", "Hội", "Hợi", "Hồng", "Tết", "Công", "Thứ", "Sang", "Giá",
    "Duyên", "Xây", "Hướng", "Mã", "Thế", "Lại", "Hỏi", "Tra",
];

#[test]
fn a_name_that_ends_with_a_word_of_another_meaning_comes_out_whole() {
    const FORMS: [(&str, &str); 6] = [
        ("DK {n} khai sinh 27/11", "khai-sinh"),
        ("dk {n} sao y sáng mai", "chung-thuc"),
        ("ĐK khai tử {n} chiều thứ 2", "khai-tu"),
        ("DK {n}, đất đai, 30/11 9h", "dat-dai"),
        ("Dạ em đăng ký cho {n} làm cccd ngày 1/12 ạ", "ho-khau-cccd"),
        ("dk ket hon {n} 27/11 8h", "ket-hon"),
    ];
    let office = Office::new("", CLOCK);
    let (mut lines, mut wanted) = (Vec::new(), Vec::new());
    for given in GIVEN {
        for begin in ["Nguyễn Văn", "Đỗ Xuân", "Giàng A"] {
            for (form, procedure) in FORMS {
                let name = format!("{begin} {given}");
                lines.push(json!(form.replace("{n}", &name)).to_string());
                wanted.push(json!([name, procedure, []]));
            }
        }
    }
    let read = tried(&office, &lines);
    let got = |answer: &Value| json!([answer["name"], answer["procedure"], answer["missing"]]);
    let wrong: Vec<String> = (lines.iter().zip(&read).zip(&wanted))
        .filter(|((_, answer), want)| got(answer) != **want)
        .map(|((line, answer), _)| format!("{line}: {}", got(answer)))
        .collect();
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}
