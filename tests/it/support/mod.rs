//! What the tests of several doors share.
pub mod bridge;
pub mod peer;
