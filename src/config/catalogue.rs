//! What a new office starts with (spec/sms.md, default catalogue).
use super::{Counter, Field};

/// A procedure that citizens come for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Procedure {
    /// Never changed.
    pub id: &'static str,
    /// As shown.
    pub name: &'static str,
    /// Id of its field.
    pub field: &'static str,
    /// Mean minutes at the counter, for estimates; slots go by the field's mean.
    pub mean: u32,
}

/// The default catalogue, by field, in the order in which people are shown it.
pub const fn default_procedures() -> &'static [Procedure] {
    &PROCEDURES
}

const PROCEDURES: [Procedure; 11] = [
    entry("khai-sinh", "Đăng ký khai sinh", "tu-phap", 10),
    entry("khai-tu", "Đăng ký khai tử", "tu-phap", 10),
    entry("ket-hon", "Đăng ký kết hôn", "tu-phap", 10),
    entry("hon-nhan", "Xác nhận tình trạng hôn nhân", "tu-phap", 10),
    entry("chung-thuc", "Chứng thực bản sao, chữ ký", "tu-phap", 10),
    entry("dat-dai", "Thủ tục đất đai", "dia-chinh", 15),
    entry("xay-dung", "Giấy phép xây dựng", "dia-chinh", 15),
    entry("cu-tru", "Xác nhận cư trú", "cong-an", 10),
    entry("ho-khau-cccd", "Hộ khẩu, căn cước", "cong-an", 10),
    entry("bao-tro", "Bảo trợ xã hội, người có công", "xa-hoi", 12),
    entry("khac", "Khác", "tu-phap", 10),
];

const fn entry(id: &'static str, name: &'static str, field: &'static str, mean: u32) -> Procedure {
    Procedure {
        id,
        name,
        field,
        mean,
    }
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
