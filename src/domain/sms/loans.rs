//! Who speaks of a loan or of money and is a citizen, no lender.

use super::inquiries::MAY_I;
use super::junk::{is_own, lends_out};
use super::lexicon::QUESTIONS;
use super::questions::whether;
use super::words::Message;

/// Whether somebody speaks of a loan or of money who wants something of the office: for himself, of the procedure that he names, or of what
/// he asks the office: `xác nhận độc thân để vay ngân hàng`. No lender says so.
pub(super) fn is_by_citizen(message: &Message, names_procedure: bool) -> bool {
    const OFFICE: [&str; 5] = ["xã", "ubnd", "ủy ban", "cán bộ", "một cửa"];
    const WISHES: [&str; 5] = ["xin", "cần", "làm", "muốn", "nhờ"];
    const LOAN: [&str; 3] = ["vay", "tiền", "vốn"];
    let all = || 0..message.tokens.len();
    let asks = whether(message).is_some()
        || message.says(all(), &MAY_I)
        || all().any(|at| message.longest(at, &QUESTIONS) > 0);
    let wishes = message.is_any(0, &WISHES) && !message.is_any(1, &LOAN);
    let helped = message.says(all(), &["nhờ xã", "nhờ ubnd", "nhờ cán bộ"]);
    let of_office = names_procedure && (asks || wishes) || asks && message.says(all(), &OFFICE);
    let of_office = of_office || helped;
    !lends_out(message) && (is_own(message) || of_office)
}
