//! The leaflet: one sheet with two pages on how to use the service, in simple words and big type (S4.1).

use super::sheets::{CODE_MARGIN, Sheet, scaled, title};
use super::{Kit, PosterError, words};
use crate::app::qr::Qr;
use crate::print::page::{Area, BLUE, Block, GREY, LEAST_MODULE, NoRoom, Page, TINT, height, text};

/// A numbered part of a page.
struct Part {
    /// Its title, then what it says.
    words: Vec<Block>,
    /// What stands as a code at its right.
    code: Option<String>,
}

fn part(title: &str, words: Vec<Block>) -> Part {
    let mut all = vec![text(7.8, title).bold().ink(BLUE)];
    all.extend(words);
    Part {
        words: all,
        code: None,
    }
}

/// Both pages.
pub(super) fn leaflet(kit: &Kit<'_>) -> Result<Vec<Page>, PosterError> {
    Ok(vec![before(kit)?, after(kit)?])
}

/// How to book.
fn before(kit: &Kit<'_>) -> Result<Page, PosterError> {
    let mut parts = Vec::new();
    // An office without a page has its other ways.
    if let Ok(address) = kit.web() {
        let mut told = vec![text(5.6, words::BY_PHONE_FILL)];
        if let Some(network) = &kit.config.wifi {
            let join = words::join(&network.name, network.password.as_deref());
            told.insert(0, text(5.6, join));
            told.push(text(5.0, words::WIFI_KEEP).gap(1.5));
        } else {
            told.insert(0, text(5.6, words::FORM_SCAN));
        }
        told.push(text(4.8, words::FORM_TYPE).ink(GREY).gap(1.5));
        told.push(text(6.0, &address).bold());
        parts.push(Part {
            code: Some(kit.form()?),
            ..part(words::BY_PHONE, told)
        });
    }
    if let Some(number) = kit.sms() {
        let told = vec![
            text(6.0, words::text_to_as_sample(number)),
            text(7.2, words::example(None)).bold().ink(BLUE).gap(0.8),
            text(5.6, words::BY_SMS_PARTS).gap(1.2),
        ];
        parts.push(part(words::BY_SMS, told));
    }
    parts.push(part(words::BY_HELP, vec![text(6.0, words::BY_HELP_WHO)]));
    let hint = text(6.0, words::LEAFLET_HINT).centred();
    page(
        kit,
        &[title(words::LEAFLET_TITLE), hint],
        &parts,
        &[words::FREE.to_owned()],
    )
}

/// What to do with the booking.
fn after(kit: &Kit<'_>) -> Result<Page, PosterError> {
    let rules = &kit.config.rules;
    let sms = kit.sms().is_some();
    let said = |title, words: String| part(title, vec![text(6.0, words)]);
    let parts = [
        said(words::KEEP_CODE, words::KEEP_CODE_HOW.to_owned()),
        said(words::BRING, words::bring(sms)),
        said(words::COME, words::come(rules.grace)),
        said(
            words::CHANGE,
            words::change(sms, rules.strikes, rules.block_days),
        ),
        said(words::HOURS, words::hours(rules)),
    ];
    let contact = words::contact(kit);
    page(
        kit,
        &[title(words::AFTER_TITLE)],
        &parts,
        contact.as_slice(),
    )
}

/// The parts as large as they fit, all alike.
fn page(
    kit: &Kit<'_>,
    head: &[Block],
    parts: &[Part],
    foot: &[String],
) -> Result<Page, PosterError> {
    let foot = foot
        .iter()
        .map(|words| text(5.6, words.clone()).bold().centred());
    let mut sheet = Sheet::new(kit, foot.collect());
    let k = sheet.k;
    sheet.head(head)?;
    let room = sheet.body();
    let gap = 4.0 * k;
    let mut rows = Vec::new();
    for part in parts {
        let code = part.code.as_deref().map(Qr::of).transpose()?;
        rows.push(Row::new(part, code, room.w, k));
    }
    let gaps = gap * (rows.len() as f64 - 1.0);
    let mut scale = LARGEST;
    let heights = loop {
        let heights: Vec<f64> = rows.iter().map(|row| row.height(kit, scale)).collect();
        if heights.iter().sum::<f64>() + gaps <= room.h {
            break heights;
        }
        scale -= 0.025;
        if scale < SMALLEST {
            let longest = rows.iter().flat_map(|row| &row.words);
            let longest = longest.max_by_key(|block| block.text.chars().count());
            let text = longest.map_or(String::new(), |block| block.text.clone());
            return Err(NoRoom::Text(text).into());
        }
    };
    let spare = (room.h - gaps - heights.iter().sum::<f64>()) / rows.len() as f64;
    let mut y = room.y;
    for (number, (row, height)) in (1..).zip(rows.into_iter().zip(heights)) {
        let card = Area {
            y,
            h: height + spare,
            ..room
        };
        row.draw(kit, &mut sheet.page, card, number, scale)?;
        y += card.h + gap;
    }
    sheet.finish()
}

/// Letters may become so much larger, or smaller.
const LARGEST: f64 = 1.5;
const SMALLEST: f64 = 0.6;

/// A part on its page.
struct Row {
    words: Vec<Block>,
    code: Option<Qr>,
    /// Room around the words.
    pad: f64,
    /// Side of the number.
    circle: f64,
    /// Side of the code, and how wide the words are beside it.
    side: f64,
    width: f64,
}

impl Row {
    fn new(part: &Part, code: Option<Qr>, width: f64, k: f64) -> Self {
        let (pad, circle) = (4.5 * k, 12.0 * k);
        let least = code
            .as_ref()
            .map_or(0.0, |qr| qr.side() as f64 * LEAST_MODULE);
        // Somewhat more than phones need, where the paper is large.
        let side = if code.is_some() {
            least.max(76.0 * k)
        } else {
            0.0
        };
        Self {
            words: scaled(&part.words, k),
            code,
            pad,
            circle,
            side,
            width: width - 2.0 * pad - circle - pad - side,
        }
    }

    fn height(&self, kit: &Kit<'_>, scale: f64) -> f64 {
        let words = height(kit.fonts, self.width, &self.words, scale);
        (words.max(self.circle) + 2.0 * self.pad).max(self.side + 2.0 * CODE_MARGIN)
    }

    fn draw(
        self,
        kit: &Kit<'_>,
        page: &mut Page,
        card: Area,
        number: usize,
        scale: f64,
    ) -> Result<(), PosterError> {
        page.card(card, self.pad * 0.66, TINT);
        let room = card.inset(self.pad);
        page.number(kit.fonts, (room.x, room.y), self.circle, number);
        let words = Area {
            x: room.x + self.circle + self.pad,
            w: self.width,
            ..room
        };
        let spare = room.h - height(kit.fonts, self.width, &self.words, scale);
        // Beside a single line the number stands level with it.
        let down = (spare / 2.0).min(self.circle * 0.08);
        page.set(kit.fonts, words.below(down), &self.words, scale);
        if let Some(code) = self.code {
            let square = Area {
                x: card.x + card.w - CODE_MARGIN - self.side,
                y: card.y + (card.h - self.side) / 2.0,
                w: self.side,
                h: self.side,
            };
            page.code(square, code)?;
        }
        Ok(())
    }
}
