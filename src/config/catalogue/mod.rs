//! What a new office starts with (spec/sms.md, default catalogue).
use super::{Counter, Field};
use crate::domain::catalogue::{Catalogue, Procedure};

/// One file: the procedures of one field.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    procedure: Vec<Entry>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    name: String,
    mean: i32,
    choice: Option<String>,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    on_request: bool,
}

const DEFAULT_FILES: [(&str, &str); 4] = [
    ("tu-phap", include_str!("tu-phap.toml")),
    ("dia-chinh", include_str!("dia-chinh.toml")),
    ("cong-an", include_str!("cong-an.toml")),
    ("xa-hoi", include_str!("xa-hoi.toml")),
];

/// The default catalogue, by field, in the order in which people are shown it.
pub fn default_catalogue() -> Catalogue {
    let mut procedures = Vec::new();
    for (field, text) in DEFAULT_FILES {
        let file: File = toml::from_str(text).unwrap_or(File { procedure: vec![] });
        procedures.extend(file.procedure.into_iter().map(|e| Procedure {
            id: e.id,
            name: e.name,
            field: field.to_owned(),
            mean: e.mean,
            choice: e.choice,
            aliases: e.aliases,
            on_request: e.on_request,
            ..Procedure::default()
        }));
    }
    Catalogue { procedures }
}

/// The fields of the default catalogue.
pub(super) fn default_fields() -> Vec<Field> {
    let field = |id: &str, name: &str, mean, digit| Field {
        id: id.to_owned(),
        name: name.to_owned(),
        mean,
        digit: Some(digit),
    };
    vec![
        field("tu-phap", "Tư pháp – Hộ tịch", 10, 1),
        field("dia-chinh", "Địa chính – Xây dựng", 15, 2),
        field("cong-an", "Công an – Cư trú", 10, 3),
        field("xa-hoi", "Xã hội – Chính sách", 12, 4),
    ]
}

/// Counters 1, 2, … with one field each: an office that says nothing about its counters.
pub(super) fn counter_each(fields: &[Field]) -> Vec<Counter> {
    let counters = fields.iter().zip(1..).map(|(field, number)| Counter {
        id: number.to_string(),
        name: counter_name(&number.to_string()),
        fields: vec![field.id.clone()],
    });
    counters.collect()
}

/// The name of a counter that was given none.
pub(super) fn counter_name(id: &str) -> String {
    format!("Quầy {id}")
}
