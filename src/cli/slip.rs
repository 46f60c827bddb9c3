//! `motcua slip` and `motcua register`: slips as files, or on the ticket printer (app/slip/slips.md).

use std::path::{Path, PathBuf};

use super::{Failure, Line, print};
use crate::app::live::Live;
use crate::app::slip::order::{self, Ordered, SlipFor, SlipKey, Wish};
use crate::app::slip::{self, Facts, Form, Privacy, Slip, Template, Templates};
use crate::app::wire::parse_number;
use crate::config::{Config, FileMistake};
use crate::domain::dossier::{Dossier, ProvinceCode};
use crate::domain::text::{Code, CodeOf};
use crate::domain::ticket::{Number, Ticket};
use crate::domain::time::{Day, Minute};
use crate::print::font::Fonts;
use crate::print::slip::sheets;
use crate::print::{Paper, pdf};
use crate::store::write_whole;

/// Who is meant by a code.
enum Whose {
    Dossier(Box<Dossier>),
    Ticket(Box<Ticket>),
}

impl Whose {
    fn of(live: &mut Live, typed: &str) -> Result<Self, Failure> {
        let unknown = || Failure::Refused(format!("không có hồ sơ hay lượt nào mang mã «{typed}»"));
        let store = live.store();
        if let Ok(code) = Code::parse(typed) {
            return match code.of() {
                CodeOf::Dossier => {
                    let found = store.dossier_of_code(code.as_str())?;
                    found
                        .map(|d| Self::Dossier(Box::new(d)))
                        .ok_or_else(unknown)
                }
                _ => {
                    let found = store.ticket_of_code(code.as_str(), live.office().rules())?;
                    found.map(|t| Self::Ticket(Box::new(t))).ok_or_else(unknown)
                }
            };
        }
        if let Ok(number) = parse_number(live.office().rules(), typed) {
            let of_today = Number {
                day: Minute::from_chrono(live.now()).day(),
                field: number.field,
                n: number.n,
            };
            let found = live.office().by_number(of_today).cloned();
            return found.map(|t| Self::Ticket(Box::new(t))).ok_or_else(unknown);
        }
        let code = ProvinceCode::parse(typed).ok_or_else(unknown)?;
        let found = store.dossier_of_province(&code)?;
        found
            .map(|d| Self::Dossier(Box::new(d)))
            .ok_or_else(unknown)
    }

    /// What its slip is known by: the form that is asked for, or the one that is meant now.
    fn key(&self, live: &Live, asked: Option<&str>) -> Result<SlipKey, Failure> {
        let (usual, of, told) = match self {
            Self::Dossier(d) => (Form::of(d), SlipFor::Dossier(d.id), 0),
            Self::Ticket(t) => order::of_ticket(live.store(), t.id)?,
        };
        let form = match asked {
            None => usual,
            Some(id) => Form::by_id(id).ok_or_else(|| {
                let known: Vec<_> = Form::ALL.iter().map(|form| form.id()).collect();
                Failure::Usage(format!("không có mẫu «{id}»; có: {}", known.join(", ")))
            })?,
        };
        let fits = match self {
            Self::Dossier(_) => !matches!(form, Form::Number | Form::Register),
            Self::Ticket(_) => matches!(form, Form::Number) || form == usual,
        };
        match (fits, form) {
            (true, form) => Ok(match self {
                Self::Dossier(d) => (form, of, order::nth(form, d)),
                Self::Ticket(_) => (form, of, if form == usual { told } else { 0 }),
            }),
            (_, Form::Register) => Err(Failure::Usage(
                "mẫu 07 là sổ: chạy motcua register".to_owned(),
            )),
            (false, form) => Err(Failure::Usage(format!(
                "mẫu {} không dành cho mã này",
                form.id()
            ))),
        }
    }

    fn facts(
        &self,
        live: &mut Live,
        config: &Config,
        (form, _, nth): SlipKey,
    ) -> Result<Facts, Failure> {
        let now = Minute::from_chrono(live.now());
        let catalogue = live.catalogue().clone();
        let (of, known) = (config.of_slips(), (live.office(), &*catalogue));
        Ok(match self {
            Self::Dossier(d) => Facts::of_dossier(&of, known, (form, d), now, Privacy::Full),
            Self::Ticket(t) => {
                let told = live.store().advice(t.id, form.id(), nth)?;
                Facts::of_ticket(&of, known, t, told.as_deref(), now, Privacy::Full)
            }
        })
    }
}

impl Line {
    /// A slip as a PDF file, or on the printer.
    pub(super) fn slip(&mut self) -> Result<(), Failure> {
        let flags = ["--print", "--done", "--again", "--files", "--check"];
        let mut rest = self.rest(&flags, &["--form", "--out", "-o"], 1)?;
        if rest.has("--files") || rest.has("--check") {
            let (config, _) = self.office()?;
            let files = rest.has("--files");
            return if files {
                write_files(&config)
            } else {
                check(&config)
            };
        }
        let form = rest.text("--form")?;
        let file = rest.path("--out").or_else(|| rest.path("-o"));
        let Some(code) = rest.texts()?.pop() else {
            return Err(Failure::Usage("thiếu mã hồ sơ hoặc mã hẹn".to_owned()));
        };
        let (config, mut live) = self.live()?;
        let whose = Whose::of(&mut live, &code)?;
        let key = whose.key(&live, form.as_deref())?;
        let form = key.0;
        if ["--print", "--done", "--again"]
            .iter()
            .any(|flag| rest.has(flag))
        {
            if config.printer.is_none() {
                return Err(Failure::Refused(
                    "chưa có máy in phiếu: ghi [printer] trong motcua.toml".to_owned(),
                ));
            }
            let wish = match (rest.has("--done"), rest.has("--again")) {
                (true, _) => Wish::Done,
                (_, true) => Wish::Again,
                _ => Wish::Print,
            };
            return said(order::order(&mut live, key, wish)?);
        }
        let (templates, mistakes) = config.slips();
        tell(&mistakes);
        let template = current(&templates, form, &mut live)?;
        let mut facts = whose.facts(&mut live, &config, key)?;
        let (copy, template) = order::filed(&mut live, key, &template)?;
        facts.again(copy);
        let usual = format!("phieu-{}-{}.pdf", form.id(), code.replace([' ', '/'], ""));
        let file = file.unwrap_or_else(|| PathBuf::from(usual));
        let pages = write_pdf(&template.fill(&facts, false), Paper::A4.size(), &file)?;
        let again = if copy > 0 {
            format!(", in lại lần {copy}")
        } else {
            String::new()
        };
        print(&format!(
            "Đã ghi {} ({pages} trang{again}).\n",
            file.display()
        ));
        tell_unverified(&template);
        Ok(())
    }

    /// The register of dossiers as PDF or CSV.
    pub(super) fn register(&mut self) -> Result<(), Failure> {
        let mut rest = self.rest(&[], &["--from", "--to", "--out", "-o"], 0)?;
        let day = |text: Option<String>, usual: Day| match text {
            None => Ok(usual),
            Some(text) => Day::parse(&text).ok_or_else(|| {
                Failure::Usage(format!(
                    "«{text}» không phải ngày; viết năm-tháng-ngày, ví dụ 2026-11-23"
                ))
            }),
        };
        let (from, to) = (rest.text("--from")?, rest.text("--to")?);
        let file = rest.path("--out").or_else(|| rest.path("-o"));
        let file = file.unwrap_or_else(|| PathBuf::from("so-theo-doi.pdf"));
        let (config, mut live) = self.live()?;
        let now = Minute::from_chrono(live.now());
        let year = now.day().to_chrono().format("%Y-01-01").to_string();
        let (from, to) = (
            day(from, Day::parse(&year).unwrap_or(now.day()))?,
            day(to, now.day())?,
        );
        if from > to {
            return Err(Failure::Usage("`--from` phải trước `--to`".to_owned()));
        }
        let dossiers = live.store().dossiers_between(from, to)?;
        let catalogue = live.catalogue().clone();
        let ending = file
            .extension()
            .unwrap_or_default()
            .to_string_lossy()
            .to_lowercase();
        match ending.as_str() {
            "csv" => write(&file, slip::csv(&catalogue, &dossiers).as_bytes())?,
            "pdf" => {
                let (templates, mistakes) = config.slips();
                tell(&mistakes);
                let template = current(&templates, Form::Register, &mut live)?;
                let facts =
                    slip::register(&config.of_slips(), &catalogue, &dossiers, (from, to), now);
                let (width, height) = Paper::A4.size();
                write_pdf(&template.fill(&facts, false), (height, width), &file)?;
                tell_unverified(&template);
            }
            _ => return Err(Failure::Usage("đặt đuôi tệp là .pdf hoặc .csv".to_owned())),
        }
        print(&format!(
            "Đã ghi {}: {} hồ sơ.\n",
            file.display(),
            dossiers.len()
        ));
        Ok(())
    }
}

fn current(templates: &Templates, form: Form, live: &mut Live) -> Result<Template, Failure> {
    let today = Minute::from_chrono(live.now()).day();
    let found = templates.on(form, today).cloned();
    found.ok_or_else(|| Failure::Refused(format!("mẫu {} chưa có bản nào đã hiệu lực", form.id())))
}

fn write_pdf(slip: &Slip, size: (f64, f64), file: &Path) -> Result<usize, Failure> {
    let fonts = Fonts::embedded()
        .map_err(|e| Failure::Refused(format!("không đọc được phông chữ kèm theo: {e}")))?;
    let pages = sheets(slip, &fonts, size);
    write(file, &pdf::pdf(&pages, &slip.title, &fonts))?;
    Ok(pages.len())
}

fn write(file: &Path, bytes: &[u8]) -> Result<(), Failure> {
    write_whole(file, bytes)
        .map_err(|e| Failure::Refused(format!("không ghi được {}: {e}", file.display())))
}

fn said(ordered: Ordered) -> Result<(), Failure> {
    let words = match ordered {
        Ordered::Ordered(0) => "Phiếu chờ máy in.\n".to_owned(),
        Ordered::Ordered(n) => format!("Phiếu chờ máy in, in lại lần {n}.\n"),
        Ordered::Settled => "Phiếu coi như đã đưa.\n".to_owned(),
        Ordered::UnderWay => return Err(Failure::Refused("phiếu này đang chờ máy in".to_owned())),
        Ordered::InDoubt => {
            let why = "không chắc phiếu này đã ra giấy chưa: xem tại máy in, rồi chạy lại với --done (đã ra) hoặc --again (chưa ra)";
            return Err(Failure::Refused(why.to_owned()));
        }
        Ordered::Nothing => return Err(Failure::Refused("không có phiếu nào đang chờ".to_owned())),
    };
    print(&words);
    Ok(())
}

fn tell(mistakes: &[FileMistake]) {
    for mistake in mistakes {
        eprintln!("motcua: {mistake}");
    }
}

fn tell_unverified(template: &Template) {
    if let Some(what) = &template.unverified {
        let form = template.form.id();
        print(&format!(
            "Lưu ý: mẫu {form} chưa đối chiếu ({what}); sửa trong thư mục phieu.\n"
        ));
    }
}

/// Begins the office's own files with what the program brings; what is there stays.
fn write_files(config: &Config) -> Result<(), Failure> {
    let folder = config.slips_folder();
    let folder = folder.ok_or_else(|| {
        Failure::Refused("chưa có motcua.toml: chạy motcua init trước".to_owned())
    })?;
    std::fs::create_dir_all(&folder)
        .map_err(|e| Failure::Refused(format!("không tạo được {}: {e}", folder.display())))?;
    for form in Form::ALL {
        let file = folder.join(format!("{}.txt", form.id()));
        if !file.exists() {
            write(&file, Templates::embedded(form).as_bytes())?;
            print(&format!("Đã ghi {}\n", file.display()));
        }
    }
    Ok(())
}

/// Reads all files, and says what is still to be compared with the law.
fn check(config: &Config) -> Result<(), Failure> {
    let (templates, mistakes) = config.slips();
    let today = Day::from_chrono(chrono::Local::now().date_naive());
    for form in Form::ALL {
        print(&match templates.on(form, today) {
            None => format!("{}: chưa có bản nào đã hiệu lực\n", form.id()),
            Some(template) => {
                let open = template.unverified.as_ref();
                let open = open.map_or(String::new(), |what| format!(" · CHƯA ĐỐI CHIẾU: {what}"));
                format!("{}: từ {}{open}\n", form.id(), template.valid_from)
            }
        });
    }
    tell(&mistakes);
    match mistakes.len() {
        0 => Ok(()),
        n => Err(Failure::Refused(format!("{n} chỗ sai trong mẫu phiếu"))),
    }
}
