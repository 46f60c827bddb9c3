//! `motcua check`: whether the log is whole, the one that was signed, and all that the tables say.

use std::fmt::Write as _;

use anyhow::{Result, bail};

use crate::app::figures;
use crate::app::recount::recount;
use crate::config::Config;
use crate::store::Store;

/// What is found, when nothing is wrong.
///
/// # Errors
/// Names what is wrong, row by row; or the store cannot be read.
pub(super) fn check(store: &Store, config: &Config) -> Result<String> {
    store.check()?;
    let named = store.path().display();
    let broken = match store.verify_log()? {
        None => store.check_seals(&config.backup_folder()?)?,
        broken => broken,
    };
    if let Some(broken) = broken {
        bail!("sổ {named}: {broken}");
    }
    let found = recount(store, &config.rules)?;
    if !found.differences.is_empty() {
        bail!(
            "sổ {named}: bảng không khớp với sổ ghi sự kiện; ai đó đã sửa thẳng vào tệp, hoặc đĩa hỏng:\n  {}",
            found.differences.join("\n  ")
        );
    }
    let figures = figures::recount(store, &config.rules)?;
    if !figures.is_empty() {
        bail!("sổ {named}: {}", figures.join("\n  "));
    }
    let mut text = format!("Sổ {named} nguyên vẹn: {} sự kiện", store.last_seq()?);
    if found.uncountable {
        text += "; không tính lại được các bảng vì phiên bản cũ không ghi quy định của lúc đó";
    } else {
        text += ", tính lại từ đầu khớp từng dòng";
    }
    if found.erased > 0 {
        let _ = write!(text, "; {} sự kiện đã xoá dữ liệu cá nhân", found.erased);
    }
    Ok(text + ".\n")
}
