//! What the help page says beside the key map's own words.

use super::offers::NEEDS_HEAD;
use super::refusal::refusal;
use super::undone::{next, undo_words, whom};
use super::{Scene, name};
use crate::domain::event::Event;
use crate::domain::text;
use crate::tui::action::Action;

/// Over the keys.
pub(crate) const TITLE: &str = "Trợ giúp: mọi phím";

/// Keys that no key map changes.
pub(crate) const FIXED: [(&str, &str); 6] = [
    ("Esc", "Quay lại một bước; ở màn hình chính: bỏ chọn"),
    ("chữ số, Enter", "Gọi ngay số vừa gõ"),
    (
        "mã MC…, Enter",
        "Ghi có mặt; máy quét mã dùng được ở mọi màn hình",
    ),
    ("chữ, Enter", "Tìm"),
    (
        "Tab, mũi tên",
        "Trong biểu mẫu: sang ô khác, chọn trong danh sách",
    ),
    ("Phím cách", "Trong biểu mẫu: đánh dấu hoặc bỏ đánh dấu"),
];

/// Over what the staff should know: the header has no room for all of it.
pub(crate) const TROUBLES: &str = "Máy đang báo:";

/// Over what can be taken back, one after the other.
pub(crate) fn undo(key: &str) -> String {
    format!("Hoàn tác được, mỗi lần {key} một việc:")
}

/// What one undo after the other would take back, by whom each was about, as far as it can be: tried on a copy. Behind it
/// what stands in the way of the next, and why; nothing where nothing can be taken back.
pub(crate) fn undo_steps(scene: &Scene<'_>) -> (Vec<String>, Option<String>) {
    const MOST: usize = 5;
    let (view, counter) = (scene.view, scene.desk);
    let undo = Event::Undo { counter };
    let settled = scene.settled.map(|_| next(scene, Action::Undo));
    let mut steps: Vec<String> = settled.into_iter().collect();
    let mut office = view.office.clone();
    let done = view.office.journal().done(counter, view.today());
    for entry in done.take(MOST - steps.len()) {
        let is_of_head = office.needs_head(&undo) && !view.head_acts();
        let why = match office.check(&undo) {
            Err(reason) => Some(refusal(scene, &undo, reason)),
            Ok(()) => is_of_head.then(|| NEEDS_HEAD.to_owned()),
        };
        if let Some(why) = why {
            let stop = format!("{}: {why}", undo_words(scene, entry));
            let stop = (!steps.is_empty()).then_some(stop);
            return (steps, stop);
        }
        let who = whom(scene, entry).and_then(name);
        let who = who.map_or(String::new(), |who| format!(" {who}"));
        steps.push(undo_words(scene, entry) + &who);
        office.handle(view.minute(), Some(counter), undo.clone(), &mut Vec::new());
    }
    (steps, None)
}

/// Over the keys of the screen in sight.
pub(crate) fn here(page: &str) -> String {
    format!("Ở màn hình này ({page}):")
}

/// Over those that only another one has.
pub(crate) fn elsewhere(page: &str, key: &str) -> String {
    format!("Chỉ ở màn hình {page} ({key}):")
}

/// A key that belongs to other screens, each with its own key.
pub(crate) fn works_there(pressed: &str, pages: &[(&str, String)]) -> String {
    let pages = pages.iter().map(|(name, key)| format!("{name} ({key})"));
    format!(
        "{pressed}: ở màn hình {}",
        pages.collect::<Vec<_>>().join(", ")
    )
}

/// An action that cannot be done now.
pub(crate) fn not_now(desc: &str, why: &str) -> String {
    let mut chars = why.chars();
    let first: String = chars
        .next()
        .into_iter()
        .flat_map(char::to_lowercase)
        .collect();
    format!("{desc} — lúc này: {}", text::nfc(&(first + chars.as_str())))
}

/// Which lines are in sight.
pub(crate) fn scroll(first: usize, last: usize, all: usize) -> String {
    format!("↑↓ PgUp PgDn: cuộn ({first}–{last}/{all}) · Esc: đóng")
}
