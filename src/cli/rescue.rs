//! What the command line does about a damaged database: the way out is named, and nothing is overwritten.

use std::path::Path;

use super::{Failure, Line, print};
use crate::app::clock::Clock;
use crate::app::hosting::HostLock;
use crate::config::Config;
use crate::setup;
use crate::store::{Store, newest_backup, restore};

impl Line {
    /// A damaged database is set aside and the newest backup opened, if the person at the terminal wants it so.
    pub(super) fn offer_backup_if_damaged(
        &self,
        config: &Config,
        database: &Path,
    ) -> Result<(), Failure> {
        let opened = Store::open(database).and_then(|mut store| store.load(&setup::rules(config)));
        let Err(error) = opened else { return Ok(()) };
        let backup = newest_backup(&setup::backup_folder(config)?);
        let Some(backup) = backup
            .filter(|_| error.is_damage() && std::io::IsTerminal::is_terminal(&std::io::stdin()))
        else {
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
            return Err(Failure::Refused(
                "chưa thay đổi gì; mở bản sao lưu bằng: motcua restore".to_owned(),
            ));
        }
        restore_from(database, &backup)
    }

    /// What to do about a damaged database.
    pub(super) fn way_out_of_damage(&self) -> String {
        let folder = self
            .office()
            .and_then(|(config, _)| Ok(setup::backup_folder(&config)?));
        let Ok(folder) = folder else {
            return "Tệp hỏng được giữ nguyên; hãy báo người phụ trách.".to_owned();
        };
        match newest_backup(&folder) {
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
}

/// Puts a backup in the database's place while nobody else uses it.
pub(super) fn restore_from(database: &Path, backup: &Path) -> Result<(), Failure> {
    let taken = HostLock::try_take(database).map_err(|e| Failure::Refused(e.to_string()))?;
    let Some(_lock) = taken else {
        return Err(Failure::Refused(
            "hãy đóng mọi màn hình motcua (và dừng `motcua serve`) trước khi khôi phục".to_owned(),
        ));
    };
    let stamp = Clock::default().now().format("%Y%m%d-%H%M%S").to_string();
    let aside = restore(database, backup, &stamp)?;
    let aside = aside.map_or(String::new(), |path| {
        format!(" Tệp cũ được cất ở {}.", path.display())
    });
    print(&format!(
        "Đã mở lại từ bản sao lưu {}.{aside}\n",
        backup.display()
    ));
    Ok(())
}
