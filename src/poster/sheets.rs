//! Posters: how to join the Wi-Fi and open the form (S1.1), and what each field and procedure needs (S4.5).

use super::{Kit, PosterError, words};
use crate::app::qr::{Qr, wifi};
use crate::config::Wifi;
use crate::domain::catalogue::Procedure;
use crate::domain::rules::Field;
use crate::print::page::{
    Area, BLUE, Block, GREY, LEAST_MODULE, NoRoom, Page, TINT, WHITE, largest, text,
};

/// A step with its code: what to scan, and the words beside it.
struct Step {
    number: Option<usize>,
    title: &'static str,
    code: String,
    words: Vec<Block>,
}

/// Joining the network.
fn wifi_step(number: usize, network: &Wifi) -> Step {
    let mut told = vec![
        text(6.4, words::WIFI_SCAN),
        text(5.0, words::WIFI_NAME).ink(GREY).gap(3.0),
        text(7.6, &network.name).bold(),
    ];
    match &network.password {
        Some(password) => {
            told.push(text(5.0, words::WIFI_PASSWORD).ink(GREY).gap(1.5));
            told.push(text(7.6, password).bold());
        }
        None => told.push(text(5.0, words::WIFI_OPEN).ink(GREY).gap(1.5)),
    }
    told.push(text(5.6, words::WIFI_KEEP).gap(3.0));
    Step {
        number: Some(number),
        title: words::WIFI_STEP,
        code: wifi(&network.name, network.password.as_deref()),
        words: told,
    }
}

/// Opening the form.
fn form_step(kit: &Kit<'_>, number: Option<usize>) -> Result<Step, PosterError> {
    Ok(Step {
        number,
        title: words::FORM_STEP,
        code: kit.form()?,
        words: vec![
            text(6.4, words::FORM_SCAN),
            text(5.0, words::FORM_TYPE).ink(GREY).gap(3.0),
            text(7.6, kit.web()?).bold(),
        ],
    })
}

/// The network alone.
pub(super) fn network(kit: &Kit<'_>, network: &Wifi) -> Result<Vec<Page>, PosterError> {
    Ok(vec![single(kit, &wifi_step(1, network), &[])?])
}

/// How to book: both steps on one sheet, or each on its own where the codes need the room.
pub(super) fn form(kit: &Kit<'_>) -> Result<Vec<Page>, PosterError> {
    let Some(network) = &kit.config.wifi else {
        let hint = [text(6.0, words::FORM_HINT).centred()];
        return Ok(vec![single(kit, &form_step(kit, None)?, &hint)?]);
    };
    let steps = [wifi_step(1, network), form_step(kit, Some(2))?];
    match both(kit, &steps) {
        Err(PosterError::Room(NoRoom::Code)) => {
            let page = |step| single(kit, step, &[]);
            steps.iter().map(page).collect()
        }
        page => Ok(vec![page?]),
    }
}

/// Two steps under each other, the words at the right of each code.
fn both(kit: &Kit<'_>, steps: &[Step; 2]) -> Result<Page, PosterError> {
    let mut sheet = Sheet::new(kit, foot(kit, None));
    sheet.head(&[title(words::FORM_TITLE)])?;
    let room = sheet.body();
    let gap = 4.0 * sheet.k;
    let height = (room.h - gap) / 2.0;
    for (step, i) in steps.iter().zip(0..) {
        let y = room.y + f64::from(i) * (height + gap);
        let card = Area {
            y,
            h: height,
            ..room
        };
        sheet.wide_card(card, step)?;
    }
    sheet.finish()
}

/// One step on a page of its own.
fn single(kit: &Kit<'_>, step: &Step, hint: &[Block]) -> Result<Page, PosterError> {
    let mut sheet = Sheet::new(kit, foot(kit, None));
    let mut head = vec![title(words::FORM_TITLE)];
    head.extend_from_slice(hint);
    sheet.head(&head)?;
    let room = sheet.body();
    sheet.tall_card(room, step)?;
    sheet.finish()
}

/// A field: what it does, and a code to its procedures.
pub(super) fn field(kit: &Kit<'_>, field: &Field) -> Result<Page, PosterError> {
    let names = kit.catalogue.of_field(&field.id);
    let list: Vec<Block> = names
        .map(|p| text(6.0, &p.name).bullet().gap(1.2))
        .collect();
    let step = info_step(
        kit,
        format!("{}/thu-tuc#{}", kit.web()?, encoded(&field.id)),
        words::FIELD_SCAN,
    );
    let example = kit.catalogue.of_field(&field.id).next();
    subject(kit, &field.name, &step, (words::PROCEDURES, list), example)
}

/// A procedure: its papers, and a code to all about it.
pub(super) fn procedure(kit: &Kit<'_>, procedure: &Procedure) -> Result<Page, PosterError> {
    let papers = procedure.papers.iter();
    let mut list: Vec<Block> = papers
        .map(|paper| text(5.0, words::paper(paper)).bullet().gap(1.0))
        .collect();
    let limit = procedure.time_limit.as_deref().map(words::time_limit);
    let fee = procedure.fee.as_deref().map(words::fee);
    list.extend(
        [limit, fee]
            .into_iter()
            .flatten()
            .map(|w| text(5.0, w).gap(1.6)),
    );
    let step = info_step(
        kit,
        format!("{}/thu-tuc/{}", kit.web()?, encoded(&procedure.id)),
        words::INFO_SCAN,
    );
    subject(
        kit,
        &procedure.name,
        &step,
        (words::PAPERS, list),
        Some(procedure),
    )
}

/// An id as it stands in an address.
fn encoded(id: &str) -> String {
    form_urlencoded::byte_serialize(id.as_bytes()).collect()
}

fn info_step(kit: &Kit<'_>, address: String, scan: &'static str) -> Step {
    let told = vec![
        text(5.0, words::join_first(kit.config.wifi.as_ref())).bold(),
        text(6.0, scan).gap(3.0),
        text(5.0, words::FORM_TYPE).ink(GREY).gap(3.0),
        text(6.0, &address).bold(),
    ];
    Step {
        number: None,
        title: "",
        code: address,
        words: told,
    }
}

/// A sheet about one subject. The small one has room for the code alone.
fn subject(
    kit: &Kit<'_>,
    name: &str,
    step: &Step,
    (heading, list): (&'static str, Vec<Block>),
    example: Option<&Procedure>,
) -> Result<Page, PosterError> {
    let mut sheet = Sheet::new(kit, foot(kit, example));
    sheet.head(&[title(name)])?;
    let room = sheet.body();
    if sheet.is_small() || list.is_empty() {
        sheet.tall_card(room, step)?;
        return sheet.finish();
    }
    let side = Qr::of(&step.code)?.side() as f64 * LEAST_MODULE;
    let h = (side + 2.0 * CODE_MARGIN).max(94.0);
    sheet.wide_card(Area { h, ..room }, step)?;
    let mut blocks = vec![text(7.0, heading).bold().ink(BLUE)];
    blocks.extend(list);
    let below = room.below(h + 5.0);
    let scale = largest(kit.fonts, below, &blocks, 1.3)?;
    sheet.page.set(kit.fonts, below, &blocks, scale);
    sheet.finish()
}

/// The largest words of a sheet.
pub(super) fn title(words: &str) -> Block {
    text(14.0, words).bold().ink(BLUE).centred()
}

/// The other ways in, and who helps.
fn foot(kit: &Kit<'_>, example: Option<&Procedure>) -> Vec<Block> {
    let mut blocks = Vec::new();
    if let Some(number) = kit.sms() {
        blocks.push(text(5.2, words::text_to(number)).centred());
        let example = text(6.6, words::example(example));
        blocks.push(example.bold().ink(BLUE).centred().gap(0.4));
    }
    blocks.push(text(5.2, words::DESK_HELPS).centred().gap(1.6));
    blocks.push(text(5.2, words::FREE).centred());
    if let Some(contact) = words::contact(kit) {
        blocks.push(text(4.8, contact).ink(GREY).centred().gap(1.6));
    }
    blocks
}

/// White around a code's own quiet zone, in millimetres.
pub(super) const CODE_MARGIN: f64 = 1.0;

/// A page of the office under work. What is said of sizes is said for A4.
pub(super) struct Sheet<'k> {
    kit: &'k Kit<'k>,
    pub(super) page: Page,
    /// Its size against A4.
    pub(super) k: f64,
    /// Where the head ends.
    top: f64,
    foot: Vec<Block>,
}

impl<'k> Sheet<'k> {
    /// An empty one with what stands at its end.
    pub(super) fn new(kit: &'k Kit<'k>, foot: Vec<Block>) -> Self {
        let (width, height) = kit.paper.size();
        let k = width / 210.0;
        Self {
            kit,
            page: Page::new((width, height)),
            k,
            top: 0.0,
            foot: scaled(&foot, k),
        }
    }

    fn is_small(&self) -> bool {
        self.k < 0.9
    }

    /// The paper without its margins: what every printer prints.
    fn room(&self) -> Area {
        let page = Area {
            x: 0.0,
            y: 0.0,
            w: self.page.width,
            h: self.page.height,
        };
        page.inset(10.0 * self.k)
    }

    /// The office's name on a band, and the title under it.
    pub(super) fn head(&mut self, blocks: &[Block]) -> Result<(), NoRoom> {
        let (k, fonts, room) = (self.k, self.kit.fonts, self.room());
        let band = Area {
            h: 11.0 * k,
            ..room
        };
        self.page.card(band, 3.0 * k, BLUE);
        let name = text(6.0 * k, &self.kit.config.office.name).bold();
        let inside = Area {
            x: band.x + 4.0 * k,
            w: band.w - 8.0 * k,
            ..band
        };
        self.page
            .filled(fonts, inside, &[name.ink(WHITE).centred()], 1.0)?;
        let under = Area {
            h: 46.0 * k,
            ..room.below(band.h + 3.0 * k)
        };
        let used = self.page.column(fonts, under, &scaled(blocks, k))?;
        self.top = under.y + used + 3.0 * k;
        Ok(())
    }

    fn foot_height(&self) -> f64 {
        crate::print::page::height(self.kit.fonts, self.room().w, &self.foot, 1.0)
    }

    /// What is left between the head and the foot.
    pub(super) fn body(&self) -> Area {
        let room = self.room();
        let end = room.y + room.h - self.foot_height() - 4.0 * self.k;
        Area {
            y: self.top,
            h: end - self.top,
            ..room
        }
    }

    /// Sets the foot.
    pub(super) fn finish(mut self) -> Result<Page, PosterError> {
        let room = self.room();
        let foot = room.below(room.h - self.foot_height());
        self.page.filled(self.kit.fonts, foot, &self.foot, 1.0)?;
        Ok(self.page)
    }

    /// A card with the code at the left and the words beside it.
    fn wide_card(&mut self, card: Area, step: &Step) -> Result<(), PosterError> {
        let (k, fonts) = (self.k, self.kit.fonts);
        self.page.card(card, 3.0 * k, TINT);
        let inside = card.inset(CODE_MARGIN);
        let square = Area {
            w: inside.h,
            ..inside
        };
        let side = self.page.code(square, Qr::of(&step.code)?)?;
        let mut room = card.inset(5.0 * k);
        room = room.right_of(side + CODE_MARGIN);
        let words = scaled(&step.words, k);
        if step.title.is_empty() {
            self.page.filled(fonts, room, &words, 1.2)?;
        } else {
            self.step_title(&mut room, step, 7.0)?;
            self.page.column(fonts, room, &words)?;
        }
        Ok(())
    }

    /// A card with the code in the middle and the words under it.
    fn tall_card(&mut self, card: Area, step: &Step) -> Result<(), PosterError> {
        let (k, fonts) = (self.k, self.kit.fonts);
        self.page.card(card, 3.0 * k, TINT);
        let mut room = card.inset(5.0 * k);
        if !step.title.is_empty() {
            self.step_title(&mut room, step, 9.2)?;
        }
        let centred: Vec<Block> = scaled(&step.words, k)
            .into_iter()
            .map(Block::centred)
            .collect();
        // The words get what they need, the code the rest; but words can be made smaller, and a code cannot.
        let code = Qr::of(&step.code)?;
        let least = code.side() as f64 * LEAST_MODULE;
        let words = crate::print::page::height(fonts, room.w, &centred, 1.0) + 3.0 * k;
        let side = (room.h - words).max(least).min(room.w);
        self.page.code(Area { h: side, ..room }, code)?;
        let below = room.below(side + 2.0 * k);
        let set = self.page.filled(fonts, below, &centred, 1.2);
        // Words without room beside a code that cannot be smaller: the code is too large.
        set.map_err(|why| if side > least { why } else { NoRoom::Code })?;
        Ok(())
    }

    /// Number and title of a step; takes their room away.
    fn step_title(&mut self, room: &mut Area, step: &Step, size: f64) -> Result<(), NoRoom> {
        let (k, fonts) = (self.k, self.kit.fonts);
        let side = 13.0 * k;
        let mut line = Area { h: side, ..*room };
        if let Some(number) = step.number {
            self.page.number(fonts, (line.x, line.y), side, number);
            line = line.right_of(side + 3.5 * k);
        }
        let title = [text(size * k, step.title).bold().ink(BLUE)];
        self.page.filled(fonts, line, &title, 1.0)?;
        *room = room.below(side + 3.0 * k);
        Ok(())
    }
}

/// Paragraphs for another paper.
pub(super) fn scaled(blocks: &[Block], k: f64) -> Vec<Block> {
    let scaled = |block: &Block| Block {
        size: block.size * k,
        gap: block.gap * k,
        ..block.clone()
    };
    blocks.iter().map(scaled).collect()
}
