//! How the machinery is: lamps in the header, and words for what is not well.

use ratatui::style::Style;
use ratatui::text::Span;

use super::keymap::Action;
use super::theme::Look;
use super::view::{View, drawn};
use super::words::Scene;
use crate::domain::time::Minute;

/// So many minutes may the clock go back unsaid.
const CLOCK_BEHIND: i32 = 5;

/// A lamp's state.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lamp {
    /// Not there at all.
    Absent,
    /// Well.
    Well,
    /// At work, though not all is well; words say why.
    Uneasy,
    /// It is just being started.
    Starting,
    /// Held by an official; words say so.
    Held,
    /// Not well; words say why.
    Trouble,
}

/// The lamps of the header, in order.
pub fn lamps(view: &View<'_>) -> [(&'static str, Lamp); 3] {
    let boards = view.status.map_or(&[][..], |status| &status.boards);
    let led = match boards {
        [] => Lamp::Absent,
        boards if boards.iter().any(|b| b.trouble.is_some()) => Lamp::Trouble,
        _ => Lamp::Well,
    };
    let web = match view.status.and_then(|status| status.web.as_ref()) {
        None => Lamp::Absent,
        Some(web) if web.trouble.is_some() => Lamp::Trouble,
        Some(_) => Lamp::Well,
    };
    [("LED", led), ("SMS", sms(view)), ("Web", web)]
}

fn sms(view: &View<'_>) -> Lamp {
    match view.modem() {
        None => Lamp::Absent,
        Some(_) if view.letters.held => Lamp::Held,
        Some(modem) => match (modem.ready, &modem.trouble) {
            (true, None) => Lamp::Well,
            (true, Some(_)) => Lamp::Uneasy,
            (false, None) => Lamp::Starting,
            (false, Some(_)) => Lamp::Trouble,
        },
    }
}

/// What the staff should know, the gravest first.
pub fn troubles(scene: &Scene<'_>) -> Vec<String> {
    let view = scene.view;
    let mut all = Vec::new();
    if view.clock_in_doubt() {
        all.push(
            "Đồng hồ máy có thể sai: chưa tính giờ hẹn cho đến khi cán bộ xác nhận".to_owned(),
        );
    }
    let behind = view.office.now().0 - Minute::from_chrono(view.now).0;
    if behind > CLOCK_BEHIND {
        all.push(format!(
            "Giờ máy chậm hơn sổ: sổ đang ở {}, hàng chờ đứng yên đến lúc đó; hãy xem lại giờ máy",
            scene.at(view.office.now())
        ));
    }
    if view.status.is_none() {
        all.push(
            "Phần chạy nền không trả lời, LED và giờ hẹn đứng yên: thoát rồi mở lại".to_owned(),
        );
    }
    all.extend(super::words::late(scene));
    all.extend(super::words::held(scene));
    let Some(status) = view.status else {
        return all;
    };
    for board in &status.boards {
        let Some(trouble) = &board.trouble else {
            continue;
        };
        let ix = view.office.rules().counter_by_id(&board.counter);
        let place = ix.map_or(board.counter.as_str(), |ix| &view.desk(ix).name);
        let since = board
            .since
            .as_deref()
            .map_or(String::new(), |s| format!(" từ {s}"));
        let test = if ix == Some(scene.desk) {
            format!(", {} để thử", scene.key(Action::TestBoard))
        } else {
            String::new()
        };
        all.push(format!("LED {place} {}{since}{test}", drawn(trouble)));
    }
    if let Some(modem) = &status.modem
        && let Some(trouble) = &modem.trouble
    {
        let since = modem
            .since
            .as_deref()
            .map_or(String::new(), |s| format!(" từ {s}"));
        all.push(format!("SMS{since}: {}", drawn(trouble)));
    }
    if let Some(trouble) = status.web.as_ref().and_then(|web| web.trouble.as_ref()) {
        all.push(format!("Trang đặt hẹn (Web): {}", drawn(trouble)));
    }
    all.extend(status.notices.iter().map(|n| drawn(n)));
    all
}

/// A lamp as it is drawn: `LED ●`.
pub fn spans(view: &View<'_>, gap: usize, look: Look) -> Vec<Span<'static>> {
    let mut spans = Vec::new();
    for (name, lamp) in lamps(view) {
        let (sign, style) = match lamp {
            Lamp::Absent => ("·", look.theme.faint()),
            Lamp::Well => ("●", look.theme.good()),
            Lamp::Uneasy => ("!", look.theme.warning()),
            Lamp::Starting => ("…", look.theme.faint()),
            Lamp::Held => ("■", look.theme.warning()),
            Lamp::Trouble => ("✕", look.theme.bad()),
        };
        spans.push(Span::styled(format!("{:gap$}{name} ", ""), Style::new()));
        spans.push(Span::styled(sign, style));
    }
    spans
}
