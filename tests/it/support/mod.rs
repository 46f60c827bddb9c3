//! What the doors' tests share.

pub mod bridge;
pub mod keys;
pub mod office;
pub mod peer;
pub mod screen;
pub mod source;
pub mod svg;
