//! `motcua zalo`: how the office's account stands, and signing it in.

use super::{Failure, Line, print};
use crate::host;

impl Line {
    pub(super) fn zalo(&mut self) -> Result<(), Failure> {
        let words = self.rest(&[], &[], 2)?.texts()?;
        // Not for people: the program gives itself this order (`host/zalo/renewal.rs`).
        if words == ["renew"] {
            return host::zalo_renew().map_err(|e| Failure::Refused(e.to_string()));
        }
        let (config, database) = self.office()?;
        let Some(zalo) = &config.zalo else {
            let why = "motcua.toml chưa có mục [zalo]; xem README, mục Zalo";
            return Err(Failure::Refused(why.to_owned()));
        };
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words[..] {
            [] => {
                let is_last = host::zalo_state(zalo, &database).map_err(Failure::Refused)?;
                print("Zalo OA: đã đăng nhập, mã truy cập còn dùng được.\n");
                if is_last {
                    print(
                        "Nhưng không làm mới được nữa, sắp hết hạn; đăng nhập lại: motcua zalo login MÃ\n",
                    );
                }
            }
            ["login", code] => {
                host::zalo_login(zalo, &database, code).map_err(Failure::Refused)?;
                print("Đã đăng nhập Zalo OA. Từ nay motcua tự làm mới mã truy cập.\n");
            }
            _ => return Err(Failure::Usage("cần: zalo, hoặc zalo login MÃ".to_owned())),
        }
        Ok(())
    }
}
