//! `motcua citizen show|erase`: what the office has of a person, and how it goes for good.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Result, bail};

use crate::app::beside;
use crate::app::hosting::{HostLock, ScreenMark};
use crate::domain::text::{Phone, clean};
use crate::store::{Personal, Store, StoreError, backups};

/// All that the store has of a phone, to be read to its owner.
///
/// # Errors
/// When the store cannot be read.
pub(super) fn show(store: &Store, phone: &Phone) -> Result<String> {
    let found = store.personal(phone.as_str())?;
    let mut text = format!("Cơ quan đang giữ của {}:\n", phone.spaced());
    for (title, lines) in [
        ("Lịch hẹn, lượt", &found.tickets),
        ("Tin nhắn", &found.messages),
        ("Số điện thoại", &found.phone.iter().cloned().collect()),
    ] {
        let _ = writeln!(text, "{title}: {}", lines.len());
        for line in lines {
            let _ = writeln!(text, "  {}", clean(line));
        }
    }
    Ok(text)
}

/// Erases a person's data. What is still open is kept until it ends, unless `now`. Answers what was done and where copies
/// are left.
///
/// # Errors
/// While a host or a screen is at work, or something is still open; then nothing has happened.
pub(super) fn erase(database: &Path, folder: &Path, phone: &Phone, now: bool) -> Result<String> {
    let lock = HostLock::try_take(database);
    let lock = lock.map_err(|e| StoreError::file(&beside(database, ".lock"), &e))?;
    let in_use = ScreenMark::any(database).unwrap_or(true);
    let Some(_lock) = lock.filter(|_| !in_use) else {
        bail!("hãy đóng mọi màn hình motcua (và dừng `motcua serve`) trước khi xoá");
    };
    let mut store = Store::open_or_create(database, folder)?;
    let found = store.personal(phone.as_str())?;
    if found == Personal::default() {
        bail!("không có gì của {} trong sổ", phone.spaced());
    }
    if !now && !found.open.is_empty() {
        bail!(
            "còn việc chưa xong, xoá sau khi xong, hoặc thêm --now để xoá ngay (lịch hẹn vẫn giữ chỗ, không còn tên):\n  {}",
            found.open.join("\n  ")
        );
    }
    store.erase(phone.as_str())?;
    let mut text = format!(
        "Đã xoá của {}: {} lượt, {} tin nhắn. Số thứ tự, tình trạng và chuỗi sổ còn nguyên.\n",
        phone.spaced(),
        found.tickets.len(),
        found.messages.len()
    );
    // Written anew within a minute, without the person.
    let list = folder.join("hom-nay.txt");
    if list.exists() {
        fs::remove_file(&list).map_err(|e| StoreError::file(&list, &e))?;
    }
    let copies = backups(folder).len();
    if copies > 0 {
        let _ = writeln!(
            text,
            "Còn trong {copies} bản sao lưu ở {}: bản cũ nhất tự mất sau 30 lần sao lưu (khoảng 15 ngày làm việc).",
            folder.display()
        );
    }
    for aside in set_aside(database) {
        let _ = writeln!(
            text,
            "Còn trong tệp cất riêng {aside}: không cần nữa thì xoá đi."
        );
    }
    Ok(text)
}

/// What restores have set aside.
fn set_aside(database: &Path) -> Vec<String> {
    let (Some(folder), Some(name)) = (database.parent(), database.file_name()) else {
        return Vec::new();
    };
    let prefix = format!("{}.hong-", name.to_string_lossy());
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut found: Vec<String> = names.filter(|name| name.starts_with(&prefix)).collect();
    found.sort();
    found
}
