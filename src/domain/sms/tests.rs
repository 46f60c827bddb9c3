//! What holds for every message.

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::*;
use crate::domain::catalogue::{Catalogue, Procedure};
use crate::domain::text::{clean, fold, is_hidden};
use crate::domain::time::Minute;

fn vocabulary() -> Vocabulary {
    let procedure = |id: &str, name: &str, aliases: &[&str]| Procedure {
        id: id.to_owned(),
        name: name.to_owned(),
        aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
        ..Procedure::default()
    };
    Vocabulary::new(&Catalogue {
        procedures: vec![
            procedure("khai-sinh", "Đăng ký khai sinh", &["khai sinh", "ks"]),
            procedure(
                "chung-thuc",
                "Chứng thực bản sao, chữ ký",
                &["chứng thực", "sao y", "ct"],
            ),
            procedure(
                "dat-dai",
                "Thủ tục đất đai",
                &["đất đai", "đất", "sổ đỏ", "sang tên"],
            ),
            procedure("khac", "Khác", &["khác"]),
        ],
    })
}

fn at_nine() -> Minute {
    Minute::parse("2026-11-25T09:00").unwrap()
}

fn read(text: &str) -> Reading {
    understand(text, at_nine(), &vocabulary())
}

/// Words and signs of messages, in any order.
fn scraps() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => prop::sample::select(vec![
            "DK", "ĐK", "dky", "đăng ký", "HUY", "huỷ", "DOI", "đổi lịch", "TC", "DG", "GIUP", "hẹn", "Nguyễn", "Văn", "Thị", "Mai",
            "Sáng", "sang", "chiều", "Đạt", "đất", "khai sinh", "khai sihn", "chứng thực", "sổ đỏ", "ks", "ct", "khác", "thứ", "hai",
            "mai", "mốt", "mot", "ngày", "tuần sau", "tháng", "tết", "MC4TX9P", "mc 4tx9p", "MC4T", "số", "stt", "thôn", "công ty",
            "tnhh", "cho", "bé", "con", "a", "ạ", "là", "tên", "tôi", "không", "gì", "cảm ơn", "gửi", "vay", "h", "giờ", "rưỡi", "kém",
            "H'Hen", "và", "hoặc", "từ", "trước",
        ]).prop_map(str::to_owned),
        3 => "[0-9]{1,4}",
        3 => prop::sample::select(vec![" ", " ", " ", "/", "-", ".", ",", ":", "\n", "[", "]", "?", "+", "’", ""]).prop_map(str::to_owned),
        1 => "\\PC{1,3}",
        1 => "[\u{0}-\u{1f}\u{7f}\u{200b}-\u{202e}\u{300}-\u{309}]",
    ];
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

/// All that a reading says in words.
fn words(reading: &Reading) -> Vec<&String> {
    let mut words: Vec<&String> = reading.name.iter().chain(&reading.comment).collect();
    words.extend(
        reading
            .meant
            .iter()
            .flat_map(|meant| meant.name.iter().chain(&meant.comment)),
    );
    words
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn no_text_is_too_strange(text in any::<String>()) {
        let reading = read(&text);
        prop_assert!(words(&reading).iter().all(|word| !word.chars().any(is_hidden)));
    }

    #[test]
    fn what_is_read_stands_in_the_message(text in scraps()) {
        let reading = read(&text);
        let line = clean(&text);
        for word in words(&reading) {
            prop_assert!(!word.chars().any(is_hidden));
            prop_assert!(line.contains(word.as_str()), "{} is not in {}", word, line);
        }
        if let Some(code) = &reading.code {
            let signs: String = line.chars().filter(char::is_ascii_alphanumeric).collect();
            prop_assert!(signs.to_uppercase().contains(code.as_str()));
        }
    }

    #[test]
    fn a_reading_is_sound(text in scraps()) {
        let reading = read(&text);
        let mut sorted = reading.missing.clone();
        sorted.sort();
        prop_assert_eq!(&sorted, &reading.missing);
        prop_assert!(reading.time.is_none() || reading.half.is_some());
        prop_assert!(reading.rating.is_none_or(|rating| (1..=5).contains(&rating)));
        prop_assert!(reading.date.is_none_or(|date| date >= at_nine().day()));
        let says = |part| !reading.missing.contains(&part);
        match reading.intent {
            Intent::Book => {
                prop_assert_eq!(says(Part::Name), reading.name.is_some());
                prop_assert_eq!(says(Part::Procedure), reading.procedure.is_some());
                prop_assert_eq!(says(Part::Date), reading.date.is_some());
            }
            Intent::Cancel if reading.is_complete() => prop_assert!(
                reading.code.is_some() || reading.procedure.is_some() && reading.number.is_some() && reading.date.is_some()
            ),
            Intent::Move => {
                prop_assert_eq!(says(Part::Code), reading.code.is_some());
                prop_assert_eq!(says(Part::Date), reading.date.is_some());
            }
            Intent::Rate => {
                prop_assert_eq!(says(Part::Code), reading.code.is_some());
                prop_assert_eq!(says(Part::Rating), reading.rating.is_some());
            }
            Intent::Unknown => {
                let Reading { meant, doubts, silent, told, grievance, polite, .. } = reading.clone();
                prop_assert!(doubts.is_empty() || doubts == [Doubt::SeveralCommands]);
                let bare = Reading { meant, doubts, silent, told, grievance, polite, ..Reading::default() };
                prop_assert_eq!(&reading, &bare);
            }
            _ => {}
        }
    }

    #[test]
    fn the_form_of_accents_and_blanks_does_not_matter(text in scraps()) {
        let reading = read(&text);
        prop_assert_eq!(read(&text.nfd().collect::<String>()), reading.clone());
        prop_assert_eq!(read(&format!("  {}\n ", text.replace(' ', "  "))), reading);
    }

    #[test]
    fn as_data_it_comes_back(text in scraps()) {
        let reading = read(&text);
        let json = serde_json::to_string(&reading).unwrap();
        prop_assert_eq!(serde_json::from_str::<Reading>(&json).unwrap(), reading);
    }

    #[test]
    fn a_plain_booking_is_read_in_any_case_and_order(
        name in prop::sample::select(vec!["Nguyễn Văn Bình", "Trần Thị Hoa", "Phạm Quốc Toản"]),
        order in Just(vec![0, 1, 2]).prop_shuffle(),
        separator in prop::sample::select(vec![" ", ", ", "\n", " - ", "; "]),
        case in 0..4,
    ) {
        let parts = [name, "khai sinh", "27/11 8h30"];
        let body = order.iter().map(|i| parts[*i]).collect::<Vec<_>>().join(separator);
        let text = match case {
            0 => format!("DK {body}"),
            1 => format!("dk {}", body.to_lowercase()),
            2 => format!("ĐK {}", body.to_uppercase()),
            _ => fold(&format!("đk {body}")),
        };
        let reading = read(&text);
        prop_assert!(reading.is_complete(), "{:?}", reading);
        prop_assert_eq!(fold(&reading.name.unwrap()), fold(name));
        prop_assert_eq!(reading.procedure.as_deref(), Some("khai-sinh"));
        prop_assert_eq!(reading.date.unwrap().to_string(), "2026-11-27");
        prop_assert_eq!(reading.time.unwrap().to_string(), "08:30");
    }
}

#[test]
fn what_is_in_doubt_is_named() {
    let doubts = |text: &str| read(text).doubts;
    let two = Doubt::TwoProcedures("khai-sinh".into(), "dat-dai".into());
    assert_eq!(doubts("DK Lê Văn An khai sinh, sổ đỏ 27/11"), [two]);
    for (text, doubt) in [
        ("DK Lê Văn An khai sinh 27/11 28/11", Doubt::TwoDates),
        ("DK Lê Văn An khai sinh 31/11", Doubt::NoSuchDate),
        ("DK Lê Văn An khai sinh 24/11", Doubt::PastDate),
        ("DK Lê Văn An khai sinh mùng 5 tết", Doubt::LunarDate),
        ("HUY MC4TX9P MC4TX9Q", Doubt::TwoCodes),
        ("HUY MC4TX", Doubt::NoSuchCode),
        ("HUY khai sinh 3 4 27/11", Doubt::TwoNumbers),
        ("DG MC4TX9P 6", Doubt::NoSuchRating),
    ] {
        assert_eq!(doubts(text), [doubt], "{text}");
    }
}

#[test]
fn what_was_meant_is_kept_for_the_answer_and_nothing_is_done() {
    let meant = |text: &str| {
        let reading = read(text);
        assert_eq!(reading.intent, Intent::Unknown, "{text}");
        reading
            .meant
            .map(|meant| (meant.intent, meant.code.map(|code| code.to_string())))
    };
    let code = || Some("MC4TX9P".to_owned());
    assert_eq!(
        meant("Em bận, huỷ giúp MC4TX9P với"),
        Some((Intent::Cancel, code()))
    );
    assert_eq!(
        meant("Em muốn hỏi đổi MC4TX9P sang 27/11"),
        Some((Intent::Move, code()))
    );
    assert_eq!(
        meant("Hủy MC4TX9P, đổi sang 30/11 giúp em"),
        Some((Intent::Move, code()))
    );
    assert_eq!(
        meant("MC4TX9P tôi không đi được"),
        Some((Intent::Lookup, code()))
    );
    assert_eq!(
        meant("Lê Văn An khai sinh 27/11"),
        Some((Intent::Book, None))
    );
    // How it stands is told.
    assert_eq!(meant("Đừng huỷ MC4TX9P"), Some((Intent::Lookup, code())));
    assert_eq!(meant("chào buổi sáng"), None);
}

#[test]
fn a_code_with_a_question_is_looked_up() {
    for text in ["hồ sơ MC4TX9P đến đâu rồi", "MC4TX9P hẹn ngày nào vậy"] {
        let reading = read(text);
        let code = reading.code.map(|code| code.to_string());
        assert_eq!(
            (reading.intent, code.as_deref()),
            (Intent::Lookup, Some("MC4TX9P")),
            "{text}"
        );
    }
    for text in [
        "MC4TX9P",
        "Ai huỷ MC4TX9P vậy, tôi đâu có huỷ",
        "đừng huỷ MC4TX9P",
    ] {
        assert_eq!(read(text).intent, Intent::Unknown, "{text}");
    }
}

#[test]
fn a_rating_keeps_its_comment() {
    let comment = |text: &str| read(text).comment;
    assert_eq!(
        comment("DG MC4TX9P 4 chờ 3 tiếng"),
        Some("chờ 3 tiếng".to_owned())
    );
    assert_eq!(
        comment("DG MC4TX9P 5 sao, rất tốt"),
        Some("rất tốt".to_owned())
    );
    assert_eq!(comment("DG MC4TX9P 5"), None);
}

#[test]
fn adverts_are_met_with_silence() {
    for text in [
        "Vay 30tr LH 0912345678",
        "HUY V90 gui 191",
        "DK nhan 50k",
        "xem http://a.b",
    ] {
        let reading = read(text);
        assert!(
            reading.silent && reading.intent == Intent::Unknown,
            "{text}"
        );
    }
    assert!(!read("DK Nguyễn Văn Nạp khai sinh 27/11").silent);
    assert!(!read("hỏi giấy tờ").silent);
}
