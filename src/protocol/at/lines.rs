//! The bytes of a modem as lines.

/// Longer than the longest PDU and any answer that matters.
const LONGEST_LINE: usize = 1024;

/// What a modem has said.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A line that is not empty, without its ends and the control characters around it.
    Line(String),
    /// It asks for a message.
    Prompt,
}

/// Puts lines together from bytes as they come. Modems end lines with `\r\n`, `\r`, `\r\r\n`;
/// empty ones mean nothing.
#[derive(Debug, Default)]
pub(super) struct Lines {
    bytes: Vec<u8>,
    /// How many bytes at the front belong to no line any more.
    read: usize,
    /// The line at the front is too long; its rest is passed over.
    overlong: bool,
}

impl Lines {
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.bytes.drain(..self.read);
        self.read = 0;
        self.bytes.extend_from_slice(bytes);
    }

    /// A prompt that has come already belongs to nothing that will be said.
    pub(super) fn forget_prompt(&mut self) {
        let old = |byte: &&u8| is_blank(**byte) || **byte == b'>';
        self.read += self.bytes[self.read..].iter().take_while(old).count();
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// The next line, or the prompt if one is awaited. A prompt ends with no line end that could
    /// be relied on: `> `, `>\r\n` and `> \r` are seen, so its sign alone must do. Elsewhere the
    /// sign at the front of a line is one of an old prompt.
    pub(super) fn next(&mut self, prompt_awaited: bool) -> Option<Token> {
        loop {
            let rest = &self.bytes[self.read..];
            let skipped = rest.iter().take_while(|byte| is_blank(**byte)).count();
            let rest = &rest[skipped..];
            if prompt_awaited && rest.first() == Some(&b'>') && !self.overlong {
                self.read += skipped + 1;
                return Some(Token::Prompt);
            }
            let Some(length) = rest.iter().position(|byte| is_end(*byte)) else {
                if rest.len() > LONGEST_LINE {
                    self.overlong = true;
                    self.bytes.clear();
                    self.read = 0;
                }
                return None;
            };
            let overlong = std::mem::take(&mut self.overlong) || length > LONGEST_LINE;
            let line = String::from_utf8_lossy(&rest[..length]);
            let line = line.trim_matches(|c: char| c == ' ' || c == '>' || c.is_control());
            let token = (!overlong && !line.is_empty()).then(|| Token::Line(line.to_owned()));
            self.read += skipped + length + 1;
            if token.is_some() {
                return token;
            }
        }
    }
}

fn is_end(byte: u8) -> bool {
    matches!(byte, b'\r' | b'\n')
}

/// What may stand before a line without belonging to it.
fn is_blank(byte: u8) -> bool {
    matches!(byte, b'\r' | b'\n' | b' ' | 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Everything that is heard, fed in pieces of `size` bytes.
    fn heard(bytes: &[u8], size: usize, prompt_awaited: bool) -> Vec<Token> {
        let mut lines = Lines::default();
        let mut tokens = Vec::new();
        for piece in bytes.chunks(size) {
            lines.push(piece);
            tokens.extend(std::iter::from_fn(|| lines.next(prompt_awaited)));
        }
        tokens
    }

    fn line(text: &str) -> Token {
        Token::Line(text.to_owned())
    }

    #[test]
    fn lines_end_in_every_way_that_modems_know() {
        let bytes = b"\r\nOK\r\n\r\r\n+CSQ: 21,99\r\r\n\n\0 \r\n leading\r\x1b\x1atrailing \n\r\n";
        let expected = ["OK", "+CSQ: 21,99", "leading", "trailing"].map(line);
        for size in 1..bytes.len() {
            assert_eq!(heard(bytes, size, false), expected, "{size}");
        }
        assert_eq!(heard(b"no end", 3, false), []);
    }

    #[test]
    fn a_prompt_is_known_by_its_sign_where_one_is_awaited() {
        for form in ["> ", "\r\n> ", "> \r", ">\r\n", "\r\r\n>"] {
            let bytes = format!("AT+CMGS=30\r{form}\r\n+CMGS: 5\r\n");
            let expected = [line("AT+CMGS=30"), Token::Prompt, line("+CMGS: 5")];
            for size in 1..bytes.len() {
                assert_eq!(
                    heard(bytes.as_bytes(), size, true),
                    expected,
                    "{form:?} {size}"
                );
            }
            let expected = [line("AT+CMGS=30"), line("+CMGS: 5")];
            assert_eq!(heard(bytes.as_bytes(), 7, false), expected, "{form:?}");
        }
    }

    #[test]
    fn an_old_prompt_is_forgotten_and_a_line_that_has_begun_is_not() {
        let mut lines = Lines::default();
        lines.push(b"\r\n> ");
        lines.forget_prompt();
        lines.push(b"\r\n+CMTI: \"SM\"");
        assert_eq!(lines.next(true), None);
        lines.forget_prompt();
        lines.push(b",1\r\n");
        assert_eq!(lines.next(true), Some(line("+CMTI: \"SM\",1")));
    }

    #[test]
    fn a_line_without_end_does_not_eat_the_memory() {
        let mut lines = Lines::default();
        for _ in 0..10_000 {
            lines.push(&[b'x'; 100]);
            assert_eq!(lines.next(true), None);
            assert!(lines.bytes.len() <= LONGEST_LINE + 100);
        }
        lines.push(b"x\r\nOK\r\n");
        assert_eq!(lines.next(false), Some(line("OK")));
        let whole = [vec![b'y'; 5000], b"\r\nOK\r\n".to_vec()].concat();
        assert_eq!(heard(&whole, 6000, false), [line("OK")]);
    }

    #[test]
    fn bytes_that_are_no_text_do_no_harm() {
        assert_eq!(heard(b"\xff\xfe\r\nOK\r\n", 4, false)[1], line("OK"));
    }
}
