//! `motcua doctor board | modem | printer | voice`: each thing that hangs on the PC does what it is for, once, before the eyes and ears
//! of whoever installs it.

use std::io::{IsTerminal as _, Write as _};
use std::path::Path;
use std::time::Duration;

use super::failure::Failure;
use super::print;
use crate::app::beside;
use crate::app::hosting::{HostLock, forget_status};
use crate::config::Config;
use crate::domain::text::Phone;
use crate::host::{self, Counted, ModemTry, PrinterTry, Tried, modem_lines};
use crate::store::{Store, StoreError};

/// Each number of a board can be read.
const PACE: Duration = Duration::from_secs(1);
/// A modem may look for its network so long.
const SEARCH: Duration = Duration::from_secs(60);
/// The network takes a message within so long, or it is not known whether it did.
const SENDING: Duration = Duration::from_secs(130);
/// A page is printed within so long, or it is not known whether it was.
const PRINTING: Duration = Duration::from_secs(60);
const TEXT: &str = "motcua: tin nhan thu, modem gui duoc tin. Khong can tra loi.";

/// Every board counts from 1 to 9.
pub(super) fn boards(config: &Config, database: &Path) -> Result<(), Failure> {
    if config.boards.is_empty() {
        return refuse("motcua.toml chưa có [[board]] nào, nên không có bảng LED để thử");
    }
    let _ports = ports(database)?;
    print(
        "Nhìn lên bảng: mỗi bảng đếm từ 1 đến 9 rồi tắt. Chữ số nào thiếu nét là bảng hoặc dây hỏng.\n",
    );
    let mut bad = 0;
    for port in &config.boards {
        print(&format!("Cổng {} …\n", port.port));
        for board in host::count(port, PACE)? {
            bad += u32::from(board.trouble.is_some() || board.acknowledged == Some(false));
            print(&format!("{}\n", line_of(&board)));
        }
    }
    match bad {
        0 => Ok(()),
        bad => refuse(&format!("{bad} bảng chưa chạy tốt")),
    }
}

fn line_of(board: &Counted) -> String {
    let whose = format!(
        "  quầy {} (địa chỉ {})",
        board.counters.join(", "),
        board.unit
    );
    match (&board.trouble, board.acknowledged) {
        (Some(trouble), _) => format!("{whose}: CẦN SỬA — {trouble}"),
        (None, Some(true)) => format!("{whose}: tốt, bảng đã nhận cả chín số"),
        (None, Some(false)) => {
            format!("{whose}: CẦN SỬA — có số bảng không kịp nhận trong 3 giây; xem dây và nguồn")
        }
        (None, None) => format!(
            "{whose}: đã gửi cả chín số; loại bảng này không trả lời, chỉ mắt nhìn mới biết"
        ),
    }
}

/// The modem tells how it is, and sends one message to a number: `to`, or what is typed.
pub(super) fn modem(config: &Config, database: &Path, to: Option<&str>) -> Result<(), Failure> {
    let Some(modem) = &config.modem else {
        return refuse("motcua.toml chưa có [modem], nên không có modem để thử");
    };
    let to = to.map(mobile).transpose()?;
    let _ports = ports(database)?;
    // Which PIN the SIM has refused is to be known, and to be kept.
    let open =
        || Store::open_or_create(database, &config.backup_folder()?).map_err(anyhow::Error::from);
    let mut store = match modem.pin.is_some() || database.exists() {
        true => Some(open()?),
        false => None,
    };
    print(&format!(
        "Modem {} … (chờ nhiều nhất một phút)\n",
        modem.port.display()
    ));
    let mut tried = ModemTry::start(modem, store.as_ref())?;
    let state = tried.look(SEARCH, store.as_mut())?.clone();
    for line in modem_lines(&state) {
        print(&format!("  {line}\n"));
    }
    let troubles = tried.troubles();
    for trouble in &troubles {
        print(&format!("  CẦN SỬA — {trouble}\n"));
    }
    if !host::can_send(&state) {
        return refuse("modem chưa gửi được tin, nên không gửi tin thử");
    }
    let Some(to) = to.map_or_else(ask, |to| Ok(Some(to)))? else {
        print("Chưa gửi tin thử. Gửi: motcua doctor modem --to SỐ\n");
        return match troubles.is_empty() {
            true => Ok(()),
            false => refuse("modem còn điều cần sửa"),
        };
    };
    print(&format!("Gửi tin thử tới {} …\n", to.spaced()));
    match tried.send(to.as_str(), TEXT, SENDING)? {
        Tried::Sent => {
            print("Mạng đã nhận tin; xem máy kia có nhận được không.\n");
            Ok(())
        }
        Tried::Refused(why) => refuse(&why),
        Tried::Unknown => refuse(
            "modem không cho biết tin đã đi hay chưa; xem máy kia có nhận được không rồi mới thử lại",
        ),
    }
}

/// The ticket printer prints a page with every letter and a code.
pub(super) fn printer(config: &Config, database: &Path) -> Result<(), Failure> {
    let Some(printer) = &config.printer else {
        return refuse("motcua.toml chưa có [printer], nên không có máy in phiếu để thử");
    };
    let _ports = ports(database)?;
    print(&format!(
        "Máy in phiếu {} … (chờ nhiều nhất một phút)\n",
        printer.port
    ));
    let page = host::try_page(&config.office.name);
    match PrinterTry::print(printer, &page, PRINTING)? {
        Some(trouble) => refuse(&trouble),
        None if printer.answers => {
            print("Trang thử đã ra giấy: xem chữ có dấu, mã QR và hai vạch đủ bề ngang.\n");
            Ok(())
        }
        None => {
            print("Đã gửi trang thử; máy in này không trả lời, chỉ mắt nhìn mới biết.\n");
            Ok(())
        }
    }
}

/// To whom, as typed; `None`: to nobody. Where nobody can type, nothing is sent.
fn ask() -> Result<Option<Phone>, Failure> {
    if !std::io::stdin().is_terminal() {
        return Ok(None);
    }
    print("Gửi một tin thử (mất tiền một tin) tới số nào? Enter: không gửi. Số: ");
    let _ = std::io::stdout().flush();
    let mut line = String::new();
    // A terminal that is gone types nothing.
    let _ = std::io::stdin().read_line(&mut line);
    match line.trim() {
        "" => Ok(None),
        typed => mobile(typed).map(Some),
    }
}

fn mobile(typed: &str) -> Result<Phone, Failure> {
    match Phone::parse(typed) {
        Ok(phone) if phone.is_mobile() => Ok(phone),
        _ => Err(Failure::Usage(format!(
            "«{typed}» không phải số di động, ví dụ 0912 345 678"
        ))),
    }
}

/// Whoever holds the host's lock has the ports to himself; a screen starts no host meanwhile.
fn ports(database: &Path) -> Result<Option<HostLock>, Failure> {
    // Without the store's folder there can be no host.
    if !database.parent().is_some_and(Path::exists) {
        return Ok(None);
    }
    let lock = HostLock::try_take(database);
    let lock = lock.map_err(|e| StoreError::file(&beside(database, ".lock"), &e))?;
    if lock.is_none() {
        let pid = HostLock::holder(database);
        let who = pid.map_or(String::new(), |pid| {
            format!(" (tiến trình {})", pid.as_raw_nonzero())
        });
        return refuse(&format!(
            "máy chủ{who} đang giữ các cổng nên chưa thử được ở đây. Không cần dừng nó: trên màn hình quầy, F12 thử \
             bảng của quầy, còn đèn LED, SMS ở góc trên nói thiết bị có ổn không. Muốn thử ở đây: đóng mọi màn hình, \
             chạy `sudo systemctl stop motcua`, thử, rồi `sudo systemctl start motcua`"
        ));
    }
    forget_status(database);
    Ok(lock)
}

fn refuse<T>(why: &str) -> Result<T, Failure> {
    Err(Failure::Refused(why.to_owned()))
}
