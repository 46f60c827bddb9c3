//! The office's account at Zalo: its secrets, its tokens, its forms, and what the host says of it.

use super::Finding;
use super::ports::host;
use crate::config::{Config, Zalo, ZaloSecrets};
use crate::domain::zalo::Form;
use crate::store::TokenFile;

const ABOUT: &str = "Zalo";
const DAY: i64 = 24 * 60 * 60 * 1000;
/// Clocks differ by so much at the most.
const CLOCK: i64 = 10 * 60 * 1000;
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
            "các việc đó báo bằng SMS hoặc cuộc gọi; mẫu được duyệt thì ghi số vào templates dưới [zalo]",
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
    if zalo.has_relay() && (secrets.relay_token.is_empty() || secrets.oa_secret.is_empty()) {
        return Finding::bad(
            ABOUT,
            "thiếu relay_token hoặc oa_secret trong tệp bí mật",
            "hỏi đơn vị giữ cổng chuyển tin của tỉnh; oa_secret lấy trên trang quản lý OA",
        );
    }
    let speaks = !zalo.templates.is_empty() || zalo.followers || zalo.has_relay();
    let says = match speaks {
        true => match tokens(config, now) {
            Ok(says) => says,
            Err(finding) => return finding,
        },
        false => "chỉ nhận tin qua bot, chưa gửi tin mẫu".to_owned(),
    };
    match host(config).and_then(|status| status.zalo?.trouble) {
        Some(trouble) => {
            let remedy = remedy(&trouble);
            Finding::bad(ABOUT, trouble, remedy)
        }
        None => Finding::good(ABOUT, says),
    }
}

/// How the pair of tokens is; what is wrong with it, else.
fn tokens(config: &Config, now: i64) -> Result<String, Finding> {
    const LOGIN: &str = "quản trị viên OA đăng nhập lại: motcua zalo login MÃ";
    let database = config.store_path().unwrap_or_default();
    let tokens = match TokenFile::read(&database) {
        Ok(Some(tokens)) => tokens,
        Ok(None) => return Err(Finding::bad(ABOUT, "OA chưa được đăng nhập", LOGIN)),
        Err(error) => return Err(Finding::bad(ABOUT, error.to_string(), LOGIN)),
    };
    if let Some(file) = TokenFile::shared(&database) {
        let says = "người khác trên máy đọc được mã Zalo";
        let remedy = format!("chạy: chmod 600 {}", file.display());
        return Err(Finding::bad(ABOUT, says, remedy));
    }
    let days = (now - tokens.given) / DAY;
    if tokens.spent {
        return Err(Finding::bad(ABOUT, "mã làm mới không còn dùng được", LOGIN));
    }
    if now < tokens.given - CLOCK {
        let says = "máy đang chỉ giờ trước lúc Zalo cấp mã";
        return Err(Finding::bad(ABOUT, says, "chỉnh lại ngày giờ của máy"));
    }
    if days >= OLD_DAYS {
        let says = format!("mã đã {days} ngày chưa làm mới, quá 90 ngày là hết");
        let remedy = "cho máy chủ ra internet, hoặc chạy: motcua zalo";
        return Err(Finding::note(ABOUT, says, remedy));
    }
    Ok(format!("đã đăng nhập, mã làm mới {days} ngày trước"))
}

/// What to do about what the host says of Zalo.
fn remedy(trouble: &str) -> &'static str {
    let has = |words: &[&str]| words.iter().any(|words| trouble.contains(words));
    match () {
        () if has(&["(-1241)", "(-242)"]) => {
            "ghi proof = true (hay bỏ đi) dưới [zalo] cho đúng mục appsecret_proof trên trang quản lý ứng dụng"
        }
        () if has(&["giờ của máy"]) => "xem ngày giờ của máy, rồi tường lửa của mạng",
        () if has(&[
            "không tìm thấy máy chủ",
            "không kết nối được",
            "mất kết nối",
        ]) =>
        {
            "xem dây mạng, bộ phát và DNS; chưa có internet thì quầy vẫn chạy, tin báo bằng SMS hoặc cuộc gọi"
        }
        // As where a webhook is set (the bot's two doors exclude each other).
        () if has(&["(409)", "webhook", "Webhook"]) => {
            "bot đang đặt webhook: xoá webhook trên trang của Zalo Bot, rồi đợi 10 phút"
        }
        () => "thử: motcua zalo",
    }
}
