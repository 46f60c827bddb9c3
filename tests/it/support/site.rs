//! Visitors of an office's pages: phones with a cookie each, from any loopback address, and raw bytes for worse ones.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4, TcpStream};

use rustix::net::{AddressFamily, SocketFlags, SocketType, bind, connect, socket_with};

use super::office::Office;
use super::peer::PATIENCE;

/// An office with pages, whose port the system chooses.
pub(crate) const WEB: &str =
    "\n[web]\nlisten = \"0.0.0.0:0\"\nwalkin = true\nper_ten_minutes = 0\n";

/// The desk's own machine.
pub(crate) const HERE: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 1);

/// The pages of an office.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Site {
    pub port: u16,
}

/// What came back.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub status: u16,
    pub head: String,
    pub body: String,
}

/// A phone.
#[derive(Clone, Debug)]
pub(crate) struct Visitor {
    pub site: Site,
    pub from: Ipv4Addr,
    pub cookie: Option<String>,
}

impl Site {
    /// The pages of an office whose host is starting.
    #[track_caller]
    pub(crate) fn of(office: &Office) -> Self {
        let open = |status: &motcua::app::status::Status| status.web.as_ref()?.open;
        let status = office.await_status("the pages", |status| open(status).is_some());
        Self {
            port: open(&status).map(|a| a.port()).unwrap(),
        }
    }

    /// A connection from an address.
    pub(crate) fn try_connect(&self, from: Ipv4Addr) -> std::io::Result<TcpStream> {
        // Not for the programs that other tests start meanwhile.
        let flags = SocketFlags::CLOEXEC;
        let stream = socket_with(AddressFamily::INET, SocketType::STREAM, flags, None)?;
        bind(&stream, &SocketAddr::V4(SocketAddrV4::new(from, 0)))?;
        connect(&stream, &SocketAddr::V4(SocketAddrV4::new(HERE, self.port)))?;
        let stream = TcpStream::from(stream);
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        Ok(stream)
    }

    #[track_caller]
    pub(crate) fn connect(&self, from: Ipv4Addr) -> TcpStream {
        self.try_connect(from).expect("a connection")
    }

    /// Sends bytes and reads to the end; what was answered, perhaps nothing.
    pub(crate) fn send(&self, from: Ipv4Addr, bytes: &[u8]) -> Vec<u8> {
        let mut stream = self.connect(from);
        // The guard may have answered and gone before it has all.
        let _ = stream.write_all(bytes);
        read_all(&mut stream)
    }

    /// The status of what raw bytes are answered with; 0 for nothing.
    pub(crate) fn status_of(&self, from: Ipv4Addr, bytes: &[u8]) -> u16 {
        status(&self.send(from, bytes))
    }

    /// A page that is told on and on, line by line.
    pub(crate) fn follow(&self, path: &str) -> Follower {
        let mut stream = self.connect(HERE);
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.host());
        stream.write_all(request.as_bytes()).expect("a request");
        Follower(BufReader::new(stream))
    }

    pub(crate) fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    pub(crate) fn visitor(&self, from: Ipv4Addr) -> Visitor {
        Visitor {
            site: *self,
            from,
            cookie: None,
        }
    }

    /// The next visitor is answered, whatever happened before.
    #[track_caller]
    pub(crate) fn answers(&self, after: &str) {
        let mut visitor = self.visitor(Ipv4Addr::new(127, 9, 9, 9));
        let page = visitor.get("/dat-lich");
        assert_eq!(page.status, 200, "after {after}");
    }
}

/// Who reads a page that has no end.
pub(crate) struct Follower(BufReader<TcpStream>);

impl Follower {
    /// The next line, without its end; empty at the end of all.
    #[track_caller]
    pub(crate) fn line(&mut self) -> String {
        let mut line = String::new();
        self.0.read_line(&mut line).expect("another line");
        line.trim_end().to_owned()
    }
}

/// Everything until the other side hangs up or resets.
pub(crate) fn read_all(stream: &mut TcpStream) -> Vec<u8> {
    let mut all = Vec::new();
    let mut chunk = [0; 8192];
    loop {
        match stream.read(&mut chunk) {
            Ok(0) => return all,
            Ok(n) => all.extend_from_slice(&chunk[..n]),
            Err(e) if e.kind() == std::io::ErrorKind::WouldBlock => panic!("no answer, no end"),
            Err(_) => return all,
        }
    }
}

pub(crate) fn status(response: &[u8]) -> u16 {
    let text = String::from_utf8_lossy(response);
    let code = text.split(' ').nth(1).unwrap_or_default();
    code.parse().unwrap_or(0)
}

impl Page {
    pub(crate) fn read(response: &[u8]) -> Self {
        let text = String::from_utf8_lossy(response);
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        Self {
            status: status(response),
            head: head.to_owned(),
            body: body.to_owned(),
        }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let line = |line: &'_ str| {
            let (key, _) = line.split_once(": ")?;
            key.eq_ignore_ascii_case(name).then_some(())
        };
        let found = self.head.lines().find(|l| line(l).is_some())?;
        found.split_once(": ").map(|(_, value)| value)
    }

    /// The value of a hidden field.
    pub(crate) fn hidden(&self, name: &str) -> Option<&str> {
        let (_, rest) = self.body.split_once(&format!("name=\"{name}\" value=\""))?;
        rest.split('"').next()
    }

    #[track_caller]
    pub(crate) fn says(&self, words: &str) {
        assert!(
            self.body.contains(words),
            "{words:?} is not on the page ({}):\n{}",
            self.status,
            text_of(&self.body)
        );
    }

    /// Where it leads to.
    #[track_caller]
    pub(crate) fn leads_to(&self) -> &str {
        assert_eq!(self.status, 303, "{}", text_of(&self.body));
        self.header("Location").expect("a location")
    }
}

/// A page without its style and tags.
pub(crate) fn text_of(html: &str) -> String {
    let body = html.split_once("<body>").map_or(html, |(_, body)| body);
    let mut text = String::new();
    let mut in_tag = false;
    for c in body.chars() {
        match c {
            '<' => in_tag = true,
            '>' => {
                in_tag = false;
                text.push(' ');
            }
            c if !in_tag => text.push(c),
            _ => {}
        }
    }
    text
}

impl Visitor {
    fn request(&self, method: &str, path: &str, more: &str, body: &str) -> Vec<u8> {
        let cookie = self.cookie.as_ref();
        let cookie = cookie.map_or(String::new(), |c| format!("Cookie: {c}\r\n"));
        format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nAccept: text/html\r\n{cookie}{more}\r\n{body}",
            self.site.host()
        )
        .into_bytes()
    }

    fn ask(&mut self, request: &[u8]) -> Page {
        let page = Page::read(&self.site.send(self.from, request));
        let lines = page.head.lines();
        for set in lines.filter_map(|line| line.strip_prefix("Set-Cookie: ")) {
            self.keep(set.split(';').next().unwrap_or_default());
        }
        page
    }

    /// Keeps a cookie, in place of the one of that name.
    fn keep(&mut self, cookie: &str) {
        let name = cookie.split('=').next().unwrap_or_default();
        let old = self.cookie.take().unwrap_or_default();
        let others = old
            .split("; ")
            .filter(|c| !c.is_empty() && c.split('=').next() != Some(name));
        let all: Vec<&str> = others.chain([cookie]).collect();
        self.cookie = Some(all.join("; "));
    }

    pub(crate) fn get(&mut self, path: &str) -> Page {
        let request = self.request("GET", path, "", "");
        self.ask(&request)
    }

    pub(crate) fn form(&self, path: &str, fields: &[(&str, &str)]) -> Vec<u8> {
        let own = format!("http://{}", self.site.host());
        self.form_from(path, fields, Some(&own))
    }

    /// A form sent from a page of `origin`.
    pub(crate) fn form_from(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        origin: Option<&str>,
    ) -> Vec<u8> {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let origin = origin.map_or(String::new(), |o| format!("Origin: {o}\r\n"));
        let more = format!(
            "{origin}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n",
            body.len()
        );
        self.request("POST", path, &more, &body)
    }

    pub(crate) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let request = self.form(path, fields);
        self.ask(&request)
    }

    /// The page that a form leads to.
    #[track_caller]
    pub(crate) fn follow(&mut self, page: &Page) -> Page {
        let path = page.leads_to().to_owned();
        self.get(&path)
    }
}

/// The booking form filled in.
#[derive(Clone, Debug)]
pub(crate) struct Filled {
    pub fields: Vec<(&'static str, String)>,
}

impl Filled {
    /// For this phone, in the morning of this day.
    pub(crate) fn new(phone: &str, day: &str) -> Self {
        let fields = [
            ("ho-ten", "Nguyễn Văn An"),
            ("dien-thoai", phone),
            ("dia-chi", ""),
            ("thu-tuc", "khai-sinh"),
            ("ghi-chu", ""),
            ("ngay", day),
            ("buoi", "sang"),
            ("xac-nhan", "message"),
            ("cam-ket", "co"),
            ("dong-y", "co"),
        ];
        Self {
            fields: fields.map(|(n, v)| (n, v.to_owned())).to_vec(),
        }
    }

    /// With another value.
    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.fields.retain(|(n, _)| *n != name);
        self.fields.push((name, value.to_owned()));
        self
    }

    pub(crate) fn pairs(&self) -> Vec<(&str, &str)> {
        self.fields.iter().map(|(n, v)| (*n, v.as_str())).collect()
    }
}

/// Longer than anybody needs to fill in a form, in minutes of the office's clock.
pub(crate) const FILLING: i64 = 1;
