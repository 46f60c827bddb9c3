//! A morning's messages, notices and calls, and what becomes of them at a desk.

use chrono::NaiveDateTime;
use motcua::app::post::NoticeKind;
use motcua::app::post::letters::{
    Body, Came, Cause, Letter, LetterId, LettersPage, MessageState, NoticeState, OpenLetters,
    Route, Spoken, Told,
};
use motcua::app::status::ModemStatus;
use motcua::domain::Event;
use motcua::domain::rules::Profile;
use motcua::domain::sms::{Doubt, Intent, Part, Reading};
use motcua::domain::text::Phone;
use motcua::domain::ticket::{Number, TicketId};
use motcua::domain::time::{Day, Half};
use motcua::tui::Command;

use super::sample::{JUSTICE, Sample, at};

fn time(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").unwrap()
}

fn phone(text: &str) -> Phone {
    Phone::parse(text).unwrap_or_else(|_| Phone::raw(text))
}

/// A message that came in.
pub(super) fn came(
    id: i64,
    when: &str,
    from: &str,
    text: &str,
    (state, reading): (MessageState, Option<Reading>),
) -> Letter {
    Letter {
        id: LetterId::In(id),
        at: time(when),
        phone: phone(from),
        text: text.to_owned(),
        ticket: None,
        body: Body::In(Came {
            state,
            part: None,
            reading: reading.map(Box::new),
        }),
    }
}

/// Something that a citizen is told.
pub(super) fn told(
    id: i64,
    when: &str,
    to: &str,
    text: &str,
    (kind, state, cause): (NoticeKind, NoticeState, Option<Cause>),
) -> Letter {
    let was_sent = matches!(state, NoticeState::Sent | NoticeState::Delivered);
    Letter {
        id: LetterId::Out(id),
        at: time(when),
        phone: phone(to),
        text: text.to_owned(),
        ticket: None,
        body: Body::Out(Told {
            kind: Some(kind),
            state,
            tries: u32::from(cause.is_some()),
            cause,
            not_before: time(when),
            sent: was_sent.then(|| time(when)),
            answers: None,
            route: Route::Sms,
            cost: 0,
            by: None,
            dossier: None,
            spoken: Spoken::default(),
        }),
    }
}

/// `DK` with what was understood of it.
pub(super) fn book(name: &str, procedure: &str, date: &str, half: Option<Half>) -> Reading {
    let some = |text: &str| Some(text.to_owned()).filter(|t| !t.is_empty());
    let parts = [
        (Part::Name, name),
        (Part::Procedure, procedure),
        (Part::Date, date),
    ];
    let missing = parts.into_iter().filter(|(_, text)| text.is_empty());
    Reading {
        intent: Intent::Book,
        name: some(name),
        procedure: some(procedure),
        date: Day::parse(date),
        half,
        missing: missing.map(|(part, _)| part).collect(),
        ..Reading::default()
    }
}

impl Sample {
    /// [`Sample::monday_of_requests`] with a modem, and what it has brought and taken.
    pub(crate) fn monday_of_messages() -> Self {
        let mut sample = Self::monday_of_requests(Profile::Improved);
        sample.status.as_mut().unwrap().modem = Some(ModemStatus {
            ready: true,
            signal: Some(17),
            ..ModemStatus::default()
        });
        sample.letters.has_modem = true;
        let page = LettersPage {
            list: sample.mail(),
            sent_today: 12,
            sent_this_month: 214,
            price: 350,
            by_zalo: None,
            daily_limit: 200_000,
        };
        sample.letters.page = Some(page);
        sample.sort_mail();
        sample
    }

    fn booked(&self, n: u32) -> Option<TicketId> {
        let number = Number {
            day: at("08:00").day(),
            field: JUSTICE,
            n,
        };
        self.office.by_number(number).map(|t| t.id)
    }

    fn mail(&self) -> Vec<Letter> {
        let guess = Reading {
            meant: Some(Box::new(book("", "", "2026-11-24", None))),
            ..Reading::default()
        };
        let advert = Reading {
            silent: true,
            ..Reading::default()
        };
        let two = Reading {
            doubts: vec![Doubt::TwoProcedures("ket-hon".into(), "khai-sinh".into())],
            ..book("Lương Văn Tư", "", "2026-11-26", Some(Half::Pm))
        };
        let mut part = came(
            3,
            "2026-11-20T16:02",
            "0355987654",
            "DK Hoang Thi Lan xac nhan tinh trang hon nhan de vay von ngan hang chinh sach xa hoi, nha em ",
            (MessageState::Open, None),
        );
        if let Body::In(came) = &mut part.body {
            came.part = Some((1, 2));
        }
        let mut answered = came(
            6,
            "2026-11-23T08:31",
            "0978222333",
            "DK Le Thi Hoa giay de 25/11 sang",
            (
                MessageState::Done,
                Some(book("Le Thi Hoa", "", "2026-11-25", Some(Half::Am))),
            ),
        );
        answered.ticket = None;
        let mut answer = told(
            14,
            "2026-11-23T08:31",
            "0978222333",
            "Chua ro thu tuc. Vi du: DK Le Thi Hoa khai sinh 25/11 sang",
            (NoticeKind::Answer, NoticeState::Delivered, None),
        );
        if let Body::Out(told) = &mut answer.body {
            told.answers = Some(6);
        }
        let mut booked = came(
            4,
            "2026-11-20T15:00",
            "0912345678",
            "DK Tran Van Canh chung thuc 23/11 8h40",
            (
                MessageState::Done,
                Some(book(
                    "Tran Van Canh",
                    "chung-thuc",
                    "2026-11-23",
                    Some(Half::Am),
                )),
            ),
        );
        booked.ticket = self.booked(2);
        let sim = "Mạng hoặc SIM từ chối tin (mã 21: nhà mạng không cho gửi tin; xem SIM còn tiền, còn hạn).";
        let mut proposal = told(
            15,
            "2026-11-23T08:40",
            "0388777666",
            "De nghi gio khac: 14h30 thu Nam 26/11. Nhan tin OK de dong y.",
            (NoticeKind::Proposed, NoticeState::Call, None),
        );
        proposal.ticket = self
            .office
            .unanswered()
            .iter()
            .find(|t| t.person.name.as_deref() == Some("Quàng Văn Ơn"))
            .map(|t| t.id);
        vec![
            came(
                7,
                "2026-11-23T08:39",
                "0912777888",
                "Em ơi cho chị hỏi làm giấy đẻ cho cháu thì cần những gì, mai chị lên có được không em",
                (MessageState::Open, Some(guess)),
            ),
            came(
                5,
                "2026-11-23T08:12",
                "0904111222",
                "DK Lương Văn Tư kết hôn, khai sinh chiều 26/11",
                (MessageState::Open, Some(two)),
            ),
            part,
            answered,
            booked,
            came(
                2,
                "2026-11-20T09:15",
                "VIETTEL",
                "[QC] Tang 50% gia tri the nap ngay 20/11. Chi tiet LH 198.",
                (MessageState::Silent, Some(advert)),
            ),
            came(1, "2026-11-19T10:00", "", "", (MessageState::Done, None)),
            proposal,
            told(
                16,
                "2026-11-23T08:41",
                "0367888999",
                "Da nhan yeu cau. Co quan tra loi trong 24 gio.",
                (NoticeKind::Answer, NoticeState::New, None),
            ),
            told(
                13,
                "2026-11-23T08:20",
                "0987654321",
                "Hen 001 luc 9h00 hom nay tai Quay 1. Ma MC7K2QF.",
                (
                    NoticeKind::Booked,
                    NoticeState::Failed,
                    Some(Cause::Said(sim.to_owned())),
                ),
            ),
            told(
                12,
                "2026-11-23T07:40",
                "0976111222",
                "Hen 003 luc 8h30 doi sang 8h50.",
                (NoticeKind::Moved, NoticeState::Unknown, Some(Cause::Crash)),
            ),
            answer,
            told(
                11,
                "2026-11-20T16:30",
                "0936123123",
                "Nhac hen: 8h00 thu Ba 24/11, Quay 2.",
                (NoticeKind::Reminder, NoticeState::Sent, None),
            ),
            told(
                10,
                "2026-11-20T16:30",
                "0905123456",
                "Nhac hen: 9h30 thu Hai 23/11, Quay 2.",
                (
                    NoticeKind::Reminder,
                    NoticeState::Dropped,
                    Some(Cause::Late),
                ),
            ),
            told(
                9,
                "2026-11-20T15:20",
                "0983111222",
                "Yeu cau cua ong ba khong duoc nhan.",
                (NoticeKind::Declined, NoticeState::Called, None),
            ),
        ]
    }

    /// Counts and order, as they are read from the store.
    pub(crate) fn sort_mail(&mut self) {
        let page = self.letters.page.as_mut().unwrap();
        page.list
            .sort_by_key(|l| (!l.needs_hand(), std::cmp::Reverse((l.at, l.id))));
        let told = |states: &[NoticeState]| {
            let is = |l: &&Letter| l.told().is_some_and(|told| states.contains(&told.state));
            page.list.iter().filter(is).count() as u32
        };
        let open: Vec<i64> = page
            .list
            .iter()
            .filter(|l| l.needs_hand())
            .filter_map(|l| match l.id {
                LetterId::In(id) => Some(id),
                LetterId::Out(_) => None,
            })
            .collect();
        self.letters.open = OpenLetters {
            messages: open.len() as u32,
            newest: open.iter().max().copied(),
            calls: told(&[NoticeState::Call]),
            unsent: told(&[NoticeState::Failed, NoticeState::Unknown]),
            waiting: told(&[NoticeState::New]),
        };
    }

    /// One of the letters.
    pub(crate) fn letter(&self, id: LetterId) -> &Letter {
        self.letters.get(id).unwrap()
    }

    fn change(&mut self, id: LetterId, change: impl FnOnce(&mut Body)) {
        let list = &mut self.letters.page.as_mut().unwrap().list;
        change(&mut list.iter_mut().find(|l| l.id == id).unwrap().body);
        self.sort_mail();
    }

    /// Does to the letters what the screen asks for, as the terminal loop does it; `None` for what is not about them, else
    /// the event that goes with it.
    pub(crate) fn letters_asked(&mut self, command: &Command) -> Option<Option<Event>> {
        let settled = |body: &mut Body| {
            if let Body::In(came) = body {
                came.state = MessageState::Settled;
            }
        };
        match command {
            Command::Seen(id) => self.change(LetterId::In(*id), settled),
            Command::Answer { message, .. } => self.change(LetterId::In(*message), settled),
            Command::Settle(id) => self.change(LetterId::Out(*id), |body| {
                if let Body::Out(told) = body {
                    told.state = match told.state {
                        NoticeState::Call => NoticeState::Called,
                        _ => NoticeState::Dropped,
                    };
                }
            }),
            Command::Reopen(LetterId::In(id)) => self.change(LetterId::In(*id), |body| {
                if let Body::In(came) = body {
                    came.state = MessageState::Open;
                }
            }),
            Command::Reopen(id) => self.change(*id, |body| {
                if let Body::Out(told) = body {
                    told.state = NoticeState::Call;
                }
            }),
            Command::SendAgain(id) => self.change(LetterId::Out(*id), |body| {
                if let Body::Out(told) = body {
                    told.state = NoticeState::New;
                }
            }),
            Command::HoldSending(held) => self.letters.held = *held,
            Command::Book { event, message } => {
                self.change(LetterId::In(*message), settled);
                return Some(Some(event.clone()));
            }
            _ => return None,
        }
        Some(None)
    }
}
