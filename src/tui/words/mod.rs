//! All Vietnamese words of the screen: here what several places say (dates, numbers, states), beside it what one place
//! says; a page's own words are in its folder.

/// Fixed words by their names, for the whole screen.
macro_rules! words {
    ($($name:ident = $words:literal;)*) => {
        $(pub(in crate::tui) const $name: &str = $words;)*
    };
}

pub(super) mod announcements;
pub(super) mod answering;
pub(super) mod calendar;
pub(super) mod comments;
pub(super) mod desk;
pub(super) mod dossiers;
pub(super) mod figures;
pub(super) mod filling;
pub(super) mod footer;
pub(super) mod forms;
pub(super) mod header;
pub(super) mod held;
pub(super) mod help;
pub(super) mod lobby;
pub(super) mod messages;
pub(super) mod offers;
pub(super) mod qr;
pub(super) mod record;
mod refusal;
pub(super) mod requests;
mod script;
pub(super) mod search;
pub(super) mod slips;
mod status_line;
pub(super) mod sweep;
pub(super) mod ticket;
mod undone;
mod why;
mod zalo;

pub(super) use refusal::{hours, not_active, refusal};
pub(super) use script::script;
pub(super) use status_line::{StatusLine, Tone, answered};
pub(super) use undone::{
    NOTHING_DONE, came_back, done_for_good, last_of, next as next_undo, not_undone, undoing,
};
pub(super) use why::why;

use chrono::NaiveDateTime;

use super::action::Action;
use super::keymap::Keymap;
use super::view::{View, drawn};
use crate::app::post::letters::{Letter, LetterId};
use crate::domain::dossier::DossierId;
use crate::domain::event::EventKind;
use crate::domain::forecast::Wait;
use crate::domain::queue_view::Standing;
use crate::domain::rules::{CounterIx, FieldIx};
use crate::domain::ticket::{Kind, Number, State, Ticket, TicketId};
use crate::domain::time::{Day, Minute};
use crate::domain::words;

pub(super) use crate::domain::words::{channel, half, number, sentence, stands, weekday};

/// What words are made from: the view, the keys' labels, and at which desk they are read.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    /// The office.
    pub view: &'a View<'a>,
    /// For the keys' labels.
    pub keys: &'a Keymap,
    /// This desk.
    pub desk: CounterIx,
    /// Whom a window over the page shows: the keys are about the same one.
    pub card: Option<Card>,
    /// What was done last cannot be taken back: an undo is about what was done before.
    pub past_undo: bool,
    /// What was done last is that this was noted as called, seen or answered: in words.
    pub settled: Option<(LetterId, &'static str)>,
    /// Who has just got a number or was checked in here.
    pub newest: Option<TicketId>,
}

/// Whom a window shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Card {
    /// The holder of a ticket.
    Ticket(TicketId),
    /// A dossier's.
    Dossier(DossierId),
}

impl Scene<'_> {
    /// The key of an action as people know it.
    pub(super) fn key(&self, action: Action) -> String {
        self.keys.key_of(action)
    }

    /// `015`, or `015 Tư pháp` when the counter serves more than that field; where the day is said beside it.
    pub(super) fn undated_number(&self, n: Number) -> String {
        let own = &self.view.desk(self.desk).fields;
        if own.len() == 1 && own[0] == n.field {
            number(n)
        } else {
            format!("{} {}", number(n), self.view.field_name(n.field))
        }
    }

    /// [`Self::number`], with its field also where another field's open number of that day is the same: in a window's title
    /// nothing else tells the two apart.
    pub(super) fn told_apart(&self, n: Number) -> String {
        let mut of_day = self.view.office.tickets_of(n.day);
        let is_like =
            |t: &Ticket| t.number.n == n.n && t.number.field != n.field && !t.state.is_final();
        match of_day.any(is_like) {
            true => {
                let field = self.view.field_name(n.field);
                format!("{} {field}{}", number(n), self.of_day(n.day))
            }
            false => self.number(n),
        }
    }

    /// [`Self::who`], and of whom no name is known [`Self::told_apart`].
    pub(super) fn who_in_title(&self, ticket: &Ticket) -> String {
        match name(ticket) {
            Some(_) => self.who(ticket),
            None => self.told_apart(ticket.number),
        }
    }

    /// `015 Trần Văn Cảnh`, as much of it as is known; where the day is said beside it.
    pub(super) fn undated(&self, ticket: &Ticket) -> String {
        match name(ticket) {
            Some(name) => format!("{} {name}", self.undated_number(ticket.number)),
            None => self.undated_number(ticket.number),
        }
    }

    /// `015`, of another day `015 ngày 1/12`: each day has its 015.
    pub(super) fn number(&self, n: Number) -> String {
        self.undated_number(n) + &self.of_day(n.day)
    }

    /// `015 Trần Văn Cảnh`, of another day with that day.
    pub(super) fn who(&self, ticket: &Ticket) -> String {
        self.undated(ticket) + &self.of_day(ticket.number.day)
    }

    /// Behind a number that is not today's.
    pub(super) fn of_day(&self, day: Day) -> String {
        match day == self.view.today() {
            true => String::new(),
            false => format!(" ngày {}", day.to_chrono().format("%-d/%-m")),
        }
    }

    /// All fields, those of this counter first.
    pub(super) fn fields_own_first(&self) -> Vec<FieldIx> {
        let own = &self.view.desk(self.desk).fields;
        let others = self.view.office.rules().field_indexes();
        let others = others.filter(|f| !own.contains(f));
        own.iter().copied().chain(others).collect()
    }

    /// `lúc 09:40`, with the day when it is not today.
    pub(super) fn at(&self, time: Minute) -> String {
        format!("lúc {}", self.moment(time))
    }

    /// The same behind a word that needs none: `sang 09:40 hôm nay`.
    pub(super) fn moment(&self, time: Minute) -> String {
        if time.day() == self.view.today() {
            format!("{} hôm nay", time.time())
        } else {
            format!("{} {}", time.time(), date(time.day()))
        }
    }
}

/// On the frame of a list with more lines.
pub(super) fn below(lines: usize) -> String {
    format!(" còn {lines} dòng ↓ ")
}

/// The same of details, of which a window shows all.
pub(super) fn details_below(scene: &Scene<'_>, lines: usize) -> String {
    format!(" còn {lines} dòng: {} ", scene.key(Action::Open))
}

/// How a window is closed.
pub(super) const CLOSE: &str = "Esc: đóng";

/// The same under words, so many lines of which have no room.
pub(super) fn close(lines: usize) -> String {
    match lines {
        0 => CLOSE.to_owned(),
        n => format!("{CLOSE} · còn {n} dòng, phóng to cửa sổ để xem"),
    }
}

/// Keys and what they do in a window that they do not close.
pub(super) fn keys_line(keys: &[(String, String)]) -> String {
    let keys = keys.iter().map(|(key, label)| format!("{key}: {label}"));
    keys.chain([CLOSE.to_owned()])
        .collect::<Vec<_>>()
        .join(" · ")
}

/// Instead of everything in a window that is too small.
pub(super) fn too_small(
    serving: Option<&Ticket>,
    (width, height): (u16, u16),
    (fewest, lowest): (u16, u16),
) -> String {
    let serving = serving.map(|t| format!("Đang phục vụ {}. ", number(t.number)));
    format!(
        "{}Cửa sổ quá nhỏ ({width}×{height}); cần ít nhất {fewest}×{lowest}: phóng to cửa sổ hoặc giảm cỡ chữ.",
        serving.unwrap_or_default()
    )
}

/// The person's name, safe to draw.
pub(super) fn name(ticket: &Ticket) -> Option<String> {
    let name = ticket.person.name.as_deref().map(drawn);
    name.filter(|name| !name.is_empty())
}

/// What the citizen wrote: the note, else the message that asked for it, while messages are at hand.
pub(super) fn written(view: &View<'_>, ticket: &Ticket) -> Option<String> {
    let note = ticket.person.note.as_deref().map(drawn);
    let came = |l: &&Letter| l.ticket == Some(ticket.id) && l.came().is_some();
    let message = || {
        let all = view.letters.list().iter().filter(came);
        // What was written later is no wish.
        Some(drawn(&all.min_by_key(|l| l.at)?.text))
    };
    note.filter(|note| !note.is_empty()).or_else(message)
}

/// What stands in the name's place: the name, else the note in brackets.
pub(super) fn name_or_note(ticket: &Ticket) -> String {
    let note = || {
        let note = ticket.person.note.as_deref().map(drawn);
        note.filter(|n| !n.is_empty()).map(|n| format!("({n})"))
    };
    name(ticket).or_else(note).unwrap_or_default()
}

/// Of a booking whose owner has come: since when.
pub(super) fn is_here(t: &Ticket) -> Option<String> {
    let came = t
        .arrived
        .filter(|_| t.present && t.state == State::Booked)?;
    Some(format!("có mặt từ {}", came.time()))
}

/// `thứ Hai 23/11`, as within a sentence.
pub(super) fn date(day: Day) -> String {
    format!("{} {}", weekday(day), day.to_chrono().format("%d/%m"))
}

/// `T2 23/11`.
pub(super) fn date_short(day: Day) -> String {
    let weekday = words::weekday_short(day.weekday());
    format!("{weekday} {}", day.to_chrono().format("%d/%m"))
}

/// Date and clock of the header, long or short.
pub(super) fn clock(now: NaiveDateTime, long: bool) -> String {
    let day = Day::from_chrono(now.date());
    if long {
        sentence(&format!(
            "{} {}",
            weekday(day),
            now.format("%d/%m/%Y  %H:%M")
        ))
    } else {
        format!("{} {}", date_short(day), now.format("%H:%M"))
    }
}

/// How the ticket came about, in its column.
pub(super) const fn kind(ticket: &Ticket) -> &'static str {
    match ticket.kind {
        Kind::Booking { .. } => "hẹn",
        Kind::Walkin { priority: true } => "ưu tiên",
        Kind::Walkin { priority: false } => "trực tiếp",
    }
}

/// Where in its life a ticket is.
pub(super) const fn state(state: State) -> &'static str {
    words::state(state).desk
}

/// Why a row stands where it stands, in a few words.
pub fn standing(standing: Standing) -> String {
    match standing {
        Standing::Due => "đến giờ hẹn".to_owned(),
        Standing::DueUncalled => "chờ quầy trống".to_owned(),
        Standing::Awaited { until } => format!("chờ đến {}", until.time()),
        Standing::EarlyFirst => "hẹn, đến sớm".to_owned(),
        Standing::CalledOnce => "sẽ gọi thử".to_owned(),
        Standing::SoonDue => "sắp đến giờ".to_owned(),
        Standing::Priority => "ưu tiên".to_owned(),
        Standing::ByNumber => "theo số".to_owned(),
        Standing::KeptWait => "giữ giờ chờ".to_owned(),
        Standing::ResultBetween { .. } => "gọi xen".to_owned(),
        Standing::EarlyRest { .. } => "đến sớm".to_owned(),
        Standing::LaterSession => "hẹn buổi sau".to_owned(),
        Standing::NotYetDue => "chưa đến giờ".to_owned(),
        Standing::Left => "đã về".to_owned(),
        Standing::Held => "được giữ lại".to_owned(),
        Standing::Missed => "vắng khi gọi".to_owned(),
        Standing::Expired => "quá giờ hẹn".to_owned(),
        Standing::Unserved { .. } => "chưa đến lượt".to_owned(),
        Standing::Requested { .. } => "chờ xác nhận".to_owned(),
        Standing::Proposed { .. } => "chờ người dân".to_owned(),
        Standing::Asked { .. } => "chưa giữ chỗ".to_owned(),
    }
}

/// A newcomer's wait.
pub(super) fn wait(wait: Wait) -> String {
    match wait {
        Wait::None => "không phải chờ".to_owned(),
        Wait::Minutes { low: 0, high } => format!("chờ dưới {high} phút"),
        Wait::Minutes { low, high } => format!("chờ {low}–{high} phút"),
        Wait::Between { from, to } => format!("gọi {}–{}", from.time(), to.time()),
        Wait::AtOpening(time) => format!("gọi lúc mở cửa {}", time.time()),
        Wait::PerhapsNotToday { from } => {
            format!("có thể không kịp (từ {})", from.time())
        }
        Wait::NoCounter => "mọi quầy tạm nghỉ".to_owned(),
        Wait::NotToday => "hôm nay khó kịp".to_owned(),
    }
}

/// [`wait`] in a column of its own.
pub(super) fn wait_short(wait: Wait) -> String {
    match wait {
        Wait::None => "không chờ".to_owned(),
        Wait::Minutes { low, high } => format!("{low}–{high} phút"),
        Wait::Between { from, to } => format!("{}–{}", from.time(), to.time()),
        Wait::AtOpening(time) => format!("mở cửa {}", time.time()),
        Wait::PerhapsNotToday { .. } => "có thể không kịp".to_owned(),
        Wait::NoCounter => "tạm nghỉ".to_owned(),
        Wait::NotToday => "khó kịp".to_owned(),
    }
}

/// Why nobody is called to a free counter by itself.
pub(super) fn nobody_next(view: &View<'_>, desk: CounterIx) -> String {
    let (office, fields) = (view.office, &view.desk(desk).fields);
    let waiting: usize = fields.iter().map(|f| office.people_waiting(*f)).sum();
    let unserved: usize = fields
        .iter()
        .map(|f| office.owed(*f, view.today()).count())
        .sum();
    match (waiting, unserved) {
        (0, 0) => "chưa có ai chờ".to_owned(),
        (0, n) => format!("{n} người chưa đến lượt"),
        (n, _) => format!("{n} người chờ đến giờ"),
    }
}

/// An action in the words of "what will be taken back".
pub(super) fn action(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Walkin => "cấp số",
        EventKind::BookSoonest | EventKind::BookWish => "đặt hẹn",
        EventKind::BookToConfirm | EventKind::Ask => "ghi yêu cầu",
        EventKind::Sweep => "huỷ cùng nguồn",
        EventKind::Confirm => "xác nhận",
        EventKind::Propose => "đề nghị giờ khác",
        EventKind::Accept => "người dân đồng ý",
        EventKind::SeekEarlier => "xin giờ sớm hơn",
        EventKind::Decline => "không nhận",
        EventKind::Arrive => "ghi có mặt",
        EventKind::Cancel => "huỷ",
        EventKind::Leave => "ghi đã về",
        EventKind::Done => "xong",
        EventKind::Absent => "vắng",
        EventKind::CloseCounter => "tạm nghỉ",
        EventKind::OpenCounter => "mở quầy",
        EventKind::CloseSession => "đóng buổi",
        EventKind::OpenSession => "mở buổi",
        EventKind::Next => "gọi tiếp",
        EventKind::SetManual => "đổi cách gọi",
        EventKind::CallNumber => "gọi số",
        EventKind::Hold => "giữ lại",
        EventKind::Resume => "tiếp tục",
        EventKind::Requeue => "vào lại hàng",
        EventKind::Transfer => "chuyển lĩnh vực",
        EventKind::Move => "đổi lịch",
        EventKind::SetPriority => "ưu tiên",
        EventKind::Set(detail) => ticket::set(detail),
        EventKind::Receive => "nhận hồ sơ",
        EventKind::Process => "xử lý hồ sơ",
        EventKind::AskSupplement => "yêu cầu bổ sung",
        EventKind::Supplement => "nhận bổ sung",
        EventKind::Complete => "hoàn tất hồ sơ",
        EventKind::HandOver => "trả kết quả",
        EventKind::Refuse => "từ chối hồ sơ",
        EventKind::Apologise => "xin lỗi, hẹn lại",
        EventKind::Stop => "dừng hồ sơ",
        EventKind::Correct => "sửa hồ sơ",
        EventKind::Advise => "hướng dẫn bổ sung, từ chối nhận",
        // These cannot be taken back.
        EventKind::Tick
        | EventKind::Undo
        | EventKind::Redo
        | EventKind::Recall
        | EventKind::Unblock
        | EventKind::SetHelper
        | EventKind::Configured
        | EventKind::ClockConfirmed
        | EventKind::Audit => "",
    }
}
