//! A thousand messages of every kind in a day: what is booked is what a fresh machine gives for what was meant.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use motcua::domain::event::{Event, NumberRef, When, Wish};
use motcua::domain::office::Office;
use motcua::domain::text::Phone;
use motcua::domain::ticket::{Channel, Person, State};
use motcua::domain::time::{Day, Half, Minute};
use rusqlite::Connection;

use crate::support::dice::Dice;
use crate::support::letters::{Post, deliver_pdu};
use crate::support::recount::{recount, rules};

const MESSAGES: u32 = 1000;
const CITIZENS: u64 = 300;
/// As many as the modem's storage takes without letting any wait.
const AT_ONCE: u32 = 40;
const ANSWERS_A_DAY: usize = 10;

const PROCEDURES: [(&str, &str, &str); 6] = [
    ("khai sinh", "khai-sinh", "tu-phap"),
    ("Chứng thực", "chung-thuc", "tu-phap"),
    ("ket hon", "ket-hon", "tu-phap"),
    ("xây dựng", "xay-dung", "dia-chinh"),
    ("tam tru", "cu-tru", "cong-an"),
    ("tro cap", "bao-tro", "xa-hoi"),
];
const NAMES: [&str; 4] = [
    "Nguyễn Văn An",
    "Tran Thi Binh",
    "Lê Thị Cúc",
    "Pham Van Em",
];
const JUNK: [&str; 6] = [
    "Vay tien nhanh lai suat thap LH 0909123123",
    "hom nay troi dep qua",
    "alo alo",
    "http://trung-thuong.vn nhan qua ngay",
    "Soan DK 4G gui 191",
    "????",
];

/// What one message is meant as.
enum Meant {
    Book {
        procedure: usize,
        name: &'static str,
        wish: Wish,
    },
    /// Takes back one booking: its field, day and number.
    Cancel(String, Day, u32),
    Nothing,
}

#[test]
fn a_thousand_messages_give_the_bookings_that_were_meant() {
    let more = format!(
        "[sms]\nper_minute = 6000\ndaily_limit = 10000000\nanswers_a_day = {ANSWERS_A_DAY}\n"
    );
    let post = Post::new(&[], &more, "2026-11-23 09:00:00");
    let _host = post.host();
    let mut dice = Dice::new(20_261_127);
    let mut meant = BTreeMap::new();
    for n in 0..MESSAGES {
        let citizen = dice.below(CITIZENS);
        let phone = format!("+84987{citizen:06}");
        let (sender, text, what) = message(&post, &mut dice, &phone);
        let pdu = deliver_pdu(&sender, &text, 30_000 + n, None);
        post.modem.control(&format!("PDU {pdu}"));
        meant.insert(pdu, (phone, what));
        if n % AT_ONCE == AT_ONCE - 1 {
            post.await_empty();
        }
    }
    post.await_empty();
    post.await_store("every answer sent", |post| {
        post.notices()
            .iter()
            .all(|n| n.state.id() == "sent")
            .then_some(())
    });
    assert_eq!(post.messages().len(), MESSAGES as usize);
    for (phone, count) in post.count_by_phone() {
        assert!(phone.starts_with("0987"), "{phone} is no citizen");
        assert!(count <= ANSWERS_A_DAY, "{phone} got {count}");
    }
    assert_eq!(post.bookings(), expected(&post, &meant));
    recount(
        &post.office.store(),
        &rules(&post.office.path("motcua.toml")),
    );
}

/// A message by chance: its sender, its text and what it is meant as.
fn message(post: &Post, dice: &mut Dice, phone: &str) -> (String, String, Meant) {
    let plain = |text: &str| (phone.to_owned(), text.to_owned(), Meant::Nothing);
    match dice.below(100) {
        0..60 => {
            let procedure = dice.below(PROCEDURES.len() as u64) as usize;
            let name = *dice.pick(&NAMES);
            let date = NaiveDate::from_ymd_opt(2026, 11, 24 + dice.below(4) as u32).unwrap();
            let half = *dice.pick(&[None, Some(Half::Am), Some(Half::Pm)]);
            let session = half.map_or("", |half| {
                if half == Half::Am {
                    " sáng"
                } else {
                    " chiều"
                }
            });
            let alias = PROCEDURES[procedure].0;
            let day = date.format("%d/%m");
            let text = match dice.below(3) {
                0 => format!("DK {name} {alias} {day}{session}"),
                1 => format!("đăng ký {alias} {name} {day}{session}"),
                _ => format!("ĐK [{name}] [{alias}] [{day}{session}]"),
            };
            let wish = Wish {
                date: Day::from_chrono(date),
                half,
                time: None,
            };
            let what = Meant::Book {
                procedure,
                name,
                wish,
            };
            (phone.to_owned(), text, what)
        }
        60..70 => match last_code(post, phone) {
            Some((code, what)) => (phone.to_owned(), format!("HUY {code}"), what),
            None => plain("HUY MC2B3CD"),
        },
        70..78 => plain("TC"),
        78..82 => plain("GIUP khai sinh"),
        82..86 => plain("DK Nguyen Van An 25/11"),
        86..90 => (
            "+191".to_owned(),
            "DK Nguyen Van An khai sinh 25/11".to_owned(),
            Meant::Nothing,
        ),
        _ => plain(dice.pick::<&str>(&JUNK)),
    }
}

/// The phone's newest open booking, once the office has taken everything that came before.
fn last_code(post: &Post, phone: &str) -> Option<(String, Meant)> {
    post.await_empty();
    let db = Connection::open(post.office.store()).unwrap();
    let sql = "SELECT code, field, day, number FROM ticket JOIN person ON ticket = id
               WHERE phone = ? AND state = 'booked' ORDER BY id DESC LIMIT 1";
    db.query_row(sql, [phone.replacen("+84", "0", 1)], |row| {
        Ok((
            row.get(0)?,
            Meant::Cancel(row.get(1)?, Day(row.get(2)?), row.get(3)?),
        ))
    })
    .ok()
}

/// The same day by a fresh machine that is told what was meant, in the order in which the messages were taken.
fn expected(
    post: &Post,
    meant: &BTreeMap<String, (String, Meant)>,
) -> Vec<(String, String, i64, i64)> {
    let rules = rules(&post.office.path("motcua.toml"));
    let mut office = Office::new(rules, Minute::parse("2026-11-23T09:00").unwrap());
    let mut answers: BTreeMap<&str, usize> = BTreeMap::new();
    for message in post.messages() {
        let (phone, what) = &meant[&message.pdu];
        let at = Minute::parse("2026-11-23T09:00").unwrap();
        let known = Phone::parse(phone).unwrap();
        let answered = answers.entry(phone).or_default();
        let left = *answered < ANSWERS_A_DAY;
        let event = match what {
            Meant::Book {
                procedure,
                name,
                wish,
            } if left => {
                let (_, id, field) = PROCEDURES[*procedure];
                Some(Event::Book {
                    field: office.rules().field_by_id(field).unwrap(),
                    when: When::Wish(*wish),
                    person: Person {
                        phone: Some(known.clone()),
                        name: Some((*name).to_owned()),
                        procedure: Some(id.to_owned()),
                        channel: Channel::Sms,
                        ..Person::default()
                    },
                    to_confirm: false,
                })
            }
            Meant::Cancel(field, day, n) => Some(Event::Cancel {
                number: NumberRef {
                    field: office.rules().field_by_id(field).unwrap(),
                    n: *n,
                },
                date: Some(*day),
            }),
            _ => None,
        };
        if let Some(event) = event {
            if left {
                assert!(
                    post_answered(post, message.id),
                    "{} is answered",
                    message.text
                );
            }
            office.handle(at, None, event, &mut Vec::new());
        }
        *answered += usize::from(post_answered(post, message.id));
    }
    open_bookings(&office)
}

fn post_answered(post: &Post, message: i64) -> bool {
    let db = Connection::open(post.office.store()).unwrap();
    let sql = "SELECT count(*) FROM notice WHERE answers = ?";
    db.query_row(sql, [message], |row| row.get::<_, i64>(0))
        .unwrap()
        > 0
}

fn open_bookings(office: &Office) -> Vec<(String, String, i64, i64)> {
    let days = office.days_from(Day::parse("2026-11-23").unwrap());
    let tickets = days.flat_map(|day| office.tickets_of(day));
    let mut open: Vec<_> = tickets.filter(|t| t.state == State::Booked).collect();
    open.sort_by_key(|t| t.id);
    let row = |t: &&motcua::domain::ticket::Ticket| {
        let phone = t
            .person
            .phone
            .as_ref()
            .map_or("", |p| p.as_str())
            .to_owned();
        let field = office.rules().field(t.number.field).id.clone();
        (
            phone,
            field,
            i64::from(t.number.day.0),
            i64::from(t.time().map_or(0, |m| m.0)),
        )
    };
    open.iter().map(row).collect()
}
