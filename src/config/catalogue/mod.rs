//! The procedures of an office: one file for each field in the folder `danh-muc` beside `motcua.toml`,
//! written by the office and looked at anew when one was changed.
//!
//! - `read`: one file, with every mistake in it
//! - `folder`: all files, and what holds for fields without one
//! - `watch`: follows the folder while the program runs
//! - `learn`: writes one more word for a procedure into its file
//! - the files `*.toml` here: what a new office starts with (domain/sms/messages.md, "Default catalogue")
mod folder;
mod learn;
mod read;
#[cfg(test)]
mod tests;
mod watch;

pub use folder::FileMistake;
pub use learn::{LearnError, learn_alias};
pub use watch::CatalogueWatch;

use crate::domain::catalogue::{Catalogue, Procedure};
use crate::domain::rules::Field;

/// The folder's name.
pub const FOLDER: &str = "danh-muc";

/// The files that `motcua init` offers, for each group of fields of S2.11: id of the field, text. An office gets those of
/// the fields in its configuration.
pub const DEFAULT_FILES: [(&str, &str); 8] = [
    ("tu-phap", include_str!("tu-phap.toml")),
    ("dia-chinh", include_str!("dia-chinh.toml")),
    ("cong-an", include_str!("cong-an.toml")),
    ("xa-hoi", include_str!("xa-hoi.toml")),
    ("van-hoa", include_str!("van-hoa.toml")),
    ("tre-em", include_str!("tre-em.toml")),
    ("nong-nghiep", include_str!("nong-nghiep.toml")),
    ("ton-giao", include_str!("ton-giao.toml")),
];

/// The default catalogue, by field, in the order in which people are shown it.
pub fn default_catalogue() -> Catalogue {
    let fields = default_fields();
    let procedures = fields.iter().flat_map(default_procedures).collect();
    Catalogue { procedures }
}

/// The default procedures of a field; none of one that the default catalogue does not have.
fn default_procedures(field: &Field) -> Vec<Procedure> {
    let file = DEFAULT_FILES.iter().find(|(id, _)| *id == field.id);
    let read = |(id, text): &(&str, &str)| {
        let file = read::File {
            name: id,
            field: id,
            mean: field.mean,
        };
        // A test reads them all.
        file.read(text, &mut read::Seen::default())
            .unwrap_or_default()
    };
    file.map(read).unwrap_or_default()
}

/// The fields of the default catalogue.
pub(super) fn default_fields() -> Vec<Field> {
    let field = |id: &str, name: &str, mean, digit| Field {
        id: id.to_owned(),
        name: name.to_owned(),
        mean,
        digit: Some(digit),
        counters: Vec::new(),
    };
    vec![
        field("tu-phap", "Tư pháp – Hộ tịch", 10, 1),
        field("dia-chinh", "Địa chính – Xây dựng", 15, 2),
        field("cong-an", "Công an – Cư trú", 10, 3),
        field("xa-hoi", "Xã hội – Chính sách", 12, 4),
    ]
}
