//! What is known of one ticket: beside the queue, under it, or in a window of its own.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::keymap::Action;
use super::paint::{cleared, framed, put, wrapped, wrapped_in};
use super::theme::Look;
use super::view::drawn;
use super::words::{self, Scene};
use crate::domain::text::Phone;
use crate::domain::ticket::{State, Ticket};

/// Phone and code. A citizen across the desk sees the screen too: the whole phone only in a window of its own.
fn contact(t: &Ticket, whole: bool) -> String {
    let shown = |p: &Phone| if whole { p.to_string() } else { p.masked() };
    let phone = t.person.phone.as_ref().map(shown);
    let parts = [phone, t.person.code.as_deref().map(drawn)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// How and when it came about.
fn origin(scene: &Scene<'_>, t: &Ticket) -> String {
    let channel = words::channel(t.person.channel);
    let helper = t
        .person
        .helper
        .as_deref()
        .map(drawn)
        .filter(|h| !h.is_empty());
    let helper = helper.map_or(String::new(), |h| format!(" ({h})"));
    let verb = match t.state {
        State::Requested => "Xin hẹn",
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
            format!("Chuyển sang lúc {}, đến từ {since}", t.made.time())
        }
        None => format!("Lấy số {} {channel}{helper}", t.made.time()),
    }
}

/// Everything, one thing to a line; empty ones are left out.
fn lines(scene: &Scene<'_>, t: &Ticket, whole: bool) -> Vec<String> {
    let note = t
        .person
        .note
        .as_deref()
        .map(drawn)
        .filter(|n| !n.is_empty());
    let phone = t.person.phone.as_ref();
    let helper = phone
        .and_then(|p| scene.view.office.phone(p))
        .is_some_and(|r| r.helper);
    let mut lines = vec![
        words::name(t).unwrap_or_else(|| "(chưa ghi họ tên)".to_owned()),
        contact(t, whole),
        origin(scene, t),
        scene.view.procedure_of(t).unwrap_or_default(),
        note.map_or(String::new(), |n| format!("Ghi chú: {n}")),
    ];
    if helper {
        lines.push("Điện thoại của người giúp dân".to_owned());
    }
    if t.state.awaits_answer() {
        lines.extend(for_an_answer(scene, t));
    }
    lines.retain(|line| !line.is_empty());
    lines
}

/// What one must know to answer a request: how full the half-day is, and how the citizen wants to be told.
fn for_an_answer(scene: &Scene<'_>, t: &Ticket) -> Vec<String> {
    let view = scene.view;
    let load = t.time().map_or(String::new(), |time| {
        let (day, half) = (time.day(), view.office.rules().half_of(time.time()));
        let (all, taken) = view.office.load(t.number.field, day, half);
        let when = format!("{} {}", words::half(half), words::date(day));
        words::sentence(&format!("{when}: đã đặt {taken}/{all} chỗ, kể cả giờ này"))
    });
    let told = words::contact(t.person.contact);
    vec![load, format!("Muốn được báo bằng cách {told}")]
}

/// The panel beside the queue.
pub fn draw_panel(scene: &Scene<'_>, t: Option<&Ticket>, buf: &mut Buffer, area: Rect, look: Look) {
    let title = t.map_or(String::new(), |t| {
        format!("{} · {}", words::number(t.number), words::state(t.state))
    });
    let inner = framed(buf, area, look.glyphs.frame(), &title, look.theme.strong());
    let Some(t) = t else { return };
    let width = usize::from(inner.width.saturating_sub(2));
    let mut y = inner.y;
    let mut write = |words: &str, style: Style| {
        let room = usize::from(inner.bottom().saturating_sub(y));
        for line in wrapped_in(words, width, room.min(6)) {
            put(buf, (inner.x + 1, y), width as u16, &line, style);
            y += 1;
        }
    };
    for (i, line) in lines(scene, t, false).iter().enumerate() {
        write(
            line,
            if i == 0 {
                look.theme.strong()
            } else {
                Style::new()
            },
        );
    }
    write(
        &format!("Vì sao: {}", words::why(scene, t)),
        look.theme.faint(),
    );
}

/// Two lines under the queue.
pub fn draw_folded(
    scene: &Scene<'_>,
    t: Option<&Ticket>,
    buf: &mut Buffer,
    area: Rect,
    look: Look,
) {
    let Some(t) = t else { return };
    let width = area.width.saturating_sub(2);
    let all = lines(scene, t, false).join(" · ");
    let number = words::number(t.number);
    let used = put(
        buf,
        (area.x + 1, area.y),
        width,
        &format!("{number} "),
        look.theme.strong(),
    );
    put(
        buf,
        (area.x + 1 + used, area.y),
        width - used,
        &all,
        Style::new(),
    );
    let why = format!("Vì sao: {}", words::why(scene, t));
    let room = usize::from(area.height.saturating_sub(1));
    for (line, y) in wrapped_in(&why, usize::from(width), room)
        .iter()
        .zip(area.y + 1..)
    {
        put(buf, (area.x + 1, y), width, line, look.theme.faint());
    }
}

/// A window with the phone in full, to call the citizen; the keys of the page still hold.
pub fn draw_phone(scene: &Scene<'_>, t: &Ticket, buf: &mut Buffer, room: Rect, look: Look) {
    let width = room.width.min(78);
    let inner_width = width.saturating_sub(4);
    let phone = t.person.phone.as_ref().map(Phone::spaced);
    let keys = match t.state {
        state if state.awaits_answer() => format!(
            "{}: {} · {}: giờ khác · {}: không nhận · Esc: đóng",
            scene.key(Action::Confirm),
            match state {
                State::Proposed => "dân đồng ý",
                _ => "xác nhận",
            },
            scene.key(Action::Move),
            scene.key(Action::Cancel)
        ),
        _ => "Esc: đóng".to_owned(),
    };
    let lines = [
        (phone.unwrap_or_default(), look.theme.strong()),
        (
            words::name(t).unwrap_or_else(|| "(chưa ghi họ tên)".to_owned()),
            Style::new(),
        ),
        (origin(scene, t), Style::new()),
        (scene.view.procedure_of(t).unwrap_or_default(), Style::new()),
        (keys, look.theme.faint()),
    ];
    let height = (lines.len() as u16 + 2).min(room.height);
    let area = Rect {
        x: room.x + (room.width - width) / 2,
        y: room.bottom() - height,
        width,
        height,
    };
    cleared(buf, area);
    let title = format!("Gọi cho {}", scene.who(t));
    let inner = framed(buf, area, look.glyphs.frame(), &title, look.theme.strong());
    for ((line, style), y) in lines.iter().zip(inner.y..inner.bottom()) {
        put(buf, (inner.x + 1, y), inner_width, line, *style);
    }
}

/// A window over the queue: all details, or the rule alone.
pub fn draw_window(
    scene: &Scene<'_>,
    t: &Ticket,
    rule_only: bool,
    buf: &mut Buffer,
    room: Rect,
    look: Look,
) {
    let width = room.width.min(78);
    let inner_width = usize::from(width.saturating_sub(4));
    let mut body = if rule_only {
        Vec::new()
    } else {
        lines(scene, t, true)
    };
    let why = words::sentence(&format!("{}.", words::why(scene, t)));
    body.push(if rule_only {
        why
    } else {
        format!("Vì sao: {why}")
    });
    let lines: Vec<String> = body.iter().flat_map(|l| wrapped(l, inner_width)).collect();
    let height = (lines.len() as u16 + 3).min(room.height);
    let area = Rect {
        x: room.x + (room.width - width) / 2,
        y: room.bottom() - height,
        width,
        height,
    };
    cleared(buf, area);
    let state = words::state(t.state);
    let title = if rule_only {
        format!("Vì sao {} ở đây?", scene.who(t))
    } else {
        format!("{} · {state}", scene.number(t.number))
    };
    let inner = framed(buf, area, look.glyphs.frame(), &title, look.theme.strong());
    for (line, y) in lines.iter().zip(inner.y..inner.bottom().saturating_sub(1)) {
        put(
            buf,
            (inner.x + 1, y),
            inner_width as u16,
            line,
            Style::new(),
        );
    }
    let at = (inner.x + 1, inner.bottom().saturating_sub(1));
    put(buf, at, inner_width as u16, "Esc: đóng", look.theme.faint());
}
