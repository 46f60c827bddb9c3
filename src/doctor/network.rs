//! The office's network: under which address phones find the form, whether it will stay so, and whether they get through.

use std::net::IpAddr;

use serde::Deserialize;

use super::Finding;
use super::ports::host;
use super::probe::Pc;
use crate::config::{Config, Web, host_of, web_address};

pub(super) fn examine(config: &Config, pc: &Pc) -> Vec<Finding> {
    let Some(web) = &config.web else {
        return vec![Finding::note(
            "Trang đặt hẹn",
            "chưa mở",
            "muốn mở: ghi mục [web] trong motcua.toml",
        )];
    };
    let mut found = vec![page(config, web)];
    let addresses = Pc::printed(&["ip", "-j", "addr"]).unwrap_or_default();
    found.extend(address(web, &read_addresses(&addresses)));
    found.extend(firewall(pc, web.listen.port()));
    if !has_internet(&pc.text("/proc/net/route").unwrap_or_default()) {
        found.push(Finding::note(
            "Wi-Fi",
            "mạng không ra internet (không sao, nhưng điện thoại sẽ báo)",
            "hướng dẫn người dân bấm «Vẫn kết nối» hoặc tắt dữ liệu di động; áp phích đã ghi",
        ));
    }
    if config.wifi.is_none() {
        found.push(Finding::note(
            "Áp phích",
            "chưa ghi tên Wi-Fi: áp phích không chỉ cách vào mạng",
            "ghi mục [wifi] trong motcua.toml",
        ));
    }
    found
}

/// Whether the form is served.
fn page(config: &Config, web: &Web) -> Finding {
    let about = "Trang đặt hẹn";
    let url = match web_address(Some(web)) {
        Ok(url) => url,
        Err(why) => return Finding::bad(about, why, ""),
    };
    let trouble = host(config).and_then(|status| status.web?.trouble);
    if let Some(trouble) = trouble {
        return Finding::bad(
            about,
            trouble,
            "sửa `listen` dưới [web] rồi khởi động lại máy chủ",
        );
    }
    let is_root = rustix::process::geteuid().is_root();
    if web.listen.port() < 1024 && !is_root && host(config).is_none() {
        return Finding::bad(
            about,
            format!("cổng {} cần quyền quản trị", web.listen.port()),
            "dùng cổng từ 1024, ví dụ listen = \"0.0.0.0:8080\"",
        );
    }
    Finding::good(about, url)
}

/// An address of this machine.
#[derive(Debug, PartialEq)]
struct Address {
    ip: IpAddr,
    /// It was lent to it (DHCP), and may be another one tomorrow.
    is_lent: bool,
}

/// From what `ip -j addr` prints.
fn read_addresses(json: &str) -> Vec<Address> {
    #[derive(Deserialize)]
    struct Link {
        #[serde(default)]
        addr_info: Vec<Info>,
    }
    #[derive(Deserialize)]
    struct Info {
        local: Option<IpAddr>,
        #[serde(default)]
        dynamic: bool,
    }
    let links: Vec<Link> = serde_json::from_str(json).unwrap_or_default();
    let infos = links.into_iter().flat_map(|link| link.addr_info);
    infos
        .filter_map(|info| {
            Some(Address {
                ip: info.local?,
                is_lent: info.dynamic,
            })
        })
        .collect()
}

/// Whether the address of the QR is ours, and stays.
fn address(web: &Web, own: &[Address]) -> Option<Finding> {
    let url = web_address(Some(web)).ok()?;
    // Where it is a name, the office has somebody who keeps names.
    let ip: IpAddr = host_of(&url)?.parse().ok()?;
    let about = "Địa chỉ";
    if own.is_empty() {
        return None;
    }
    Some(match own.iter().find(|address| address.ip == ip) {
        None => Finding::bad(
            about,
            format!("mã QR ghi {ip}, nhưng máy này không có địa chỉ đó"),
            "sửa `url` dưới [web], hoặc đặt lại địa chỉ cố định; in lại áp phích nếu đổi",
        ),
        Some(address) if address.is_lent => Finding::note(
            about,
            format!("{ip} do bộ phát cấp, có thể đổi khi bật lại"),
            "giữ chỗ địa chỉ này cho máy trong bộ phát (DHCP reservation), hoặc đặt cố định",
        ),
        Some(_) => Finding::good(about, format!("{ip}, cố định")),
    })
}

/// Debian's simple firewall, where it is on.
fn firewall(pc: &Pc, port: u16) -> Option<Finding> {
    let on = pc.text("/etc/ufw/ufw.conf")?;
    if !on.lines().any(|line| line.trim() == "ENABLED=yes") {
        return None;
    }
    // Only root may read the rules: then nobody can say.
    let rules = pc.text("/etc/ufw/user.rules")?;
    let open = rules
        .lines()
        .any(|line| line.contains(&format!("--dport {port} ")) && line.contains("ACCEPT"));
    (!open).then(|| {
        Finding::bad(
            "Tường lửa",
            format!("ufw đang chặn cổng {port}: điện thoại không mở được trang"),
            format!("sudo ufw allow {port}/tcp"),
        )
    })
}

/// Whether there is a way out: a default route of the kernel's table.
fn has_internet(routes: &str) -> bool {
    routes.lines().skip(1).any(|line| {
        let columns: Vec<&str> = line.split_whitespace().collect();
        columns.get(1) == Some(&"00000000") && columns.get(7) == Some(&"00000000")
    })
}

#[cfg(test)]
mod tests {
    use super::super::State;
    use super::*;

    const PRINTED: &str = r#"[{"ifname":"lo","addr_info":[{"family":"inet","local":"127.0.0.1"}]},
        {"ifname":"wlan0","addr_info":[{"family":"inet","local":"192.168.1.20","dynamic":true}]},
        {"ifname":"eth0","addr_info":[{"family":"inet","local":"10.0.0.2"}]}]"#;

    fn web(url: &str) -> Web {
        let config = Config::parse(
            &format!("[web]\nlisten = \"0.0.0.0:8080\"\nurl = \"{url}\"\n"),
            std::path::Path::new("/"),
        );
        config.unwrap().web.unwrap()
    }

    #[test]
    fn an_address_that_may_change_is_noted_and_a_foreign_one_is_wrong() {
        let own = read_addresses(PRINTED);
        assert_eq!(own.len(), 3);
        let state = |url| address(&web(url), &own).map(|found| found.state);
        assert_eq!(state("http://192.168.1.20:8080"), Some(State::Note));
        assert_eq!(state("http://10.0.0.2:8080"), Some(State::Good));
        assert_eq!(state("http://192.168.1.9:8080"), Some(State::Bad));
        assert_eq!(state("http://mot-cua.lan"), None);
        assert_eq!(
            address(&web("http://192.168.1.9"), &read_addresses("")),
            None
        );
    }

    #[test]
    fn a_closed_firewall_is_named_with_its_command() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("etc/ufw");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("ufw.conf"), "ENABLED=yes\n").unwrap();
        std::fs::write(
            folder.join("user.rules"),
            "-A ufw-user-input -p tcp --dport 22 -j ACCEPT\n",
        )
        .unwrap();
        let pc = Pc::below(root.path());
        let closed = firewall(&pc, 8080).unwrap();
        assert_eq!(closed.remedy, "sudo ufw allow 8080/tcp");
        assert_eq!(firewall(&pc, 22), None);
        std::fs::write(folder.join("ufw.conf"), "ENABLED=no\n").unwrap();
        assert_eq!(firewall(&pc, 8080), None);
    }

    #[test]
    fn a_way_out_is_a_default_route() {
        let head = "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\n";
        let lan = "wlan0\t0001A8C0\t00000000\t0001\t0\t0\t600\t00FFFFFF\n";
        let out = "wlan0\t00000000\t0101A8C0\t0003\t0\t0\t600\t00000000\n";
        assert!(!has_internet(&format!("{head}{lan}")));
        assert!(has_internet(&format!("{head}{out}{lan}")));
    }
}
