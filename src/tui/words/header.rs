//! What the header says: who is here, what waits, and what is not well.

use super::Scene;
use super::messages::held;
use super::requests::late;
use crate::app::status::BoardStatus;
use crate::domain::time::Minute;
use crate::tui::action::Action;
use crate::tui::view::{View, drawn};

/// So many minutes may the clock go back unsaid.
const CLOCK_BEHIND: i32 = 5;

/// The indicators, in order: boards, modem, booking page, voice.
pub(crate) const INDICATORS: [&str; 4] = ["LED", "SMS", "Web", "Loa"];

/// Their states, for who does not see the signs: absent, well, uneasy, starting, held, trouble.
pub(crate) const INDICATOR_STATES: [&str; 6] = [
    "không có",
    "tốt",
    "chạy, có lỗi",
    "đang bật",
    "đang dừng",
    "hỏng",
];

/// Counter and official; where nobody has signed in and there is room, the key for it.
pub(crate) fn desk(scene: &Scene<'_>, is_roomy: bool) -> String {
    let view = scene.view;
    let official = match view.official() {
        Some(official) => format!(" · {}", drawn(&official.name)),
        None if view.officials.is_empty() => String::new(),
        None if is_roomy => format!(" · chưa đăng nhập ({})", scene.key(Action::SignIn)),
        None => " · chưa đăng nhập".to_owned(),
    };
    // An office that calls nobody by itself needs not say so.
    let by_hand = view.office.rules().auto_call && view.office.counter(scene.desk).manual;
    let by_hand = if by_hand { " (gọi bằng phím)" } else { "" };
    format!("{}{by_hand}{official}", view.desk(scene.desk).name)
}

/// The code of the day, which visitors ask for.
pub(crate) fn day_code(code: &str) -> String {
    format!("mã {code}")
}

/// Requests that wait for the office, so many of them too long. Where there is little room, the line below says so.
pub(crate) fn requests(waiting: usize, late: usize, is_roomy: bool) -> String {
    match (late, is_roomy) {
        (0, _) => format!("{waiting} yêu cầu"),
        (_, false) => format!("{waiting} yêu cầu (!)"),
        (late, true) => format!("{waiting} yêu cầu, quá hạn {late}"),
    }
}

/// How many troubles have no room, and which key shows them.
pub(crate) fn more_troubles(scene: &Scene<'_>, more: usize) -> String {
    match more {
        0 => String::new(),
        more => format!(" (+{more} việc nữa: {})", scene.key(Action::Help)),
    }
}

/// What needs a hand: `2 tin, 1 cần gọi`; nothing when there is nothing.
pub(crate) fn messages(view: &View<'_>) -> Option<String> {
    let open = &view.letters.open;
    let parts = [
        (open.messages + open.unsent, "tin"),
        (open.calls, "cần gọi"),
    ];
    let parts = parts.into_iter().filter(|(n, _)| *n > 0);
    let parts: Vec<_> = parts.map(|(n, what)| format!("{n} {what}")).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// What the staff should know, the gravest first.
pub(crate) fn troubles(scene: &Scene<'_>) -> Vec<String> {
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
            "Giờ máy chậm hơn sổ: sổ đã ghi đến {}, hàng chờ đứng yên đến lúc đó; hãy xem lại giờ máy",
            scene.moment(view.office.now())
        ));
    }
    if view.status.is_none() {
        all.push("Máy chủ không trả lời, LED và giờ hẹn đứng yên: thoát rồi mở lại".to_owned());
    }
    // Somebody stands there and waits: that goes before whatever device.
    let unmanned = view.status.map_or(&[][..], |status| &status.unmanned);
    let (page, counters) = (scene.key(Action::BookingsPage), scene.key(Action::Calendar));
    let pause = match view.head_acts() {
        true => format!("; hôm nay không ai làm ở đó thì {page}, {counters} để quầy đó tạm nghỉ"),
        false => "; hôm nay không ai làm ở đó thì nhờ lãnh đạo cho quầy đó tạm nghỉ".to_owned(),
    };
    all.extend(unmanned.iter().map(|words| drawn(words) + &pause));
    all.extend(late(scene));
    all.extend(held(scene));
    let Some(status) = view.status else {
        return all;
    };
    let mut said: Vec<&str> = Vec::new();
    for board in &status.boards {
        let Some(trouble) = &board.trouble else {
            continue;
        };
        // Boards on one port have one trouble: it is said once, with all their counters.
        if said.contains(&trouble.as_str()) {
            continue;
        }
        said.push(trouble);
        let same = status.boards.iter();
        let same = same.filter(|b| b.trouble.as_ref() == Some(trouble));
        let counter = |b: &BoardStatus| view.office.rules().counter_by_id(&b.counter);
        let is_own = same.clone().any(|b| counter(b) == Some(scene.desk));
        let places =
            same.map(|b| counter(b).map_or(b.counter.as_str(), |ix| view.desk(ix).name.as_str()));
        let places = places.collect::<Vec<_>>().join(", ");
        let since = board
            .since
            .as_deref()
            .map_or(String::new(), |s| format!(" từ {s}"));
        let test = match is_own {
            true => format!(" ({} để thử)", scene.key(Action::TestBoard)),
            false => String::new(),
        };
        all.push(format!("LED {places}{since}{test}: {}", drawn(trouble)));
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
    if view.form_is_shut() {
        let key = scene.key(Action::ShutForm);
        all.push(format!("Trang đặt hẹn đang đóng ({key} để mở lại)"));
    }
    if let Some(trouble) = status.web.as_ref().and_then(|web| web.trouble.as_ref()) {
        all.push(format!("Trang đặt hẹn (Web): {}", drawn(trouble)));
    }
    if let Some(voice) = &status.voice
        && let Some(trouble) = &voice.trouble
    {
        let since = voice
            .since
            .as_deref()
            .map_or(String::new(), |s| format!(" từ {s}"));
        all.push(format!("Loa{since}: {}", drawn(trouble)));
    }
    all.extend(status.notices.iter().map(|n| drawn(n)));
    all
}
