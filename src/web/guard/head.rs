//! The head of a request: read as one piece, checked, and reduced to what the office needs. What is not taken over
//! here never reaches anything behind the guard.

use super::refusal::Refusal;

/// Longest head, request line and all.
pub(super) const MAX_HEAD: usize = 8 * 1024;
/// Longest body: the longest form of ours has 1,000 letters of three bytes, each written as `%XX`.
pub(super) const MAX_BODY: usize = 16 * 1024;
/// Longest target.
const MAX_TARGET: usize = 2 * 1024;
/// Most header lines.
const MAX_LINES: usize = 64;

/// How a page is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Method {
    /// A page.
    Get,
    /// Only what would come before a page.
    Head,
    /// A form is sent.
    Post,
}

/// What a visitor asks, in the one form in which it is passed on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Head {
    /// How.
    pub method: Method,
    /// Path and query: printable ASCII that begins with a slash.
    pub target: String,
    /// The host that the visitor means, in small letters.
    pub host: String,
    /// Where a form was sent from.
    pub origin: Option<String>,
    /// Cookies.
    pub cookie: Option<String>,
    /// What the body is.
    pub content_type: Option<String>,
    /// Length of the body in bytes; 0 unless it is a form.
    pub length: usize,
}

/// Where the head ends, if it does: the bytes up to and with its empty line. `searched` bytes of it are known to hold
/// no end, so that a head which comes byte by byte is not searched again and again.
pub(super) fn end(bytes: &[u8], searched: usize) -> Option<usize> {
    let from = searched.saturating_sub(3);
    let rest = bytes.get(from..)?;
    (0..rest.len()).find_map(|i| {
        let tail = &rest[i..];
        [&b"\r\n\r\n"[..], b"\n\n", b"\n\r\n"]
            .iter()
            .find(|end| tail.starts_with(end))
            .map(|end| from + i + end.len())
    })
}

/// Reads a whole head.
///
/// # Errors
/// What is wrong with it.
pub(super) fn read(bytes: &[u8]) -> Result<Head, Refusal> {
    let mut lines = [httparse::EMPTY_HEADER; MAX_LINES];
    let mut request = httparse::Request::new(&mut lines);
    match request.parse(bytes) {
        Ok(httparse::Status::Complete(_)) => {}
        Ok(httparse::Status::Partial) => return Err(Refusal::Malformed),
        Err(httparse::Error::Version) => return Err(Refusal::Version),
        Err(httparse::Error::TooManyHeaders) => return Err(Refusal::HeadTooLarge),
        Err(_) => return Err(Refusal::Malformed),
    }
    let (name, target) = (
        request.method.unwrap_or_default(),
        request.path.unwrap_or_default(),
    );
    let method = match name {
        "GET" => Method::Get,
        "HEAD" => Method::Head,
        "POST" => Method::Post,
        _ => return Err(Refusal::Method),
    };
    if target.len() > MAX_TARGET {
        return Err(Refusal::TargetTooLong);
    }
    if !target.starts_with('/') || !target.bytes().all(|b| b.is_ascii_graphic()) {
        return Err(Refusal::Malformed);
    }
    let lines = Lines(request.headers);
    if lines.has("Transfer-Encoding") || lines.has("Content-Encoding") {
        return Err(Refusal::Coding);
    }
    if lines.has("Expect") {
        return Err(Refusal::Expectation);
    }
    let length = match lines.one("Content-Length")? {
        None => 0,
        Some(digits) => length(&digits)?,
    };
    if method != Method::Post && length > 0 {
        return Err(Refusal::Malformed);
    }
    Ok(Head {
        method,
        target: target.to_owned(),
        host: lines
            .one("Host")?
            .ok_or(Refusal::Malformed)?
            .to_ascii_lowercase(),
        origin: lines.one("Origin")?,
        cookie: lines.one("Cookie")?,
        content_type: lines.one("Content-Type")?,
        length,
    })
}

/// A length as it must be written: decimal digits, no sign, no leading zero, no list.
fn length(digits: &str) -> Result<usize, Refusal> {
    let canonical = !digits.is_empty()
        && digits.bytes().all(|b| b.is_ascii_digit())
        && (digits == "0" || !digits.starts_with('0'));
    if !canonical {
        return Err(Refusal::Malformed);
    }
    // More digits than a number holds: too large all the same.
    digits
        .parse()
        .ok()
        .filter(|n| *n <= MAX_BODY)
        .ok_or(Refusal::BodyTooLarge)
}

struct Lines<'a>(&'a [httparse::Header<'a>]);

impl Lines<'_> {
    fn has(&self, name: &str) -> bool {
        self.0
            .iter()
            .any(|line| line.name.eq_ignore_ascii_case(name))
    }

    /// The value of a line that may listen_on once, in printable ASCII.
    fn one(&self, name: &str) -> Result<Option<String>, Refusal> {
        let mut found = self.0.iter().filter(|l| l.name.eq_ignore_ascii_case(name));
        let Some(line) = found.next() else {
            return Ok(None);
        };
        let value = std::str::from_utf8(line.value).map_err(|_| Refusal::Malformed)?;
        let plain = value.bytes().all(|b| b == b' ' || b.is_ascii_graphic());
        if found.next().is_some() || !plain {
            return Err(Refusal::Malformed);
        }
        Ok(Some(value.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(head: &str) -> Result<Head, Refusal> {
        assert_eq!(end(head.as_bytes(), 0), Some(head.len()), "{head:?}");
        read(head.as_bytes())
    }

    #[test]
    fn only_what_the_office_needs_is_taken_over() {
        let head = of(
            "POST /dat-lich?x=%20 HTTP/1.1\r\nhost: MotCua.lan:8080\r\nX-Evil: a\r\nCookie: s=1; t=2\r\n\
             Origin: http://motcua.lan:8080\r\ncontent-type: application/x-www-form-urlencoded\r\n\
             Upgrade: h2c\r\nConnection: upgrade\r\nContent-Length: 12\r\n\r\n",
        );
        let wanted = Head {
            method: Method::Post,
            target: "/dat-lich?x=%20".to_owned(),
            host: "motcua.lan:8080".to_owned(),
            origin: Some("http://motcua.lan:8080".to_owned()),
            cookie: Some("s=1; t=2".to_owned()),
            content_type: Some("application/x-www-form-urlencoded".to_owned()),
            length: 12,
        };
        assert_eq!(head, Ok(wanted));
        let old = of("GET / HTTP/1.0\nHost: a\n\n").expect("bare line feeds are read, too");
        assert_eq!((old.method, old.length), (Method::Get, 0));
    }

    #[test]
    fn what_is_doubtful_is_refused() {
        let with = |line: &str| of(&format!("POST / HTTP/1.1\r\nHost: a\r\n{line}\r\n\r\n"));
        for (line, refusal) in [
            ("Content-Length: 16385", Refusal::BodyTooLarge),
            (
                "Content-Length: 18446744073709551615",
                Refusal::BodyTooLarge,
            ),
            (
                "Content-Length: 99999999999999999999999999",
                Refusal::BodyTooLarge,
            ),
            ("Content-Length: +5", Refusal::Malformed),
            ("Content-Length: -1", Refusal::Malformed),
            ("Content-Length: 05", Refusal::Malformed),
            ("Content-Length: 0x5", Refusal::Malformed),
            ("Content-Length: 5, 5", Refusal::Malformed),
            ("Content-Length:", Refusal::Malformed),
            ("Content-Length: 5\r\nContent-Length: 5", Refusal::Malformed),
            ("Content-Length: 5\r\nContent-length: 6", Refusal::Malformed),
            ("Transfer-Encoding: chunked", Refusal::Coding),
            ("Transfer-Encoding: identity", Refusal::Coding),
            (
                "transfer-encoding:\tchunked\r\nContent-Length: 5",
                Refusal::Coding,
            ),
            ("Content-Encoding: gzip", Refusal::Coding),
            ("Expect: 100-continue", Refusal::Expectation),
            ("Expect: x", Refusal::Expectation),
            ("Host: b", Refusal::Malformed),
            ("Origin: a\r\nOrigin: b", Refusal::Malformed),
            ("Cookie: s=\u{1}", Refusal::Malformed),
            ("Cookie: s=ă", Refusal::Malformed),
            ("Content-Length : 5", Refusal::Malformed),
            (" folded", Refusal::Malformed),
            ("X: a\rb", Refusal::Malformed),
        ] {
            assert_eq!(with(line), Err(refusal), "{line:?}");
        }
        for (start, refusal) in [
            ("GET / HTTP/2.0", Refusal::Version),
            ("PRI * HTTP/2.0", Refusal::Version),
            ("GET / HTTP/1.2", Refusal::Version),
            ("GET /", Refusal::Malformed),
            ("GET http://a/ HTTP/1.1", Refusal::Malformed),
            ("GET a HTTP/1.1", Refusal::Malformed),
            ("GET /\u{1b} HTTP/1.1", Refusal::Malformed),
            ("GET /ă HTTP/1.1", Refusal::Malformed),
            ("OPTIONS * HTTP/1.1", Refusal::Method),
            ("CONNECT a:1 HTTP/1.1", Refusal::Method),
            ("DELETE / HTTP/1.1", Refusal::Method),
            ("get / HTTP/1.1", Refusal::Method),
            ("\u{16}\u{3}\u{1} HTTP/1.1", Refusal::Malformed),
        ] {
            let head = format!("{start}\r\nHost: a\r\n\r\n");
            assert_eq!(of(&head), Err(refusal), "{start:?}");
        }
        assert_eq!(
            of("GET / HTTP/1.1\r\n\r\n"),
            Err(Refusal::Malformed),
            "no host"
        );
        let long = format!(
            "GET /{} HTTP/1.1\r\nHost: a\r\n\r\n",
            "a".repeat(MAX_TARGET)
        );
        assert_eq!(of(&long), Err(Refusal::TargetTooLong));
        let many = format!(
            "GET / HTTP/1.1\r\nHost: a\r\n{}\r\n",
            "X: 1\r\n".repeat(MAX_LINES)
        );
        assert_eq!(of(&many), Err(Refusal::HeadTooLarge));
        let body = of("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n");
        assert_eq!(body, Err(Refusal::Malformed), "only a form has a body");
    }

    #[test]
    fn the_end_is_found_however_the_head_is_cut() {
        let head = b"GET / HTTP/1.1\r\nHost: a\r\n\r\nbody";
        for cut in 0..head.len() {
            assert_eq!(end(&head[..cut], 0), (cut >= 27).then_some(27));
            assert_eq!(end(head, cut.min(26)), Some(27), "searched {cut}");
        }
    }
}
