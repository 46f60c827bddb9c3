//! Under which address the office's network knows this machine, and its booking page.

use std::fs;
use std::net::{IpAddr, Ipv4Addr};

use super::Web;

/// Where phones find the booking page: what the QR says. The configured address, else the one that this machine has in
/// the network now; none that only this machine itself can open.
///
/// # Errors
/// Why there is none, and the way out, in words.
pub fn web_address(web: Option<&Web>) -> Result<String, &'static str> {
    let Some(web) = web else {
        return Err("Trang đặt hẹn chưa mở: ghi mục [web] trong motcua.toml rồi khởi động lại.");
    };
    if let Some(url) = &web.url {
        return for_phones(url.clone());
    }
    let ip = match web.listen.ip() {
        ip if !ip.is_unspecified() => ip,
        _ => IpAddr::V4(first_address().ok_or(
            "Máy chưa có địa chỉ trong mạng: kiểm tra dây mạng hoặc Wi-Fi, hoặc ghi `url` dưới [web].",
        )?),
    };
    let host = match ip {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => format!("[{ip}]"),
    };
    for_phones(match web.listen.port() {
        80 => format!("http://{host}"),
        port => format!("http://{host}:{port}"),
    })
}

/// The address, unless it means to each phone the phone itself.
fn for_phones(address: String) -> Result<String, &'static str> {
    let host = host_of(&address);
    let ip = host.and_then(|host| host.parse::<IpAddr>().ok());
    let is_own = ip.is_some_and(|ip| ip.is_loopback() || ip.is_unspecified());
    match is_own || host.is_some_and(|host| host.eq_ignore_ascii_case("localhost")) {
        true => Err(
            "Điện thoại không mở được trang đặt hẹn: địa chỉ đang ghi chỉ có trên chính máy này. Nhờ người cài máy \
             ghi 0.0.0.0 thay cho địa chỉ đó ở `listen` (giữ nguyên cổng), và sửa `url` nếu có ghi, dưới [web] trong \
             motcua.toml rồi khởi động lại.",
        ),
        false => Ok(address),
    }
}

/// The host of an address, without its port and brackets.
pub fn host_of(address: &str) -> Option<&str> {
    let rest = address.split_once("//")?.1;
    let host = rest.split(['/', '?', '#']).next()?;
    match host.strip_prefix('[') {
        Some(host) => host.split(']').next(),
        None => host.split(':').next(),
    }
}

/// The first address that others can reach: on the network of the default route, else on any other one.
/// `None` without a network.
fn first_address() -> Option<Ipv4Addr> {
    let addresses = fs::read_to_string("/proc/net/fib_trie").ok()?;
    let routes = fs::read_to_string("/proc/net/route").unwrap_or_default();
    choose(&addresses, &routes)
}

/// From the kernel's tables of addresses (`fib_trie`) and routes.
fn choose(addresses: &str, routes: &str) -> Option<Ipv4Addr> {
    let own = own_addresses(addresses);
    let routes: Vec<Route> = routes.lines().filter_map(Route::read).collect();
    let default = routes.iter().find(|route| route.mask == 0);
    let on_default = |address: &&Ipv4Addr| {
        default.is_some_and(|default| {
            let mut beside = routes.iter().filter(|r| r.device == default.device);
            beside.any(|r| r.mask != 0 && r.holds(**address))
        })
    };
    own.iter().find(on_default).or(own.first()).copied()
}

/// The machine's addresses without those that only itself can reach, in the kernel's order.
fn own_addresses(fib_trie: &str) -> Vec<Ipv4Addr> {
    let mut own = Vec::new();
    let mut last = None;
    for line in fib_trie.lines().map(str::trim) {
        if let Some(address) = line.strip_prefix("|-- ") {
            last = address.parse::<Ipv4Addr>().ok();
        } else if line == "/32 host LOCAL"
            && let Some(address) = last
            && !address.is_loopback()
            && !address.is_link_local()
            && !own.contains(&address)
        {
            own.push(address);
        }
    }
    own
}

/// A line of `/proc/net/route`: its numbers are hexadecimal, in the machine's order of bytes.
struct Route<'a> {
    device: &'a str,
    network: u32,
    mask: u32,
}

impl<'a> Route<'a> {
    fn read(line: &'a str) -> Option<Self> {
        let columns: Vec<&str> = line.split_whitespace().collect();
        let number = |at: usize| {
            let hex = u32::from_str_radix(columns.get(at)?, 16).ok()?;
            Some(u32::from_be_bytes(hex.to_ne_bytes()))
        };
        Some(Self {
            device: columns.first()?,
            network: number(1)?,
            mask: number(7)?,
        })
    }

    fn holds(&self, address: Ipv4Addr) -> bool {
        address.to_bits() & self.mask == self.network
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRIE: &str = "Main:\n  +-- 0.0.0.0/0 3 0 5\n     |-- 0.0.0.0\n        /0 universe UNICAST\n\
        Local:\n  +-- 127.0.0.0/8 2 0 2\n     |-- 127.0.0.1\n        /32 host LOCAL\n     |-- 169.254.3.4\n        /32 host LOCAL\n\
        \x20    |-- 172.17.0.1\n        /32 host LOCAL\n     |-- 172.17.255.255\n        /32 link BROADCAST\n\
        \x20    |-- 192.168.1.10\n        /32 host LOCAL\n";
    const HEAD: &str =
        "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n";
    const DEFAULT: &str = "wlan0\t00000000\t0101A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0\n";
    const LAN: &str = "wlan0\t0001A8C0\t00000000\t0001\t0\t0\t600\t00FFFFFF\t0\t0\t0\n";
    const BRIDGE: &str = "docker0\t000011AC\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0\n";

    #[test]
    fn the_address_on_the_way_out_is_taken() {
        let chosen = |routes: &[&str]| choose(TRIE, &routes.concat()).map(|a| a.to_string());
        assert_eq!(
            chosen(&[HEAD, BRIDGE, DEFAULT, LAN]).unwrap(),
            "192.168.1.10"
        );
        assert_eq!(chosen(&[HEAD, BRIDGE, LAN]).unwrap(), "172.17.0.1");
        assert_eq!(chosen(&[]).unwrap(), "172.17.0.1");
        let alone = "|-- 127.0.0.1\n /32 host LOCAL\n";
        assert_eq!(choose(alone, HEAD), None);
        assert_eq!(choose("", ""), None);
    }

    #[test]
    fn the_kernel_of_this_machine_is_understood() {
        let own = own_addresses(&fs::read_to_string("/proc/net/fib_trie").unwrap());
        assert_eq!(first_address().is_some(), !own.is_empty());
    }

    #[test]
    fn the_address_of_the_page() {
        let web = |listen: &str, url: Option<&str>| {
            let web = Web {
                listen: listen.parse().unwrap(),
                url: url.map(str::to_owned),
                walkin: false,
                confirm: false,
                per_ten_minutes: 0,
                day_code: None,
            };
            web_address(Some(&web))
        };
        let opens = |listen, url| web(listen, url).unwrap();
        assert_eq!(
            opens("0.0.0.0:8080", Some("http://mot-cua.lan")),
            "http://mot-cua.lan"
        );
        assert_eq!(opens("192.168.1.10:8080", None), "http://192.168.1.10:8080");
        assert_eq!(opens("192.168.1.10:80", None), "http://192.168.1.10");
        assert_eq!(opens("[fd00::1]:8080", None), "http://[fd00::1]:8080");
        for (listen, url) in [
            ("127.0.0.1:8080", None),
            ("[::1]:80", None),
            ("0.0.0.0:8080", Some("http://127.0.1.1:8080/mot-cua")),
            ("0.0.0.0:8080", Some("https://LocalHost?x")),
            ("0.0.0.0:8080", Some("http://[::1]:8080")),
            ("0.0.0.0:8080", Some("http://0.0.0.0:8080")),
        ] {
            let why = web(listen, url).unwrap_err();
            assert!(
                why.starts_with("Điện thoại không mở được"),
                "{listen} {url:?}"
            );
        }
        let proxied = opens("127.0.0.1:8080", Some("https://localhost.xa.gov.vn"));
        assert_eq!(proxied, "https://localhost.xa.gov.vn");
        assert!(web_address(None).unwrap_err().contains("[web]"));
    }
}
