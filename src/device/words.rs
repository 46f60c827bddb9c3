//! Every word that the devices say to people, in Vietnamese: what is wrong, and the way out.

use super::port::PortFault;
use crate::protocol::Endpoint;
use crate::protocol::at::{Arrival, Failure, Phase, Registration, Sim, State};
use crate::protocol::board::Fault;

/// Why a port does not work.
pub(super) fn port_cause(port: &Endpoint, fault: &PortFault) -> String {
    if matches!(port, Endpoint::Tcp { .. }) {
        return network_cause(port, fault);
    }
    match fault {
        PortFault::Missing => format!(
            "cắm lại dây USB; nếu vẫn không được, xem tên cổng trong /dev/serial/by-id rồi sửa \
             motcua.toml (không thấy cổng {port})"
        ),
        PortFault::Denied => format!(
            "thêm người dùng vào nhóm dialout (sudo usermod -aG dialout TÊN) rồi đăng nhập lại \
             (không có quyền mở cổng {port})"
        ),
        PortFault::Busy => format!(
            "tắt chương trình khác đang chiếm cổng (ModemManager, minicom hoặc một motcua khác), \
             cổng sẽ tự được mở lại (cổng {port})"
        ),
        PortFault::NotSerial => format!(
            "xem tên cổng đúng trong /dev/serial/by-id rồi sửa motcua.toml \
             ({port} không phải cổng nối tiếp)"
        ),
        PortFault::Lost => format!(
            "cắm lại dây USB, cổng sẽ tự được mở lại \
             (dây bị rút hoặc bộ chuyển đổi mất điện, cổng {port})"
        ),
        PortFault::Stalled => format!(
            "đang mở lại cổng; nếu lặp lại, rút bộ chuyển đổi USB ra rồi cắm lại \
             (cổng {port} không nhận dữ liệu)"
        ),
        // No serial port is reached through the network.
        PortFault::Unreachable => format!("xem lại cổng {port} trong motcua.toml"),
        PortFault::Other(error) => format!(
            "rút dây USB ra cắm lại; nếu vẫn lỗi, thay bộ chuyển đổi USB (cổng {port}: {error})"
        ),
    }
}

/// Why a device on the network does not work.
fn network_cause(port: &Endpoint, fault: &PortFault) -> String {
    let what = match fault {
        PortFault::Lost => "mất kết nối".to_owned(),
        PortFault::Stalled => "không nhận dữ liệu".to_owned(),
        PortFault::Other(error) => error.clone(),
        _ => "không kết nối được".to_owned(),
    };
    format!(
        "xem nguồn điện, dây mạng và địa chỉ của bảng hoặc bộ chuyển đổi, sẽ tự kết nối lại \
         ({port}: {what})"
    )
}

/// Why a board does not show its number.
pub fn board_cause(unit: u8, fault: Fault) -> String {
    match fault {
        Fault::Silence => format!(
            "Bảng LED địa chỉ {unit} không trả lời: xem nguồn điện, dây A/B và địa chỉ của bảng."
        ),
        Fault::Corrupt => format!(
            "Bảng LED địa chỉ {unit} trả lời sai: xem dây A/B (đảo, lỏng, gần đường dây điện), \
             tốc độ baud, và có hai bảng trùng địa chỉ không."
        ),
        Fault::Refused => format!(
            "Bảng LED địa chỉ {unit} từ chối lệnh: xem mục driver và text của bảng trong \
             motcua.toml, và dây tín hiệu."
        ),
        Fault::Exception(code) => format!(
            "Bảng LED địa chỉ {unit} từ chối lệnh (mã {code}: {}): xem mục map của bảng \
             trong motcua.toml.",
            exception_name(code)
        ),
    }
}

/// Why a number cannot be on the board at all.
pub fn too_wide(unit: u8, digits: u8) -> String {
    format!(
        "Số này dài hơn {digits} chữ số của bảng LED địa chỉ {unit}: bảng được để trống; \
         dùng bảng rộng hơn hoặc sửa mục map trong motcua.toml."
    )
}

/// The exception codes of the Modbus application protocol 1.1b3, chapter 7.
fn exception_name(code: u8) -> &'static str {
    match code {
        1 => "không biết lệnh này",
        2 => "không có thanh ghi này",
        3 => "giá trị không hợp lệ",
        4 => "bảng bị hỏng",
        5 => "đã nhận, đang làm",
        6 => "bảng đang bận",
        _ => "mã lạ",
    }
}

/// What keeps a modem from working, or soon will; most important first.
pub fn modem_troubles(state: &State) -> Vec<String> {
    let mut troubles = Vec::new();
    if state.phase == Phase::Silent {
        troubles.push(
            "Modem không trả lời: đang thử lại; nếu vẫn không được, rút modem ra cắm lại, \
             và xem mục port trong motcua.toml có đúng cổng AT của modem không."
                .to_owned(),
        );
    }
    troubles.extend(sim_trouble(&state.sim));
    if state.phase == Phase::Ready {
        troubles.extend(work_troubles(state));
    }
    troubles
}

fn sim_trouble(sim: &Sim) -> Option<String> {
    let trouble = match sim {
        Sim::Unknown | Sim::Ready => return None,
        Sim::PinNeeded => {
            "SIM đòi mã PIN: ghi pin = \"…\" vào mục [modem] của motcua.toml, \
             hoặc lắp SIM vào điện thoại và tắt mã PIN."
        }
        Sim::PinRefused => {
            "SIM từ chối mã PIN trong motcua.toml; mã này không được thử lại, để SIM khỏi bị khoá: \
             sửa pin trong motcua.toml rồi khởi động lại motcua, hoặc lắp SIM vào điện thoại và \
             tắt mã PIN."
        }
        Sim::PukNeeded => {
            "SIM đã bị khoá và đòi mã PUK: lắp SIM vào điện thoại, nhập mã PUK do nhà mạng cấp, \
             tắt mã PIN, rồi lắp lại vào modem."
        }
        Sim::Missing => "Không thấy SIM hoặc SIM hỏng: rút modem, lắp lại SIM, cắm modem vào.",
        Sim::Locked(word) => {
            return Some(format!(
                "SIM hoặc modem đang bị khoá ({word}): hỏi nhà mạng hoặc nơi bán modem."
            ));
        }
    };
    Some(trouble.to_owned())
}

fn work_troubles(state: &State) -> Vec<String> {
    let mut troubles = Vec::new();
    match state.registration {
        Registration::Searching => {
            troubles.push("Modem đang tìm mạng; nếu lâu, đặt modem ra chỗ có sóng.".to_owned());
        }
        Registration::Denied => troubles.push(
            "Nhà mạng không cho SIM này vào mạng: xem SIM còn hạn, còn tiền, đã đăng ký chính chủ \
             chưa."
                .to_owned(),
        ),
        Registration::None => troubles.push(
            "Modem không vào mạng: đặt modem ra chỗ có sóng, hoặc rút ra cắm lại.".to_owned(),
        ),
        Registration::Unknown | Registration::Home | Registration::Roaming => {}
    }
    if state.signal.is_some_and(|signal| signal < WEAK_SIGNAL) {
        troubles.push("Sóng di động yếu: đặt modem ra chỗ thoáng, gần cửa sổ.".to_owned());
    }
    if state.centre.is_none() && !state.refused.contains(&"AT+CSCA?") {
        troubles.push(
            "SIM chưa có số trung tâm tin nhắn nên không gửi tin được: lắp SIM vào điện thoại, \
             đặt số trung tâm tin nhắn của nhà mạng."
                .to_owned(),
        );
    }
    if state.unheard {
        troubles.push(
            "Modem không báo tin mới ở cổng này nên tin đến có thể chậm vài giây: thử ghi cổng AT kia của modem \
             vào mục port trong motcua.toml."
                .to_owned(),
        );
    }
    if let Some(storage) = state
        .storage
        .as_ref()
        .filter(|storage| storage.is_crowded())
    {
        let (used, total) = (storage.used, storage.total);
        troubles.push(if storage.is_full() {
            format!(
                "Bộ nhớ tin nhắn của modem đã đầy ({used}/{total}), tin mới không vào được: \
                 đang đọc và xoá; nếu không vơi, lắp SIM vào điện thoại và xoá bớt tin."
            )
        } else {
            format!("Bộ nhớ tin nhắn của modem sắp đầy ({used}/{total}): đang đọc và xoá.")
        });
    }
    if state.refused.contains(&"AT+CMGF") {
        troubles.push(
            "Modem không dùng được tin dạng PDU nên không nhận và gửi tin được: dùng loại modem khác."
                .to_owned(),
        );
    }
    if state.refused.contains(&"AT+CMGL") {
        troubles.push(match state.arrival {
            Arrival::Polled => {
                "Modem không báo tin mới, cũng không cho xem tin đang chờ, nên không nhận được tin nào: dùng loại modem khác."
                    .to_owned()
            }
            Arrival::Announced | Arrival::Direct => {
                "Modem không cho xem tin đang chờ: chỉ nhận được tin đến khi motcua đang chạy."
                    .to_owned()
            }
        });
    }
    if state.refused.contains(&"AT+CMGD") {
        troubles.push(
            "Modem không chịu xoá tin đã nhận: sẽ thử lại; nếu bộ nhớ đầy dần, lắp SIM vào điện \
             thoại và xoá bớt tin."
                .to_owned(),
        );
    }
    troubles
}

/// Why a message was not sent.
pub fn refusal(failure: &Failure) -> String {
    match failure {
        Failure::Message(code) => match message_error(*code) {
            Some(meaning) => format!("Mạng hoặc SIM từ chối tin (mã {code}: {meaning})."),
            None => format!("Mạng hoặc SIM từ chối tin (mã {code})."),
        },
        Failure::Equipment(code) => format!("Modem từ chối tin (mã thiết bị {code})."),
        Failure::Words(words) => format!("Modem từ chối tin: {words}."),
        Failure::NoPrompt => "Modem không nhận nội dung tin; sẽ thử lại.".to_owned(),
        Failure::NotReady => "Modem chưa sẵn sàng; tin chờ gửi.".to_owned(),
        Failure::Unwritable(_) => {
            "Không viết được tin này: số máy nhận sai hoặc tin quá dài.".to_owned()
        }
    }
}

/// The codes of TS 27.005, 3.2.5, that offices meet.
fn message_error(code: u16) -> Option<&'static str> {
    Some(match code {
        1 | 28 => "số máy không tồn tại",
        8 | 10 | 21 | 29 | 50 => "nhà mạng không cho gửi tin; xem SIM còn tiền, còn hạn",
        27 => "máy nhận tắt máy hoặc ngoài vùng phủ sóng",
        38 | 41 | 42 | 47 | 111 | 512 | 515 | 535 => "mạng bận hoặc trục trặc",
        302 => "không được phép",
        304 | 305 => "tin sai định dạng",
        310 => "không có SIM",
        311 | 312 | 316 | 317 | 318 => "SIM đang khoá",
        313 | 315 => "SIM hỏng hoặc sai SIM",
        314 => "SIM đang bận",
        330 => "thiếu số trung tâm tin nhắn",
        331 => "không có sóng",
        332 => "mạng không trả lời",
        500 => "lỗi không rõ",
        _ => return None,
    })
}

/// Below this, on the modem's scale to 31, messages get lost.
const WEAK_SIGNAL: u8 = 6;
