//! Which hosts are this one. A name that somebody else has made to point here (DNS rebinding) is none of them.

use std::net::{IpAddr, SocketAddr};

/// The hosts that visitors may mean.
#[derive(Clone, Debug, Default)]
pub(crate) struct Hosts {
    names: Vec<String>,
}

impl Hosts {
    /// Beside its own addresses, this machine is known by the host of the address that the QR says (`http://…`).
    pub(crate) fn new(url: Option<&str>) -> Self {
        let authority = |url: &str| {
            let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
            let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
            authority.to_ascii_lowercase()
        };
        let names = url
            .map(authority)
            .into_iter()
            .filter(|name| !name.is_empty());
        Self {
            names: names.collect(),
        }
    }

    /// Whether `host`, in small letters, is this machine, where a visitor has reached it at `here`.
    pub(crate) fn are_meant_by(&self, host: &str, here: SocketAddr) -> bool {
        if self.names.iter().any(|name| name == host) {
            return true;
        }
        let port = here.port();
        let name = match host.rsplit_once(':') {
            Some((name, digits)) if !digits.ends_with(']') => {
                if digits != port.to_string() {
                    return false;
                }
                name
            }
            _ if port == 80 => host,
            _ => return false,
        };
        let ip = here.ip().to_canonical();
        let own = match ip {
            IpAddr::V4(ip) => ip.to_string(),
            IpAddr::V6(ip) => format!("[{ip}]"),
        };
        name == own || (name == "localhost" && ip.is_loopback())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_names_are_ours() {
        let hosts = Hosts::new(Some("http://MotCua.lan:8080/x"));
        let here: SocketAddr = "192.168.1.10:8080".parse().unwrap();
        for ours in ["192.168.1.10:8080", "motcua.lan:8080"] {
            assert!(hosts.are_meant_by(ours, here), "{ours}");
        }
        for foreign in [
            "192.168.1.10",
            "192.168.1.10:80",
            "192.168.1.10:08080",
            "192.168.1.11:8080",
            "evil.example:8080",
            "motcua.lan",
            "localhost:8080",
            "192.168.1.10:8080.evil.example",
            "",
            ":8080",
            "x@192.168.1.10:8080",
        ] {
            assert!(!hosts.are_meant_by(foreign, here), "{foreign}");
        }
        let hosts = Hosts::new(None);
        let loopback: SocketAddr = "127.0.0.1:80".parse().unwrap();
        assert!(hosts.are_meant_by("localhost", loopback));
        assert!(hosts.are_meant_by("127.0.0.1:80", loopback));
        let six: SocketAddr = "[::1]:8080".parse().unwrap();
        assert!(hosts.are_meant_by("[::1]:8080", six));
        assert!(!hosts.are_meant_by("[::1]", six));
        let mapped: SocketAddr = "[::ffff:10.0.0.1]:8080".parse().unwrap();
        assert!(hosts.are_meant_by("10.0.0.1:8080", mapped));
    }
}
