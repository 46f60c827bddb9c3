//! What people are told about the voice: what is missing, and the way out.
use std::fmt;

use super::{ClipFault, Fault, WavFault};
use crate::domain::rules::Rules;
use crate::domain::ticket::Number;

/// So many missing phrases are named.
const NAMED: usize = 3;
const OFF: &str = "không dùng loa thì ghi on = false dưới [voice] trong motcua.toml";

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSpeaker { missing } => write!(
                f,
                "cài espeak-ng (sudo apt install espeak-ng), hoặc thu âm giọng của cơ quan bằng \
                 motcua voice record (còn thiếu {}); {OFF}",
                some_of(missing)
            ),
            Self::Speaker(said) => write!(f, "cài lại espeak-ng (nó báo: {said})"),
            Self::Clip(fault) => fault.fmt(f),
            Self::NoPlayer(name) => write!(
                f,
                "cài chương trình phát âm thanh {name} (sudo apt install alsa-utils), hoặc sửa player \
                 dưới [voice]; {OFF}"
            ),
            Self::NoCard => write!(
                f,
                "không thấy card âm thanh: cắm loa USB, hoặc thêm người dùng vào nhóm audio (sudo usermod \
                 -aG audio TÊN) rồi đăng nhập lại; {OFF}"
            ),
            Self::Player(said) => write!(
                f,
                "xem loa và mục player dưới [voice] (chương trình phát báo: {said})"
            ),
            Self::Stuck(name) => write!(
                f,
                "{name} phát mãi không xong nên đã bị dừng: rút loa ra cắm lại"
            ),
            Self::NoRecorder(name) => write!(
                f,
                "cài chương trình thu âm {name} (sudo apt install alsa-utils), hoặc ghi recorder dưới \
                 [voice]"
            ),
            Self::NoMicrophone => write!(
                f,
                "máy này không có micro: cắm micro hay tai nghe có micro rồi thu lại"
            ),
            Self::Recorder(said) => write!(
                f,
                "không thu được: xem micro (chương trình thu báo: {said})"
            ),
            Self::StuckRecorder => write!(
                f,
                "chương trình thu không dừng lại nên đã bị tắt: rút micro ra cắm lại rồi thu lại"
            ),
            Self::NothingRecorded => {
                write!(f, "không nghe thấy gì: xem micro có bật không, đọc to hơn")
            }
            Self::Unwritten(file, why) => {
                write!(f, "không ghi được {} ({why})", file.display())
            }
            Self::System(error) => write!(f, "máy không chạy được chương trình âm thanh ({error})"),
        }
    }
}

impl fmt::Display for ClipFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = self.file.display();
        match self.why {
            WavFault::NotWav => write!(
                f,
                "{file} không phải tệp WAV: thu lại bằng motcua voice record, hoặc xoá đi"
            ),
            WavFault::Packed => write!(
                f,
                "{file} là WAV nén: lưu lại dạng PCM 16 bit, hoặc thu lại bằng motcua voice record"
            ),
            WavFault::Silent => write!(
                f,
                "{file} không có tiếng: thu lại bằng motcua voice record, hoặc xoá đi"
            ),
        }
    }
}

/// `"mốt", "tư", "lăm" và 12 cụm nữa`.
pub(super) fn some_of(missing: &[String]) -> String {
    let named = missing
        .iter()
        .take(NAMED)
        .map(|phrase| format!("\"{phrase}\""));
    let named = named.collect::<Vec<_>>().join(", ");
    match missing.len().saturating_sub(NAMED) {
        0 => named,
        more => format!("{named} và {more} cụm nữa"),
    }
}

/// Numbers that were never read, for the calls came too thick.
pub fn late(rules: &Rules, numbers: &[Number]) -> String {
    let number = |number: &Number| format!("{} {}", rules.field(number.field).id, number.n);
    let numbers = numbers.iter().map(number).collect::<Vec<_>>().join(", ");
    format!("gọi dồn dập nên chưa đọc kịp số {numbers}: nếu người đó chưa đến thì gọi lại")
}

/// Nobody ended a recording.
pub fn too_long() -> String {
    "đã dừng vì thu quá lâu: thu lại, đọc xong thì dừng ngay".to_owned()
}

pub(super) fn too_slow() -> String {
    "không xong trong mười giây".to_owned()
}

pub(super) fn no_sound() -> String {
    "không có âm thanh".to_owned()
}

/// Whether a player's complaint means that there is no card for it.
pub(super) fn means_no_card(said: &str) -> bool {
    said.contains("cannot find card") || said.contains("audio open error")
}
