//! One more word for a procedure, written into the office's own file: only the list of its aliases changes, comments and
//! everything else stay as the office wrote them.
//!
//! Where the text is changed is found by the parser; whether the change is right is not believed but tried: the file as it
//! would be must read as the catalogue that holds now with just this word more. Otherwise nothing is written.
use super::super::rewrite::{Unwritable, hold, quoted, replace, spliced};
use super::super::{ConfigError, read_text};
use super::DEFAULT_FILES;
use super::folder::{FileMistake, file_name, load, load_with};
use crate::domain::catalogue::{Catalogue, Procedure};
use crate::domain::rules::Field;
use crate::domain::text::{clean, fold};
use std::fs;
use std::path::{Path, PathBuf};
use toml::de::DeTable;

/// Why a word was not learned; the files are as they were.
#[derive(Debug, thiserror::Error)]
pub enum LearnError {
    /// The files must be right first.
    #[error("danh mục đang có chỗ sai, sửa xong rồi làm lại: {0}")]
    Mistakes(FileMistake),
    /// The catalogue does not have it any more.
    #[error("danh mục không còn thủ tục `{0}`")]
    NoProcedure(String),
    /// It is one of its words already.
    #[error("«{0}» đã là tên gọi của thủ tục này")]
    Known(String),
    /// Another procedure has it: a message with it would be understood as neither.
    #[error("«{word}» đang là tên gọi của {name}; mỗi tên gọi chỉ thuộc một thủ tục: ghi rõ hơn")]
    Taken {
        /// The word.
        word: String,
        /// The other procedure.
        name: String,
    },
    /// The rules of the catalogue's files are against it.
    #[error("không thêm được «{word}»: {cause}")]
    Refused {
        /// The word.
        word: String,
        /// Why not, and the way out.
        cause: String,
    },
    /// The file is written in a way that is not understood here.
    #[error("không chèn được vào {0}: mở tệp đó và tự thêm vào `aliases` của thủ tục")]
    Unfit(PathBuf),
    /// The file cannot be read.
    #[error(transparent)]
    Read(#[from] ConfigError),
    /// The file cannot be written.
    #[error(transparent)]
    Write(#[from] Unwritable),
}

/// Adds a word to the aliases of a procedure in the file of its field; where the office has none, it begins with the
/// default one. The file is replaced as a whole or not at all. Answers the word as it stands there.
///
/// # Errors
/// See [`LearnError`].
pub fn learn_alias(
    folder: &Path,
    fields: &[Field],
    procedure: &str,
    word: &str,
) -> Result<String, LearnError> {
    let word = clean(word);
    fs::create_dir_all(folder).map_err(|e| Unwritable::new(folder, &e))?;
    let _held = hold(folder)?;

    let mut found = load(Some(folder), fields);
    if !found.mistakes.is_empty() {
        return Err(LearnError::Mistakes(found.mistakes.swap_remove(0)));
    }
    let place = Place::of(&found.catalogue, fields, procedure)
        .ok_or_else(|| LearnError::NoProcedure(procedure.to_owned()))?;
    let known = |p: &&Procedure| p.folded_words().any(|known| known == fold(&word));
    match found.catalogue.procedures.iter().find(known) {
        Some(other) if other.id == procedure => return Err(LearnError::Known(word)),
        Some(other) => {
            let name = other.name.clone();
            return Err(LearnError::Taken { word, name });
        }
        None => {}
    }
    found.catalogue.procedures[place.entry]
        .aliases
        .push(word.clone());

    let path = folder.join(file_name(place.field));
    let old = match path.exists() {
        true => read_text(&path)?,
        false => default_text(&place.field.id).to_owned(),
    };
    let new = with_alias(&old, place.nth, &word).ok_or_else(|| LearnError::Unfit(path.clone()))?;
    let mut tried = load_with(Some(folder), fields, Some((&place.field.id, &new)));
    if let Some(FileMistake { mistake, .. }) = tried.mistakes.pop() {
        let cause = format!("{}; {}", mistake.cause, mistake.way_out);
        return Err(LearnError::Refused { word, cause });
    }
    if tried.catalogue != found.catalogue {
        return Err(LearnError::Unfit(path));
    }
    replace(&path, &new)?;
    Ok(word)
}

/// Where a procedure stands.
struct Place<'a> {
    field: &'a Field,
    /// In the catalogue.
    entry: usize,
    /// Among the procedures of its field, which are those of its file.
    nth: usize,
}

impl<'a> Place<'a> {
    fn of(catalogue: &Catalogue, fields: &'a [Field], id: &str) -> Option<Self> {
        let entry = catalogue.procedures.iter().position(|p| p.id == id)?;
        let of = &catalogue.procedures[entry].field;
        let field = fields.iter().find(|field| field.id == *of)?;
        let nth = catalogue.of_field(of).position(|p| p.id == id)?;
        Some(Self { field, entry, nth })
    }
}

fn default_text(field: &str) -> &'static str {
    let found = DEFAULT_FILES.iter().find(|(id, _)| *id == field);
    found.map_or("", |(_, text)| text)
}

/// The text with one more alias for its `nth` procedure; `None` where it is not written as expected.
fn with_alias(text: &str, nth: usize, word: &str) -> Option<String> {
    let document = DeTable::parse(text).ok()?;
    let procedures = document.get_ref().get("procedure")?.get_ref().as_array()?;
    let procedure = procedures.get(nth)?.get_ref().as_table()?;
    let value = quoted(word);
    let (at, inserted) = match procedure.get("aliases") {
        Some(aliases) => {
            let last = aliases.get_ref().as_array()?.last()?;
            (last.span().end, format!(", {value}"))
        }
        None => {
            // A line of its own behind the name; in a table of one line there is no room for it.
            let end = procedure.get("name")?.span().end;
            let rest = text.get(end..)?.lines().next().unwrap_or_default();
            if !rest.trim_start().is_empty() && !rest.trim_start().starts_with('#') {
                return None;
            }
            (end + rest.len(), format!("\naliases = [{value}]"))
        }
    };
    spliced(text, at..at, &inserted)
}

#[cfg(test)]
mod tests {
    use super::super::{FOLDER, default_fields};
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    fn aliases(folder: &Path, id: &str) -> Vec<String> {
        let found = load(Some(folder), &default_fields());
        assert_eq!(found.mistakes, []);
        found.catalogue.get(id).unwrap().aliases.clone()
    }

    #[test]
    fn an_office_without_files_begins_with_the_default_one_and_keeps_its_comments() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join(FOLDER);
        let learn = |id: &str, word: &str| learn_alias(&folder, &default_fields(), id, word);
        let before = aliases(&folder, "khai-sinh");
        learn("khai-sinh", "giấy đẻ").unwrap();
        assert_eq!(
            aliases(&folder, "khai-sinh"),
            [&before[..], &["giấy đẻ".to_owned()]].concat()
        );
        let text = fs::read_to_string(folder.join("tu-phap.toml")).unwrap();
        assert_eq!(
            text.replacen(", \"giấy đẻ\"", "", 1),
            default_text("tu-phap")
        );
        // Lists of several lines end with a comma.
        learn("cu-tru", "tạm trú tạm vắng").unwrap();
        assert!(aliases(&folder, "cu-tru").contains(&"tạm trú tạm vắng".to_owned()));
        // One has no aliases at all but its name and one word.
        learn("khac", "viec\u{202e}  kh\\\"ac").unwrap();
        assert!(aliases(&folder, "khac").contains(&"viec kh\\\"ac".to_owned()));
        let names: Vec<_> = fs::read_dir(&folder)
            .unwrap()
            .flatten()
            .map(|e| e.file_name())
            .collect();
        assert_eq!(names.len(), 2, "{names:?}");
    }

    #[test]
    fn every_way_to_write_a_list_is_kept() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path();
        let fields = [Field {
            id: "x".into(),
            name: "X".into(),
            mean: 10,
            digit: None,
            counters: Vec::new(),
        }];
        for (text, wanted) in [
            (
                "# Đầu\n[[procedure]]\nid = \"a\"\nname = \"Việc A\" # tên\nfee = \"0\"\n",
                "# Đầu\n[[procedure]]\nid = \"a\"\nname = \"Việc A\" # tên\naliases = [\"từ mới\"]\nfee = \"0\"\n",
            ),
            (
                "[[procedure]]\nid = \"a\"\nname = \"Việc A\"",
                "[[procedure]]\nid = \"a\"\nname = \"Việc A\"\naliases = [\"từ mới\"]",
            ),
            (
                "[[procedure]]\r\nid = \"a\"\r\nname = \"Việc A\"\r\naliases = [\r\n  'b', # một\r\n  \"c\" # hai\r\n]\r\n",
                "[[procedure]]\r\nid = \"a\"\r\nname = \"Việc A\"\r\naliases = [\r\n  'b', # một\r\n  \"c\", \"từ mới\" # hai\r\n]\r\n",
            ),
            (
                "procedure = [{ id = \"a\", aliases = [ \"b\" , ], name = \"Việc A\" }]\n",
                "procedure = [{ id = \"a\", aliases = [ \"b\", \"từ mới\" , ], name = \"Việc A\" }]\n",
            ),
            (
                "[[procedure]]\nid = \"z\"\nname = \"Việc Z\"\naliases = [\"a\"]\n[[procedure]]\nid = \"a\"\nname = \"Việc A\"\naliases = [\"] b\"]\n",
                "[[procedure]]\nid = \"z\"\nname = \"Việc Z\"\naliases = [\"a\"]\n[[procedure]]\nid = \"a\"\nname = \"Việc A\"\naliases = [\"] b\", \"từ mới\"]\n",
            ),
        ] {
            let path = folder.join("x.toml");
            fs::write(&path, text).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
            learn_alias(folder, &fields, "a", "từ mới").unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), wanted);
            let mode = fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o640);
        }
    }

    #[test]
    fn what_cannot_be_learned_leaves_the_files_alone() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path();
        let refused = |id: &str, word: &str, words: &str| {
            let error = learn_alias(folder, &default_fields(), id, word).unwrap_err();
            let said = error.to_string();
            assert!(said.contains(words), "{words:?} is not in {said:?}");
        };
        refused("khai-sinh", "KHAI  SINH", "đã là tên gọi");
        refused(
            "khai-sinh",
            "khai tử",
            "«khai tử» đang là tên gọi của Đăng ký khai tử",
        );
        refused("khai-sinh", "hôm nay", "không thêm được «hôm nay»");
        refused("khai-sinh", "25/11", "không thêm được «25/11»");
        refused("khai-sinh", " ", "để trống");
        refused("khong-co", "x y", "không còn thủ tục");
        assert_eq!(fs::read_dir(folder).unwrap().count(), 0);
        // A list in a table of one line without a list of aliases: nothing is guessed.
        let inline = "procedure = [{ id = \"khai-sinh\", name = \"Khai sinh\" }, { id = \"b\", name = \"B\" }]\n";
        let path = folder.join("tu-phap.toml");
        fs::write(&path, inline).unwrap();
        refused("khai-sinh", "giấy đẻ", "tự thêm vào `aliases`");
        assert_eq!(fs::read_to_string(&path).unwrap(), inline);
        let wrong = "[[procedure]]\nid = \"khai-sinh\"\n";
        fs::write(&path, wrong).unwrap();
        refused("khai-sinh", "giấy đẻ", "danh mục đang có chỗ sai");
        refused("dat-dai", "bìa mới", "danh mục đang có chỗ sai");
        assert_eq!(fs::read_to_string(&path).unwrap(), wrong);
    }
}
