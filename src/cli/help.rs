//! What `--help` says of each command, with an example.

use crate::domain::event::EventKind;

const ALL: &str = "\
motcua — Bộ phận Một cửa của xã: hàng chờ, đặt hẹn, bảng LED

Cách dùng: motcua [--counter QUẦY] [--keymap TÊN] [--linear] [--config TỆP]
           motcua LỆNH …

Không có lệnh: mở màn hình ở quầy (máy chủ được bật kèm nếu chưa chạy).

Lệnh:
  serve       chạy máy chủ: bảng LED, tính giờ hẹn, sao lưu
  init        ghi tệp cấu hình mẫu và danh mục thủ tục, có chú thích
  catalogue   kiểm tra danh mục thủ tục, nêu từng chỗ sai
  poster      in áp phích, tờ rơi có mã QR (PDF hoặc SVG)
  board       màn hình gọi số ở sảnh, chữ số lớn, trong cửa sổ dòng lệnh
  queue       danh sách hôm nay, dạng chữ hoặc JSON
  event       đưa một sự kiện vào máy chủ đang chạy
  replay      chạy lại một ngày đã ghi, xem máy trả lời gì và vì sao
  backup      sao lưu ngay, không cần dừng máy
  restore     mở lại từ bản sao lưu; tệp đang có được cất riêng
  citizen     xem, hoặc xoá hẳn, những gì cơ quan giữ của một số điện thoại
  dossiers    nhận danh sách hồ sơ xuất từ hệ thống của tỉnh (CSV)
  slip        in phiếu của một hồ sơ hoặc một số: tệp PDF, hoặc máy in phiếu
  register    sổ theo dõi hồ sơ (mẫu 07): PDF hoặc CSV
  passphrase  mật khẩu của bản sao lưu: chép ra giấy, từ đó bản sao lưu được mã hoá
  report      số liệu ngày, tuần, tháng, quý, năm cho lãnh đạo (CSV hoặc PDF)
  simulate    thử quy tắc, số cán bộ, tỷ lệ đặt hẹn: người dân chờ bao lâu
  check       kiểm tra tệp dữ liệu và chuỗi băm của sổ
  demo        chạy thử: một ngày thứ Hai đông người, nhanh gấp 60 lần, không đụng gì đến dữ liệu thật
  doctor      xem máy và thiết bị có ổn không, chỗ nào hỏng thì sửa thế nào
  pin         xoá mã PIN của một cán bộ quên mã
  token       mã truy cập cho nút gọi số, việc máy chạy theo giờ (cron), khi cơ quan bắt đăng nhập
  sms         thử xem một tin nhắn được hiểu và trả lời thế nào
  voice       loa đọc số: thử, xem còn thiếu gì, thu âm giọng của cơ quan
  zalo        tài khoản Zalo OA: còn đăng nhập không, đăng nhập lại

Tuỳ chọn:
  --counter QUẦY  bắt đầu ở quầy này, ví dụ: motcua --counter 2
  --keymap TÊN    bảng phím của riêng màn hình này: default, numpad (bàn phím số rời), vi
  --linear        từng dòng một, không khung, cho trình đọc màn hình; con trỏ ở chỗ đang chọn
  --config TỆP    dùng tệp cấu hình này (mặc định: $MOTCUA_CONFIG,
                  /etc/motcua/motcua.toml, ~/.config/motcua/motcua.toml)
  --help          trợ giúp; motcua LỆNH --help nói riêng về một lệnh
  --version       số phiên bản

Khi motcua.toml có `sign_in = true`: event, backup, pin, citizen, restore, passphrase hỏi mã cán bộ
và mã PIN trong cửa sổ dòng lệnh; chương trình khác đưa mã truy cập: --token TỆP (hoặc - : đầu vào chuẩn).
";

const SERVE: &str = "\
motcua serve — máy chủ của một cơ quan: điều khiển bảng LED, tính giờ hẹn, sao lưu hằng ngày

Cách dùng: motcua serve [--with-screens] [--config TỆP]

Mỗi sổ dữ liệu chỉ có một máy chủ. `motcua` tự bật máy chủ khi chưa có, nên lệnh này
thường chỉ dành cho systemd.

  --with-screens  tự dừng khi màn hình cuối cùng đóng

Ví dụ: motcua serve --config /etc/motcua/motcua.toml
";

const INIT: &str = "\
motcua init — ghi tệp cấu hình mẫu có chú thích, và cạnh nó thư mục `danh-muc`: mỗi lĩnh vực một
tệp thủ tục (giấy tờ, các bước, thời hạn, lệ phí, hỏi đáp); không ghi đè tệp đã có

Cách dùng: motcua init [TỆP]

Ví dụ: motcua init /etc/motcua/motcua.toml
";

const CATALOGUE: &str = "\
motcua catalogue — kiểm tra danh mục thủ tục trong thư mục `danh-muc` cạnh motcua.toml

Cách dùng: motcua catalogue [--config TỆP]

Mỗi lĩnh vực một tệp, ví dụ danh-muc/tu-phap.toml; lĩnh vực chưa có tệp thì dùng danh mục có sẵn
(`motcua init` ghi ra để sửa). Sửa xong không cần khởi động lại: máy tự đọc trong vòng vài giây.
Tệp có chỗ sai thì bản trước vẫn được dùng cho đến khi sửa xong.

Ví dụ: motcua catalogue

Mã thoát: 0 không có chỗ sai, 1 có chỗ sai (nêu tệp, dòng, cột, cách sửa).
";

const POSTER: &str = "\
motcua poster — áp phích và tờ rơi có mã QR, để in rồi treo ở cổng, sảnh, nhà văn hoá thôn

Cách dùng: motcua poster [LOẠI [MÃ]] [--size a4|a5] [--out TỆP] [--config TỆP]

Loại:
  form             vào Wi-Fi và mở trang đặt hẹn (mặc định)
  wifi             riêng phần vào Wi-Fi
  field [MÃ]       một lĩnh vực, hoặc mỗi lĩnh vực một trang
  procedure [MÃ]   một thủ tục với giấy tờ cần mang, hoặc mỗi thủ tục một trang
  leaflet          tờ rơi hai mặt: cách đặt hẹn, và sau khi đặt hẹn
  huong-dan        hướng dẫn cho cán bộ ở quầy, hai trang
  doc-them         phần đọc thêm của hướng dẫn đó: từng việc, khi cần tới

  --size  khổ giấy (mặc định a4)
  --out   tệp ghi ra, đuôi .pdf hoặc .svg (mặc định: tệp PDF ở thư mục đang đứng)

Lấy từ motcua.toml: [web] url, [wifi], [modem] number, [office] address và phone.

Ví dụ: motcua poster
       motcua poster procedure khai-sinh --size a5 --out khai-sinh.pdf
";

const BOARD: &str = "\
motcua board — màn hình ở sảnh: số đang gọi (chữ số lớn), vừa gọi, tiếp theo, lịch hẹn hôm nay; chỉ có số

Cách dùng: motcua board [--config TỆP]

Tự chạy theo quầy, không cần bàn phím; q, Esc hoặc Ctrl+C để thoát. Cửa sổ từ 80×24; chữ số tự lớn theo
cửa sổ. Dùng được ở console của Linux (màn hình thứ hai, máy cũ không có trình duyệt).

Ví dụ: motcua board
";

const QUEUE: &str = "\
motcua queue — các lượt của hôm nay

Cách dùng: motcua queue [--json] [--config TỆP]

  --json  mỗi lượt một đối tượng: number, field, kind, state, name, procedure, time,
          present, counter, why

Ví dụ: motcua queue --json
";

const EVENT: &str = "\
motcua event — đưa ngay một sự kiện vào máy chủ đang chạy; in câu trả lời như lệnh `replay`

Cách dùng: motcua event JSON [--token TỆP] [--config TỆP]

{EVENTS}
Ví dụ: motcua event '{\"type\":\"walkin\",\"field\":\"tu-phap\"}'
       motcua event '{\"type\":\"done\",\"counter\":1}'

Mã thoát: 0 đã nhận, 1 máy chủ từ chối, 2 sự kiện viết sai.
";

const REPLAY: &str = "\
motcua replay — chạy lại những ngày đã ghi qua đúng bộ quy tắc của máy, để tập huấn và làm rõ khi có thắc mắc

Cách dùng: motcua replay [--profile source|improved] [--explain] TỆP|-

Tệp có một ngày, một ngày mỗi dòng (JSONL), hoặc {\"scenarios\":[…]}. In một dòng JSON cho mỗi
ngày: {\"id\":…,\"outputs\":[[…],…]}.

  --profile  bộ quy tắc cho ngày không tự ghi `profile` (mặc định source)
  --explain  ghi thêm ở mỗi lần gọi: quy tắc nào đã chọn người đó

Ví dụ: motcua replay --explain ngay.json
";

const BACKUP: &str = "\
motcua backup — sao lưu ngay, trong khi cơ quan vẫn làm việc; kèm danh sách ngày dạng chữ

Cách dùng: motcua backup [THƯ MỤC] [--token TỆP] [--config TỆP]

Không ghi thư mục: nơi ở `[store] backup`, nếu không có thì thư mục `sao-luu` cạnh sổ.

Ví dụ: motcua backup /media/usb/motcua
";

const RESTORE: &str = "\
motcua restore — mở lại từ một bản sao lưu; tệp đang có được cất riêng, không bị ghi đè

Cách dùng: motcua restore [BẢN SAO LƯU] [--yes] [--token TỆP] [--config TỆP]

Không ghi bản nào: bản mới nhất còn dùng được. Bản sao lưu được soi kỹ trước (tệp lạ, bị sửa, bị cắt
đều không mở), rồi hỏi lại; --yes: không hỏi. Hãy đóng mọi màn hình motcua trước.

Ví dụ: motcua restore sao-luu/motcua-2026-11-23-1735.db
";

const CITIZEN: &str = "\
motcua citizen — những gì cơ quan giữ của một người, theo số điện thoại

Cách dùng: motcua citizen show SỐ [--token TỆP] [--config TỆP]
           motcua citizen erase SỐ [--now] [--token TỆP] [--config TỆP]
           motcua citizen request SỐ see|correct|erase|withdraw [--config TỆP]
           motcua citizen requests | told N | done N [--config TỆP]

request ghi yêu cầu của người dân về dữ liệu của chính họ: see xem, correct sửa, erase xoá, withdraw rút
lại đồng ý. Phải báo đã nhận (told) và làm xong (done) đúng hạn mà máy báo; requests in lại các hạn đó.

erase xoá họ tên, số điện thoại, ghi chú, mã, tin nhắn khỏi sổ và nhật ký; số thứ tự, tình trạng
và chuỗi băm của sổ còn nguyên. Việc chưa xong thì chưa xoá, trừ khi thêm --now. Hãy đóng mọi màn hình trước.

Người nhắn qua Zalo: thay SỐ bằng tên gửi của họ, như zalo:3f2a…

Ví dụ: motcua citizen erase 0912345678
";

const SLIP: &str = "\
motcua slip — phiếu của một hồ sơ hoặc một số (Thông tư 03/2025/TT-VPCP, Phụ lục I)

Cách dùng: motcua slip MÃ [--form MẪU] [--out TỆP.pdf]
           motcua slip MÃ [--form MẪU] --print | --done | --again
           motcua slip --files | --check

  --form MẪU  so, 01 … 06; không ghi thì theo tình trạng của hồ sơ
  --print     máy in phiếu in ra giấy
  --done      phiếu coi như đã đưa: đã ra giấy, hoặc đã đọc cho người dân
  --again     phiếu «không chắc» chưa ra giấy: in lại
  --files     ghi các mẫu có sẵn vào thư mục phieu, để sửa
  --check     đọc các mẫu trong thư mục đó, nêu từng chỗ sai

Ví dụ: motcua slip HS7K2QF
";

const REGISTER: &str = "\
motcua register — sổ theo dõi hồ sơ (mẫu 07)

Cách dùng: motcua register [--from NGÀY] [--to NGÀY] [--out TỆP.pdf|TỆP.csv]

Không ghi ngày: từ đầu năm đến hôm nay. Sổ ghi tên người: giữ như hồ sơ giấy.

Ví dụ: motcua register --from 2026-01-01 --to 2026-12-31 --out so-2026.csv
";

const PASSPHRASE: &str = "\
motcua passphrase — mật khẩu của bản sao lưu: hiện ra, chép lên giấy, gõ lại cho khớp

Cách dùng: motcua passphrase [--new] [--config TỆP]

Từ khi gõ lại khớp, mỗi bản sao lưu là một tệp .db.age: không có mật khẩu thì không ai đọc được.
Ở máy khác: motcua restore TỆP.db.age, hoặc age -d TỆP.db.age > motcua.db

  --new  đặt mật khẩu khác; bản đã sao lưu vẫn mở bằng mật khẩu cũ

Ví dụ: motcua passphrase
";

const CHECK: &str = "\
motcua check — kiểm tra tệp dữ liệu và chuỗi băm của sổ sự kiện

Cách dùng: motcua check [--report TỆP] [--config TỆP]

  --report TỆP  kiểm tra thêm một báo cáo (CSV hoặc PDF): có đúng lập từ sổ này không

Ví dụ: motcua check --report so-lieu-thang-11.csv
";

const REPORT: &str = "\
motcua report — số liệu của một kỳ, so với kỳ trước, kèm dấu của sổ sự kiện

Cách dùng: motcua report [--period KỲ] [--day NGÀY] [--csv] [--out TỆP | --pdf TỆP]

  --period KỲ   day, week, month (mặc định), quarter hoặc year
  --day NGÀY    một ngày trong kỳ, ví dụ 2026-11-23 (mặc định: hôm nay)
  --csv         bảng tính, mỗi ngày và lĩnh vực một dòng (mặc định)
  --out TỆP     ghi bảng tính vào tệp này, thay vì ra màn hình
  --pdf TỆP     ghi một trang giấy A4

Ví dụ: motcua report --period year --pdf so-lieu-2026.pdf
";

const SIMULATE: &str = "\
motcua simulate — thử trước khi đổi: phút chờ theo source, improved và như cơ quan đang dùng,
thêm bớt một cán bộ, quầy khác giúp, tỷ lệ đặt hẹn khác

Cách dùng: motcua simulate [--days SỐ] [--booked PHẦN TRĂM,…] [--monday] [--config TỆP]

Từ 10 ngày có số liệu trở lên thì thử trên người dân của chính cơ quan, trước đó trên một ngày thứ Hai
mẫu, đông người. Không đổi gì trong dữ liệu.

  --days SỐ      số ngày thử cho mỗi dòng (mặc định 2000)
  --booked …     tỷ lệ đặt hẹn, ví dụ 20,50
  --monday       thử trên ngày mẫu dù đã có số liệu

Ví dụ: motcua simulate --booked 30
";

const DEMO: &str = "\
motcua demo — chạy thử: một ngày thứ Hai đông người, nhanh gấp 60 lần (khoảng 9 phút)

Cách dùng: motcua demo

Màn hình, máy chủ, bảng LED, modem chạy như thật; người dân, cán bộ, thiết bị do máy đóng vai và được kể từng dòng.
Bấm phím bất cứ lúc nào: từ việc đầu tiên làm ở quầy 1, máy thôi đóng vai quầy đó. q hoặc Ctrl+C: thoát, không để lại gì.
Không cần thiết bị, không đọc motcua.toml, không mở cổng mạng.

Ví dụ: motcua demo
";

const DOCTOR: &str = "\
motcua doctor — xem máy và mọi thứ cắm vào máy: giờ, pin đồng hồ, cổng, quyền, mạng, đĩa, sao lưu,
âm thanh; chỗ nào chưa ổn thì nói cách sửa

Cách dùng: motcua doctor [--bundle TỆP] [--config TỆP]
           motcua doctor board | modem [--to SỐ] | printer | voice

Thử tận mắt, tận tai từng thiết bị (khi máy chủ không giữ cổng):
  board     mỗi bảng LED đếm từ 1 đến 9 rồi tắt
  modem     SIM, mạng, sóng; hỏi một số di động rồi gửi tới đó một tin thử (mất tiền một tin)
  printer   máy in phiếu in một trang có đủ chữ và mã QR
  voice     loa đọc một câu gọi số

  --bundle  ghi thêm một tệp chữ để gửi cho người hỗ trợ; không có số điện thoại, tên, mã hay mật khẩu

Ví dụ: motcua doctor
       motcua doctor --bundle ho-tro.txt
       motcua doctor modem --to 0912345678

Mã thoát: 0 quầy làm việc được, 1 có chỗ cần sửa.
";

const PIN: &str = "\
motcua pin — xoá mã PIN của cán bộ quên mã; lần đăng nhập tới sẽ đặt mã mới

Cách dùng: motcua pin MÃ-CÁN-BỘ [--token TỆP] [--config TỆP]

Ví dụ: motcua pin ha
";

const TOKEN: &str = "\
motcua token — mã truy cập cho một chương trình (nút gọi số, việc máy chạy theo giờ (cron)), thay cho mã PIN

Cách dùng: motcua token TÊN

In mã một lần, và các dòng để thêm vào motcua.toml: ở đó chỉ có băm của mã, và quyền (event, backup,
pin, citizen, restore). Chương trình đưa mã bằng một tệp chỉ nó đọc được, hoặc bằng đầu vào chuẩn.
Việc lãnh đạo quyết (mở khoá số điện thoại, ghi người đặt hộ) thì mã truy cập không làm được.

Ví dụ: motcua token nut-goi-so
       motcua event --token nut-goi-so.txt '{\"type\":\"done\",\"counter\":1}'
";

const SMS: &str = "\
motcua sms try — cơ quan sẽ làm gì với một tin nhắn; không ghi gì, không gửi gì

Cách dùng: motcua sms try [--now LÚC] [--from SỐ] [--json] \"TIN NHẮN\"|- [--config TỆP]

Trả lời như khi chưa ai đặt hẹn. `-` đọc đầu vào chuẩn, mỗi dòng một tin: chữ thường, một chuỗi
JSON (\"…\", cho tin có xuống dòng), hoặc {\"text\":…,\"now\":…,\"from\":…}.

  --now   lúc tin đến, ví dụ 2026-11-23T09:00 (mặc định: bây giờ)
  --from  số gửi tin (mặc định 0912345678)
  --json  mỗi tin một đối tượng: intent, name, procedure, date, session, time, number, code,
          rating, missing, reply (\"\" là không trả lời)

Ví dụ: motcua sms try \"DK Nguyen Van A khai sinh 25/11\"
";

const DOSSIERS: &str = "\
motcua dossiers — hồ sơ của hệ thống tỉnh, để người dân tra bằng mã nào cũng được

Cách dùng: motcua dossiers import TỆP.csv [--token TỆP] [--config TỆP]

Dòng đầu là tên cột: mã hồ sơ, họ tên, thủ tục, ngày nhận, hạn trả, trạng thái; cách nhau bằng dấu
chấm phẩy hoặc dấu phẩy. Dòng sai được nêu số dòng, các dòng khác vẫn vào; nhập lại tệp cũ không đổi gì.

Ví dụ: motcua dossiers import ho-so-thang-11.csv
";

const VOICE: &str = "\
motcua voice — loa đọc số: còn thiếu gì, và giọng của cơ quan

Cách dùng: motcua voice [try | record [--all]] [--config TỆP]

Không có gì thêm: loa có phát được không, cụm nào chưa thu âm.

  try           đọc thử một câu gọi số
  record        thu âm từng cụm còn thiếu: Enter để bắt đầu, Enter để dừng
  record --all  thu lại tất cả

Cụm đã thu nằm trong thư mục giong-doc cạnh sổ dữ liệu, mỗi cụm một tệp WAV mang tên của nó.
Thu đủ các cụm của một câu thì câu đó được đọc bằng giọng của cơ quan, không thì espeak-ng đọc.

Ví dụ: motcua voice record
";

const ZALO: &str = "\
motcua zalo — tài khoản Zalo OA của cơ quan: còn đăng nhập không, đăng nhập lại

Cách dùng: motcua zalo [login MÃ] [--config TỆP]

Không có gì thêm: thử mã truy cập, làm mới nếu đã quá 12 giờ.

  login MÃ  đăng nhập bằng mã hiện trên trình duyệt sau khi quản trị viên OA đồng ý

Mã truy cập nằm trong tệp cạnh sổ dữ liệu, không vào bản sao lưu. Cách xin OA và mẫu tin: README.

Ví dụ: motcua zalo login AbCd1234
";

/// The help of a command; of the program for an empty or unknown name.
pub(super) fn of(command: &str) -> String {
    let text = match command {
        "serve" => SERVE,
        "init" => INIT,
        "catalogue" => CATALOGUE,
        "poster" => POSTER,
        "board" => BOARD,
        "queue" => QUEUE,
        "event" => EVENT,
        "replay" => REPLAY,
        "backup" => BACKUP,
        "restore" => RESTORE,
        "citizen" => CITIZEN,
        "dossiers" => DOSSIERS,
        "slip" => SLIP,
        "register" => REGISTER,
        "passphrase" => PASSPHRASE,
        "report" => REPORT,
        "simulate" => SIMULATE,
        "check" => CHECK,
        "demo" => DEMO,
        "doctor" => DOCTOR,
        "pin" => PIN,
        "token" => TOKEN,
        "sms" => SMS,
        "voice" => VOICE,
        "zalo" => ZALO,
        _ => ALL,
    };
    text.replace("{EVENTS}\n", &events())
}

/// The names of the events that can be put in, in lines.
fn events() -> String {
    /// The host's own.
    const NOT: [&str; 3] = ["configured", "clock_confirmed", "audit"];
    const WIDEST: usize = 100;
    let (mut lines, mut line) = (String::new(), "Sự kiện:".to_owned());
    for name in EventKind::names().filter(|name| !NOT.contains(name)) {
        if line.chars().count() + 1 + name.len() > WIDEST {
            lines += &(std::mem::take(&mut line) + "\n");
        } else {
            line.push(' ');
        }
        line += name;
    }
    lines + &line + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_events_are_named_within_the_width_of_the_page() {
        let help = of("event");
        let listed = help.split("Sự kiện: ").nth(1).unwrap();
        let listed = listed.split("\n\n").next().unwrap();
        let names: Vec<_> = listed.split_whitespace().collect();
        assert!(names.contains(&"walkin") && names.contains(&"set_name"));
        assert!(!names.contains(&"audit"), "{listed}");
        assert!(help.lines().all(|line| line.chars().count() <= 100));
    }
}
