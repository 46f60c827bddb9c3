//! What the doors' tests share.

pub mod bridge;
pub mod busy;
pub mod codes;
pub mod desk;
pub mod dice;
pub mod fakemodem;
pub mod inside;
pub mod keys;
pub mod letters;
pub mod modem;
pub mod modem_line;
pub mod office;
pub mod peer;
pub mod print;
pub mod recount;
pub mod screen;
pub mod site;
pub mod source;
pub mod svg;
pub mod watch;
