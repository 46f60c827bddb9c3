//! The serial ports of boards and modem: whether they are there, ours, and quick.

use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use super::Finding;
use super::probe::{Pc, is_writable, user};
use crate::app::hosting::{HostLock, read_status};
use crate::app::status::Status;
use crate::config::Config;

/// How long an FTDI adapter may keep what it has read, in milliseconds.
const LATENCY: u32 = 4;

pub(super) fn examine(config: &Config, pc: &Pc) -> Vec<Finding> {
    let host = host(config);
    let mut found = Vec::new();
    for board in &config.boards {
        let about = format!("Bảng LED {}", board.port);
        let of_port = |status: &Status| {
            let counters: Vec<&str> = board.counters.iter().map(|(id, _)| id.as_str()).collect();
            let mut boards = status
                .boards
                .iter()
                .filter(|b| counters.contains(&b.counter.as_str()));
            boards.find_map(|b| Some(format!("quầy {}: {}", b.counter, b.trouble.as_ref()?)))
        };
        let trouble = host.as_ref().map(of_port);
        match board.port.file() {
            Some(file) => found.extend(device(about, file, trouble, pc)),
            None => found.push(on_network(about, trouble)),
        }
    }
    if let Some(modem) = &config.modem {
        let about = format!("Modem {}", modem.port.display());
        let trouble = |status: &Status| status.modem.as_ref()?.trouble.clone();
        found.extend(device(about, &modem.port, host.as_ref().map(trouble), pc));
        if pc.runs("ModemManager") {
            found.push(Finding::bad(
                "ModemManager",
                "chương trình này đang chạy và sẽ giành modem",
                "sudo apt remove modemmanager, hoặc chạy scripts/install để ghi luật udev",
            ));
        }
    }
    if let Some(exposed) = &config.exposed {
        found.push(Finding::bad("Tệp cấu hình", exposed, ""));
    }
    found
}

/// What the host last told, while there is one.
pub(super) fn host(config: &Config) -> Option<Status> {
    let database = config.store_path().ok()?;
    HostLock::holder(&database)?;
    read_status(&database)
}

/// `trouble`: what the host says of it, where one runs.
fn device(about: String, port: &Path, trouble: Option<Option<String>>, pc: &Pc) -> Vec<Finding> {
    let mut found = vec![match trouble {
        Some(Some(trouble)) => Finding::bad(about.clone(), trouble, port_remedy(port, pc)),
        Some(None) => Finding::good(about.clone(), "máy chủ đang dùng, chạy tốt"),
        None => look(about.clone(), port, pc),
    }];
    found.extend(latency(&about, port, pc));
    found
}

/// A board on the network: only who speaks to it knows whether it is there.
fn on_network(about: String, trouble: Option<Option<String>>) -> Finding {
    match trouble {
        Some(Some(trouble)) => Finding::bad(about, trouble, ""),
        Some(None) => Finding::good(about, "máy chủ đang dùng, chạy tốt"),
        None => Finding::note(about, "ở trên mạng, chưa thử", "chạy motcua rồi xem lại"),
    }
}

fn look(about: String, port: &Path, pc: &Pc) -> Finding {
    if !port.exists() {
        return Finding::bad(about, "không thấy cổng này", port_remedy(port, pc));
    }
    if !is_writable(port) {
        return Finding::bad(about, "không có quyền dùng cổng này", port_remedy(port, pc));
    }
    Finding::good(about, "có, dùng được (máy chủ chưa chạy)")
}

/// The way out of a port that is missing or not ours.
fn port_remedy(port: &Path, pc: &Pc) -> String {
    if let Ok(file) = port.metadata() {
        if is_writable(port) {
            return "xem dây, nguồn và địa chỉ của thiết bị".to_owned();
        }
        let group = pc.group(file.gid()).unwrap_or_else(|| "dialout".to_owned());
        return format!("sudo usermod -aG {group} {}, rồi đăng nhập lại", user());
    }
    let there = pc.names("/dev/serial/by-id");
    match there.as_slice() {
        [] => "cắm lại dây USB; máy chưa thấy thiết bị nối tiếp nào".to_owned(),
        there => format!(
            "cắm lại dây, hoặc ghi trong motcua.toml: /dev/serial/by-id/{}",
            there.join(" hay ")
        ),
    }
}

/// FTDI adapters gather bytes for 16 ms unless they are told not to.
fn latency(about: &str, port: &Path, pc: &Pc) -> Option<Finding> {
    let name = std::fs::canonicalize(port).ok()?;
    let name = name.file_name()?.to_str()?;
    let file = format!("/sys/bus/usb-serial/devices/{name}/latency_timer");
    let latency: u32 = pc.text(&file)?.parse().ok()?;
    (latency > LATENCY).then(|| {
        Finding::note(
            about,
            format!("bộ chuyển đổi USB giữ byte đến {latency} ms: bảng hiện chậm"),
            "chạy scripts/install để ghi luật udev (latency_timer=1), rồi cắm lại",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::super::State;
    use super::*;

    #[test]
    fn a_missing_port_names_those_that_are_there() {
        let root = tempfile::tempdir().unwrap();
        let pc = Pc::below(root.path());
        let none = look("Modem".to_owned(), &root.path().join("gone"), &pc);
        assert_eq!(none.state, State::Bad);
        assert!(none.remedy.contains("chưa thấy thiết bị"), "{none:?}");
        let by_id = root.path().join("dev/serial/by-id");
        std::fs::create_dir_all(&by_id).unwrap();
        std::fs::write(by_id.join("usb-FTDI-if00"), "").unwrap();
        let other = look("Modem".to_owned(), &root.path().join("gone"), &pc);
        assert!(
            other.remedy.contains("/dev/serial/by-id/usb-FTDI-if00"),
            "{other:?}"
        );
    }

    #[test]
    fn a_slow_adapter_is_noted() {
        let root = tempfile::tempdir().unwrap();
        let pc = Pc::below(root.path());
        let port = root.path().join("ttyUSB7");
        std::fs::write(&port, "").unwrap();
        assert_eq!(latency("Bảng", &port, &pc), None);
        let folder = root.path().join("sys/bus/usb-serial/devices/ttyUSB7");
        std::fs::create_dir_all(&folder).unwrap();
        for (ms, slow) in [("16", true), ("1", false)] {
            std::fs::write(folder.join("latency_timer"), ms).unwrap();
            assert_eq!(latency("Bảng", &port, &pc).is_some(), slow);
        }
    }

    #[test]
    fn what_the_host_says_comes_first() {
        let port = Path::new("/nowhere/at/all");
        let told = device("Bảng".to_owned(), port, Some(None), &Pc::below("/nowhere"));
        assert_eq!(told[0].state, State::Good);
        let dead = Some(Some("không trả lời".to_owned()));
        let told = device("Bảng".to_owned(), port, dead, &Pc::below("/nowhere"));
        assert_eq!(
            (told[0].state, told[0].says.as_str()),
            (State::Bad, "không trả lời")
        );
    }
}
