//! The PC itself: its clock, memory, sound and terminal, and whether the host starts with it.

use chrono::{DateTime, Local, Offset};

use super::Finding;
use super::probe::{Pc, has_program};

/// Vietnam's clock: seconds east of Greenwich, without summer time.
const ZONE: i32 = 7 * 3600;
/// The clock on the board may be so much off.
const CLOCK_DRIFT: i64 = 60;
/// Less memory than a PC of 1 GiB tells, in KiB.
const LEAST_MEMORY: u64 = 900_000;

pub(super) fn examine(pc: &Pc, now: DateTime<Local>) -> Vec<Finding> {
    let mut found = vec![zone(now.offset().fix().local_minus_utc())];
    found.extend(clock(pc, now.timestamp()));
    found.extend(battery(pc));
    found.extend(memory(pc));
    found.push(sound(pc));
    found.extend(terminal(
        &std::env::var("TERM").unwrap_or_default(),
        &["LC_ALL", "LC_CTYPE", "LANG"].map(|name| std::env::var(name).unwrap_or_default()),
        pc,
    ));
    found.push(service(pc));
    found
}

fn zone(offset: i32) -> Finding {
    if offset == ZONE {
        return Finding::good("Múi giờ", "giờ Việt Nam (UTC+7)");
    }
    let says = format!(
        "máy đang dùng UTC{:+}, không phải giờ Việt Nam",
        offset / 3600
    );
    Finding::bad(
        "Múi giờ",
        says,
        "sudo timedatectl set-timezone Asia/Ho_Chi_Minh",
    )
}

/// The clock that goes on while the PC is off, beside the one that the program reads.
fn clock(pc: &Pc, now: i64) -> Option<Finding> {
    let rtc: i64 = pc.text("/sys/class/rtc/rtc0/since_epoch")?.parse().ok()?;
    // /etc/adjtime says in its third line whether the board's clock is local, as Windows wants it.
    let is_local = pc
        .text("/etc/adjtime")
        .is_some_and(|text| text.lines().nth(2) == Some("LOCAL"));
    let off = rtc - now - if is_local { i64::from(ZONE) } else { 0 };
    Some(if off.abs() <= CLOCK_DRIFT {
        Finding::good("Đồng hồ máy", "đồng hồ trên bo mạch khớp với giờ đang dùng")
    } else {
        let says = format!(
            "đồng hồ trên bo mạch lệch {} phút so với giờ đang dùng",
            off.abs() / 60
        );
        Finding::bad(
            "Đồng hồ máy",
            says,
            "xem giờ thật, đặt lại (sudo date -s \"2026-12-31 08:00\"), rồi: sudo hwclock -w",
        )
    })
}

fn battery(pc: &Pc) -> Option<Finding> {
    let text = pc.text("/proc/driver/rtc")?;
    let status = text
        .lines()
        .find_map(|line| line.strip_prefix("batt_status")?.split_once(':'));
    Some(match status?.1.trim() {
        "okay" => Finding::good("Pin đồng hồ", "còn tốt"),
        _ => Finding::bad(
            "Pin đồng hồ",
            "pin trên bo mạch đã hết: mỗi lần tắt máy là sai giờ",
            "thay pin CR2032 trên bo mạch, đặt lại giờ",
        ),
    })
}

fn memory(pc: &Pc) -> Option<Finding> {
    let text = pc.text("/proc/meminfo")?;
    let total = text
        .lines()
        .find_map(|line| line.strip_prefix("MemTotal:"))?;
    let total: u64 = total.trim().trim_end_matches(" kB").parse().ok()?;
    let says = format!("{} MiB", total / 1024);
    Some(if total < LEAST_MEMORY {
        Finding::note(
            "Bộ nhớ",
            says,
            "máy chạy được nhưng sẽ chậm: nên có từ 1 GiB",
        )
    } else {
        Finding::good("Bộ nhớ", says)
    })
}

fn sound(pc: &Pc) -> Finding {
    let cards = pc.text("/proc/asound/cards").unwrap_or_default();
    let card = cards.lines().find_map(|line| line.split_once("]: "));
    let Some((_, card)) = card else {
        return Finding::note(
            "Âm thanh",
            "máy không có card âm thanh: không đọc được số",
            "muốn đọc số thì cắm loa USB, thêm người dùng vào nhóm audio (sudo usermod -aG audio TÊN), rồi thử: motcua doctor voice",
        );
    };
    if has_program("aplay") {
        Finding::good("Âm thanh", card)
    } else {
        Finding::note(
            "Âm thanh",
            format!("{card}, nhưng chưa có lệnh aplay"),
            "sudo apt install alsa-utils",
        )
    }
}

fn terminal(term: &str, locale: &[String; 3], pc: &Pc) -> Vec<Finding> {
    let locale = locale.iter().find(|value| !value.is_empty());
    let is_utf8 = locale.is_some_and(|value| {
        let value = value.to_ascii_lowercase();
        value.contains("utf-8") || value.contains("utf8")
    });
    let mut found = vec![if is_utf8 {
        Finding::good("Bảng mã", "UTF-8")
    } else {
        Finding::bad(
            "Bảng mã",
            "cửa sổ dòng lệnh không dùng UTF-8: chữ Việt bị lỗi phông",
            "sudo update-locale LANG=C.UTF-8, rồi đăng nhập lại",
        )
    }];
    if term == "linux" {
        let setup = pc.text("/etc/default/console-setup").unwrap_or_default();
        let has_letters = setup
            .lines()
            .any(|line| line.replace('"', "") == "CODESET=Vietnamese");
        found.push(if has_letters {
            Finding::good("Phông chữ", "màn hình chữ của Linux có đủ chữ Việt")
        } else {
            Finding::note(
                "Phông chữ",
                "màn hình chữ của Linux có thể thiếu chữ Việt",
                "sudo dpkg-reconfigure console-setup: chọn UTF-8, rồi Vietnamese, rồi Fixed",
            )
        });
    }
    found
}

fn service(pc: &Pc) -> Finding {
    let unit = "motcua.service";
    let enabled = pc.names("/etc/systemd/system/multi-user.target.wants");
    if enabled.iter().any(|name| name == unit) {
        return Finding::good("Tự khởi động", "máy chủ bật cùng máy");
    }
    Finding::note(
        "Tự khởi động",
        "máy chủ chỉ chạy khi có màn hình `motcua` mở",
        "để chạy cả khi chưa ai đăng nhập: sudo systemctl enable --now motcua",
    )
}

#[cfg(test)]
mod tests {
    use super::super::State;
    use super::*;

    fn pc(files: &[(&str, &str)]) -> (tempfile::TempDir, Pc) {
        let root = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = root.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let pc = Pc::below(root.path());
        (root, pc)
    }

    #[test]
    fn another_zone_is_told_with_the_command_that_mends_it() {
        assert_eq!(zone(7 * 3600).state, State::Good);
        let wrong = zone(0);
        assert_eq!(wrong.state, State::Bad);
        assert!(wrong.remedy.contains("Asia/Ho_Chi_Minh"), "{wrong:?}");
    }

    #[test]
    fn the_boards_clock_may_be_local() {
        let now = 1_795_000_000;
        let (_root, utc) = pc(&[("sys/class/rtc/rtc0/since_epoch", "1795000020\n")]);
        assert_eq!(clock(&utc, now).unwrap().state, State::Good);
        assert_eq!(clock(&utc, now + 600).unwrap().state, State::Bad);
        let (_root, local) = pc(&[
            ("sys/class/rtc/rtc0/since_epoch", "1795025200"),
            ("etc/adjtime", "0.0 0 0.0\n0\nLOCAL\n"),
        ]);
        assert_eq!(clock(&local, now).unwrap().state, State::Good);
        assert_eq!(clock(&pc(&[]).1, now), None);
    }

    #[test]
    fn an_empty_battery_is_seen() {
        let rtc =
            |status: &str| format!("rtc_time\t: 01:02:03\nbatt_status\t: {status}\n24hr\t: yes");
        let of = |status| {
            battery(&pc(&[("proc/driver/rtc", &rtc(status))]).1)
                .unwrap()
                .state
        };
        assert_eq!(of("okay"), State::Good);
        assert_eq!(of("dead"), State::Bad);
    }

    #[test]
    fn a_pc_without_sound_or_much_memory_still_works() {
        let none = pc(&[("proc/asound/cards", "--- no soundcards ---")]).1;
        assert_eq!(sound(&none).state, State::Note);
        let old = pc(&[("proc/meminfo", "MemTotal:         500000 kB\nMemFree: 1 kB")]);
        assert_eq!(memory(&old.1).unwrap().state, State::Note);
    }

    #[test]
    fn the_terminal_must_know_vietnamese_letters() {
        let locale = |text: &str| [String::new(), String::new(), text.to_owned()];
        let bare = pc(&[]);
        assert_eq!(
            terminal("xterm", &locale("C"), &bare.1)[0].state,
            State::Bad
        );
        assert_eq!(
            terminal("xterm", &locale("vi_VN.UTF-8"), &bare.1)[0].state,
            State::Good
        );
        assert_eq!(
            terminal("linux", &locale("C.utf8"), &bare.1)[1].state,
            State::Note
        );
        let set = pc(&[("etc/default/console-setup", "CODESET=\"Vietnamese\"\n")]);
        assert_eq!(
            terminal("linux", &locale("C.utf8"), &set.1)[1].state,
            State::Good
        );
    }
}
