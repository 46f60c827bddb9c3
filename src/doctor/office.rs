//! The office's own files: the store, its backups, and the host that works on it.

use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use chrono::NaiveDateTime;

use super::Finding;
use super::ports::host;
use super::probe::is_writable;
use crate::config::{CatalogueWatch, Config};
use crate::store::{Store, backups, is_encrypted};

/// Below so many bytes the day may not end well; below so many somebody should tidy up.
const LITTLE: u64 = 200 << 20;
const SCARCE: u64 = 2 << 30;
/// A backup is made twice a day; over a long weekend none.
const OLDEST_BACKUP_DAYS: i64 = 4;

pub(super) fn examine(config: &Config, now: NaiveDateTime) -> Vec<Finding> {
    let database = match config.store_path() {
        Ok(path) => path,
        Err(error) => return vec![Finding::bad("Sổ dữ liệu", error.to_string(), "")],
    };
    let mut found = vec![store(&database, config)];
    found.extend(database.parent().and_then(disk));
    found.push(backup(config, &database, now));
    found.push(match host(config) {
        Some(status) if status.clock_in_doubt => Finding::bad(
            "Máy chủ",
            "đang chờ xác nhận giờ của máy",
            "xem giờ, rồi xác nhận trên màn hình",
        ),
        Some(status) if !status.notices.is_empty() => {
            Finding::bad("Máy chủ", status.notices.join("; "), "")
        }
        Some(status) => Finding::good("Máy chủ", format!("đang chạy (tiến trình {})", status.pid)),
        None => Finding::note(
            "Máy chủ",
            "chưa chạy",
            "mở `motcua`, hoặc: sudo systemctl start motcua",
        ),
    });
    let watch = CatalogueWatch::new(config);
    found.push(match watch.mistakes() {
        [] => Finding::good("Danh mục thủ tục", "không có chỗ sai"),
        mistakes => Finding::bad(
            "Danh mục thủ tục",
            format!("{} chỗ sai", mistakes.len()),
            "chạy: motcua catalogue",
        ),
    });
    found
}

fn store(database: &Path, config: &Config) -> Finding {
    let about = "Sổ dữ liệu";
    if !database.exists() {
        let folder = database.parent().filter(|folder| folder.exists());
        return match folder {
            Some(folder) if !is_writable(folder) => Finding::bad(
                about,
                format!("không ghi được vào {}", folder.display()),
                "thêm người dùng vào nhóm motcua: sudo usermod -aG motcua TÊN, rồi đăng nhập lại",
            ),
            _ => Finding::good(
                about,
                format!("{} chưa có, sẽ được tạo", database.display()),
            ),
        };
    }
    let folder = config.backup_folder().unwrap_or_default();
    let looked = Store::open_or_create(database, &folder).and_then(|store| {
        store.check()?;
        store.last_seq()
    });
    match looked {
        Ok(events) => Finding::good(about, format!("{}: {events} sự kiện", database.display())),
        Err(error) => Finding::bad(
            about,
            error.to_string(),
            "chạy: motcua check; nếu hỏng: motcua restore",
        ),
    }
}

fn disk(folder: &Path) -> Option<Finding> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    let free = disk.f_bavail * disk.f_frsize;
    let says = format!("còn trống {} MiB", free >> 20);
    let is_read_only = disk.f_flag.contains(rustix::fs::StatVfsMountFlags::RDONLY);
    Some(if is_read_only {
        Finding::bad(
            "Đĩa",
            "đĩa chỉ đọc được",
            "đĩa có thể hỏng: sao chép sổ ra ngoài, thay đĩa",
        )
    } else if free < LITTLE {
        Finding::bad(
            "Đĩa",
            says,
            "xoá bớt tệp không dùng: hết chỗ thì không ghi được gì nữa",
        )
    } else if free < SCARCE {
        Finding::note("Đĩa", says, "xoá bớt tệp không dùng")
    } else {
        Finding::good("Đĩa", says)
    })
}

fn backup(config: &Config, database: &Path, now: NaiveDateTime) -> Finding {
    let about = "Sao lưu";
    let Ok(folder) = config.backup_folder() else {
        return Finding::bad(
            about,
            "không biết sao lưu vào đâu",
            "ghi `backup` dưới [store]",
        );
    };
    if config.store.backup.is_some() && !is_writable(&folder) {
        return Finding::bad(
            about,
            format!("không ghi được vào {}", folder.display()),
            "cắm lại USB hoặc sửa `backup` dưới [store]",
        );
    }
    let all = backups(&folder);
    let age = all.last().and_then(|newest| {
        let made = newest.metadata().ok()?.modified().ok()?;
        let made = chrono::DateTime::<chrono::Local>::from(made).naive_local();
        Some((now - made).num_days())
    });
    let device = |path: &Path| path.metadata().ok().map(|file| file.dev());
    let is_same_disk = database.parent().and_then(device) == device(&folder);
    match age {
        None if database.exists() => Finding::note(about, "chưa có bản nào", "chạy: motcua backup"),
        None => Finding::good(about, format!("sẽ nằm ở {}", folder.display())),
        Some(days) if days > OLDEST_BACKUP_DAYS => Finding::bad(
            about,
            format!("bản mới nhất đã {days} ngày"),
            "để máy chủ chạy lúc 11:35 và 17:35, hoặc chạy: motcua backup",
        ),
        Some(_) if is_same_disk => Finding::note(
            about,
            "nằm cùng đĩa với sổ: đĩa hỏng là mất cả hai",
            "cắm một USB, ghi `backup` dưới [store]",
        ),
        Some(_) if !all.last().is_some_and(|newest| is_encrypted(newest)) => Finding::note(
            about,
            "chưa mã hoá: ai nhặt được USB là đọc được",
            "chạy: motcua passphrase",
        ),
        Some(days) => Finding::good(about, format!("bản mới nhất: {days} ngày trước, đã mã hoá")),
    }
}
