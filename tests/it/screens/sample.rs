//! A commune's office on a Monday morning, made by real events.

use std::sync::Arc;

use chrono::NaiveDateTime;
use motcua::app::figures::Report;
use motcua::app::post::letters::Letters;
use motcua::app::status::Status;
use motcua::domain::catalogue::{Catalogue, Procedure};
use motcua::domain::comment::Comment;
use motcua::domain::event::{NumberRef, Timed, When, Wish};
use motcua::domain::rules::{CounterIx, FieldIx, Profile, Rules};
use motcua::domain::sms::Vocabulary;
use motcua::domain::text::Phone;
use motcua::domain::ticket::{Channel, Contact, Person, Ticket, Visit};
use motcua::domain::time::{Day, Minute, TimeOfDay};
use motcua::domain::{Event, Office};
use motcua::tui::{Official, View};

use super::catalogue::procedures;
use super::host::well;

pub(crate) const JUSTICE: FieldIx = FieldIx(0);
pub(crate) const LAND: FieldIx = FieldIx(1);
pub(crate) const SOCIAL: FieldIx = FieldIx(2);
pub(crate) const DESK: CounterIx = CounterIx(0);

/// An office and what stands around it.
#[derive(Clone)]
pub(crate) struct Sample {
    pub office: Office,
    pub procedures: Vec<Procedure>,
    pub vocabulary: Arc<Vocabulary>,
    pub officials: Vec<Official>,
    pub status: Option<Status>,
    pub signed_in: Option<String>,
    pub must_sign_in: bool,
    pub letters: Letters,
    pub comments: Vec<Comment>,
    pub figures: Option<Report>,
    pub visits: Vec<Visit>,
    /// What the store knows of the days before.
    pub earlier: Vec<Ticket>,
    pub now: NaiveDateTime,
}

pub(crate) fn minute(text: &str) -> Minute {
    Minute::parse(text).unwrap()
}

/// A minute of the sample's Monday.
pub(crate) fn at(time: &str) -> Minute {
    minute(&format!("2026-11-23T{time}"))
}

pub(crate) fn person(name: &str, procedure: &str) -> Person {
    let some = |text: &str| Some(text.to_owned()).filter(|t| !t.is_empty());
    Person {
        name: some(name),
        procedure: some(procedure),
        ..Person::default()
    }
}

pub(crate) fn with_phone(name: &str, procedure: &str, phone: &str) -> Person {
    Person {
        phone: Some(Phone::parse(phone).unwrap()),
        ..person(name, procedure)
    }
}

pub(crate) fn number(field: FieldIx, n: u32) -> NumberRef {
    NumberRef { field, n }
}

/// A wish for just this time.
pub(crate) fn wish(time: &str) -> Wish {
    let time = minute(time);
    Wish {
        date: time.day(),
        half: None,
        time: Some(time.time()),
    }
}

/// Four fields, each with its counter, as a new office has them.
pub(crate) fn rules(profile: Profile) -> Rules {
    let mut rules = Rules::of(profile);
    rules.share_peak = rules.share.clone();
    let justice = rules.add_field("tu-phap", "Tư pháp", 10, Some(1));
    let land = rules.add_field("dia-chinh", "Đất đai", 15, Some(2));
    let social = rules.add_field("xa-hoi", "Xã hội", 12, Some(3));
    rules.add_counter("1", "Quầy 1", &[justice]);
    rules.add_counter("2", "Quầy 2", &[land]);
    rules.add_counter("3", "Quầy 3", &[social]);
    rules
}

pub(crate) fn officials() -> Vec<Official> {
    let all = [
        ("ha", "Nguyễn Thị Hà", false, true),
        ("dung", "Lê Tiến Dũng", true, false),
    ];
    all.map(|(id, name, head, has_pin)| Official {
        id: id.to_owned(),
        name: name.to_owned(),
        head,
        counter: (id == "ha").then(|| "2".to_owned()),
        has_pin,
    })
    .into()
}

impl Sample {
    /// An office in which nothing has happened yet.
    pub(crate) fn empty(rules: Rules, now: &str) -> Self {
        let now = NaiveDateTime::parse_from_str(now, "%Y-%m-%dT%H:%M:%S").unwrap();
        Self {
            office: Office::new(rules, Minute::from_chrono(now)),
            procedures: procedures(),
            vocabulary: Arc::new(Vocabulary::new(&Catalogue {
                procedures: procedures(),
            })),
            officials: officials(),
            status: Some(well(now)),
            signed_in: Some("ha".to_owned()),
            must_sign_in: false,
            letters: Letters::default(),
            comments: Vec::new(),
            figures: None,
            visits: Vec::new(),
            earlier: Vec::new(),
            now,
        }
    }

    /// Monday 23 November 2026, 08:42, in the middle of things.
    pub(crate) fn monday(profile: Profile) -> Self {
        Self::monday_with(rules(profile))
    }

    /// [`Self::monday`] in an office that has decided otherwise.
    pub(crate) fn monday_with(rules: Rules) -> Self {
        let mut sample = Self::empty(rules, "2026-11-20T15:00:00");
        sample.book_ahead();
        sample.first_hour();
        sample.now =
            NaiveDateTime::parse_from_str("2026-11-23T08:42:10", "%Y-%m-%dT%H:%M:%S").unwrap();
        sample.tick();
        sample.status = Some(well(sample.now));
        sample
    }

    /// [`Self::monday`] with requests: overdue, nearly due, for today, new, and one that was answered with another time.
    pub(crate) fn monday_of_requests(profile: Profile) -> Self {
        let mut sample = Self::empty(rules(profile), "2026-11-20T15:00:00");
        sample.book_ahead();
        let asked = [
            (
                "2026-11-20T15:05",
                JUSTICE,
                "Mai Văn Khôi",
                "",
                "0983111222",
                "2026-11-24T08:30",
                Channel::Web,
            ),
            (
                "2026-11-22T09:10",
                LAND,
                "Lò Thị Pành",
                "dat-dai",
                "0904555666",
                "2026-11-25T14:00",
                Channel::Web,
            ),
            (
                "2026-11-23T07:05",
                SOCIAL,
                "Nguyễn Văn Thọ",
                "bao-tro",
                "0367888999",
                "2026-11-23T14:00",
                Channel::Sms,
            ),
        ];
        for asked in asked {
            sample.request(asked);
        }
        sample.first_hour();
        let asked = [
            (
                "2026-11-23T08:36",
                JUSTICE,
                "Hà Thị Sen",
                "ket-hon",
                "0912999888",
                "2026-11-27T09:00",
                Channel::Web,
            ),
            (
                "2026-11-23T08:37",
                LAND,
                "Quàng Văn Ơn",
                "xay-dung",
                "0388777666",
                "2026-11-24T09:00",
                Channel::Web,
            ),
        ];
        for asked in asked {
            sample.request(asked);
        }
        let propose = Event::Propose {
            number: number(LAND, 2),
            date: Some(Day::parse("2026-11-24").unwrap()),
            wish: wish("2026-11-26T14:30"),
        };
        sample.event(at("08:40"), Some(CounterIx(1)), propose);
        sample.now =
            NaiveDateTime::parse_from_str("2026-11-23T08:42:10", "%Y-%m-%dT%H:%M:%S").unwrap();
        sample.tick();
        sample.status = Some(well(sample.now));
        sample
    }

    /// A request at a minute, for a time.
    fn request(
        &mut self,
        (made, field, name, procedure, phone, time, channel): (
            &str,
            FieldIx,
            &str,
            &str,
            &str,
            &str,
            Channel,
        ),
    ) {
        let (note, contact) = match procedure {
            "" => ("xin xác nhận tình trạng nhà ở để vay vốn", Contact::Call),
            _ => ("", Contact::Message),
        };
        let person = Person {
            channel,
            contact,
            note: Some(note.to_owned()).filter(|n| !n.is_empty()),
            ..with_phone(name, procedure, phone)
        };
        let event = Event::Book {
            field,
            when: When::Wish(wish(time)),
            person,
            to_confirm: true,
        };
        self.event(minute(made), None, event);
    }

    fn book_ahead(&mut self) {
        let friday = minute("2026-11-20T15:00");
        let ahead = [
            (
                JUSTICE,
                "Phạm Văn Em",
                "khai-sinh",
                "0987654321",
                "2026-11-23",
                540,
                Channel::Web,
                "MC7K2QF",
            ),
            (
                JUSTICE,
                "Trần Văn Cảnh",
                "chung-thuc",
                "0912345678",
                "2026-11-23",
                520,
                Channel::Sms,
                "MC9H3TP",
            ),
            (
                JUSTICE,
                "Hoàng Thị Lan",
                "ket-hon",
                "0976111222",
                "2026-11-23",
                510,
                Channel::Helper,
                "MC4VN8B",
            ),
            (
                LAND,
                "Đỗ Quang Minh",
                "dat-dai",
                "0905123456",
                "2026-11-23",
                570,
                Channel::Web,
                "MC2GPT6",
            ),
            (
                LAND,
                "Vũ Thị Nga",
                "dat-dai",
                "0936123123",
                "2026-11-24",
                480,
                Channel::Phone,
                "MC5ZK9C",
            ),
            (
                JUSTICE,
                "Bùi Văn Phúc",
                "khai-sinh",
                "0355123456",
                "2026-11-24",
                495,
                Channel::Web,
                "MC8QH2V",
            ),
        ];
        for (field, name, procedure, phone, date, time, channel, code) in ahead {
            let helper = (channel == Channel::Helper).then(|| "Trưởng thôn Sáu".to_owned());
            let note = (channel == Channel::Sms).then(|| "3 bản sao".to_owned());
            let person = Person {
                channel,
                helper,
                note,
                code: Some(code.to_owned()),
                ..with_phone(name, procedure, phone)
            };
            let wish = Wish {
                date: Day::parse(date).unwrap(),
                half: None,
                time: Some(TimeOfDay(time)),
            };
            self.event(
                friday,
                None,
                Event::Book {
                    field,
                    when: When::Wish(wish),
                    person,
                    to_confirm: false,
                },
            );
        }
        // A day that is nearly full, and one that is.
        for n in 0..30 {
            let person = with_phone(&format!("Người dân {n}"), "", &format!("09{n:08}"));
            let date = Day::parse(if n < 18 { "2026-11-25" } else { "2026-11-26" }).unwrap();
            let wish = Wish {
                date,
                half: Some(motcua::domain::time::Half::Am),
                time: None,
            };
            self.event(
                friday,
                None,
                Event::Book {
                    field: JUSTICE,
                    when: When::Wish(wish),
                    person,
                    to_confirm: false,
                },
            );
        }
    }

    fn first_hour(&mut self) {
        let walkin = |field, name: &str, procedure: &str, priority| Event::Walkin {
            field,
            priority,
            person: person(name, procedure),
        };
        let old = Person {
            note: Some("75 tuổi".to_owned()),
            ..person("", "chung-thuc")
        };
        let done = |n| Event::Done {
            counter: CounterIx(n),
        };
        let day = [
            ("07:30", walkin(JUSTICE, "Lê Văn Bảy", "khai-tu", false)),
            (
                "07:31",
                walkin(JUSTICE, "Nguyễn Văn An", "khai-sinh", false),
            ),
            ("07:33", walkin(LAND, "Ngô Đức Thắng", "dat-dai", false)),
            ("07:35", walkin(LAND, "Trần Thị Bình", "dat-dai", false)),
            ("07:40", walkin(SOCIAL, "", "bao-tro", false)),
            (
                "07:50",
                walkin(JUSTICE, "Đinh Thị Giang", "chung-thuc", false),
            ),
            ("07:55", walkin(JUSTICE, "Cao Xuân Hải", "khai-sinh", false)),
            ("07:58", done(0)),
            ("08:05", walkin(JUSTICE, "", "khai-tu", false)),
            ("08:10", done(0)),
            ("08:12", walkin(JUSTICE, "Lê Thị Dung", "ket-hon", false)),
            ("08:13", done(2)),
            (
                "08:15",
                Event::CloseCounter {
                    counter: CounterIx(2),
                    reason: Some("họp đến 09:00".to_owned()),
                },
            ),
            ("08:18", walkin(LAND, "Lý A Páo", "xay-dung", false)),
            ("08:20", done(1)),
            (
                "08:20",
                Event::Walkin {
                    field: JUSTICE,
                    priority: true,
                    person: old,
                },
            ),
            ("08:22", Event::Absent { counter: DESK }),
            (
                "08:31",
                Event::Arrive {
                    number: number(JUSTICE, 2),
                },
            ),
            ("08:33", Event::Hold { counter: DESK }),
            (
                "08:34",
                walkin(JUSTICE, "Trịnh Thị Oanh", "chung-thuc", false),
            ),
            (
                "08:35",
                walkin(JUSTICE, "Phan Quốc Việt", "khai-sinh", false),
            ),
        ];
        for (time, event) in day {
            let desk = event.counter();
            self.event(at(time), desk, event);
        }
    }

    /// An event from a desk; the wall clock goes along.
    pub(crate) fn event(
        &mut self,
        at: Minute,
        desk: Option<CounterIx>,
        event: Event,
    ) -> Vec<Timed> {
        let mut out = Vec::new();
        self.office.handle(at, desk, event, &mut out);
        out
    }

    pub(crate) fn tick(&mut self) {
        self.event(Minute::from_chrono(self.now), None, Event::Tick);
    }
    /// What the screen is shown.
    pub(crate) fn view(&self) -> View<'_> {
        View {
            office: &self.office,
            office_name: "UBND xã Vĩnh Thủy",
            procedures: &self.procedures,
            vocabulary: &self.vocabulary,
            officials: &self.officials,
            now: self.now,
            status: self.status.as_ref(),
            signed_in: self.signed_in.as_deref(),
            must_sign_in: self.must_sign_in,
            letters: &self.letters,
            comments: &self.comments,
            keep_days: 180,
            figures: self.figures.as_ref(),
            forecast: super::foreseen(&self.office, self.now),
        }
    }
}
