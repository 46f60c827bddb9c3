//! How things look: eight colours that are never alone, and signs for consoles with a small font.

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};
use ratatui::symbols::border;

/// Colours, or none (`NO_COLOR`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Theme {
    coloured: bool,
    dims: bool,
}

impl Theme {
    /// With the eight colours that every terminal has, dark or light.
    pub const fn coloured() -> Self {
        Self {
            coloured: true,
            dims: true,
        }
    }

    /// Without any colour: bold, reversed and words must do.
    pub const fn plain() -> Self {
        Self {
            coloured: false,
            dims: true,
        }
    }

    /// For the Linux console, which draws faint letters in dark grey on black: nobody can read them from a chair.
    pub const fn undimmed(self) -> Self {
        Self {
            dims: false,
            ..self
        }
    }

    const fn fg(self, colour: Color) -> Style {
        if self.coloured {
            Style::new().fg(colour)
        } else {
            Style::new()
        }
    }

    /// Titles, and whom this counter serves.
    pub const fn strong(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// What may be overlooked: those who are not here, column titles.
    pub const fn faint(self) -> Style {
        match self.dims {
            true => Style::new().add_modifier(Modifier::DIM),
            false => Style::new(),
        }
    }

    /// The row under the cursor.
    pub const fn selected(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// Selected or as ever.
    pub const fn row(self, chosen: bool) -> Style {
        match chosen {
            true => self.selected(),
            false => Style::new(),
        }
    }

    /// Booked ones.
    pub const fn booked(self) -> Style {
        self.fg(Color::Cyan)
    }

    /// Priority.
    pub const fn priority(self) -> Style {
        self.fg(Color::Magenta)
    }

    /// Done, well.
    pub const fn good(self) -> Style {
        self.fg(Color::Green)
    }

    /// Takes longer than usual, nearly full.
    pub const fn warning(self) -> Style {
        self.fg(Color::Yellow)
    }

    /// Refused, broken, full.
    pub const fn bad(self) -> Style {
        self.fg(Color::Red).add_modifier(Modifier::BOLD)
    }

    /// Keys in the footer.
    pub const fn key(self) -> Style {
        self.fg(Color::Cyan).add_modifier(Modifier::BOLD)
    }
}

/// Signs for a terminal with a full font, or for the Linux console.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Glyphs {
    full: bool,
}

impl Glyphs {
    /// Rounded corners, round lamps.
    pub const fn full() -> Self {
        Self { full: true }
    }

    /// What a console font with 256 signs has.
    pub const fn plain() -> Self {
        Self { full: false }
    }

    /// The lines of a frame.
    pub(super) fn frame(self) -> border::Set<'static> {
        match self.full {
            true => border::ROUNDED,
            false => border::PLAIN,
        }
    }

    /// Puts stand-ins where the font has no sign. Screens are drawn with the full set; this is the last step.
    pub fn settle(self, buffer: &mut Buffer) {
        if self.full {
            return;
        }
        for cell in &mut buffer.content {
            if let Some(plain) = stand_in(cell.symbol()) {
                cell.set_symbol(plain);
            }
        }
    }
}

fn stand_in(sign: &str) -> Option<&'static str> {
    Some(match sign {
        "▸" => ">",
        "●" => "*",
        "✕" => "x",
        "✓" => "v",
        "■" => "#",
        "•" => "*",
        "—" | "–" => "-",
        _ => return sign.chars().any(is_foreign).then_some("?"),
    })
}

/// Letters of other writings, and signs, that no console font with the Vietnamese letters has.
fn is_foreign(c: char) -> bool {
    let is_latin = c < '\u{250}' || matches!(c, '\u{1ea0}'..='\u{1ef9}');
    let is_sign = matches!(c, '\u{2010}'..='\u{2193}' | '\u{2500}'..='\u{257f}');
    !is_latin && !is_sign
}

/// Colours and signs together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Look {
    /// Colours.
    pub theme: Theme,
    /// Signs.
    pub glyphs: Glyphs,
    /// Line by line, for who reads by ear or by finger: no frames, nothing side by side.
    pub linear: bool,
}
