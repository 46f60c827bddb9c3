//! The way out of a damaged database: its newest sound backup, and the damaged file set aside.

use std::io::IsTerminal;
use std::path::Path;

use anyhow::{Result, bail};

use super::passphrase;
use crate::app::beside;
use crate::app::clock::{Clock, local};
use crate::app::hosting::{HostLock, ScreenMark};
use crate::app::live::Live;
use crate::app::officials::note_restored;
use crate::domain::Rules;
use crate::store::{
    self, Decrypted, Inspected, Secrets, Store, StoreError, backups, by_length, decrypt, inspect,
    is_encrypted,
};

/// What to do about a damaged database whose backups are in `folder`.
pub(super) fn way_out(folder: &Path, rules: &Rules) -> String {
    let newest = by_length(folder).into_iter().find(|path| {
        // What is encrypted is looked through when it is opened.
        is_encrypted(path) || inspect(path, rules).is_ok()
    });
    match newest {
        Some(backup) => format!(
            "Mở bản sao lưu mới nhất ({}) bằng: motcua restore\nTệp hỏng được cất riêng, không mất.",
            backup.display()
        ),
        None => format!(
            "Chưa có bản sao lưu nào dùng được trong {}. Tệp hỏng được giữ nguyên; hãy báo người cài máy.",
            folder.display()
        ),
    }
}

/// A backup that was looked through. An encrypted one is readable as long as this lives.
struct Sound {
    inspected: Inspected,
    _decrypted: Option<Decrypted>,
}

/// Looks a backup through; an encrypted one is opened by the office's passphrase, or by what the person at the terminal
/// types.
fn sound(path: &Path, database: &Path, rules: &Rules) -> Result<Sound> {
    if !is_encrypted(path) {
        let inspected = inspect(path, rules)?;
        return Ok(Sound {
            inspected,
            _decrypted: None,
        });
    }
    let own = Secrets::read(database)?.passphrase;
    let decrypted = match own.map(|passphrase| decrypt(path, database, &passphrase)) {
        Some(Ok(decrypted)) => decrypted,
        _ => decrypt(path, database, &ask_passphrase(path)?)?,
    };
    let mut inspected = inspect(decrypted.path(), rules)?;
    inspected.named = path.to_owned();
    Ok(Sound {
        inspected,
        _decrypted: Some(decrypted),
    })
}

/// The newest backup of a folder that can be trusted; those that cannot are named.
fn newest_sound(folder: &Path, database: &Path, rules: &Rules) -> Option<Sound> {
    for path in by_length(folder) {
        match sound(&path, database, rules) {
            Ok(found) => return Some(found),
            Err(error) => eprintln!("motcua: bỏ qua một bản sao lưu: {error}"),
        }
    }
    None
}

fn ask_passphrase(path: &Path) -> Result<String> {
    if !std::io::stdin().is_terminal() {
        bail!(
            "{}: cần mật khẩu sao lưu; chạy lệnh này trong cửa sổ dòng lệnh",
            path.display()
        );
    }
    eprint!(
        "Mật khẩu sao lưu (tờ giấy cơ quan giữ) của {}: ",
        path.display()
    );
    let mut typed = String::new();
    let _ = std::io::stdin().read_line(&mut typed);
    Ok(passphrase::as_written(&typed))
}

/// What a backup holds, for whoever decides.
fn said(backup: &Inspected) -> String {
    let until = backup.until.map_or(String::new(), |wall| {
        format!(
            ", việc cuối lúc {}",
            local(wall).format("%H:%M ngày %d/%m/%Y")
        )
    });
    format!(
        "Bản sao lưu {}: {} sự kiện{until}",
        backup.named.display(),
        backup.events
    )
}

/// Asks the person at the terminal whether the newest sound backup of `folder` shall be opened in place of the database,
/// of which `error` says that it is damaged. Answers what was done.
///
/// # Errors
/// `error` itself when there is nobody to ask or nothing to offer, or that it was not wanted.
pub(super) fn offer_backup(
    error: StoreError,
    database: &Path,
    folder: &Path,
    rules: &Rules,
) -> Result<String> {
    if !std::io::stdin().is_terminal() {
        return Err(error.into());
    }
    let Some(backup) = newest_sound(folder, database, rules) else {
        return Err(error.into());
    };
    eprintln!("motcua: {error}.");
    ask(&backup.inspected)?;
    put_back(database, folder, &backup.inspected, rules, None)
}

/// Opens a backup, the newest sound one of `folder` if none is named, in place of the database, which is set aside.
/// Unless `agreed`, the person at the terminal is shown what is in it and asked. Answers what was done.
///
/// # Errors
/// While a host is at work, when the backup cannot be trusted or nobody agrees, or see [`store::restore`].
pub(super) fn restore(
    database: &Path,
    named: Option<&Path>,
    folder: &Path,
    rules: &Rules,
    agreed: bool,
    official: Option<&str>,
) -> Result<String> {
    let backup = match named {
        Some(path) => sound(path, database, rules)?,
        None => match newest_sound(folder, database, rules) {
            Some(backup) => backup,
            None => bail!(
                "chưa có bản sao lưu nào dùng được trong {}",
                folder.display()
            ),
        },
    };
    if !agreed {
        ask(&backup.inspected)?;
    }
    put_back(database, folder, &backup.inspected, rules, official)
}

fn ask(backup: &Inspected) -> Result<()> {
    eprintln!("{}.", said(backup));
    if !std::io::stdin().is_terminal() {
        bail!("chưa thay đổi gì; nếu đúng là bản này, thêm --yes");
    }
    eprint!("Gõ C (có) rồi Enter để mở bản này (tệp đang có được cất riêng); Enter để thôi: ");
    let mut answer = String::new();
    let _ = std::io::stdin().read_line(&mut answer);
    if !answer.trim().eq_ignore_ascii_case("c") {
        bail!("chưa thay đổi gì; mở bản sao lưu bằng: motcua restore");
    }
    Ok(())
}

fn put_back(
    database: &Path,
    folder: &Path,
    backup: &Inspected,
    rules: &Rules,
    official: Option<&str>,
) -> Result<String> {
    let lock = HostLock::try_take(database);
    let lock = lock.map_err(|e| StoreError::file(&beside(database, ".lock"), &e))?;
    // A screen that is still open would go on in the file that is set aside.
    let in_use = ScreenMark::any(database).unwrap_or(true);
    let Some(_lock) = lock.filter(|_| !in_use) else {
        bail!("hãy đóng mọi màn hình motcua (và dừng `motcua serve`) trước khi mở bản sao lưu");
    };
    let stamp = Clock::default().now().format("%Y%m%d-%H%M%S").to_string();
    let aside = store::restore(database, &backup.path, &stamp)?;
    // Those that go further, or elsewhere, are no fault of the log that is opened now.
    for other in backups(folder) {
        let _ = std::fs::remove_file(beside(&other, ".head"));
    }
    let mut live = Live::open(Store::open(database)?, rules.clone())?;
    note_restored(&mut live, official)?;
    let aside = aside.map_or(String::new(), |path| {
        format!(" Tệp cũ được cất ở {}.", path.display())
    });
    Ok(format!(
        "Đã mở lại từ bản sao lưu. {}.{aside}\n",
        said(backup)
    ))
}
