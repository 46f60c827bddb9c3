//! What the doors' tests share.

pub(crate) mod bridge;
pub(crate) mod busy;
pub(crate) mod codes;
pub(crate) mod desk;
pub(crate) mod dice;
pub(crate) mod fakemodem;
pub(crate) mod fakezalo;
pub(crate) mod gate;
pub(crate) mod inside;
pub(crate) mod keys;
pub(crate) mod letters;
pub(crate) mod modem;
pub(crate) mod modem_line;
pub(crate) mod network_printer;
pub(crate) mod office;
pub(crate) mod peer;
pub(crate) mod print;
pub(crate) mod printer;
pub(crate) mod recount;
pub(crate) mod relay;
pub(crate) mod screen;
pub(crate) mod site;
pub(crate) mod source;
pub(crate) mod svg;
pub(crate) mod texts;
pub(crate) mod watch;
