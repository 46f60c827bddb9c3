//! Comments and complaints at the desk.

use super::Desk;
use crate::app::comments::{answer, list, of_same_source, sweep, take};
use crate::tui::Command;
use crate::tui::words::{comments, desk as words};

impl Desk {
    /// Reads them. Answers whether anything that is drawn has changed.
    pub(super) fn read_comments(&mut self) -> bool {
        match list(&self.live) {
            Ok(comments) => {
                let before = std::mem::replace(&mut self.comments, comments);
                before != self.comments
            }
            Err(error) => {
                self.read_at = None;
                self.fail(&error.to_string());
                true
            }
        }
    }

    /// Does what is asked for about one. Answers whether it was done.
    pub(super) fn carry_out_comment(&mut self, command: &Command) -> bool {
        let by = self.signed_in.clone();
        let (done, words) = match command {
            Command::TakeComment(code) => (take(&mut self.live, code, by.as_deref()), words::TAKEN),
            Command::AnswerComment { code, text } => {
                let done = answer(&mut self.live, code, text, by.as_deref());
                (done, words::ANSWERED)
            }
            Command::ShowCommentSource(code) => return self.show_comment_source(code),
            Command::SweepComments(codes) => {
                let done = sweep(&mut self.live, codes, comments::SWEPT, by.as_deref());
                (done, words::COMMENTS_SWEPT)
            }
            _ => return true,
        };
        self.read_comments();
        let is_done = matches!(done, Ok(true));
        match done {
            Ok(true) => self.with_view(|screen, view| screen.succeeded(words, view)),
            Ok(false) => self.fail(words::COMMENT_CHANGED),
            Err(error) => self.fail(&error.to_string()),
        }
        is_done
    }
    /// What came from where a comment came from, as far as it still waits.
    fn show_comment_source(&mut self, code: &str) -> bool {
        match of_same_source(&self.live, code) {
            Ok(codes) if codes.is_empty() => self.fail(words::COMMENT_SOURCE_FORGOTTEN),
            Ok(codes) => {
                self.with_view(|screen, view| screen.show_comment_source(&codes, view));
                return true;
            }
            Err(error) => self.fail(&error.to_string()),
        }
        false
    }
}
