//! The first line: where, who, when, and whether everything works; under it what does not, in words.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::pen::{Pen, WIDE, wrapped};
use super::theme::Look;
use super::view::{View, drawn};
use super::words::{self, Scene, header as header_words, requests as request_words};
use crate::domain::text;

/// At most so many lines of troubles.
const TROUBLES: usize = 3;
/// At most so many troubles, one in a line.
const MOST: usize = 2;

/// So many columns hold office, counter, official, and a whole sentence about requests.
const ROOMY: u16 = 70;

/// In fewer columns an office's name says nothing.
const FEWEST: usize = 8;

/// The state of a part of the machinery.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Indicator {
    /// Not there at all.
    Absent,
    /// Well.
    Well,
    /// At work, though not all is well; words say why.
    Uneasy,
    /// It is just being started.
    Starting,
    /// Held by an official; words say so.
    Held,
    /// Not well; words say why.
    Trouble,
}

impl Indicator {
    /// In the order of their names.
    fn all(view: &View<'_>) -> Vec<Self> {
        let boards = view.status.map_or(&[][..], |status| &status.boards);
        let led = match boards {
            [] => Self::Absent,
            boards if boards.iter().any(|b| b.trouble.is_some()) => Self::Trouble,
            _ => Self::Well,
        };
        let sms = match view.modem() {
            None => Self::Absent,
            Some(_) if view.letters.held => Self::Held,
            Some(modem) => match (modem.ready, &modem.trouble) {
                (true, None) => Self::Well,
                (true, Some(_)) => Self::Uneasy,
                (false, None) => Self::Starting,
                (false, Some(_)) => Self::Trouble,
            },
        };
        let web = match view.status.and_then(|status| status.web.as_ref()) {
            None => Self::Absent,
            Some(web) if web.trouble.is_some() => Self::Trouble,
            Some(_) => Self::Well,
        };
        let voice = view.status.and_then(|status| status.voice.as_ref());
        let voice = voice.map(|voice| match (voice.ready, &voice.trouble) {
            (_, Some(_)) => Self::Trouble,
            (true, None) => Self::Well,
            (false, None) => Self::Starting,
        });
        // An office without a loudspeaker has its place for words.
        [led, sms, web].into_iter().chain(voice).collect()
    }

    fn drawn(self, look: Look) -> Span<'static> {
        if look.linear {
            return Span::raw(header_words::INDICATOR_STATES[self as usize]);
        }
        let (sign, style) = match self {
            Self::Absent => ("·", look.theme.faint()),
            Self::Well => ("●", look.theme.good()),
            Self::Uneasy => ("!", look.theme.warning()),
            Self::Starting => ("…", look.theme.faint()),
            Self::Held => ("■", look.theme.warning()),
            Self::Trouble => ("✕", look.theme.bad()),
        };
        Span::styled(sign, style)
    }
}

fn indicators(view: &View<'_>, gap: usize, look: Look) -> Line<'static> {
    let named = header_words::INDICATORS
        .into_iter()
        .zip(Indicator::all(view));
    // Read aloud, two blanks are a pause.
    let gap = if look.linear { 2 } else { gap };
    let spans = named.flat_map(|(name, indicator)| {
        let name = Span::styled(format!("{:gap$}{name} ", ""), Style::new());
        [name, indicator.drawn(look)]
    });
    Line::from_iter(spans)
}

/// What the header is drawn from: how many lines it takes depends on what is not well.
pub(super) struct Header {
    /// In lines, none of them cut.
    troubles: Vec<String>,
}

impl Header {
    /// Looks around.
    pub(super) fn new(scene: &Scene<'_>, width: u16) -> Self {
        let all = header_words::troubles(scene);
        let more = |n: usize| header_words::more_troubles(scene, all.len() - n);
        let lines = |n: usize| {
            let lines = all.iter().take(n).enumerate().flat_map(|(i, trouble)| {
                let more = if i + 1 == n { more(n) } else { String::new() };
                wrapped(
                    &format!("! {trouble}{more}"),
                    usize::from(width).saturating_sub(2),
                )
            });
            lines.collect::<Vec<_>>()
        };
        // As many troubles as fit whole, and in any case the gravest.
        let mut fitting = (1..=all.len().min(MOST)).rev();
        let shown = fitting.find(|n| lines(*n).len() <= TROUBLES);
        let shown = shown.unwrap_or(all.len().min(1));
        let mut troubles = lines(shown);
        troubles.truncate(TROUBLES + 1);
        Self { troubles }
    }

    /// How many lines it takes.
    pub(super) fn height(&self) -> u16 {
        1 + self.troubles.len() as u16
    }

    /// Draws it.
    pub(super) fn draw(&self, scene: &Scene<'_>, pen: &mut Pen<'_>) {
        let view = scene.view;
        let strong = pen.theme().strong();
        let wide = pen.width() >= WIDE;
        let gap = if wide { 2 } else { 1 };
        let indicators = indicators(view, gap, pen.look);
        let at = pen.width().saturating_sub(indicators.width() as u16 + 1);
        pen.put_line(at, &indicators);
        let clock = words::clock(view.now, wide);
        let clock_at = at.saturating_sub(text::width(&clock) as u16 + gap as u16);
        let left = draw_waiting(view, clock_at, pen).saturating_sub(2);
        pen.put((clock_at, 0), &clock, strong);
        // The counter and the official matter more here than the office's name, which they know.
        let desk = header_words::desk(scene, wide);
        let room = usize::from(left).saturating_sub(text::width(&desk) + text::width(" · "));
        let office = match room {
            0..FEWEST => String::new(),
            room => text::fit(&drawn(view.office_name), room) + " · ",
        };
        pen.put_in((1, 0), left, &format!("{office}{desk}"), strong);
        self.draw_troubles(pen);
    }

    fn draw_troubles(&self, pen: &mut Pen<'_>) {
        let style = pen.theme().bad();
        for (words, y) in self.troubles.iter().zip(1..) {
            pen.line(y).indented(1).put((0, 0), words, style);
        }
    }
}

/// What waits for the office, before the column `to`: requests, messages, calls. Answers where that begins.
fn draw_waiting(view: &View<'_>, to: u16, pen: &mut Pen<'_>) -> u16 {
    let (warning, bad) = (pen.theme().warning(), pen.theme().bad());
    let messages = header_words::messages(view).map(|words| (words, warning));
    let taken = messages
        .as_ref()
        .map_or(0, |(words, _)| text::width(words) as u16);
    let (waiting, late) = request_words::waiting(view);
    let requests = (waiting > 0).then(|| {
        let words = header_words::requests(waiting, late, to >= ROOMY + taken);
        (words, if late > 0 { bad } else { warning })
    });
    let web = view.status.and_then(|status| status.web.as_ref());
    let code = web.and_then(|web| web.day_code.as_deref());
    let code = code.map(|code| (header_words::day_code(code), pen.theme().strong()));
    let mut at = to;
    for (words, style) in code.into_iter().chain(messages).chain(requests) {
        at = at.saturating_sub(text::width(&words) as u16 + 2);
        pen.put((at, 0), &words, style);
    }
    at
}
