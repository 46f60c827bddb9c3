//! The small language of a slip's file (slips.md, "The language"): a head, then what stands on the paper, line by line, with
//! places to fill in.

use unicode_normalization::UnicodeNormalization as _;

use super::facts::{self, Facts};
use super::{Form, Part, Slip};
use crate::domain::time::Day;

/// What is wrong in a file, and where.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{line}: {cause}")]
pub struct Mistake {
    /// From 1.
    pub line: usize,
    /// What is wrong and the way out, in Vietnamese.
    pub cause: String,
}

/// One wording of a form.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Template {
    /// Of which form.
    pub form: Form,
    /// The first day on which it holds.
    pub valid_from: Day,
    /// What nobody has compared with the text of the law yet.
    pub unverified: Option<String>,
    /// The file, from which the same slip can be made again.
    pub text: String,
    title: String,
    large: Vec<Line>,
    small: Vec<Line>,
}

/// How a line is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Style {
    Heading,
    Centre,
    Strong,
    Big,
    Small,
    Text,
    Row,
    Signs,
    Rule,
    Code,
}

#[derive(Clone, PartialEq, Eq, Debug)]
struct Line {
    style: Style,
    /// Left out when one of its places is empty.
    optional: bool,
    /// Drawn once for each row of this list.
    list: Option<&'static str>,
    pieces: Vec<Piece>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Piece {
    Words(String),
    Place(&'static str),
}

/// What stands in an empty place: room to write by hand.
const DOTS: &str = "………………";
/// How the two papers are begun.
const LARGE: &str = "--- giấy lớn";
const SMALL: &str = "--- giấy nhỏ";

impl Template {
    /// Reads a file.
    ///
    /// # Errors
    /// All that is wrong in it, by line.
    pub fn parse(form: Form, text: &str) -> Result<Self, Vec<Mistake>> {
        let mut read = Reading::new(form);
        for (line, number) in text.lines().zip(1..) {
            read.line(number, &line.nfc().collect::<String>());
        }
        read.finish(text)
    }

    /// Which wording it is: the same for the same file.
    pub fn digest(&self) -> String {
        use sha2::{Digest, Sha256};
        let digest = Sha256::digest(self.text.as_bytes());
        digest[..8].iter().map(|b| format!("{b:02x}")).collect()
    }

    /// The slip: on large paper, or on the narrow paper of a ticket printer and on a phone.
    pub fn fill(&self, facts: &Facts, small: bool) -> Slip {
        let lines = if small { &self.small } else { &self.large };
        let mut parts = Vec::new();
        if let Some(again) = facts.get(facts::AGAIN) {
            parts.push(Part::Centre(again.to_owned()));
        }
        for line in lines {
            match line.list {
                Some(list) => {
                    let rows = facts.rows(list).iter();
                    parts.extend(rows.filter_map(|row| line.part(&|key| row.get(key))));
                }
                None => parts.extend(line.part(&|key| facts.get(key))),
            }
        }
        Slip {
            form: self.form,
            title: self.title.clone(),
            parts,
        }
    }
}

impl Line {
    fn part<'f>(&self, value: &dyn Fn(&str) -> Option<&'f str>) -> Option<Part> {
        let mut words = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Words(text) => words.push_str(text),
                Piece::Place(key) => match value(key) {
                    Some(value) => words.push_str(value),
                    None if self.optional => return None,
                    None if self.list.is_some() => {}
                    None => words.push_str(DOTS),
                },
            }
        }
        Some(match self.style {
            Style::Heading => Part::Heading(words),
            Style::Centre => Part::Centre(words),
            Style::Strong => Part::Strong(words),
            Style::Big => Part::Big(words),
            Style::Small => Part::Small(words),
            Style::Text => Part::Text(words),
            Style::Rule => Part::Rule,
            Style::Code => Part::Code(words),
            Style::Row if self.list.is_none() => Part::Head(cells(&words, '|')),
            Style::Row => Part::Row(cells(&words, '|')),
            Style::Signs => Part::Signs(cells(&words, '/')),
        })
    }
}

fn cells(words: &str, between: char) -> Vec<String> {
    let cells = words.split(between).map(str::trim);
    cells.map(str::to_owned).collect()
}

/// A file as far as it was read.
struct Reading {
    form: Form,
    mistakes: Vec<Mistake>,
    title: Option<String>,
    valid_from: Option<Day>,
    unverified: Option<String>,
    large: Vec<Line>,
    small: Vec<Line>,
    /// `None`: in the head.
    in_small: Option<bool>,
}

impl Reading {
    fn new(form: Form) -> Self {
        Self {
            form,
            mistakes: Vec::new(),
            title: None,
            valid_from: None,
            unverified: None,
            large: Vec::new(),
            small: Vec::new(),
            in_small: None,
        }
    }

    fn wrong(&mut self, line: usize, cause: impl Into<String>) {
        let cause = cause.into();
        self.mistakes.push(Mistake { line, cause });
    }

    fn line(&mut self, number: usize, text: &str) {
        let text = text.trim();
        if text.starts_with('#') {
            return;
        }
        match (text, self.in_small) {
            (LARGE, _) => self.in_small = Some(false),
            (SMALL, _) => self.in_small = Some(true),
            ("", _) => {}
            (other, _) if other.starts_with("---") => {
                let cause = format!("không hiểu «{other}»; cần `{LARGE}` hoặc `{SMALL}`");
                self.wrong(number, cause);
            }
            (head, None) => self.head(number, head),
            (body, Some(small)) => {
                if let Some(line) = self.body(number, body) {
                    let lines = if small {
                        &mut self.small
                    } else {
                        &mut self.large
                    };
                    lines.push(line);
                }
            }
        }
    }

    fn head(&mut self, number: usize, text: &str) {
        let (key, value) = text.split_once(':').unwrap_or((text, ""));
        let value = value.trim().to_owned();
        match (key.trim(), value.is_empty()) {
            ("tiêu đề", false) => self.title = Some(value),
            ("chưa đối chiếu", false) => self.unverified = Some(value),
            ("hiệu lực", false) => match Day::parse(&value) {
                Some(day) => self.valid_from = Some(day),
                None => {
                    let cause =
                        format!("«{value}» không phải ngày; viết năm-tháng-ngày, ví dụ 2025-07-01");
                    self.wrong(number, cause);
                }
            },
            (key, _) => {
                let cause = format!(
                    "không hiểu «{key}»; phần đầu tệp chỉ có `tiêu đề: …`, `hiệu lực: …`, `chưa đối chiếu: …`, rồi `{LARGE}`"
                );
                self.wrong(number, cause);
            }
        }
    }

    fn body(&mut self, number: usize, text: &str) -> Option<Line> {
        let (optional, text) = match text.strip_prefix('?') {
            Some(rest) => (true, rest.trim_start()),
            None => (false, text),
        };
        let signs = [
            ('=', Style::Heading),
            ('~', Style::Centre),
            ('!', Style::Strong),
            ('+', Style::Big),
            ('^', Style::Small),
            ('|', Style::Row),
            ('/', Style::Signs),
            ('%', Style::Code),
            ('_', Style::Rule),
        ];
        if let Some(rest) = text.strip_prefix('@') {
            return self.repeated(number, rest, optional);
        }
        let sign = signs.iter().find(|(sign, _)| text.starts_with(*sign));
        let (style, words) =
            sign.map_or((Style::Text, text), |(_, style)| (*style, text[1..].trim()));
        let known = facts::PLACES;
        Some(Line {
            style,
            optional,
            list: None,
            pieces: self.pieces(number, words, known)?,
        })
    }

    /// `@list words`, of one column or several.
    fn repeated(&mut self, number: usize, text: &str, optional: bool) -> Option<Line> {
        let list = facts::LISTS.iter().find(|(name, _)| {
            text.strip_prefix(name)
                .is_some_and(|rest| rest.starts_with(' '))
        });
        let Some((list, places)) = list else {
            let names: Vec<_> = facts::LISTS
                .iter()
                .map(|(name, _)| format!("@{name}"))
                .collect();
            self.wrong(
                number,
                format!("không có danh sách đó; có: {}", names.join(", ")),
            );
            return None;
        };
        let words = text[list.len()..].trim();
        let style = if words.contains('|') {
            Style::Row
        } else {
            Style::Text
        };
        Some(Line {
            style,
            optional,
            list: Some(list),
            pieces: self.pieces(number, words, places)?,
        })
    }

    fn pieces(
        &mut self,
        number: usize,
        words: &str,
        known: &'static [&'static str],
    ) -> Option<Vec<Piece>> {
        let (mut pieces, mut rest) = (Vec::new(), words);
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, behind)) = after.split_once('}') else {
                self.wrong(number, "có `{` mà thiếu `}`");
                return None;
            };
            let Some(place) = known.iter().find(|place| **place == name.trim()) else {
                let cause = format!("không có ô `{{{name}}}`; dùng được: {}", known.join(", "));
                self.wrong(number, cause);
                return None;
            };
            if !before.is_empty() {
                pieces.push(Piece::Words(before.to_owned()));
            }
            pieces.push(Piece::Place(place));
            rest = behind;
        }
        if rest.contains('}') {
            self.wrong(number, "có `}` mà thiếu `{`");
            return None;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Words(rest.to_owned()));
        }
        Some(pieces)
    }

    fn finish(mut self, text: &str) -> Result<Template, Vec<Mistake>> {
        if self.title.is_none() {
            self.wrong(1, "thiếu dòng `tiêu đề: …` ở phần đầu tệp");
        }
        if self.valid_from.is_none() {
            self.wrong(1, "thiếu dòng `hiệu lực: năm-tháng-ngày` ở phần đầu tệp");
        }
        if self.large.is_empty() {
            self.wrong(1, format!("thiếu phần `{LARGE}`"));
        }
        match (self.title, self.valid_from) {
            (Some(title), Some(valid_from)) if self.mistakes.is_empty() => Ok(Template {
                form: self.form,
                valid_from,
                unverified: self.unverified,
                text: text.to_owned(),
                title,
                small: match self.small.is_empty() {
                    true => self.large.clone(),
                    false => self.small,
                },
                large: self.large,
            }),
            _ => {
                self.mistakes.sort_by_key(|mistake| mistake.line);
                Err(self.mistakes)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "tiêu đề: Phiếu thử\nhiệu lực: 2026-01-01\n--- giấy lớn\n= PHIẾU\nTên: {họ tên}\n? Thiếu: {nội dung}\n@giấy tờ {n}. {tên}\n% {mã QR}\n";

    #[test]
    fn places_are_filled_left_out_or_dotted() {
        let template = Template::parse(Form::Receipt, FILE).unwrap();
        let mut facts = Facts::default();
        facts.list(
            "giấy tờ",
            vec![vec![("n", "1".into()), ("tên", "Tờ khai".into())]],
        );
        facts.put("mã QR", "HS22222");
        let slip = template.fill(&facts, true);
        let text = |t: &str| Part::Text(t.to_owned());
        assert_eq!(
            slip.parts,
            [
                Part::Heading("PHIẾU".into()),
                text(&format!("Tên: {DOTS}")),
                text("1. Tờ khai"),
                Part::Code("HS22222".into())
            ]
        );
        facts.put("họ tên", "An");
        facts.put("nội dung", "ảnh");
        let slip = template.fill(&facts, false);
        assert_eq!(slip.parts[1..3], [text("Tên: An"), text("Thiếu: ảnh")]);
    }

    #[test]
    fn mistakes_name_their_line() {
        let wrong = FILE
            .replace("{họ tên}", "{họ}")
            .replace("2026-01-01", "mai");
        let mistakes = Template::parse(Form::Receipt, &wrong).unwrap_err();
        let lines: Vec<_> = mistakes.iter().map(|m| m.line).collect();
        assert_eq!(lines, [1, 2, 5]);
        assert!(mistakes[1].cause.contains("«mai» không phải ngày"));
        assert!(mistakes[2].cause.contains("không có ô `{họ}`"));
        for (bad, says) in [
            ("Tên: {họ tên", "thiếu `}`"),
            ("@giấy {n}", "không có danh sách"),
            ("--- giấy vừa", "không hiểu"),
        ] {
            let text = format!("{FILE}{bad}\n");
            let mistakes = Template::parse(Form::Receipt, &text).unwrap_err();
            assert_eq!((mistakes.len(), mistakes[0].line), (1, 9), "{bad}");
            assert!(mistakes[0].cause.contains(says), "{:?}", mistakes[0]);
        }
    }
}
