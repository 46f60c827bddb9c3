//! The office's account at Zalo: its secrets, its tokens, its forms, and what the host says of it.

use super::Finding;
use super::ports::host;
use crate::config::{Config, Zalo, ZaloSecrets};
use crate::domain::zalo::Form;
use crate::store::TokenFile;

const ABOUT: &str = "Zalo";
const DAY: i64 = 24 * 60 * 60 * 1000;
/// The tokens last for 90 days.
const OLD_DAYS: i64 = 60;

/// `now` in milliseconds since 1970 began.
pub(super) fn examine(config: &Config, now: i64) -> Vec<Finding> {
    let Some(zalo) = &config.zalo else {
        return Vec::new();
    };
    let mut found = vec![account(config, zalo, now)];
    let missing: Vec<&str> = Form::ALL
        .iter()
        .filter(|form| !zalo.templates.contains_key(form))
        .map(|form| form.key())
        .collect();
    if !missing.is_empty() {
        found.push(Finding::note(
            "Mẫu tin Zalo",
            format!("chưa ghi: {}", missing.join(", ")),
            "các việc ấy báo bằng SMS hoặc cuộc gọi; mẫu được duyệt thì ghi số vào templates dưới [zalo]",
        ));
    }
    found
}

fn account(config: &Config, zalo: &Zalo, now: i64) -> Finding {
    let secrets = match ZaloSecrets::read(&zalo.secret_file) {
        Ok(secrets) => secrets,
        Err(why) => return Finding::bad(ABOUT, why, "xem README, mục Zalo"),
    };
    if zalo.has_bot && secrets.bot_token.is_empty() {
        return Finding::bad(
            ABOUT,
            "thiếu bot_token trong tệp bí mật",
            "lấy mã của bot trên Zalo Bot Platform, ghi bot_token = \"…\"",
        );
    }
    if zalo.templates.is_empty() {
        return Finding::good(ABOUT, "chỉ nhận tin qua bot, chưa gửi tin mẫu");
    }
    const LOGIN: &str = "quản trị viên OA đăng nhập lại: motcua zalo login MÃ";
    let database = config.store_path().unwrap_or_default();
    let tokens = match TokenFile::read(&database) {
        Ok(Some(tokens)) => tokens,
        Ok(None) => return Finding::bad(ABOUT, "OA chưa được đăng nhập", LOGIN),
        Err(error) => return Finding::bad(ABOUT, error.to_string(), LOGIN),
    };
    let days = (now - tokens.given) / DAY;
    if tokens.spent {
        return Finding::bad(ABOUT, "mã làm mới không còn dùng được", LOGIN);
    }
    if days >= OLD_DAYS {
        let says = format!("mã đã {days} ngày chưa làm mới, quá 90 ngày là hết");
        return Finding::note(
            ABOUT,
            says,
            "cho máy chủ ra internet, hoặc chạy: motcua zalo",
        );
    }
    match host(config).and_then(|status| status.zalo?.trouble) {
        Some(trouble) => Finding::bad(ABOUT, trouble, "thử: motcua zalo"),
        None => Finding::good(ABOUT, format!("đã đăng nhập, mã làm mới {days} ngày trước")),
    }
}
