//! Reading a key map and saying what is wrong in it.
use super::{Action, Binding, Context, EMBEDDED, Key, KeymapMistake, is_of, names};
use serde::Deserialize;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// The embedded map that is changed.
    base: Option<Spanned<String>>,
    #[serde(default)]
    key: Vec<Spanned<Entry>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    on: Vec<Spanned<String>>,
    run: Spanned<String>,
    short: Option<Spanned<String>>,
    desc: Option<Spanned<String>>,
    at: Option<Spanned<String>>,
}

pub(super) fn read(text: &str) -> Result<Vec<Binding>, Vec<KeymapMistake>> {
    let mut reader = Reader {
        text,
        base: None,
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
    reader.base = file.base.and_then(|name| reader.base(&name));
    let mut own: Vec<Binding> = Vec::new();
    for entry in &file.key {
        if let Some(binding) = reader.entry(entry) {
            if own.iter().any(|b| is_same(b, &binding)) {
                let at = entry.get_ref().run.span().start;
                let words = format!(
                    "việc `{}` đã có một mục ở trên; ghi mọi phím của nó vào `on` của mục đó",
                    binding.action.name()
                );
                reader.wrong(at, words);
            }
            own.push(binding);
        }
    }
    let bindings = match reader.base.take() {
        Some(base) => changed(base, own),
        None => own,
    };
    if reader.mistakes.is_empty() {
        reader.needed(&bindings);
    }
    if reader.mistakes.is_empty() {
        Ok(bindings)
    } else {
        Err(reader.mistakes)
    }
}

/// Whether two entries are about the same: an action has one for the screens, and one for each of what lies over them.
fn is_same(a: &Binding, b: &Binding) -> bool {
    let over = |b: &Binding| b.at.filter(|at| !at.is_screen());
    a.action == b.action && over(a) == over(b)
}

/// Whether two entries hold in one place.
fn meet(a: Option<Context>, b: Option<Context>) -> bool {
    match (a, b) {
        (None, Some(at)) | (Some(at), None) => at.is_screen(),
        (a, b) => a == b,
    }
}

/// A map with some entries replaced and some added. A key that one of them takes is taken from where it was.
fn changed(base: Vec<Binding>, mut own: Vec<Binding>) -> Vec<Binding> {
    let taken: Vec<(Key, Option<Context>)> = own
        .iter()
        .flat_map(|b| b.keys.iter().map(|key| (*key, b.at)))
        .collect();
    let mut all = Vec::new();
    for mut binding in base {
        if let Some(at) = own.iter().position(|b| is_same(b, &binding)) {
            all.push(own.remove(at));
            continue;
        }
        let is_taken = |key: &Key| {
            let mut taken = taken.iter();
            taken.any(|(other, at)| other == key && meet(*at, binding.at))
        };
        binding.keys.retain(|key| !is_taken(key));
        all.push(binding);
    }
    all.extend(own);
    all
}

struct Reader<'t> {
    text: &'t str,
    /// What is changed, where the file changes another map.
    base: Option<Vec<Binding>>,
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

    fn base(&mut self, name: &Spanned<String>) -> Option<Vec<Binding>> {
        let known = EMBEDDED.iter().find(|(known, _)| known == name.get_ref());
        let found = known.and_then(|(_, text)| read(text).ok());
        if found.is_none() {
            let words = format!("không có bảng phím `{}`; có: {}", name.get_ref(), names());
            self.wrong(name.span().start, words);
        }
        found
    }

    fn entry(&mut self, entry: &Spanned<Entry>) -> Option<Binding> {
        let start = entry.span().start;
        let entry = entry.get_ref();
        let at = entry.at.as_ref().and_then(|at| {
            let mut names = Context::NAMES.into_iter();
            let found = names.find(|(name, _)| name == at.get_ref());
            if found.is_none() {
                let names = Context::NAMES.map(|(name, _)| format!("\"{name}\""));
                let words = format!(
                    "`at` không nhận «{}»; ghi {}",
                    at.get_ref(),
                    names.join(", ")
                );
                self.wrong(at.span().start, words);
            }
            found.map(|(_, context)| context)
        });
        let name = entry.run.get_ref();
        let action = Action::from_name(name);
        if action.is_none() {
            let words = format!("không có việc `{name}`; các tên có trong keymaps/default.toml");
            self.wrong(entry.run.span().start, words);
        }
        if let Some(action) = action.filter(|action| !is_of(*action, at)) {
            let words = format!(
                "việc `{}` không gắn được ở đây; at = \"form\" nhận back, up, down, next-row, mark; at = \"typing\" nhận back, check-in",
                action.name()
            );
            self.wrong(entry.run.span().start, words);
        }
        let mut keys = Vec::new();
        for name in &entry.on {
            keys.extend(self.key(name, action, at));
        }
        let of_base = self
            .base
            .iter()
            .flatten()
            .find(|b| Some(b.action) == action);
        let of_base = of_base.map(|b| (b.short.clone(), b.desc.clone())).unzip();
        let short = self.label("short", entry.short.as_ref(), of_base.0, start);
        let desc = self.label("desc", entry.desc.as_ref(), of_base.1, start);
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
                "`{}` là việc chính mà phím «{key}» có thể bị bộ gõ tiếng Việt nuốt; chọn phím F, mũi tên, Enter hoặc Ctrl+chữ cái",
                action.name()
            );
            self.wrong(place, words);
        }
        let earlier = self
            .taken
            .iter()
            .find(|(taken, other, _)| *taken == key && meet(*other, at));
        if let Some((_, _, line)) = earlier {
            let words = format!("phím {key} đã gắn ở dòng {line}; chọn phím khác hoặc bỏ một chỗ");
            self.wrong(place, words);
        }
        let line = self.line(place);
        self.taken.push((key, at, line));
        Some(key)
    }

    /// Labels are drawn as they are. One that is not there is that of the map that is changed.
    fn label(
        &mut self,
        key: &str,
        label: Option<&Spanned<String>>,
        of_base: Option<String>,
        entry: usize,
    ) -> String {
        let Some(label) = label else {
            if of_base.is_none() {
                self.wrong(entry, unreadable(&format!("missing field `{key}`")));
            }
            return of_base.unwrap_or_default();
        };
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
            let on_screens = |b: &Binding| b.at.is_none_or(Context::is_screen);
            let bound = |b: &Binding| b.action == *action && on_screens(b) && !b.keys.is_empty();
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
