//! The pages, and what the keys of a page are about.

use super::keymap::Context;
use crate::app::post::letters::Letter;
use crate::domain::ticket::Ticket;

/// Which of the screens is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Page {
    /// Those in service and the queue.
    Today,
    /// The days ahead.
    Bookings,
    /// What waits for an answer.
    Requests,
    /// Messages in and out, and calls to make.
    Messages,
}

impl Page {
    /// In the order of the key that leads through them.
    const ALL: [Self; 4] = [Self::Today, Self::Bookings, Self::Requests, Self::Messages];

    /// The page so many further on.
    fn turned(self, by: usize) -> Self {
        let at = Self::ALL.iter().position(|p| *p == self).unwrap_or(0);
        Self::ALL[(at + by) % Self::ALL.len()]
    }

    /// The next one.
    pub fn next(self) -> Self {
        self.turned(1)
    }

    /// The one before.
    pub fn previous(self) -> Self {
        self.turned(Self::ALL.len() - 1)
    }

    /// Which keys hold there.
    pub fn context(self) -> Context {
        match self {
            Self::Today => Context::Main,
            Self::Bookings | Self::Requests | Self::Messages => Context::List,
        }
    }
}

/// What the keys are about: the chosen row of the page that is shown.
#[derive(Clone, Copy)]
pub struct Target<'a> {
    /// The page.
    pub page: Page,
    /// The chosen ticket; on the main screen, without a choice, the one in service.
    pub ticket: Option<&'a Ticket>,
    /// The chosen message or notice.
    pub letter: Option<&'a Letter>,
}

impl<'a> Target<'a> {
    /// A ticket, or nothing, of a page.
    pub fn ticket(page: Page, ticket: Option<&'a Ticket>) -> Self {
        Self {
            page,
            ticket,
            letter: None,
        }
    }

    /// A message or notice, or nothing.
    pub fn letter(letter: Option<&'a Letter>) -> Self {
        Self {
            page: Page::Messages,
            ticket: None,
            letter,
        }
    }

    /// Whether it is a request that must be answered.
    pub fn is_request(&self) -> bool {
        self.ticket.is_some_and(|t| t.state.awaits_answer())
    }
}
