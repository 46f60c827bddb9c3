//! What is said of one ticket beside the list it stands in, and of what is written on it.

use super::{
    CLOSE, Scene, channel, date, forms, half, keys_line, name, sentence, stands, state, wait,
};
use crate::domain::event::{Detail, Event};
use crate::domain::forecast::Wait;
use crate::domain::text::Phone;
use crate::domain::ticket::{Contact, Number, State, Ticket, Visit};
use crate::domain::time::Minute;
use crate::domain::words::{self, copies};
use crate::tui::action::Action;
use crate::tui::view::drawn;

/// The phone is a helper's.
pub(crate) const HELPERS_PHONE: &str = "Điện thoại của người đặt hộ";

/// Number and state.
pub(crate) fn heading(number: &str, t: &Ticket) -> String {
    format!("{number} · {}", stands(t))
}

/// The person's name, or that it is not known.
pub(crate) fn name_or_unknown(t: &Ticket) -> String {
    name(t).unwrap_or_else(|| "(chưa ghi họ tên)".to_owned())
}

// ---- what is written on it ----

/// The label of a detail's form.
pub(crate) const fn label(detail: Detail) -> &'static str {
    match detail {
        Detail::Name => forms::NAME,
        Detail::Procedure => forms::PROCEDURE,
        Detail::Phone => forms::PHONE,
    }
}

/// That it is written, as an action.
pub(super) const fn set(detail: Detail) -> &'static str {
    match detail {
        Detail::Name => "ghi họ tên",
        Detail::Procedure => "ghi thủ tục",
        Detail::Phone => "sửa số điện thoại",
    }
}

/// Over its form.
pub(crate) fn title(detail: Detail, who: &str) -> String {
    format!("{} của {who}", label(detail))
}

/// Over the form of name and phone.
pub(crate) fn title_of_person(who: &str) -> String {
    format!("Họ tên, số điện thoại của {who}")
}

/// What an event has changed on somebody's ticket.
pub(super) fn changed(event: &Event, who: &str) -> String {
    match event {
        Event::SetPriority { priority: true, .. } => format!("ghi ưu tiên cho {who}"),
        Event::SetPriority { .. } => format!("bỏ ưu tiên của {who}"),
        Event::Set {
            detail: Detail::Phone,
            text,
            ..
        } => match text.as_str() {
            "" => format!("bỏ số điện thoại của {who}"),
            text => format!("{who}: số điện thoại {}", Phone::of(text).masked()),
        },
        Event::Set { detail, .. } => format!("{} cho {who}", set(*detail)),
        _ => String::new(),
    }
}

/// What stands on it beside the name, a thing to a line.
pub(crate) fn written(scene: &Scene<'_>, t: &Ticket) -> Vec<String> {
    let note = super::written(scene.view, t).filter(|note| !note.is_empty());
    let note = note.map(|note| format!("Ghi chú: {note}"));
    let lines = [scene.view.procedure_of(t), note];
    lines.into_iter().flatten().collect()
}

// ---- how it stands ----

/// The rule behind a row among its details.
pub(crate) fn because(why: &str) -> String {
    format!("Vì sao: {why}")
}

/// Over the rule behind a row.
pub(crate) fn why_here(who: &str) -> String {
    format!("Vì sao {who} đứng ở chỗ này?")
}

/// Over a phone.
pub(crate) fn call(who: &str) -> String {
    format!("Gọi cho {who}")
}

/// How and when it came about.
pub(crate) fn origin(scene: &Scene<'_>, t: &Ticket) -> String {
    let channel = channel(t.person.channel);
    let helper = t.person.helper.as_deref().map(drawn);
    let helper = helper.filter(|h| !h.is_empty());
    let helper = helper.map_or(String::new(), |h| format!(" ({h})"));
    let verb = match t.state {
        State::Requested | State::Asked => "Xin hẹn",
        State::Proposed => "Đề nghị hẹn",
        _ => "Hẹn",
    };
    match t.time() {
        Some(time) if time.day() == scene.view.today() => {
            format!("{verb} {} {channel}{helper}", time.time())
        }
        Some(time) => format!("{verb} {} {channel}{helper}", scene.at(time)),
        None if t.origin.is_some() => {
            let since = t.arrived.unwrap_or(t.made).time();
            format!("Chuyển sang lúc {}, có mặt từ {since}", t.made.time())
        }
        None => format!("Lấy số lúc {} {channel}{helper}", t.made.time()),
    }
}

/// When the number was called, and where it is or was served.
pub(crate) fn calls(scene: &Scene<'_>, t: &Ticket) -> String {
    let at = |t: Minute| match t.day() == scene.view.today() {
        true => t.time().to_string(),
        false => format!("{} {}", t.time(), date(t.day())),
    };
    let appointed = t
        .appointed
        .map(|called| format!("gọi theo giờ hẹn {}", at(called)));
    let counter = t.counter.map(|ix| drawn(&scene.view.desk(ix).name));
    // Where somebody is served now stands in the reason.
    let counter = counter
        .filter(|_| t.state != State::Serving)
        .zip(t.started)
        .map(|(counter, called)| format!("gọi đến {counter} lúc {}", at(called)));
    let missed = (t.state == State::Missed).then(|| "vắng khi gọi".to_owned());
    let calls = [appointed, counter, missed];
    sentence(&calls.into_iter().flatten().collect::<Vec<_>>().join(", "))
}

/// What the procedure asks people to bring, a paper to a line.
pub(crate) fn papers(scene: &Scene<'_>, t: &Ticket) -> Vec<String> {
    let id = t.person.procedure.as_deref();
    let known = id.and_then(|id| scene.view.procedure(id));
    let papers = known.map_or(&[][..], |p| &p.papers);
    let before = ["Giấy tờ: "].into_iter().chain(std::iter::repeat("· "));
    let papers = papers.iter().zip(before);
    papers
        .map(|(p, before)| {
            let copies = copies(p.originals, p.copies);
            format!("{before}{} ({copies})", drawn(&p.name))
        })
        .collect()
}

/// An earlier visit with the same phone; whose it was is said where the names differ.
pub(crate) fn visit(scene: &Scene<'_>, t: &Ticket, visit: &Visit) -> String {
    let id = visit.procedure.as_deref();
    let known = id.and_then(|id| scene.view.procedure(id));
    let procedure = known.map(|p| drawn(&p.name));
    let other = visit
        .name
        .as_deref()
        .filter(|_| visit.name != t.person.name);
    let parts = [
        Some(words::date(visit.day)),
        procedure,
        other.map(drawn),
        Some(state(visit.state).to_owned()),
    ];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    format!("Lần trước (cùng số điện thoại): {}", parts.join(" · "))
}

/// What one must know to answer a request: how full the half-day is, and how the citizen wants to be told.
pub(crate) fn for_an_answer(scene: &Scene<'_>, t: &Ticket) -> Vec<String> {
    let view = scene.view;
    let load = t.time().map_or(String::new(), |time| {
        let (day, of_day) = (time.day(), view.office.rules().half_of(time.time()));
        let (all, taken) = view.office.load(t.number.field, day, of_day);
        let when = format!("{} {}", half(of_day), date(day));
        let own = match t.state {
            State::Asked => "; giờ này CHƯA được giữ",
            _ => ", kể cả giờ này",
        };
        sentence(&format!("{when}: đã đặt {taken}/{all} chỗ{own}"))
    });
    let told = contact(t.person.contact);
    vec![load, format!("Muốn được báo bằng cách {told}")]
}

/// That an earlier time is wished, or offered.
pub(crate) fn earlier(scene: &Scene<'_>, t: &Ticket) -> Option<String> {
    let words = match (t.offered(), t.seeks_earlier()) {
        (Some(offer), _) => format!(
            "Đang mời giờ sớm hơn: {}, chờ trả lời tới {}",
            scene.moment(offer.time),
            offer.until.time()
        ),
        (None, Some(_)) => "Muốn đến sớm hơn nếu có người huỷ".to_owned(),
        (None, None) => return None,
    };
    Some(words)
}

/// How a citizen wants to be told.
const fn contact(contact: Contact) -> &'static str {
    match contact {
        Contact::Message => "nhắn tin",
        Contact::Call => "gọi điện",
        Contact::Both => "nhắn tin và gọi điện",
    }
}

/// Under a phone: after the call, the answer.
pub(crate) fn keys_to_answer(scene: &Scene<'_>, t: &Ticket) -> String {
    if !t.state.awaits_answer() {
        return CLOSE.to_owned();
    }
    let confirm = match t.state {
        State::Proposed => "người dân đồng ý",
        _ => "xác nhận",
    };
    let keys = [
        (Action::Confirm, confirm),
        (Action::Move, "giờ khác"),
        (Action::Cancel, "không nhận"),
    ];
    keys_line(&keys.map(|(action, words)| (scene.key(action), words.to_owned())))
}

/// How long a number will wait, as far as it waits at all.
pub(super) fn place(scene: &Scene<'_>, number: Number, ahead: usize) -> String {
    let view = scene.view;
    let ticket = view.office.by_number(number);
    if !ticket.is_some_and(Ticket::waits_here) {
        return String::new();
    }
    let turn = ticket.and_then(|t| view.forecast.turn(t.id));
    let late = turn.filter(|turn| turn.is_beyond_today());
    // What the warning says is not said twice.
    let other = turn.filter(|turn| late.is_none() || turn.wait != Wait::NotToday);
    let likely = other.map_or(String::new(), |turn| format!(", {}", wait(turn.wait)));
    let warning = late.map_or("", |_| " · NÓI VỚI NGƯỜI DÂN: hôm nay khó kịp");
    // The event counts all who wait; whoever has priority goes before most of them.
    let queue = (view.office).queue_view(number.field, view.minute());
    match ticket.and_then(|t| queue.before(t.id)).unwrap_or(ahead) {
        0 => format!(" · là người chờ đầu tiên{likely}{warning}"),
        ahead => format!(" · trước còn {ahead} người{likely}{warning}"),
    }
}
