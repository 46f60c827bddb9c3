//! How pages look: one style in each page, known to the browser by its hash. System fonts, 20 px, targets of 48 px.

/// Of all pages for phones.
pub(super) const STYLE: &str = include_str!("style.css");
/// Of the lobby's screen.
pub(super) const LOBBY_STYLE: &str = include_str!("lobby.css");
/// The lobby's screen looks for news by itself.
pub(super) const LOBBY_SCRIPT: &str = include_str!("lobby.js");
