//! From a page to the bytes of a response, with what every page of ours tells the browser to refrain from.

use std::io::Cursor;
use std::sync::LazyLock;
use std::time::Duration;

use maud::Markup;
use sha2::{Digest, Sha256};
use tiny_http::{HTTPVersion, Header, Response, StatusCode};

use super::style::{LOBBY_SCRIPT, LOBBY_STYLE, STYLE};

/// What a visitor gets.
#[derive(Debug)]
pub(super) struct Reply {
    status: u16,
    body: Body,
    /// What the browser is to remember.
    cookies: Vec<String>,
    refresh: Option<Header>,
    /// How long it is held back.
    pub delay: Duration,
}

#[derive(Debug)]
enum Body {
    Page(String),
    /// The lobby's screen: a page with a style and a script of its own.
    Lobby(String),
    /// A part of the lobby's screen.
    Part(String),
    /// Another address of ours.
    Elsewhere(String),
    Text(&'static str),
    Icon(&'static str),
    /// Nothing yet: the office's changes follow as they come.
    Changes,
}

/// Seconds after which a page that somebody looks at until it changes is asked for again.
const REFRESH: u32 = 30;

impl Reply {
    fn new(status: u16, body: Body) -> Self {
        Self {
            status,
            body,
            cookies: Vec::new(),
            refresh: None,
            delay: Duration::ZERO,
        }
    }

    /// A page.
    pub(super) fn page(page: Markup) -> Self {
        Self::new(200, Body::Page(page.into_string()))
    }

    /// A page that says what is wrong.
    pub(super) fn trouble(status: u16, page: Markup) -> Self {
        Self::new(status, Body::Page(page.into_string()))
    }

    /// The lobby's screen.
    pub(super) fn lobby(page: Markup) -> Self {
        Self::new(200, Body::Lobby(page.into_string()))
    }

    /// A part of the lobby's screen.
    pub(super) fn part(part: Markup) -> Self {
        Self::new(200, Body::Part(part.into_string()))
    }

    /// To another address of ours, by GET: going back or loading again then sends no form twice.
    pub(super) fn elsewhere(address: String) -> Self {
        Self::new(303, Body::Elsewhere(address))
    }

    /// Plain text for machines.
    pub(super) fn text(text: &'static str) -> Self {
        Self::new(200, Body::Text(text))
    }

    /// The icon, an SVG.
    pub(super) fn icon(svg: &'static str) -> Self {
        Self::new(200, Body::Icon(svg))
    }

    /// The office's changes, as they come.
    pub(super) fn changes() -> Self {
        Self::new(200, Body::Changes)
    }

    /// Whether more than the response is to come.
    pub(super) fn follows(&self) -> bool {
        matches!(self.body, Body::Changes)
    }

    /// The browser asks for `address` by itself after a while.
    pub(super) fn refreshed_as(mut self, address: &str) -> Self {
        self.refresh = header("Refresh", &format!("{REFRESH}; url={address}"));
        self
    }

    /// With what the browser is to remember.
    pub(super) fn with_cookies(mut self, cookies: Vec<String>) -> Self {
        self.cookies = cookies;
        self
    }

    /// The response, without its body for a HEAD request.
    pub(super) fn into_bytes(self, head_only: bool) -> Vec<u8> {
        let (fixed, more, body) = match self.body {
            Body::Page(page) => (&PAGE, None, page),
            Body::Lobby(page) => (&LOBBY, None, page),
            Body::Part(part) => (&PART, None, part),
            Body::Elsewhere(address) => (&ELSEWHERE, header("Location", &address), String::new()),
            Body::Text(text) => (&TEXT, None, text.to_owned()),
            Body::Icon(svg) => (&ICON, None, svg.to_owned()),
            Body::Changes => return stream_head(),
        };
        // Plain HTTP: browsers would drop a `Secure` one.
        let cookies = self.cookies.iter();
        let cookies = cookies.map(|cookie| format!("{cookie}; Path=/; HttpOnly; SameSite=Strict"));
        let cookies: Vec<_> = cookies.collect();
        let cookies = cookies
            .iter()
            .filter_map(|cookie| header("Set-Cookie", cookie));
        let mut headers: Vec<Header> = fixed.to_vec();
        headers.extend(more);
        headers.extend(cookies);
        headers.extend(self.refresh);
        let length = body.len();
        let mut bytes = Vec::with_capacity(length + 1024);
        let response = Response::new(
            StatusCode(self.status),
            headers,
            Cursor::new(body.into_bytes()),
            Some(length),
            None,
        )
        .with_chunked_threshold(usize::MAX);
        // Writing into memory does not fail.
        let _ = response.raw_print(&mut bytes, HTTPVersion(1, 1), &[], head_only, None);
        bytes
    }
}

/// The head of a response whose end is not known: tiny_http would say a length, or cut it into chunks.
fn stream_head() -> Vec<u8> {
    let mut head = String::from("HTTP/1.1 200 OK\r\n");
    for Header { field, value } in CHANGES.iter() {
        head += &format!("{field}: {value}\r\n");
    }
    (head + "\r\n").into_bytes()
}

/// A header line; none when it would break the line, which an address of ours never does.
fn header(name: &str, value: &str) -> Option<Header> {
    let plain = value.bytes().all(|b| b == b' ' || b.is_ascii_graphic());
    plain
        .then(|| Header::from_bytes(name, value).ok())
        .flatten()
}

type Fixed = LazyLock<Vec<Header>>;

/// Header lines that never change, after those that every response has.
fn fixed(lines: &[(&str, &str)]) -> Vec<Header> {
    let common = [
        ("Server", "motcua"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        // With `no-referrer` our own forms would be sent with `Origin: null`.
        ("Referrer-Policy", "same-origin"),
    ];
    let all = common.iter().chain(lines);
    all.filter_map(|(name, value)| header(name, value))
        .collect()
}

const HTML: (&str, &str) = ("Content-Type", "text/html; charset=utf-8");
const NO_STORE: (&str, &str) = ("Cache-Control", "no-store");
const A_WEEK: (&str, &str) = ("Cache-Control", "max-age=604800");

static PAGE: Fixed = Fixed::new(|| {
    fixed(&[
        HTML,
        NO_STORE,
        ("Content-Security-Policy", &policy(STYLE, None)),
    ])
});
static LOBBY: Fixed = Fixed::new(|| {
    let policy = policy(LOBBY_STYLE, Some(LOBBY_SCRIPT));
    fixed(&[HTML, NO_STORE, ("Content-Security-Policy", &policy)])
});
static PART: Fixed = Fixed::new(|| fixed(&[HTML, NO_STORE]));
static ELSEWHERE: Fixed = Fixed::new(|| fixed(&[NO_STORE]));
static TEXT: Fixed = Fixed::new(|| fixed(&[("Content-Type", "text/plain; charset=utf-8"), A_WEEK]));
static CHANGES: Fixed = Fixed::new(|| fixed(&[("Content-Type", "text/event-stream"), NO_STORE]));
static ICON: Fixed = Fixed::new(|| fixed(&[("Content-Type", "image/svg+xml"), A_WEEK]));

/// Nothing may be loaded or run but the one style, and the lobby's one script, known by their hashes.
fn policy(style: &str, script: Option<&str>) -> String {
    let script = script.map_or(String::new(), |script| {
        format!(" script-src '{}'; connect-src 'self';", hash(script))
    });
    format!(
        "default-src 'none'; style-src '{}';{script} img-src 'self'; form-action 'self'; frame-ancestors 'none'; \
         base-uri 'none'",
        hash(style)
    )
}

fn hash(text: &str) -> String {
    format!("sha256-{}", base64(&Sha256::digest(text)))
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let bits =
            group.iter().fold(0u32, |bits, b| bits << 8 | u32::from(*b)) << (8 * (3 - group.len()));
        for i in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * i)) as usize & 63];
            text.push(if i <= group.len() {
                char::from(digit)
            } else {
                '='
            });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(reply: Reply) -> String {
        String::from_utf8(reply.into_bytes(false)).unwrap()
    }

    #[test]
    fn base64_as_in_rfc_4648() {
        for (bytes, digits) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(bytes.as_bytes()), digits);
        }
        assert_eq!(
            hash(""),
            "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
        );
    }

    #[test]
    fn a_page_forbids_the_browser_all_but_itself() {
        let page = text(
            Reply::page(maud::html! { p { "ă" } }).with_cookies(vec!["motcua=12ab".to_owned()]),
        );
        assert!(page.starts_with("HTTP/1.1 200 OK\r\n"), "{page}");
        for line in [
            "Content-Length: 9",
            "Content-Type: text/html; charset=utf-8",
            "Cache-Control: no-store",
            "X-Content-Type-Options: nosniff",
            "Referrer-Policy: same-origin",
            "Set-Cookie: motcua=12ab; Path=/; HttpOnly; SameSite=Strict",
        ] {
            assert!(page.contains(&format!("{line}\r\n")), "{line}: {page}");
        }
        let policy = format!(
            "default-src 'none'; style-src '{}'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'\r\n",
            hash(STYLE)
        );
        assert!(page.contains(&policy), "{page}");
        assert!(
            !page.contains("chunked") && page.ends_with("\r\n\r\n<p>ă</p>"),
            "{page}"
        );
        let head = Reply::page(maud::html! { p { "ă" } }).into_bytes(true);
        assert!(head.ends_with(b"\r\n\r\n") && head.len() < page.len());
    }

    #[test]
    fn no_line_can_be_slipped_into_the_head() {
        let page = text(Reply::elsewhere("/ma/x\r\nSet-Cookie: a=b".to_owned()));
        assert!(!page.contains("a=b"), "{page}");
    }
}
