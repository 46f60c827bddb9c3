//! `motcua passphrase`: the backups' passphrase, which the office keeps on paper. Nothing is encrypted before somebody has
//! shown that it stands there: a passphrase that nobody has would be worse than a stick that everybody can read.

use std::io::IsTerminal;
use std::path::Path;

use anyhow::{Result, bail};

use crate::app::live::random;
use crate::store::Secrets;

/// Letters that cannot be taken for one another, as in codes.
const LETTERS: &[u8] = b"23456789BCGHKMNPQTVZ";
const GROUPS: usize = 6;
const GROUP: usize = 4;

/// A passphrase as it is written down: capitals, groups with hyphens between.
pub(super) fn as_written(typed: &str) -> String {
    let letters: Vec<char> = typed.chars().filter(|c| c.is_alphanumeric()).collect();
    let groups = letters
        .chunks(GROUP)
        .map(|group| group.iter().collect::<String>());
    groups.collect::<Vec<_>>().join("-").to_uppercase()
}

/// A new one: 24 letters out of 20, more than a hundred bits.
pub(super) fn new() -> Result<String> {
    let mut letters = String::new();
    while letters.len() < GROUPS * GROUP {
        // The largest multiple of 20 in a byte: no letter is likelier than another.
        let fair = random::<64>()?.into_iter().filter(|byte| *byte < 240);
        let fair = fair.map(|byte| char::from(LETTERS[usize::from(byte) % LETTERS.len()]));
        letters.extend(fair.take(GROUPS * GROUP - letters.len()));
    }
    Ok(as_written(&letters))
}

/// Shows the passphrase, a new one if there is none or another is `wanted`, and takes it into use when it was typed back.
/// Answers what was done.
///
/// # Errors
/// When nobody is at a terminal, or what was typed is something else.
pub(super) fn run(database: &Path, another: bool) -> Result<String> {
    if !std::io::stdin().is_terminal() {
        bail!("chạy lệnh này trong cửa sổ dòng lệnh, có người chép lại mật khẩu");
    }
    let mut secrets = Secrets::read(database)?;
    let passphrase = match secrets.passphrase.clone().filter(|_| !another) {
        Some(passphrase) => passphrase,
        None => new()?,
    };
    println!("Mật khẩu sao lưu của cơ quan:\n\n    {passphrase}\n");
    println!(
        "Chép ra giấy, cất trong két hoặc tủ có khoá; không cất chung với ổ sao lưu.\n\
         Mất máy mà không còn tờ giấy này thì không ai mở lại được bản sao lưu."
    );
    eprint!("Chép xong, gõ lại mật khẩu từ tờ giấy rồi Enter: ");
    let mut typed = String::new();
    let _ = std::io::stdin().read_line(&mut typed);
    if as_written(&typed) != passphrase {
        bail!("chưa khớp, chưa thay đổi gì; chạy lại: motcua passphrase");
    }
    secrets.passphrase = Some(passphrase);
    secrets.write(database)?;
    Ok(
        "Từ nay bản sao lưu được mã hoá. Bản cũ chưa mã hoá vẫn còn trong thư mục sao lưu: xoá đi khi đã có bản mới.\n"
            .to_owned(),
    )
}
