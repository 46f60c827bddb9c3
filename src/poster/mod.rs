//! `motcua poster`: what hangs on the office's walls and is handed out, as PDF or SVG (web/citizens.md, "The QR").
//!
//! - `sheets`, `leaflet`, `handout`: what stands where; `words`: all words
//!
//! How a page becomes a file is `print`'s affair.

mod handout;
mod leaflet;
mod sheets;
mod words;

use std::path::{Path, PathBuf};

use crate::app::qr::TooLong;
use crate::config::{Config, Modem, web_address};
use crate::domain::catalogue::Catalogue;
use crate::print::font::Fonts;
use crate::print::page::{NoRoom, Page};
use crate::print::{Paper, pdf, svg};

/// What can be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum What {
    /// How to join the Wi-Fi and open the form.
    Form,
    /// How to join the Wi-Fi.
    Wifi,
    /// A field by its id, or every one.
    Field(Option<String>),
    /// A procedure by its id, or every one.
    Procedure(Option<String>),
    /// The leaflet.
    Leaflet,
    /// The officials' hand-out.
    Handout,
    /// What they read when it is needed.
    More,
}

/// Why nothing was printed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PosterError {
    /// There is no address to print.
    #[error("{0}")]
    NoPage(&'static str),
    /// No network is configured.
    #[error("chưa khai báo mạng: ghi `name` và `password` dưới [wifi] trong motcua.toml")]
    NoWifi,
    /// An id that the office does not have.
    #[error("không có {what} «{id}»; các mã: {known}")]
    Unknown {
        /// Of what kind.
        what: &'static str,
        /// As it was given.
        id: String,
        /// What there is.
        known: String,
    },
    /// Something is too long for the paper.
    #[error(transparent)]
    Room(#[from] NoRoom),
    /// An address is too long for a code.
    #[error(transparent)]
    Code(#[from] TooLong),
    /// The embedded letters cannot be read.
    #[error("không đọc được phông chữ kèm theo: {0}")]
    Font(#[from] ttf_parser::FaceParsingError),
    /// The ending names no form that there is.
    #[error("không biết ghi {0}: đặt đuôi tệp là .pdf hoặc .svg")]
    Ending(PathBuf),
    /// A file cannot be written.
    #[error("không ghi được {path}: {cause}")]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        cause: String,
    },
}

/// What a sheet is made of.
struct Kit<'a> {
    config: &'a Config,
    catalogue: &'a Catalogue,
    fonts: &'a Fonts,
    paper: Paper,
}

impl<'a> Kit<'a> {
    /// Where the form is.
    fn web(&self) -> Result<String, PosterError> {
        web_address(self.config.web.as_ref()).map_err(PosterError::NoPage)
    }

    /// What a code opens: the form itself, a tap less than the first page, whose address is short enough to type.
    fn form(&self) -> Result<String, PosterError> {
        Ok(format!("{}/dat-lich", self.web()?))
    }

    /// To which number citizens text.
    fn sms(&self) -> Option<&'a str> {
        let modem: &Modem = self.config.modem.as_ref()?;
        modem.number.as_deref()
    }
}

/// Writes the sheets to a file, whose ending says in which form; without a file's name to one in the folder one is in.
/// Answers what to tell.
///
/// # Errors
/// When the configuration lacks what the sheet shows, something does not fit, or a file cannot be written.
pub(crate) fn print(
    config: &Config,
    what: &What,
    paper: Paper,
    file: Option<&Path>,
) -> Result<String, PosterError> {
    let fonts = Fonts::embedded()?;
    let catalogue = config.catalogue();
    let kit = Kit {
        config,
        catalogue: &catalogue,
        fonts: &fonts,
        paper,
    };
    let (name, title, pages) = sheets_of(&kit, what)?;
    let usual = PathBuf::from(format!("{name}.pdf"));
    let file = file.unwrap_or(&usual);
    let ending = file.extension().unwrap_or_default().to_string_lossy();
    let written = match ending.to_lowercase().as_str() {
        "pdf" => {
            write(file, &pdf::pdf(&pages, &title, &fonts))?;
            vec![file.to_owned()]
        }
        "svg" => write_each(file, &pages, &title, &fonts)?,
        _ => return Err(PosterError::Ending(file.to_owned())),
    };
    let names: Vec<String> = written.iter().map(|f| f.display().to_string()).collect();
    let mut said = format!(
        "Đã ghi {} ({} trang). In đúng cỡ giấy, không thu nhỏ.\n",
        names.join(", "),
        pages.len()
    );
    let by_chance = config.web.as_ref().is_some_and(|web| web.url.is_none());
    if let (true, Ok(address)) = (by_chance, kit.web()) {
        said.push_str(&format!(
            "Địa chỉ {address} là của máy trong mạng lúc này: hãy cố định nó trên bộ phát, hoặc ghi `url` dưới [web], rồi mới in.\n"
        ));
    }
    Ok(said)
}

/// The sheets, the usual name of their file, and their title.
fn sheets_of(kit: &Kit<'_>, what: &What) -> Result<(String, String, Vec<Page>), PosterError> {
    let office = &kit.config.office.name;
    let named = |name: &str, title: &str, pages| {
        Ok((name.to_owned(), format!("{title} · {office}"), pages))
    };
    match what {
        What::Form => named("ap-phich", words::FORM_TITLE, sheets::form(kit)?),
        What::Wifi => {
            let network = kit.config.wifi.as_ref().ok_or(PosterError::NoWifi)?;
            named("wifi", words::WIFI_STEP, sheets::network(kit, network)?)
        }
        What::Leaflet => named("to-roi", words::LEAFLET_TITLE, leaflet::leaflet(kit)?),
        What::Handout => named("huong-dan", words::HANDOUT, handout::handout(kit)?),
        What::More => named("doc-them", words::MORE, handout::more(kit)?),
        What::Field(None) => {
            let fields = kit.config.rules.fields.iter();
            let pages: Result<_, _> = fields.map(|field| sheets::field(kit, field)).collect();
            named("linh-vuc", words::FIELDS, pages?)
        }
        What::Field(Some(id)) => {
            let fields = &kit.config.rules.fields;
            let field = fields.iter().find(|field| field.id == *id);
            let field = field.ok_or_else(|| PosterError::Unknown {
                what: words::FIELD,
                id: id.clone(),
                known: list(fields.iter().map(|field| &*field.id)),
            })?;
            let title = words::field_title(field);
            named(id, &title, vec![sheets::field(kit, field)?])
        }
        What::Procedure(None) => {
            let all = kit.catalogue.procedures.iter();
            let pages: Result<_, _> = all.map(|p| sheets::procedure(kit, p)).collect();
            named("thu-tuc", words::PROCEDURES, pages?)
        }
        What::Procedure(Some(id)) => {
            let procedure = kit.catalogue.get(id).ok_or_else(|| PosterError::Unknown {
                what: words::PROCEDURE,
                id: id.clone(),
                known: list(kit.catalogue.procedures.iter().map(|p| &*p.id)),
            })?;
            let title = words::procedure_title(procedure);
            named(id, &title, vec![sheets::procedure(kit, procedure)?])
        }
    }
}

fn list<'a>(ids: impl Iterator<Item = &'a str>) -> String {
    ids.collect::<Vec<_>>().join(", ")
}

/// An SVG document holds one page: of several, each has its number in its name.
fn write_each(
    file: &Path,
    pages: &[Page],
    title: &str,
    fonts: &Fonts,
) -> Result<Vec<PathBuf>, PosterError> {
    let mut written = Vec::new();
    for (page, number) in pages.iter().zip(1..) {
        let mut path = file.to_owned();
        if pages.len() > 1 {
            let stem = file.file_stem().unwrap_or_default().to_string_lossy();
            path.set_file_name(format!("{stem}-{number}.svg"));
        }
        write(&path, svg::svg(page, title, fonts).as_bytes())?;
        written.push(path);
    }
    Ok(written)
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), PosterError> {
    std::fs::write(path, bytes).map_err(|error| PosterError::Write {
        path: path.to_owned(),
        cause: crate::store::in_words(&error),
    })
}
