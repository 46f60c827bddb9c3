//! What people ask without a command: which papers to bring, what it costs, how long it takes, when the office is open and
//! where it is, when their turn comes.

use super::codes::Kind;
use super::inquiries::{
    READY, asks_for_need, asks_limit, awaits_result, closes, is_of_contract, priced,
};
use super::lexicon::NOT;
use super::lost::{is_lost, is_slip};
use super::reading::{Intent, Reading, Topic};
use super::visits::{
    asks_crowd, asks_for_own, asks_for_room, asks_of_weekend, begins_when, fetches, forgot_day,
    is_of_another_day, is_of_home, takes_in_when,
};
use super::words::Message;
use crate::domain::time::Day;

const PAPERS: [&str; 31] = [
    "bản chính ko",
    "bản chính không",
    "bản chính k",
    "bản gốc không",
    "bản gốc ko",
    "bản chính hay",
    "có cần mang",
    "có cần đem",
    "có cần giấy",
    "có phải mang",
    "có phải đem",
    "giấy tờ gì",
    "giấy tờ nào",
    "giấy gì",
    "mang gì",
    "mang theo gì",
    "mang theo giấy",
    "mang theo những gì",
    "mang những gì",
    "đem gì",
    "đem theo gì",
    "đem theo giấy",
    "đem giấy",
    "mang giấy",
    "cần gì",
    "cần những gì",
    "hồ sơ gì",
    "hồ sơ gồm",
    "thủ tục gồm",
    "chuẩn bị gì",
    "chuẩn bị giấy",
];
/// What somebody comes to fetch; of a procedure that is named, too.
const RESULT: [&str; 10] = [
    "lấy kết quả",
    "nhận kết quả",
    "lấy kq",
    "nhận kq",
    "nhận thẻ",
    "lấy thẻ",
    "lấy hồ sơ",
    "nhận hồ sơ",
    "trả kết quả",
    "trả hồ sơ",
];
const FEE: [&str; 33] = [
    "nhiu tiền",
    "tốn nhiu",
    "hết nhiu",
    "miễn phí không",
    "miễn phí ko",
    "miễn phí k",
    "miễn phí hay",
    "hết nhiều không",
    "hết nhiều ko",
    "tốn nhiều không",
    "tốn nhiều ko",
    "nhiều tiền không",
    "bao nhiêu tiền",
    "bao nhiu tiền",
    "nhiêu tiền",
    "mấy tiền",
    "bao nhiêu một",
    "bao nhiêu 1",
    "mất bao nhiêu",
    "hết bao nhiêu",
    "tốn bao nhiêu",
    "tốn nhiêu",
    "giá bao nhiêu",
    "phí bao nhiêu",
    "lệ phí",
    "mất phí",
    "tốn phí",
    "có phí",
    "thu phí",
    "đóng phí",
    "mất tiền",
    "tốn tiền",
    "đóng tiền",
];
/// What is not in the catalogue: an official knows.
const FINE: [&str; 5] = ["bị phạt", "có phạt", "phạt tiền", "nộp phạt", "phạt bao"];
/// Beside `mấy giờ`, or by themselves.
const HOURS: [&str; 3] = ["giờ làm việc", "giờ hành chính", "giờ mở cửa"];
const OPEN: [&str; 14] = [
    "làm việc",
    "mở cửa",
    "đóng cửa",
    "nghỉ trưa",
    "nghỉ",
    "xã làm",
    "ubnd làm",
    "ủy ban làm",
    "làm đến",
    "làm tới",
    "bắt đầu làm",
    "mở",
    "đóng",
    "xã",
];
/// Beside a word for working: `ngay mo xa lam viec`.
const WHICH_DAY: [&str; 4] = ["ngày nào", "bữa nào", "thứ mấy", "khi nào"];
/// `thứ 7 có làm việc không`: with a denial at the end.
const WORKS: [&str; 7] = [
    "làm việc",
    "làm không",
    "làm ko",
    "làm k",
    "mở cửa",
    "nghỉ",
    "trực",
];
const COUNTER: [&str; 6] = [
    "quầy mấy",
    "quầy số mấy",
    "quầy nào",
    "quầy số nào",
    "quầy bao nhiêu",
    "quầy gì",
];
const WHERE: [&str; 14] = [
    "không hay phải ra huyện",
    "không hay phải lên huyện",
    "không hay ra huyện",
    "xã hay phải",
    "xã hay huyện",
    "xã hay lên huyện",
    "xã hay ra huyện",
    "huyện hay xã",
    "xã hay tỉnh",
    "xã hay lên tỉnh",
    "ở đâu",
    "chỗ nào",
    "địa chỉ",
    "đường nào",
];
const OFFICE: [&str; 11] = [
    "ubnd",
    "ủy ban",
    "xã",
    "một cửa",
    "cơ quan",
    "trụ sở",
    "văn phòng",
    "nộp",
    "làm",
    "mình",
    "bên",
];
const PHONE: [&str; 14] = [
    "số điện thoại",
    "sđt",
    "số đt",
    "số máy của",
    "xin số máy",
    "thì gọi số nào",
    "hỏi số nào",
    "hotline",
    "đường dây nóng",
    "gọi số nào để",
    "gọi số mấy để",
    "số nào để gọi",
    "số nào gọi",
    "số nào để hỏi",
];
/// Beside these.
const WHICH_NUMBER: [&str; 12] = [
    "xin số",
    "xin sđt",
    "cho số",
    "em số",
    "tôi số",
    "con số",
    "xin cái",
    "bao nhiêu",
    "nào",
    "mấy",
    "là gì",
    "hỏi số",
];
/// Whose number is another one.
const OF_OTHERS: [&str; 14] = [
    "trưởng thôn",
    "trưởng bản",
    "trưởng xóm",
    "trưởng ấp",
    "trưởng khu",
    "tổ trưởng",
    "bí thư",
    "công an",
    "trạm y tế",
    "trường",
    "của anh",
    "của chị",
    "của ông",
    "của bà",
];
/// A number that somebody tells of himself has so many digits.
const DIGITS_OF_A_PHONE: usize = 6;
const TURN: [&str; 30] = [
    "gọi số mấy rồi",
    "đang gọi số mấy",
    "đến lượt",
    "tới lượt",
    "đến phiên",
    "tới phiên",
    "đến số",
    "tới số",
    "bao lâu nữa",
    "chờ bao lâu",
    "đợi bao lâu",
    "chờ lâu không",
    "còn mấy người",
    "còn bao nhiêu người",
    "hẹn mấy giờ",
    "hẹn lúc mấy giờ",
    "hẹn ngày mấy",
    "lịch mấy giờ",
    "mấy giờ hẹn",
    "lịch hẹn mấy giờ",
    "khi nào đến em",
    "bao giờ đến em",
    "mấy giờ",
    "mất mã",
    "quên mã",
    "xem mã",
    "xem giúp mã",
    "xem lại mã",
    "xin lại mã",
    "mã hẹn của",
];
/// Which number is being served.
const CALLED: [&str; 6] = [
    "tới số mấy",
    "đến số mấy",
    "gọi số mấy rồi",
    "đang gọi số mấy",
    "tới số bao nhiêu",
    "đến số bao nhiêu",
];
/// What somebody waits for.
const DOSSIER: [&str; 5] = ["hồ sơ", "kết quả", "giấy", "sổ", "thẻ"];
/// What somebody wants looked up.
const SOUGHT: [&str; 14] = [
    "lịch sáng",
    "lịch chiều",
    "lịch ngày",
    "lịch thứ",
    "lịch hôm",
    "hồ sơ",
    "kết quả",
    "lịch hẹn",
    "cuộc hẹn",
    "lịch của",
    "lịch đã",
    "lịch em",
    "lịch tôi",
    "lịch mình",
];
/// Behind one's own booking; of another day it asks for room: `lịch sáng mai còn không`.
const STILL: [&str; 3] = ["còn không", "còn ko", "còn k"];

const SEEK: [&str; 11] = [
    "bị hủy chưa",
    "bị hủy rồi hả",
    "kiểm tra",
    "tra giúp",
    "tra cứu",
    "xem giúp",
    "xem hộ",
    "xem lại",
    "xem lịch",
    "em xem",
    "tôi xem",
];
/// `lam khai sinh thi lam rang`.
const HOW: [&str; 17] = [
    "những bước gì",
    "bước nào",
    "các bước",
    "quy trình",
    "mấy bước",
    "xuống nhà được",
    "đến nhà được",
    "tận nhà được",
    "có sao không",
    "có sao ko",
    "có sao k",
    "sao không",
    "thì sao",
    "thì s",
    "làm sao",
    "thế nào",
    "như nào",
];

/// When few are there.
const QUIET: [&str; 6] = [
    "vắng người",
    "vắng khách",
    "ít người",
    "ít khách",
    "đỡ đông",
    "bớt đông",
];

/// What is asked, as the command would ask it: the papers as help, the turn as a lookup. `named` has the procedure that is named.
pub(super) fn question(message: &Message, named: Reading, today: Day) -> Option<Reading> {
    let message = &message.in_standard();
    let Reading {
        procedure, alias, ..
    } = named;
    let says = |phrases: &[&str]| message.says(0..message.tokens.len(), phrases);
    let says_fee = || says(&["phí"]) && says(&["bao nhiêu", "bao nhiu", "nhiêu"]);
    let topic = match () {
        () if is_of_home(message) && procedure.is_none() => return None,
        () if says(&FINE) => return None,
        () if asks_for_need(message) => return None,
        () if says(&PAPERS) && is_lost(message) => Topic::Lost,
        () if says(&PAPERS) && (says(&RESULT) || fetches(message, procedure.is_some())) => {
            Topic::Result
        }
        () if says(&PAPERS) && procedure.is_none() && says(&["lấy giấy", "nhận giấy"]) => {
            Topic::Result
        }
        () if says(&PAPERS) && is_of_contract(message, procedure.as_deref()) => return None,
        () if says(&PAPERS) && (says(&FEE) || says_fee()) => Topic::PapersAndFee,
        () if says(&PAPERS) && asks_limit(message) => Topic::PapersAndLimit,
        () if says(&PAPERS) => Topic::Papers,
        () if procedure.is_some() && begins_with_fee(message, alias.as_deref()) => Topic::Fee,
        () if says(&FEE) || says_fee() => Topic::Fee,
        () if let Some(day) = asks_for_room(message, today) => {
            return Some(Reading {
                intent: Intent::Help,
                topic: Some(Topic::Room),
                procedure,
                date: day,
                ..Reading::default()
            });
        }
        () if says(&HOURS)
            || says(&["mấy giờ", "mấy h"]) && says(&OPEN)
            || begins_when(message)
            || takes_in_when(message) =>
        {
            Topic::Hours
        }
        () if asks_whether_open(message) || asks_of_weekend(message, procedure.is_some()) => {
            Topic::Hours
        }
        () if says(&WHICH_DAY) && says(&["làm việc", "mở cửa", "nghỉ"]) => Topic::Hours,
        () if says(&QUIET) && !says(&["hẹn", "lịch", "xếp", "đặt"]) => {
            if procedure.is_some() || is_of_another_day(message, today) {
                return None;
            }
            Topic::Crowd
        }
        () if says(&COUNTER) => Topic::Place,
        () if says(&WHERE) && (procedure.is_some() || says(&OFFICE)) => Topic::Place,
        () if asks_phone(message) => Topic::Phone,
        () if says(&TURN)
            || forgot_day(message)
            || asks_for_own(message)
            || says(&DOSSIER) && says(&READY)
            || awaits_result(message)
            || says(&SOUGHT) && (says(&SEEK) || says(&STILL) && says(&["của"])) =>
        {
            return Some(Reading {
                intent: Intent::Lookup,
                topic: says(&CALLED).then_some(Topic::Called),
                ..Reading::default()
            });
        }
        () if procedure.is_some() && asks_limit(message) => Topic::Limit,
        () if procedure.is_some() && needs(message) => Topic::Papers,
        () if procedure.is_none() && asks_crowd(message) && !is_of_another_day(message, today) => {
            Topic::Crowd
        }
        () => return None,
    };
    let (procedure, alias, topic) = priced(message, procedure, alias, topic)?;
    Some(Reading {
        intent: Intent::Help,
        procedure: procedure.filter(|_| !is_slip(message)),
        alias,
        topic: (topic != Topic::Papers).then_some(topic),
        ..Reading::default()
    })
}

/// Whether it is asked what to bring.
pub(super) fn asks_papers(message: &Message) -> bool {
    let message = message.in_standard();
    message.says(0..message.tokens.len(), &PAPERS)
}

/// `cho xin số điện thoại của xã`, and no number of the sender's own.
fn asks_phone(message: &Message) -> bool {
    let all = || 0..message.tokens.len();
    let told = all().any(|at| {
        let token = &message.tokens[at];
        token.kind == Kind::Number && token.fold.len() >= DIGITS_OF_A_PHONE
    });
    let asked = message.says(all(), &WHICH_NUMBER) || whether(message).is_some();
    let asked = asked || message.says(all(), &["của xã", "ubnd", "ủy ban", "một cửa"]);
    let others = message.says(all(), &OF_OTHERS);
    !told && !others && message.says(all(), &PHONE) && asked
}

/// `phí làm khai sinh`, `phi chung thuc`; but Phí is a family name, too.
fn begins_with_fee(message: &Message, procedure: Option<&str>) -> bool {
    const BEHIND: [&str; 9] = [
        "làm",
        "cấp",
        "đổi",
        "xin",
        "đăng ký",
        "nộp",
        "của",
        "giấy",
        "thủ tục",
    ];
    let fee = message.tokens.iter().position(|token| token.is("phí"));
    fee.is_some_and(|fee| {
        let words = procedure.into_iter().flat_map(|words| words.split(' '));
        let mut pairs = words.zip(message.tokens.iter().skip(fee + 1));
        let named = procedure.is_some() && pairs.all(|(word, token)| token.fold == word);
        let asks = fee == 0 || message.is(fee - 1, "hỏi");
        asks && (named || message.longest_of(fee + 1, &BEHIND) > 0)
    })
}

/// How a procedure is done is asked: its papers are what is known of that.
pub(super) fn how(message: &Message, procedure: Option<String>) -> Option<Reading> {
    let message = &message.in_standard();
    // `làm sao y` is a copy.
    let copy = |at: usize| message.is(at + 1, "sao") && message.is_any(at + 2, &["y", "lục"]);
    let asked = |at: usize| message.longest_of(at, &HOW) > 0 && !copy(at);
    let asked = (0..message.tokens.len()).any(asked);
    let lost = is_lost(message).then_some(Topic::Lost);
    procedure.filter(|_| asked).map(|procedure| Reading {
        intent: Intent::Help,
        procedure: Some(procedure).filter(|_| !is_slip(message)),
        topic: lost,
        ..Reading::default()
    })
}

/// The first token of a question `có … không` that has one of the phrases; without phrases, of any.
pub(super) fn whether(message: &Message) -> Option<(usize, usize)> {
    /// No more words stand between.
    const BETWEEN: usize = 7;
    (0..message.tokens.len()).find_map(|at| {
        let has = message.is_any(at, &["có", "còn"]);
        let last = (at + 1..message.tokens.len().min(at + 2 + BETWEEN))
            .take_while(|next| {
                !message.breaks(*next) || message.is(at, "có") && message.gap(*next) == "/"
            })
            .find(|at| message.is_any(*at, &NOT) || message.is(*at, "chưa"))?;
        has.then_some((at, last))
    })
}

/// `kết hôn có cần cả hai vợ chồng lên không`: what is needed.
fn needs(message: &Message) -> bool {
    let no = |at: usize| message.is_any(at, &NOT) && closes(message, at + 1);
    (1..message.tokens.len()).any(no) && message.says(0..message.tokens.len(), &["có cần"])
}

/// `thứ bảy có làm không`; but `lý lịch tư pháp xã có làm không` asks for no time.
fn asks_whether_open(message: &Message) -> bool {
    const DOES: [&str; 3] = ["làm không", "làm ko", "làm k"];
    const WHAT: [&str; 6] = ["làm", "xin", "cấp", "đổi", "đăng ký", "xác nhận"];
    whether(message).is_some_and(|(from, to)| {
        let said = |phrases: &[&str]| message.says(from + 1..=to, phrases);
        said(&WORKS) && !(said(&DOES) && message.says(0..from, &WHAT))
    })
}
