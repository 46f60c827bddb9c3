//! One message under reading; the tests replay the corpus through it.

use std::sync::LazyLock;

use motcua::config::default_catalogue;
use motcua::domain::sms::{Intent, Part, Vocabulary, understand};
use motcua::domain::time::Minute;

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::new(&default_catalogue()));

/// Whatever the text: reading it ends, what was found is sound, and what is missing is said.
pub(super) fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let now = Minute::parse("2026-11-25T09:00").expect("a time");
    let reading = understand(&text, now, &VOCABULARY);
    assert!(reading.time.is_none() || reading.half.is_some());
    assert!(reading.date.is_none_or(|date| date >= now.day()));
    let words = reading.name.iter().chain(&reading.comment);
    for word in words {
        assert!(!word.is_empty() && !word.chars().any(char::is_control));
    }
    let asks = |part| reading.missing.contains(&part);
    match reading.intent {
        Intent::Book => {
            assert_eq!(reading.name.is_none(), asks(Part::Name));
            assert_eq!(reading.procedure.is_none(), asks(Part::Procedure));
            assert_eq!(reading.date.is_none(), asks(Part::Date));
        }
        Intent::Cancel if reading.missing.is_empty() => {
            let numbered =
                reading.procedure.is_some() && reading.number.is_some() && reading.date.is_some();
            assert!(reading.code.is_some() || numbered);
        }
        Intent::Move => assert_eq!(reading.code.is_none(), asks(Part::Code)),
        Intent::Rate => assert_eq!(reading.rating.is_none(), asks(Part::Rating)),
        Intent::Unknown => assert!(reading.name.is_none() && reading.code.is_none()),
        _ => {}
    }
}
