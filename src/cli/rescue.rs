//! The way out of a damaged database: its newest backup, and the damaged file set aside.

use std::io::IsTerminal;
use std::path::Path;

use anyhow::{Result, bail};

use crate::app::beside;
use crate::app::clock::Clock;
use crate::app::hosting::{HostLock, ScreenMark};
use crate::store::{self, StoreError, newest_backup};

/// What to do about a damaged database whose backups are in `folder`.
pub(super) fn way_out(folder: &Path) -> String {
    match newest_backup(folder) {
        Some(backup) => format!(
            "Mở bản sao lưu mới nhất ({}) bằng: motcua restore\nTệp hỏng được cất riêng, không mất.",
            backup.display()
        ),
        None => format!(
            "Chưa có bản sao lưu nào trong {}. Tệp hỏng được giữ nguyên; hãy báo người phụ trách.",
            folder.display()
        ),
    }
}

/// Asks the person at the terminal whether the newest backup of `folder` shall be opened in place of the database, of
/// which `error` says that it is damaged. Answers what was done.
///
/// # Errors
/// `error` itself when there is nobody to ask or nothing to offer, or that it was not wanted.
pub(super) fn offer_backup(error: StoreError, database: &Path, folder: &Path) -> Result<String> {
    let backup = newest_backup(folder).filter(|_| std::io::stdin().is_terminal());
    let Some(backup) = backup else {
        return Err(error.into());
    };
    eprintln!(
        "motcua: {error}.\nBản sao lưu mới nhất: {}",
        backup.display()
    );
    eprint!("Gõ C rồi Enter để cất riêng tệp hỏng và mở bản sao lưu này; Enter để thoát: ");
    let mut answer = String::new();
    let _ = std::io::stdin().read_line(&mut answer);
    if !answer.trim().eq_ignore_ascii_case("c") {
        bail!("chưa thay đổi gì; mở bản sao lưu bằng: motcua restore");
    }
    restore(database, &backup)
}

/// Opens `backup` in place of the database, which is set aside. Answers what was done.
///
/// # Errors
/// While a host is at work, or see [`store::restore`].
pub(super) fn restore(database: &Path, backup: &Path) -> Result<String> {
    let lock = HostLock::try_take(database);
    let lock = lock.map_err(|e| StoreError::file(&beside(database, ".lock"), &e))?;
    // A screen that is still open would go on in the file that is set aside.
    let in_use = ScreenMark::any(database).unwrap_or(true);
    let Some(_lock) = lock.filter(|_| !in_use) else {
        bail!("hãy đóng mọi màn hình motcua (và dừng `motcua serve`) trước khi khôi phục");
    };
    let stamp = Clock::default().now().format("%Y%m%d-%H%M%S").to_string();
    let aside = store::restore(database, backup, &stamp)?;
    let aside = aside.map_or(String::new(), |path| {
        format!(" Tệp cũ được cất ở {}.", path.display())
    });
    Ok(format!(
        "Đã mở lại từ bản sao lưu {}.{aside}\n",
        backup.display()
    ))
}
