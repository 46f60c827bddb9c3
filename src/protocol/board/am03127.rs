//! Text panels of the AM03127 kind. Source: AmPlus LED Display Communication Protocol; `protocol/board/board.md`.
use super::template::{Template, hex};
use crate::protocol::{Face, TooWide};

/// What a panel answers when it has taken a page.
pub(super) const TAKEN: &[u8] = b"ACK";
/// What it answers when it has not.
pub(super) const REFUSED: &[u8] = b"NACK";
/// All panels obey this address, and none answers.
pub(super) const EVERY_PANEL: u8 = 0;

/// How a panel is written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Am03127 {
    /// What it shows: letters of ASCII with gaps, and the panel's own tags, such as `<CB>` for its colour.
    pub text: Template,
    /// Whether the text blinks, or holds still.
    pub flash: bool,
}

impl Am03127 {
    /// The frame that makes the panel at `address` (0: every panel) show `face`: line 1, page A, at once.
    ///
    /// # Errors
    /// [`TooWide`] when the number does not fit into its gap.
    pub fn frame(&self, address: u8, face: Face) -> Result<Vec<u8>, TooWide> {
        let mode = if self.flash { 'B' } else { 'A' };
        let mut page = format!("<L1><PA><FA><M{mode}><WZ><FA>").into_bytes();
        match face {
            // A page without text would keep the old one.
            Face::Blank => page.push(b' '),
            Face::Call { .. } => page.extend(self.text.fill(address, face)?),
        }
        let sum = page.iter().fold(0, |xor, byte| xor ^ byte);
        let mut frame = b"<ID".to_vec();
        frame.extend(hex(address));
        frame.push(b'>');
        frame.extend(page);
        frame.extend(hex(sum));
        frame.extend(b"<E>");
        Ok(frame)
    }
}
