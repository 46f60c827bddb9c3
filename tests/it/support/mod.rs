//! What the doors' tests share.

pub mod keys;
pub mod office;
pub mod screen;
pub mod source;
pub mod svg;
