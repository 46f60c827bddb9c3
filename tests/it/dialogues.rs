//! Conversations by text message, run through the office without a modem: `tests/data/dialogues.txt`.

use std::fs;
use std::thread;

use chrono::TimeDelta;
use motcua::app::Actor;
use motcua::app::post::show_incomplete;
use motcua::domain::Event;
use motcua::domain::notice::{MessageState, NoticeState};
use motcua::domain::rules::{CounterIx, FieldIx};
use motcua::domain::text::Phone;
use motcua::domain::ticket::{Channel, Person, State};
use motcua::domain::time::{Day, Minute};
use serde_json::Value;

use crate::support::inside::{Inside, inside};
use crate::support::texts::Texts;

/// Who books for today gets the slot at 10:00, also where all takes some minutes.
pub(crate) const CLOCK: &str = "2026-11-23 08:51:00";
pub(crate) const CONFIG: &str = "[office]\nname = \"UBND xã Vĩnh Thủy\"\nphone = \"02333123456\"\n[modem]\nport = \"/dev/khong-co-modem\"\n\
    [rules]\nholidays = [2026-12-22]\n";
const NAME: &str = "dialogues::the_dialogues_go_as_written";
const UNCLEAR: &str = "dialogues::what_is_not_understood_waits_for_an_official_and_thanks_do_not";
const NUMBER: &str = "dialogues::a_number_is_spoken_of_as_one";
const PROMISED: &str =
    "dialogues::whoever_is_told_that_an_official_reads_it_stands_among_what_waits";
const HELPED: &str = "dialogues::a_helper_is_answered_thirty_times_a_day";
const LATE: &str = "dialogues::a_late_part_still_completes_its_message";
const BY: Actor<'_> = Actor::Official {
    desk: None,
    id: None,
};
const PHONE: &str = "+84912345678";

/// A dialogue under way.
struct Dialogue {
    texts: Texts,
    /// How many answers have been looked at.
    heard: usize,
    code: String,
}

impl Dialogue {
    fn new(office: &Inside, number: usize) -> Self {
        Self {
            texts: Texts::new(office, &format!("dialogue-{number}.db")),
            heard: 0,
            code: String::new(),
        }
    }

    /// From here on the phone is a helper's.
    fn is_helpers(&mut self) {
        let phone = Phone::parse(PHONE).unwrap();
        let event = Event::SetHelper {
            phone,
            helper: true,
        };
        self.texts.live.submit(BY, event).unwrap();
    }

    fn say(&mut self, text: &str) {
        self.texts.come(PHONE, text, None);
    }

    /// The answer to what was said last; empty when there is none.
    fn answer(&mut self) -> String {
        let mut notices = self.texts.live.store().notices(100).unwrap();
        notices.retain(|n| n.answers.is_some() && n.state != NoticeState::Call);
        notices.sort_by_key(|n| n.id);
        let text = notices.get(self.heard).map(|n| n.text.clone());
        self.heard = notices.len();
        let text = text.unwrap_or_default();
        let word = text.split(|c: char| !c.is_alphanumeric());
        if let Some(code) = word
            .into_iter()
            .find(|w| w.starts_with("MC") && w.len() == 7)
        {
            self.code = code.to_owned();
        }
        text
    }

    /// Open bookings, and whether a call is to be made.
    fn standing(&mut self) -> String {
        let today = Day::parse("2026-11-23").unwrap();
        let office = self.texts.live.office();
        let days = (0..30).map(|n| today.plus(n));
        let open = days.flat_map(|day| office.tickets_of(day));
        let open = open.filter(|t| t.state == State::Booked).map(|ticket| {
            let person = &ticket.person;
            let time = ticket.time().unwrap();
            let (name, procedure) = (person.name.as_deref(), person.procedure.as_deref());
            format!("{} {} {}", name.unwrap(), procedure.unwrap(), when(time))
        });
        let mut standing: Vec<_> = open.collect();
        let calls = self.texts.live.store().notices(100).unwrap();
        if calls.iter().any(|n| n.state == NoticeState::Call) {
            standing.push("call".to_owned());
        }
        standing.join("; ")
    }
}

fn when(time: Minute) -> String {
    let minutes = time.time().0;
    let hour = match minutes % 60 {
        0 => format!("{}h", minutes / 60),
        rest => format!("{}h{rest:02}", minutes / 60),
    };
    format!("{} {hour}", time.day().to_chrono().format("%-d/%-m"))
}

/// A line of the file: its sign, and what follows.
pub(crate) type Line = (char, &'static str);

/// The dialogues of `tests/data/dialogues.txt`, each with its title first: read when they are had, so that a new one needs
/// no compiler.
pub(crate) fn all() -> Vec<Vec<Line>> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/dialogues.txt");
    let text: &'static str = fs::read_to_string(file).unwrap().leak();
    let lines = text.lines().filter(|line| !line.is_empty());
    let lines = lines.map(|line| (line.chars().next().unwrap(), line[1..].trim()));
    let lines: Vec<Line> = lines.filter(|(sign, _)| *sign != '#').collect();
    let dialogues: Vec<Vec<Line>> = lines
        .chunk_by(|_, (sign, _)| *sign != '=')
        .map(<[Line]>::to_vec)
        .collect();
    assert!(dialogues.len() >= 200);
    dialogues
}

/// Has a dialogue, and says what was not as it is written.
fn wrong_in(office: &Inside, number: usize, lines: &[Line]) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut dialogue = Dialogue::new(office, number);
    let title = lines[0].1;
    for (sign, rest) in &lines[1..] {
        let rest = rest.replace("[ma]", &dialogue.code).replace("\\n", "\n");
        match sign {
            '>' => dialogue.say(&rest),
            '<' => {
                let answer = dialogue.answer();
                if !answer.contains(&rest) || rest.is_empty() != answer.is_empty() {
                    wrong.push(format!("{title}: wanted {rest:?}, got {answer:?}"));
                }
            }
            '@' => {
                let standing = dialogue.standing();
                if standing != rest {
                    wrong.push(format!(
                        "{title}: should stand {rest:?}, stands {standing:?}"
                    ));
                }
            }
            '!' => dialogue.is_helpers(),
            other => panic!("{other}: {rest}"),
        }
    }
    wrong
}

#[test]
fn the_dialogues_go_as_written() {
    let Some(office) = inside(NAME, CONFIG, CLOCK) else {
        return;
    };
    let dialogues: Vec<_> = all().into_iter().enumerate().collect();
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let parts = dialogues.chunks(dialogues.len().div_ceil(threads));
    let of_part = |part: &[(usize, Vec<Line>)]| {
        let wrong = part.iter();
        let wrong = wrong.flat_map(|(number, lines)| wrong_in(&office, *number, lines));
        wrong.collect::<Vec<_>>()
    };
    let wrong: Vec<String> = thread::scope(|scope| {
        let parts = parts.map(|part| scope.spawn(move || of_part(part)));
        let parts: Vec<_> = parts.collect();
        parts.into_iter().flat_map(|p| p.join().unwrap()).collect()
    });
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

/// A helper writes for a village, not for a district.
#[test]
fn a_helper_is_answered_thirty_times_a_day() {
    let Some(office) = inside(HELPED, CONFIG, CLOCK) else {
        return;
    };
    let mut dialogue = Dialogue::new(&office, 0);
    dialogue.is_helpers();
    for (a, b) in "BCGHKM"
        .chars()
        .flat_map(|a| "BCGHKM".chars().map(move |b| (a, b)))
    {
        dialogue.say(&format!("TC MC2B3{a}{b}"));
    }
    let notices = dialogue.texts.live.store().notices(100).unwrap();
    assert_eq!(notices.len(), 31, "thirty, and the word that it is enough");
    assert!(
        notices[0]
            .text
            .starts_with("Hom nay so nay da nhan qua nhieu")
    );
}

/// It has no hour, and when its day is over it is of no use any more.
#[test]
fn a_number_is_spoken_of_as_one() {
    let Some(office) = inside(NUMBER, CONFIG, CLOCK) else {
        return;
    };
    let mut dialogue = Dialogue::new(&office, 0);
    let walkin = |phone: &str| Event::Walkin {
        field: FieldIx(0),
        priority: false,
        person: Person {
            phone: Phone::parse(phone).ok(),
            channel: Channel::Web,
            ..Person::default()
        },
    };
    let absent = Event::Absent {
        counter: CounterIx(0),
    };
    let act = |dialogue: &mut Dialogue, event: Event| {
        dialogue.texts.live.submit(BY, event).unwrap();
    };
    let says = |dialogue: &mut Dialogue, text: &str, words: &[&str]| {
        dialogue.say(&text.replace("[ma]", &dialogue.code));
        let answer = dialogue.answer();
        let all = words.iter().all(|words| answer.contains(words));
        assert!(all && !answer.contains("  "), "{text}: {answer}");
    };
    act(&mut dialogue, walkin("0987654321"));
    act(&mut dialogue, walkin(PHONE));
    says(&mut dialogue, "TC", &["so 2, ngay 23/11 (thu 2)"]);
    // Who has nothing open is told which number is served.
    dialogue.texts.come("+84977777777", "toi so may roi", None);
    let served = dialogue.answer();
    assert_eq!(served, "Dang goi: Quay 1 so 1. Hien co 1 nguoi cho.");
    let code = dialogue.code.clone();
    says(
        &mut dialogue,
        "DK Le Thi Sen tam tru 25/11",
        &["Da dat hen"],
    );
    let which = format!("{code} 23/11 (thu 2)");
    says(&mut dialogue, "HUY", &[&which, "luot nao."]);
    says(&mut dialogue, "TC", &[&which]);
    dialogue.code = code;
    says(
        &mut dialogue,
        "HUY [ma]",
        &["Da huy so 2, ma", "ngay 23/11 (thu 2). Can lam sau"],
    );
    act(&mut dialogue, walkin(PHONE));
    act(&mut dialogue, absent.clone());
    says(&mut dialogue, "TC", &["so 3", "(dang phuc vu)"]);
    let at = dialogue
        .texts
        .live
        .office()
        .tickets_of(Day::parse("2026-11-23").unwrap());
    dialogue.code = at.last().and_then(|t| t.person.code.clone()).unwrap();
    act(&mut dialogue, absent);
    says(&mut dialogue, "TC [ma]", &["vang khi goi, den roi xin bao"]);
    office.turn(TimeDelta::days(1));
    act(&mut dialogue, Event::ClockConfirmed);
    says(
        &mut dialogue,
        "TC [ma]",
        &["vang khi goi, khong con dung duoc"],
    );
}

#[test]
fn a_late_part_still_completes_its_message() {
    let Some(office) = inside(LATE, CONFIG, CLOCK) else {
        return;
    };
    let mut dialogue = Dialogue::new(&office, 0);
    let part = |n| Some((format!("{PHONE} 7"), n, 2));
    dialogue
        .texts
        .come(PHONE, "DK Nguyen Van An khai ", part(1));
    // Ten minutes later an official sees it as it is.
    office.turn(TimeDelta::minutes(11));
    show_incomplete(&mut dialogue.texts.live).unwrap();
    let open = dialogue.texts.live.store().open_letters().unwrap();
    assert_eq!(open.messages, 1);
    let event = Event::ClockConfirmed;
    dialogue.texts.live.submit(BY, event).unwrap();
    assert_eq!(dialogue.answer(), "");
    dialogue.texts.come(PHONE, "sinh 25/11", part(2));
    assert!(dialogue.answer().contains("Da dat hen"));
    assert_eq!(dialogue.standing(), "Nguyen Van An khai-sinh 25/11 8h");
    let open = dialogue.texts.live.store().open_letters().unwrap();
    assert_eq!(open.messages, 0, "nothing is left for the official");
}

#[test]
fn what_is_not_understood_waits_for_an_official_and_thanks_do_not() {
    let Some(office) = inside(UNCLEAR, CONFIG, CLOCK) else {
        return;
    };
    let mut dialogue = Dialogue::new(&office, 0);
    let unclear = [
        // Of a phone that was never answered, too.
        ("cam on", "", 0),
        ("Ok em", "", 0),
        ("alo", "Dat hen: DK", 1),
        // Helped once within the hour: nobody but an official sees it.
        ("toi khong den duoc vi me toi moi mat", "", 2),
        ("cam on", "", 2),
        ("cảm ơn cán bộ, chúc cô mạnh khoẻ", "", 2),
        // What the office knows is answered; what it does not know waits, too.
        ("lấy kết quả cần mang gì", "mang giay hen", 2),
        ("lam cai nay het bao nhieu tien", "", 3),
        // Somebody complains: what he is told is so.
        (
            "hàng xóm lấn đất tôi, nhờ xã giải quyết",
            "Can bo se doc tin nay",
            4,
        ),
        (
            "can bo hach dich, hen di hen lai may lan",
            "Can bo se doc tin nay",
            5,
        ),
        ("da em cam on, mai em len a", "", 5),
    ];
    for (text, answer, open) in unclear {
        dialogue.say(text);
        let said = dialogue.answer();
        assert!(
            said.contains(answer) && said.is_empty() == answer.is_empty(),
            "{text}: {said}"
        );
        let letters = dialogue.texts.live.store().open_letters().unwrap();
        assert_eq!(letters.messages, open, "{text}");
    }
}

/// By itself, once more within the hour, and in a conversation: a promise that nobody sees is none.
#[test]
fn whoever_is_told_that_an_official_reads_it_stands_among_what_waits() {
    let Some(office) = inside(PROMISED, CONFIG, CLOCK) else {
        return;
    };
    let mut texts = Texts::new(&office, "promised.db");
    let own = include_str!("../data/sms_own.jsonl").lines();
    let own = own.map(|line| serde_json::from_str::<Value>(line).unwrap());
    let promise = |reply: &str| reply.contains("Can bo se doc tin nay");
    let unclear = own.filter(|message| message["want"]["reply"].as_str().is_some_and(promise));
    let (mut told, mut wrong) = (0, Vec::new());
    for (n, message) in unclear.enumerate() {
        let text = message["text"].as_str().unwrap();
        let mut says = |phone: &str, text: &str, promised: bool| {
            texts.come(phone, text, None);
            let message = texts.live.store().messages(1).unwrap().remove(0);
            let notices = texts.live.store().notices(1).unwrap();
            let answer = notices.iter().find(|n| n.answers == Some(message.id));
            let tells = answer.is_some_and(|n| promise(&n.text));
            if (tells || promised) && message.state != MessageState::Open {
                wrong.push(format!("{text}: {:?}", message.state));
            }
            tells
        };
        let alone = format!("+8491{n:07}");
        if says(&alone, text, false) {
            told += 1;
            says(&alone, text, true);
            let asked = format!("+8492{n:07}");
            says(&asked, "DK Nguyen Van An khai sinh", false);
            says(&asked, text, false);
        }
    }
    assert!(told > 200, "{told} are told");
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}
