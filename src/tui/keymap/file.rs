//! Reading a key map and saying what is wrong in it.
use super::{Action, Binding, Context, Key, KeymapMistake};
use serde::Deserialize;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    key: Vec<Spanned<Entry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    on: Vec<Spanned<String>>,
    run: Spanned<String>,
    short: Spanned<String>,
    desc: Spanned<String>,
    at: Option<Spanned<String>>,
}

pub(super) fn read(text: &str) -> Result<Vec<Binding>, Vec<KeymapMistake>> {
    let mut reader = Reader {
        text,
        taken: Vec::new(),
        mistakes: Vec::new(),
    };
    let file: File = match toml::from_str(text) {
        Ok(file) => file,
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            reader.wrong(at, unreadable(error.message()));
            return Err(reader.mistakes);
        }
    };
    let mut bindings: Vec<Binding> = Vec::new();
    for entry in &file.key {
        if let Some(binding) = reader.entry(entry.get_ref()) {
            if bindings.iter().any(|b| b.action == binding.action) {
                let at = entry.get_ref().run.span().start;
                let words = format!(
                    "việc `{}` đã có một mục ở trên; ghi mọi phím của nó vào `on` của mục đó",
                    binding.action.name()
                );
                reader.wrong(at, words);
            }
            bindings.push(binding);
        }
    }
    if reader.mistakes.is_empty() {
        reader.needed(&bindings);
    }
    if reader.mistakes.is_empty() {
        Ok(bindings)
    } else {
        Err(reader.mistakes)
    }
}

struct Reader<'t> {
    text: &'t str,
    /// The keys seen: where they hold, their line.
    taken: Vec<(Key, Option<Context>, usize)>,
    mistakes: Vec<KeymapMistake>,
}

impl Reader<'_> {
    fn line(&self, at: usize) -> usize {
        let before = self.text.as_bytes().iter().take(at);
        before.filter(|byte| **byte == b'\n').count() + 1
    }

    fn wrong(&mut self, at: usize, words: String) {
        let line = self.line(at);
        self.mistakes.push(KeymapMistake { line, words });
    }

    fn entry(&mut self, entry: &Entry) -> Option<Binding> {
        let at = match &entry.at {
            None => None,
            Some(at) => match at.get_ref().as_str() {
                "main" => Some(Context::Main),
                "list" => Some(Context::List),
                other => {
                    let words = format!("`at` không nhận \"{other}\"; ghi \"main\" hoặc \"list\"");
                    self.wrong(at.span().start, words);
                    None
                }
            },
        };
        let name = entry.run.get_ref();
        let action = Action::from_name(name);
        if action.is_none() {
            let words = format!("không có việc `{name}`; các tên có trong keymaps/default.toml");
            self.wrong(entry.run.span().start, words);
        }
        let mut keys = Vec::new();
        for name in &entry.on {
            keys.extend(self.key(name, action, at));
        }
        let short = self.label("short", &entry.short);
        let desc = self.label("desc", &entry.desc);
        Some(Binding {
            action: action?,
            keys,
            at,
            short,
            desc,
        })
    }

    fn key(
        &mut self,
        name: &Spanned<String>,
        action: Option<Action>,
        at: Option<Context>,
    ) -> Option<Key> {
        let place = name.span().start;
        let key = match Key::parse(name.get_ref()) {
            Ok(key) => key,
            Err(error) => {
                self.wrong(place, error.to_string());
                return None;
            }
        };
        if let Some(action) = action.filter(|action| action.is_main() && key.is_typed()) {
            let words = format!(
                "`{}` là việc chính mà phím \"{key}\" có thể bị bộ gõ tiếng Việt nuốt; chọn phím F, mũi tên, Enter hoặc Ctrl+chữ cái",
                action.name()
            );
            self.wrong(place, words);
        }
        let meets = |other: Option<Context>| other.is_none() || at.is_none() || other == at;
        let earlier = self
            .taken
            .iter()
            .find(|(taken, other, _)| *taken == key && meets(*other));
        if let Some((_, _, line)) = earlier {
            let words = format!("phím {key} đã gắn ở dòng {line}; chọn phím khác hoặc bỏ một chỗ");
            self.wrong(place, words);
        }
        let line = self.line(place);
        self.taken.push((key, at, line));
        Some(key)
    }

    /// Labels are drawn as they are.
    fn label(&mut self, key: &str, label: &Spanned<String>) -> String {
        let text = label.get_ref().trim();
        if text.is_empty() || text.chars().any(char::is_control) {
            let words = format!("`{key}` để trống hoặc có ký tự điều khiển; ghi một dòng chữ");
            self.wrong(label.span().start, words);
        }
        text.to_owned()
    }

    /// What is missing is noted at the file's end, where it can be added.
    fn needed(&mut self, bindings: &[Binding]) {
        for action in Action::ALL.iter().filter(|action| action.is_needed()) {
            let bound = |b: &Binding| b.action == *action && !b.keys.is_empty();
            if !bindings.iter().any(bound) {
                let words = format!(
                    "việc `{}` không có phím nào; thêm một [[key]] cho nó",
                    action.name()
                );
                self.wrong(self.text.trim_end().len(), words);
            }
        }
    }
}

/// The TOML reader's English in the office's words, its own words kept for the rare cases.
fn unreadable(message: &str) -> String {
    let name = message.split('`').nth(1).unwrap_or_default();
    if message.starts_with("missing field") {
        format!("thiếu `{name}`; mỗi [[key]] cần on, run, short, desc")
    } else if message.starts_with("unknown field") {
        format!("không có khoá `{name}`; mỗi [[key]] có on, run, short, desc và có thể có at")
    } else if message.starts_with("invalid type") {
        "sai kiểu giá trị; `on` là danh sách như [\"F2\"], các khoá khác là chữ trong dấu nháy"
            .to_owned()
    } else {
        format!("sai cú pháp TOML ({message}); so với keymaps/default.toml")
    }
}
