//! The help page, made from the key map: every action with its keys; what cannot be done now is dimmed and says why.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::ability::possible;
use super::page::Target;
use super::paint::{cleared, framed, put};
use super::theme::Look;
use super::words::Scene;
use crate::domain::text;

/// The page's scroll.
#[derive(Clone, Copy, Debug, Default)]
pub struct Help {
    top: usize,
    height: usize,
    lines: usize,
}

const KEYS: u16 = 18;
const FIXED: [(&str, &str); 6] = [
    ("Esc", "Lùi một bước; ở màn hình chính: bỏ chọn"),
    ("chữ số, Enter", "Gọi ngay số vừa gõ"),
    (
        "mã MC…, Enter",
        "Ghi có mặt; máy quét mã dùng được ở mọi màn hình",
    ),
    ("chữ, Enter", "Tìm"),
    (
        "Tab, mũi tên",
        "Trong phiếu: sang ô khác, chọn trong danh sách",
    ),
    ("Dấu cách", "Trong phiếu: đánh dấu hoặc bỏ dấu"),
];

impl Help {
    /// Scrolls by so many lines.
    pub fn scroll(&mut self, by: isize) {
        let most = self.lines.saturating_sub(self.height);
        self.top = self.top.saturating_add_signed(by).min(most);
    }

    /// A page, as far as it is in sight.
    pub fn page(&self) -> isize {
        self.height.max(2) as isize - 1
    }

    /// Draws the page over the room.
    pub fn draw(
        &mut self,
        scene: &Scene<'_>,
        target: Target<'_>,
        buf: &mut Buffer,
        area: Rect,
        look: Look,
    ) {
        let faint = look.theme.faint();
        let mut lines: Vec<(String, String, Style)> = Vec::new();
        for binding in scene.keys.bindings() {
            let keys = scene.keys.keys_of(binding.action).join(", ");
            let elsewhere = match binding.at {
                Some(at) if at != target.page.context() => {
                    Some("không phải ở màn hình này".to_owned())
                }
                _ => possible(scene, binding.action, target).err(),
            };
            lines.push(match elsewhere {
                None => (keys, binding.desc.clone(), Style::new()),
                Some(why) => (
                    keys,
                    format!("{} — lúc này: {}", binding.desc, lower(&why)),
                    faint,
                ),
            });
        }
        lines.extend(FIXED.map(|(keys, desc)| (keys.to_owned(), desc.to_owned(), Style::new())));
        cleared(buf, area);
        let title = "Trợ giúp: mọi phím";
        let inner = framed(buf, area, look.glyphs.frame(), title, look.theme.strong());
        self.height = usize::from(inner.height.saturating_sub(1));
        self.lines = lines.len();
        self.scroll(0);
        let width = inner.width.saturating_sub(2);
        for ((keys, words, style), y) in
            lines.iter().skip(self.top).take(self.height).zip(inner.y..)
        {
            let key = if *style == faint {
                faint
            } else {
                look.theme.key()
            };
            put(buf, (inner.x + 1, y), KEYS - 1, keys, key);
            put(
                buf,
                (inner.x + 1 + KEYS, y),
                width.saturating_sub(KEYS),
                words,
                *style,
            );
        }
        let last = (self.top + self.height).min(self.lines);
        let words = format!(
            "↑↓ PgUp PgDn: cuộn ({}–{last}/{}) · Esc: đóng",
            self.top + 1,
            self.lines
        );
        put(
            buf,
            (inner.x + 1, inner.bottom().saturating_sub(1)),
            width,
            &words,
            faint,
        );
    }
}

fn lower(words: &str) -> String {
    let mut chars = words.chars();
    let first = chars
        .next()
        .map_or(String::new(), |c| c.to_lowercase().collect());
    text::nfc(&(first + chars.as_str()))
}
