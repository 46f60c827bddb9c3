//! Just enough of Rust's grammar to see which paths a source file names.

/// A path in a source file, such as `crate::domain::Ticket`; a `use` with braces gives one for each branch.
#[derive(Debug, PartialEq)]
pub(crate) struct Use {
    /// Line, from 1.
    pub line: usize,
    pub path: Vec<String>,
}

/// Every path (a single name too) in a source text, but for those in comments and strings.
pub(crate) fn uses(text: &str) -> Vec<Use> {
    let tokens = tokens(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        at = path(&tokens, at, &[], &mut found).max(at + 1);
    }
    found
}

/// A name, `::`, or any other single sign, with its line.
type Token<'a> = (usize, &'a str);

/// Reads one path with its branches from `tokens[at]`, after `before`; gives the place after it.
fn path(tokens: &[Token], mut at: usize, before: &[String], found: &mut Vec<Use>) -> usize {
    let sign = |at: usize| tokens.get(at).map_or("", |token| token.1);
    let mut path = before.to_vec();
    let line = tokens[at].0;
    while is_name(sign(at)) {
        path.push(sign(at).to_owned());
        at += 1;
        if sign(at) != "::" {
            break;
        }
        at += 1;
    }
    if path.len() == before.len() {
        return at;
    }
    if sign(at) == "{" && sign(at - 1) == "::" {
        at += 1;
        while at < tokens.len() && sign(at) != "}" {
            at = self::path(tokens, at, &path, found).max(at + 1);
        }
        return at + 1;
    }
    found.push(Use { line, path });
    let renamed = !before.is_empty() && sign(at) == "as";
    if renamed { at + 2 } else { at }
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c == '_' || c.is_alphabetic())
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut line = 1;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = blank(rest).unwrap_or_else(|| {
            let length = match first {
                ':' if rest.starts_with("::") => 2,
                _ if first == '_' || first.is_alphanumeric() => name(rest),
                _ => first.len_utf8(),
            };
            tokens.push((line, &rest[..length]));
            length
        });
        line += rest[..length].matches('\n').count();
        rest = &rest[length..];
    }
    tokens
}

fn name(text: &str) -> usize {
    text.find(|c: char| c != '_' && !c.is_alphanumeric())
        .unwrap_or(text.len())
}

/// The length of the white space, comment, string or letter in quotes that `text` begins with.
fn blank(text: &str) -> Option<usize> {
    let until = |start: usize, end: &str| {
        text[start..]
            .find(end)
            .map_or(text.len(), |n| start + n + end.len())
    };
    let bytes = text.as_bytes();
    match bytes[0] {
        b'/' if bytes.get(1) == Some(&b'/') => {
            Some(until(2, "\n") - usize::from(text.contains('\n')))
        }
        b'/' if bytes.get(1) == Some(&b'*') => Some(until(2, "*/")),
        b'"' => Some(quoted(text, '"')),
        // Raw strings, r"…", r#"…"#, br#"…"#; other names that begin so are names.
        b'r' | b'b' => {
            let raw = text.trim_start_matches('b').strip_prefix('r')?;
            let hashes = raw.len() - raw.trim_start_matches('#').len();
            let start = text.len() - raw.len() + hashes + 1;
            let raw = raw[hashes..].starts_with('"');
            raw.then(|| until(start, &format!("\"{}", "#".repeat(hashes))))
        }
        // 'x' and '\n' are letters, 'a is a lifetime: its name then comes as a name, which does no harm.
        b'\'' if bytes.get(1) == Some(&b'\\') => Some(quoted(text, '\'')),
        b'\'' => {
            let letter = text[1..].chars().next()?;
            let end = 1 + letter.len_utf8();
            Some(if bytes.get(end) == Some(&b'\'') {
                end + 1
            } else {
                1
            })
        }
        first => first.is_ascii_whitespace().then_some(1),
    }
}

/// Every string that a source text shows somebody, with its line; those of its own tests are left out.
pub(crate) fn strings(text: &str) -> Vec<(usize, String)> {
    let text = text
        .split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or(text);
    let (mut found, mut line, mut rest) = (Vec::new(), 1, text);
    while let Some(first) = rest.chars().next() {
        let length = blank(rest).unwrap_or_else(|| match first {
            _ if first == '_' || first.is_alphanumeric() => name(rest),
            _ => first.len_utf8(),
        });
        let token = &rest[..length];
        if let Some(inner) = token.strip_prefix('"').and_then(|t| t.strip_suffix('"')) {
            found.push((line, inner.replace("\\\"", "\"")));
        }
        line += token.matches('\n').count();
        rest = &rest[length..];
    }
    found
}

/// The length of a literal in quotes with its escapes.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[test]
fn paths_are_found() {
    let paths = |text: &str| -> Vec<String> {
        uses(text)
            .iter()
            .map(|found| format!("{}:{}", found.line, found.path.join("::")))
            .collect()
    };
    assert_eq!(
        paths("use a::{b, c::{self, D}, e as f};\ng::h"),
        [
            "1:use",
            "1:a::b",
            "1:a::c::self",
            "1:a::c::D",
            "1:a::e",
            "2:g::h"
        ]
    );
    assert_eq!(
        paths("/* a::b */ x // c::d\n/// e::f\ny \"g::h \\\" i\" z"),
        ["1:x", "3:y", "3:z"]
    );
    assert_eq!(
        paths("r#\"a::b \" c\"# br\"d\" '\\'' 'e' '\"' r::f"),
        ["1:r::f"]
    );
    assert_eq!(
        paths("fn f<'a>(x: &'a str) {}"),
        ["1:fn", "1:f", "1:a", "1:x", "1:a", "1:str"]
    );
}
