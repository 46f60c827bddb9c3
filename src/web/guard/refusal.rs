//! What the guard itself answers: requests that never reach the office.

/// Why a request is not passed on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Refusal {
    /// Not HTTP/1.x as it should be: the head, the target, the length.
    Malformed,
    /// Something else than GET, HEAD and POST.
    Method,
    /// Too slow.
    TooSlow,
    /// A body larger than any form of ours.
    BodyTooLarge,
    /// A target longer than any of ours.
    TargetTooLong,
    /// `Expect`: no form waits for leave to be sent.
    Expectation,
    /// Meant for another host than this one: somebody's name resolves to our address.
    Misdirected,
    /// A head longer than any browser's.
    HeadTooLarge,
    /// Chunks and codings: no form needs them.
    Coding,
    /// The office does not answer in time.
    Busy,
    /// HTTP/2, or a version that there is not.
    Version,
}

impl Refusal {
    /// Status code and its name.
    pub(crate) const fn status(self) -> &'static str {
        match self {
            Self::Malformed => "400 Bad Request",
            Self::Method => "405 Method Not Allowed",
            Self::TooSlow => "408 Request Timeout",
            Self::BodyTooLarge => "413 Content Too Large",
            Self::TargetTooLong => "414 URI Too Long",
            Self::Expectation => "417 Expectation Failed",
            Self::Misdirected => "421 Misdirected Request",
            Self::HeadTooLarge => "431 Request Header Fields Too Large",
            Self::Coding => "501 Not Implemented",
            Self::Busy => "503 Service Unavailable",
            Self::Version => "505 HTTP Version Not Supported",
        }
    }

    /// The whole response, with these words to the visitor.
    pub(crate) fn response(self, words: &str) -> Vec<u8> {
        let more = match self {
            Self::Method => "Allow: GET, HEAD, POST\r\n",
            Self::Busy => "Retry-After: 5\r\n",
            _ => "",
        };
        format!(
            "HTTP/1.1 {}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\n{more}\
             X-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n{words}",
            self.status(),
            words.len(),
        )
        .into_bytes()
    }
}
