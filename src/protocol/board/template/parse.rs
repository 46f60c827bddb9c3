//! From a template's text to its parts.
use super::{Form, Part, Sum, Value};

/// What is wrong in a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Which character of the text, from 1.
    pub at: usize,
    /// What is wrong there.
    pub wrong: Wrong,
}

/// The ways in which a template can be wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// There is nothing in it.
    Empty,
    /// A backslash with something else behind it than `xNN`, `r`, `n`, `t` or a sign that it makes ordinary.
    Escape,
    /// A letter that no board knows: it is not ASCII.
    NotAscii(char),
    /// A `{` without its `}`.
    NotClosed,
    /// A `}` or `]` without what opens it.
    NotOpened(char),
    /// A name in braces that means nothing.
    UnknownName(String),
    /// What stands behind the colon is no form.
    UnknownForm(String),
    /// What stands behind the plus is no number up to 65535.
    BadOffset(String),
    /// A span in a span.
    Nested,
    /// A span without its end.
    SpanNotClosed,
    /// A checksum before any span has ended.
    NothingToCheck,
}

/// The widest that a number can be.
const WIDEST: u8 = 9;

pub(super) fn parts(text: &str) -> Result<Vec<Part>, Mistake> {
    let mut reader = Reader {
        chars: text.chars().collect(),
        at: 0,
        parts: Vec::new(),
        open: None,
        closed: false,
    };
    if reader.chars.is_empty() {
        return Err(Mistake {
            at: 1,
            wrong: Wrong::Empty,
        });
    }
    while let Some(char) = reader.next() {
        reader.part(char)?;
    }
    match reader.open {
        Some(at) => Err(Mistake {
            at,
            wrong: Wrong::SpanNotClosed,
        }),
        None => Ok(reader.parts),
    }
}

struct Reader {
    chars: Vec<char>,
    /// So many have been read.
    at: usize,
    parts: Vec<Part>,
    /// Where the span under way began.
    open: Option<usize>,
    closed: bool,
}

impl Reader {
    fn next(&mut self) -> Option<char> {
        let char = self.chars.get(self.at).copied();
        self.at += 1;
        char
    }

    fn part(&mut self, char: char) -> Result<(), Mistake> {
        let at = self.at;
        let wrong = |wrong| Err(Mistake { at, wrong });
        match char {
            '{' => {
                let rest = self.chars.get(at..).unwrap_or_default();
                let Some(length) = rest.iter().position(|c| *c == '}') else {
                    return wrong(Wrong::NotClosed);
                };
                let inside: String = rest[..length].iter().collect();
                self.at += length + 1;
                let part = gap(&inside).map_err(|wrong| Mistake { at, wrong })?;
                if matches!(part, Part::Check { .. }) && (!self.closed || self.open.is_some()) {
                    return wrong(Wrong::NothingToCheck);
                }
                self.parts.push(part);
            }
            '[' if self.open.is_some() => return wrong(Wrong::Nested),
            '[' => {
                self.open = Some(at);
                self.parts.push(Part::Open);
            }
            ']' if self.open.take().is_some() => {
                self.closed = true;
                self.parts.push(Part::Close);
            }
            '}' | ']' => return wrong(Wrong::NotOpened(char)),
            '\\' => match self.escaped() {
                Some(byte) => self.byte(byte),
                None => return wrong(Wrong::Escape),
            },
            char => match u8::try_from(char).ok().filter(u8::is_ascii) {
                Some(byte) => self.byte(byte),
                None => return wrong(Wrong::NotAscii(char)),
            },
        }
        Ok(())
    }

    fn byte(&mut self, byte: u8) {
        match self.parts.last_mut() {
            Some(Part::Bytes(bytes)) => bytes.push(byte),
            _ => self.parts.push(Part::Bytes(vec![byte])),
        }
    }

    fn escaped(&mut self) -> Option<u8> {
        Some(match self.next()? {
            'x' => {
                let digits = [self.next()?, self.next()?].map(|digit| digit.to_digit(16));
                (digits[0]? * 16 + digits[1]?) as u8
            }
            'r' => b'\r',
            'n' => b'\n',
            't' => b'\t',
            char @ ('\\' | '{' | '}' | '[' | ']') => char as u8,
            _ => return None,
        })
    }
}

/// What stands between braces: a value with its offset and form, or a checksum.
fn gap(inside: &str) -> Result<Part, Wrong> {
    let (name, form) = match inside.split_once(':') {
        Some((name, form)) => (name, Some(form)),
        None => (inside, None),
    };
    let sum = match name {
        "xor8" => Some(Sum::Xor8),
        "sum8" => Some(Sum::Sum8),
        "sum16" => Some(Sum::Sum16),
        "crc16m" => Some(Sum::Crc16Modbus),
        _ => None,
    };
    if let Some(sum) = sum {
        let in_hex = form == Some("hex");
        return match form {
            None | Some("hex") => Ok(Part::Check { sum, in_hex }),
            Some(form) => Err(Wrong::UnknownForm(form.to_owned())),
        };
    }
    let (name, plus) = match name.split_once('+') {
        Some((name, plus)) => {
            let number = plus
                .parse::<u16>()
                .map_err(|_| Wrong::BadOffset(plus.to_owned()))?;
            (name, number.into())
        }
        None => (name, 0),
    };
    let value = match name {
        "n" => Value::Number,
        "c" => Value::Counter,
        "a" => Value::Address,
        _ => return Err(Wrong::UnknownName(name.to_owned())),
    };
    let form = form.map_or(Some(Form::Digits), form_named);
    let form = form.ok_or_else(|| {
        Wrong::UnknownForm(
            inside
                .split_once(':')
                .map_or("", |(_, form)| form)
                .to_owned(),
        )
    })?;
    Ok(Part::Gap { value, plus, form })
}

/// `3`: three digits with zeros before; ` 4`: four with spaces; `u16be`: two bytes.
fn form_named(form: &str) -> Option<Form> {
    let binary = |bytes, low_first| Some(Form::Binary { bytes, low_first });
    match form {
        "u8" => binary(1, false),
        "u16be" => binary(2, false),
        "u24be" => binary(3, false),
        "u16le" => binary(2, true),
        _ => {
            let (fill, width) = match form.strip_prefix(' ') {
                Some(width) => (b' ', width),
                None => (b'0', form),
            };
            let width = width
                .parse()
                .ok()
                .filter(|width| (1..=WIDEST).contains(width))?;
            Some(Form::Padded { width, fill })
        }
    }
}
