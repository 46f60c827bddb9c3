//! `motcua citizen show|erase`: what the office has of a person, and how it goes for good.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Result, bail};

use super::failure::Failure;
use crate::app::beside;
use crate::app::clock::Clock;
use crate::app::data_requests;
use crate::app::hosting::{HostLock, ScreenMark};
use crate::config::Config;
use crate::domain::Rules;
use crate::domain::notice::Route;
use crate::domain::text::{Phone, clean};
use crate::domain::time::Minute;
use crate::domain::words::date;
use crate::store::{Personal, Right, Store, StoreError, Transaction, backups};

/// Does what is asked, and answers what is to be said.
///
/// # Errors
/// When the words are no such command, or it cannot be done.
pub(super) fn run(
    words: &[String],
    now: bool,
    config: &Config,
    database: &Path,
) -> Result<String, Failure> {
    let usage = || {
        let ways =
            "citizen show|erase|request SỐ, citizen requests, hoặc citizen told|done SỐ-YÊU-CẦU";
        Failure::Usage(format!("cần: {ways}"))
    };
    let word = |i: usize| words.get(i).map(String::as_str);
    let phone = || {
        let said = word(1).ok_or_else(usage)?;
        // Who wrote on Zalo is known by an id.
        if Route::id_of(said).is_some() {
            return Ok(Phone::raw(said));
        }
        let phone = Phone::parse(said);
        phone.map_err(|e| Failure::Usage(e.to_string()))
    };
    let number = || word(1).and_then(|n| n.parse().ok()).ok_or_else(usage);
    let (folder, rules) = (config.backup_folder()?, &config.rules);
    let store = || Store::open_or_create(database, &folder);
    let said = match word(0).ok_or_else(usage)? {
        "show" => show(&store()?, &phone()?),
        "erase" => erase(database, &folder, &phone()?, now),
        "request" => {
            let rights = "cần một trong: see, correct, erase, withdraw";
            let right = word(2).unwrap_or_default().parse();
            let right = right.map_err(|_| Failure::Usage(rights.to_owned()))?;
            ask(&mut store()?, &phone()?, right, rules)
        }
        "requests" => asked(&store()?, rules),
        "told" => {
            let id = number()?;
            let enter = |tx: &Transaction<'_>, now| tx.acknowledge_data_request(id, now);
            mark(
                &mut store()?,
                id,
                enter,
                "đã báo người dân là cơ quan đã nhận",
            )
        }
        "done" => {
            let id = number()?;
            let enter = |tx: &Transaction<'_>, now| tx.finish_data_request(id, now);
            mark(&mut store()?, id, enter, "đã làm xong")
        }
        other => return Err(Failure::Usage(format!("không có «citizen {other}»"))),
    };
    Ok(said?)
}

/// All that the store has of a phone, to be read to its owner.
///
/// # Errors
/// When the store cannot be read.
fn show(store: &Store, phone: &Phone) -> Result<String> {
    let found = store.personal(phone.as_str())?;
    let mut text = format!("Cơ quan đang giữ của {}:\n", phone.spaced());
    for (title, lines) in [
        ("Lịch hẹn, lượt", &found.tickets),
        ("Hồ sơ", &found.dossiers),
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
fn erase(database: &Path, folder: &Path, phone: &Phone, now: bool) -> Result<String> {
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
        "Đã xoá của {}: {} lượt, {} hồ sơ, {} tin nhắn. Số thứ tự, tình trạng và chuỗi băm của sổ còn nguyên.\n",
        phone.spaced(),
        found.tickets.len(),
        found.dossiers.len(),
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

/// Enters what a person asks about the own data.
///
/// # Errors
/// When the store cannot be written.
fn ask(store: &mut Store, phone: &Phone, right: Right, rules: &Rules) -> Result<String> {
    let now = Minute::from_chrono(Clock::default().now());
    let tx = store.begin()?;
    let id = tx.enter_data_request(phone.as_str(), right, now)?;
    tx.commit()?;
    Ok(format!("Đã ghi yêu cầu số {id}.\n{}", asked(store, rules)?))
}

/// What is asked and not done yet, with its clocks.
///
/// # Errors
/// When the store cannot be read.
fn asked(store: &Store, rules: &Rules) -> Result<String> {
    let requests = store.data_requests()?;
    if requests.is_empty() {
        return Ok("Không có yêu cầu nào về dữ liệu cá nhân chưa giải quyết.\n".to_owned());
    }
    let mut text = String::new();
    for request in requests {
        let what = match request.right.parse() {
            Ok(Right::See) => "xem",
            Ok(Right::Correct) => "sửa",
            Ok(Right::Erase) => "xoá",
            Ok(Right::Withdraw) | Err(_) => "rút lại đồng ý",
        };
        let told = match data_requests::acknowledge_by(&request, rules) {
            Some(by) => format!("phải báo đã nhận chậm nhất {}", date(by)),
            None => "đã báo nhận".to_owned(),
        };
        let done = date(data_requests::done_by(&request, rules));
        let who = request.phone.unwrap_or_else(|| "(đã xoá)".to_owned());
        let _ = writeln!(
            text,
            "{} · {who} xin {what} · ghi ngày {} · {told} · phải làm xong chậm nhất {done}",
            request.id,
            date(request.made.day()),
        );
    }
    text += "Đã báo người dân: motcua citizen told SỐ-YÊU-CẦU. Làm xong: motcua citizen done SỐ-YÊU-CẦU.\n";
    Ok(text)
}

/// Enters that something became of a request, and says so.
///
/// # Errors
/// When there is none of that number, or the store cannot be written.
fn mark(
    store: &mut Store,
    id: i64,
    enter: impl FnOnce(&Transaction<'_>, Minute) -> Result<bool, StoreError>,
    said: &str,
) -> Result<String> {
    let tx = store.begin()?;
    let found = enter(&tx, Minute::from_chrono(Clock::default().now()))?;
    tx.commit()?;
    match found {
        true => Ok(format!("Yêu cầu số {id}: {said}.\n")),
        false => {
            bail!("không có yêu cầu chưa giải quyết nào mang số {id}; xem: motcua citizen requests")
        }
    }
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
