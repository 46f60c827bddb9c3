//! Where a device is reached.
use std::fmt;
use std::path::{Path, PathBuf};

/// What stands before the address of a device on the network.
const TCP: &str = "tcp:";

/// A port as the configuration names it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Endpoint {
    /// The file of a serial port, best from /dev/serial/by-id, where the name outlives a replug.
    Serial(PathBuf),
    /// `tcp:HOST:PORT`: a converter from serial to the network, or a board with a network socket.
    Tcp {
        /// A name or an address; an IPv6 address without its brackets.
        host: String,
        /// The port's number.
        port: u16,
    },
}

impl Endpoint {
    /// Reads `tcp:HOST:PORT`. `None`: the text begins otherwise, so that it names a file; `Some(None)`: host or port is
    /// missing or wrong.
    #[must_use]
    pub fn tcp(text: &str) -> Option<Option<Self>> {
        let rest = text.strip_prefix(TCP)?;
        let address = rest.rsplit_once(':').and_then(|(host, port)| {
            let bare = host.strip_prefix('[').and_then(|h| h.strip_suffix(']'));
            let is_name = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
            let good = bare.is_some_and(|host| host.parse::<core::net::Ipv6Addr>().is_ok())
                || (!host.is_empty() && host.chars().all(is_name));
            let port = port.parse().ok().filter(|port| *port > 0)?;
            let host = bare.unwrap_or(host).to_owned();
            good.then_some(Self::Tcp { host, port })
        });
        Some(address)
    }

    /// The file of a serial port; `None`: it is on the network.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::Serial(path) => Some(path),
            Self::Tcp { .. } => None,
        }
    }
}

impl From<PathBuf> for Endpoint {
    fn from(path: PathBuf) -> Self {
        Self::Serial(path)
    }
}

impl From<&str> for Endpoint {
    fn from(path: &str) -> Self {
        Self::Serial(path.into())
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Serial(path) => path.display().fmt(f),
            Self::Tcp { host, port } if host.contains(':') => write!(f, "{TCP}[{host}]:{port}"),
            Self::Tcp { host, port } => write!(f, "{TCP}{host}:{port}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_on_the_network_are_told_from_files() {
        assert_eq!(Endpoint::tcp("/dev/ttyUSB0"), None);
        for text in [
            "tcp:10.0.0.7:4001",
            "tcp:bang-so.local:23",
            "tcp:[fe80::1]:502",
        ] {
            let endpoint = Endpoint::tcp(text).flatten().unwrap();
            assert_eq!(endpoint.to_string(), text);
        }
        for text in [
            "tcp:",
            "tcp:10.0.0.7",
            "tcp::23",
            "tcp:a b:23",
            "tcp:a:0",
            "tcp:a:70000",
            "tcp:[x]:1",
        ] {
            assert_eq!(Endpoint::tcp(text), Some(None), "{text}");
        }
    }
}
