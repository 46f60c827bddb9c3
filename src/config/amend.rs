//! A change that a head makes at the screen, written into `motcua.toml`: only what changes is touched, comments and all else
//! stay as the office wrote them.
//!
//! Where the text is changed is found by the parser; whether the change is right is not believed but tried: the file as it
//! would be must read as the configuration that holds now with just this change. Otherwise nothing is written.
use super::rewrite::{Unwritable, hold, quoted, replace, spliced};
use super::{Config, ConfigError, Mistake, read_text};
use crate::domain::amendment::{Amendment, DayKind};
use crate::domain::rules::Rules;
use crate::domain::time::Day;
use std::ops::Range;
use std::path::{Path, PathBuf};
use toml::de::{DeTable, DeValue};

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum AmendError {
    /// There is no file.
    #[error("chưa có tệp motcua.toml nên không có chỗ ghi: chạy `motcua init`")]
    NoFile,
    /// The file as it would be has a mistake.
    #[error("không đổi được: {}; {}", .0.cause, .0.way_out)]
    Refused(Mistake),
    /// The file is written in a way that is not understood here.
    #[error("không sửa được {0} bằng máy: mở tệp đó và tự sửa")]
    Unfit(PathBuf),
    /// It cannot be read, or has mistakes already.
    #[error(transparent)]
    Read(#[from] ConfigError),
    /// It cannot be written.
    #[error(transparent)]
    Write(#[from] Unwritable),
}

/// Changes the file. It is replaced as a whole or not at all.
///
/// # Errors
/// See [`AmendError`].
pub fn amend(path: Option<&Path>, amendment: &Amendment) -> Result<(), AmendError> {
    let path = path.ok_or(AmendError::NoFile)?;
    let path = &std::path::absolute(path).map_err(|e| Unwritable::new(path, &e))?;
    let folder = path.parent().unwrap_or(Path::new("/"));
    let _held = hold(folder)?;

    let mut wanted = Config::load(path)?;
    let old = read_text(path)?;
    let unfit = || AmendError::Unfit(path.clone());
    let new = amended(&old, amendment, &wanted.rules).ok_or_else(unfit)?;
    let mut tried = Config::parse(&new, folder).map_err(|mut mistakes| match mistakes.len() {
        0 => unfit(),
        _ => AmendError::Refused(mistakes.swap_remove(0)),
    })?;
    wanted.rules = amendment.applied(&wanted.rules);
    // These are not in the text.
    tried.file.clone_from(&wanted.file);
    tried.marks.clone_from(&wanted.marks);
    tried.catalogue_folder.clone_from(&wanted.catalogue_folder);
    tried.exposed.clone_from(&wanted.exposed);
    if tried != wanted {
        return Err(unfit());
    }
    Ok(replace(path, &new)?)
}

/// The changed text; `None` where it is not written as expected.
fn amended(text: &str, amendment: &Amendment, rules: &Rules) -> Option<String> {
    match amendment {
        Amendment::Day(day, kind) => {
            let off = with_day(text, "holidays", *day, *kind == DayKind::Off)?;
            with_day(&off, "extra_workdays", *day, *kind == DayKind::Worked)
        }
        Amendment::Counter { id, name, fields } => with_counter(text, (id, name, fields), rules),
    }
}

/// The text with a day in a list of `[rules]`, or without it.
fn with_day(text: &str, key: &str, day: Day, is_in: bool) -> Option<String> {
    let document = DeTable::parse(text).ok()?;
    let date = day.to_string();
    let rules = document.get_ref().get("rules");
    let list = match rules {
        Some(rules) => rules.get_ref().as_table()?.get(key),
        None => None,
    };
    let Some(list) = list else {
        let line = format!("{key} = [{date}]\n");
        return match (is_in, rules) {
            (false, _) => Some(text.to_owned()),
            (true, None) => Some(format!("{}\n[rules]\n{line}", text.trim_end())),
            (true, Some(rules)) => {
                // Behind the line of the header.
                let start = rules.span().start;
                let rest = text.get(start..)?;
                let header = rest.find('\n').map_or(rest.len(), |end| end + 1);
                let line = if rest[..header].ends_with('\n') {
                    line
                } else {
                    format!("\n{line}")
                };
                let at = start + header;
                spliced(text, at..at, &line)
            }
        };
    };
    let items: Vec<(Range<usize>, String)> = list
        .get_ref()
        .as_array()?
        .iter()
        .map(|item| match item.get_ref() {
            DeValue::Datetime(date) => (item.span(), date.to_string()),
            _ => (item.span(), String::new()),
        })
        .collect();
    let found = items.iter().position(|(_, known)| *known == date);
    match (is_in, found, items.last()) {
        (true, Some(_), _) | (false, None, _) => Some(text.to_owned()),
        (true, None, None) => spliced(text, list.span(), &format!("[{date}]")),
        (true, None, Some((last, _))) => spliced(text, last.end..last.end, &format!(", {date}")),
        (false, Some(at), _) => {
            let before = at.checked_sub(1).map(|before| items[before].0.end);
            spliced(text, with_its_own(text, &items[at].0, before)?, "")
        }
    }
}

/// An item of a list with what goes with it: its comma, and where it stands alone in a line, the line with its comment. A
/// comment behind another one stays. `before` is where the item before it ends.
fn with_its_own(text: &str, item: &Range<usize>, before: Option<usize>) -> Option<Range<usize>> {
    let blank = [' ', '\t'];
    let behind = text.get(item.end..)?;
    let after = behind.trim_start_matches(blank);
    let after_comma = after
        .strip_prefix(',')
        .map(|rest| rest.trim_start_matches(blank));
    let line = text.get(..item.start)?.rfind('\n').map_or(0, |end| end + 1);
    let is_first = text.get(line..item.start)?.trim().is_empty();
    if is_first && after_comma.unwrap_or(after).starts_with(['#', '\r', '\n']) {
        return Some(line..item.end + behind.find('\n')? + 1);
    }
    Some(match (after_comma, before) {
        (Some(rest), _) => item.start..text.len() - rest.len(),
        // The last one, with the comma before it.
        (None, Some(before)) if !text.get(before..item.start)?.contains('#') => before..item.end,
        (None, _) => item.clone(),
    })
}

fn list_of(fields: &[String]) -> String {
    let fields: Vec<String> = fields.iter().map(|f| quoted(f)).collect();
    format!("[{}]", fields.join(", "))
}

/// The text with a counter as it is to be.
fn with_counter(
    text: &str,
    (id, name, fields): (&str, &str, &[String]),
    rules: &Rules,
) -> Option<String> {
    let entry = |id: &str, name: &str, fields: &[String]| {
        format!(
            "\n[[counter]]\nid = {}\nname = {}\nfields = {}\n",
            quoted(id),
            quoted(name),
            list_of(fields)
        )
    };
    let document = DeTable::parse(text).ok()?;
    let Some(counters) = document.get_ref().get("counter") else {
        // A file that names one counter names them all.
        let after = Amendment::Counter {
            id: id.to_owned(),
            name: name.to_owned(),
            fields: fields.to_vec(),
        };
        let after = after.applied(rules);
        let all = after.counters.iter().map(|counter| {
            let fields = counter.fields.iter().map(|f| after.field(*f).id.clone());
            entry(&counter.id, &counter.name, &fields.collect::<Vec<_>>())
        });
        return Some(format!("{}\n{}", text.trim_end(), all.collect::<String>()));
    };
    let counters = counters.get_ref().as_array()?;
    let is_it = |table: &&DeTable<'_>| {
        let known = table.get("id").and_then(|known| known.get_ref().as_str());
        known == Some(id)
    };
    let tables = counters
        .iter()
        .filter_map(|counter| counter.get_ref().as_table());
    let Some(counter) = tables.into_iter().find(is_it) else {
        return Some(format!("{}\n{}", text.trim_end(), entry(id, name, fields)));
    };
    let served = counter.get("fields")?.span();
    let with_fields = |text: &str| spliced(text, served.clone(), &list_of(fields));
    match counter.get("name").map(toml::Spanned::span) {
        // From the end on: what is changed first must not move the other.
        Some(named) if named.start < served.start => {
            spliced(&with_fields(text)?, named, &quoted(name))
        }
        Some(named) => with_fields(&spliced(text, named, &quoted(name))?),
        None => with_fields(text).and_then(|text| {
            let at = served.start - "fields".len();
            let at = text.get(..at)?.rfind('\n').map_or(0, |line| line + 1);
            spliced(&text, at..at, &format!("name = {}\n", quoted(name)))
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn written(old: &str, amendments: &[Amendment]) -> Result<String, AmendError> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("motcua.toml");
        fs::write(&path, old).unwrap();
        for amendment in amendments {
            amend(Some(&path), amendment)?;
        }
        Ok(fs::read_to_string(&path).unwrap())
    }

    #[test]
    fn a_day_goes_into_every_kind_of_list_and_out_again() {
        let off = Amendment::Day(day("2026-12-31"), DayKind::Off);
        let usual = Amendment::Day(day("2026-12-31"), DayKind::Usual);
        for (old, new) in [
            ("", "\n[rules]\nholidays = [2026-12-31]\n"),
            ("[rules]", "[rules]\nholidays = [2026-12-31]\n"),
            (
                "# a\n[rules] # b\n#holidays = []\ngrace = 12\n[store]\n",
                "# a\n[rules] # b\nholidays = [2026-12-31]\n#holidays = []\ngrace = 12\n[store]\n",
            ),
            (
                "[rules]\nholidays = [\n  2027-01-01, # Tết dương\n]\n",
                "[rules]\nholidays = [\n  2027-01-01, 2026-12-31, # Tết dương\n]\n",
            ),
            (
                "[rules]\nholidays = []\n",
                "[rules]\nholidays = [2026-12-31]\n",
            ),
        ] {
            assert_eq!(written(old, std::slice::from_ref(&off)).unwrap(), new);
            let back = written(old, &[off.clone(), usual.clone()]).unwrap();
            let config = Config::parse(&back, Path::new("/")).unwrap();
            assert!(
                !config.rules.holidays.contains(&day("2026-12-31")),
                "{back}"
            );
            assert_eq!(
                written(new, std::slice::from_ref(&off)).unwrap(),
                new,
                "twice is once"
            );
        }
        let swapped = Amendment::Day(day("2027-02-20"), DayKind::Worked);
        let text = written(super::super::template(), &[off, swapped]).unwrap();
        let rules = Config::parse(&text, Path::new("/")).unwrap().rules;
        assert_eq!(
            rules.holidays.into_iter().collect::<Vec<_>>(),
            [day("2026-12-31")]
        );
        assert_eq!(
            rules.extra_workdays.into_iter().collect::<Vec<_>>(),
            [day("2027-02-20")]
        );
        for line in super::super::template().lines() {
            assert!(text.contains(line), "{line}");
        }
    }

    #[test]
    fn a_day_goes_with_its_own_comment_and_no_others() {
        let gone = [Amendment::Day(day("2026-12-31"), DayKind::Usual)];
        let kept = "2027-01-01, # Tết dương\n";
        for (old, new) in [
            (
                format!("[\n  {kept}  2026-12-31, # nghỉ bù\n  2027-02-05, # Tết\n]"),
                format!("[\n  {kept}  2027-02-05, # Tết\n]"),
            ),
            (
                format!("[\n  {kept}  2026-12-31 # nghỉ bù\n]"),
                format!("[\n  {kept}]"),
            ),
            (format!("[{kept}  2026-12-31]"), format!("[{kept}  ]")),
            (
                format!("[\n  {kept}  2026-12-31, 2027-02-05, # Tết\n]"),
                format!("[\n  {kept}  2027-02-05, # Tết\n]"),
            ),
            (format!("[\n  2026-12-31, {kept}]"), format!("[\n  {kept}]")),
            (
                "[2027-01-01, 2026-12-31, 2027-02-05]".to_owned(),
                "[2027-01-01, 2027-02-05]".to_owned(),
            ),
            (
                "[2027-01-01, 2026-12-31]".to_owned(),
                "[2027-01-01]".to_owned(),
            ),
            (
                "[\n  # của tỉnh\n  2026-12-31, # nghỉ bù\n]".to_owned(),
                "[\n  # của tỉnh\n]".to_owned(),
            ),
        ] {
            let of = |list: &str| format!("[rules]\nholidays = {list}\n");
            assert_eq!(written(&of(&old), &gone).unwrap(), of(&new));
        }
    }

    #[test]
    fn a_counter_is_changed_where_it_stands_and_a_new_one_is_the_last() {
        let fields = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
        let of = |id: &str, name: &str, ids: &[&str]| Amendment::Counter {
            id: id.to_owned(),
            name: name.to_owned(),
            fields: fields(ids),
        };
        let old = "[[counter]]\nid = \"1\" # cửa\nfields = [\"tu-phap\"]\n\n[[counter]]\nid = \"2\"\nname = \"Hai\"\nfields = [\"dia-chinh\"]\n";
        let new = written(old, &[of("1", "Cửa \"một\"", &["tu-phap", "dia-chinh"])]).unwrap();
        assert_eq!(
            new,
            "[[counter]]\nid = \"1\" # cửa\nname = \"Cửa \\\"một\\\"\"\nfields = [\"tu-phap\", \"dia-chinh\"]\n\n[[counter]]\nid = \"2\"\nname = \"Hai\"\nfields = [\"dia-chinh\"]\n"
        );
        let new = written(old, &[of("3", "Ba", &["tu-phap"])]).unwrap();
        assert!(new.starts_with(old.trim_end()) && new.ends_with("fields = [\"tu-phap\"]\n"));
        // The defaults have one for each field: all of them are named then.
        let new = written("", &[of("9", "Chín", &["tu-phap"])]).unwrap();
        let rules = Config::parse(&new, Path::new("/")).unwrap().rules;
        assert_eq!(
            rules.counters.len(),
            Config::default().rules.counters.len() + 1
        );
    }

    #[test]
    fn what_the_file_cannot_take_leaves_it_as_it_was() {
        let nobody = Amendment::Counter {
            id: "1".to_owned(),
            name: "Một".to_owned(),
            fields: Vec::new(),
        };
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("motcua.toml");
        let old = "[[counter]]\nid = \"1\"\nfields = [\"tu-phap\"]\n";
        fs::write(&path, old).unwrap();
        assert!(amend(Some(&path), &nobody).is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), old);
        let off = Amendment::Day(day("2026-12-31"), DayKind::Off);
        assert!(matches!(amend(None, &off), Err(AmendError::NoFile)));
        fs::write(&path, "rules = { grace = 12 }\n").unwrap();
        let unfit = amend(Some(&path), &off);
        assert!(unfit.is_err());
        assert_eq!(
            fs::read_to_string(&path).unwrap(),
            "rules = { grace = 12 }\n"
        );
    }
}
