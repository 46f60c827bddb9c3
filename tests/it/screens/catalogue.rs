//! The sample's procedures.

use motcua::domain::catalogue::{Paper, Procedure};

pub(crate) fn procedures() -> Vec<Procedure> {
    let all = [
        ("khai-sinh", "Đăng ký khai sinh", "tu-phap", 10),
        ("khai-tu", "Đăng ký khai tử", "tu-phap", 10),
        ("ket-hon", "Đăng ký kết hôn", "tu-phap", 10),
        ("chung-thuc", "Chứng thực bản sao, chữ ký", "tu-phap", 10),
        ("dat-dai", "Thủ tục đất đai", "dia-chinh", 15),
        ("xay-dung", "Giấy phép xây dựng", "dia-chinh", 15),
        ("bao-tro", "Bảo trợ xã hội, người có công", "xa-hoi", 12),
    ];
    all.map(|(id, name, field, mean)| Procedure {
        id: id.to_owned(),
        name: name.to_owned(),
        field: field.to_owned(),
        mean,
        papers: papers(id),
        aliases: aliases(id),
        ..Procedure::default()
    })
    .into()
}

fn aliases(procedure: &str) -> Vec<String> {
    let known = match procedure {
        "chung-thuc" => "sao y",
        "dat-dai" => "sổ đỏ",
        _ => return Vec::new(),
    };
    vec![known.to_owned()]
}

fn papers(procedure: &str) -> Vec<Paper> {
    let all = [("Tờ khai", 0), ("Giấy xác nhận tình trạng hôn nhân", 1)];
    let asked = all.into_iter().filter(|_| procedure == "ket-hon");
    let paper = |(name, copies)| Paper {
        name: String::from(name),
        originals: 1,
        copies,
    };
    asked.map(paper).collect()
}
