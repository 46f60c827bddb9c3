//! From the configuration to what the layers want: the machine's rules, the buses of boards.

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::network;
use crate::app::post::Post;
use crate::config::{self, Config, ConfigError, Halves, Web};
use crate::domain::catalogue::Catalogue;
use crate::domain::rules::{Early, Profile, Rules, Share};
use crate::domain::time::{Day, Half, TimeOfDay};

/// What an office that says nothing else counts and allows (spec/queue.md, "Settled after the first office was tried").
const STRIKES_PER_DAY: u32 = 1;
const OPEN_PER_PHONE: usize = 4;

/// The machine's rules as the office configured them.
pub fn rules(config: &Config) -> Rules {
    let mut rules = Rules::of(match config.office.profile {
        config::Profile::Source => Profile::Source,
        config::Profile::Improved => Profile::Improved,
    });
    rules.auto_call = config.office.auto_call;
    for f in &config.fields {
        rules.add_field(&f.id, &f.name, minutes(f.mean), f.digit);
    }
    for c in &config.counters {
        let fields: Vec<_> = c
            .fields
            .iter()
            .filter_map(|id| rules.field_by_id(id))
            .collect();
        rules.add_counter(&c.id, &c.name, &fields);
    }
    let o = &config.rules;
    if let Some(Halves { am, pm }) = &o.sessions {
        for (half, hours) in [(Half::Am, am), (Half::Pm, pm)] {
            let session = rules.session_mut(half);
            session.start = TimeOfDay::from_chrono(hours.start);
            session.end = TimeOfDay::from_chrono(hours.end);
        }
    }
    if let Some(Halves { am, pm }) = o.booked_start {
        rules.am.booked_start = TimeOfDay::from_chrono(am);
        rules.pm.booked_start = TimeOfDay::from_chrono(pm);
    }
    set(&mut rules.sms_lead, o.sms_lead.map(minutes));
    set(&mut rules.grace, o.grace.map(minutes));
    set(&mut rules.strikes, o.strikes);
    rules.strikes_per_day = Some(o.strikes_per_day.unwrap_or(STRIKES_PER_DAY));
    let open = o.open_per_phone.map(|n| n as usize);
    rules.open_per_phone = Some(open.unwrap_or(OPEN_PER_PHONE));
    set(&mut rules.block_days, o.block_days.map(minutes));
    set(&mut rules.horizon_days, o.horizon_days.map(minutes));
    set(&mut rules.overtime, o.overtime.map(minutes));
    set(&mut rules.gap_two_fields, o.gap_two_fields.map(minutes));
    set(&mut rules.peak_weekdays, o.peak_weekdays.clone());
    set(&mut rules.spread, o.spread);
    set(&mut rules.share, o.share.clone().map(share));
    set(&mut rules.share_peak, o.share_peak.clone().map(share));
    set(
        &mut rules.early,
        o.early.map(|early| match early {
            config::Early::First => Early::First,
            config::Early::Within(ahead) => Early::Within(minutes(ahead)),
        }),
    );
    rules.holidays = days(&o.holidays);
    rules.extra_workdays = days(&o.extra_workdays);
    rules
}

fn set<T>(setting: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *setting = value;
    }
}

fn minutes(n: u32) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}

fn share(share: Halves<Vec<f64>>) -> Option<Share> {
    Some(Share {
        am: share.am,
        pm: share.pm,
    })
}

fn days(dates: &[NaiveDate]) -> std::collections::BTreeSet<Day> {
    dates.iter().map(|date| Day::from_chrono(*date)).collect()
}

/// Tells two configurations apart, for the log's `configured` events.
pub fn fingerprint(rules: &Rules) -> String {
    let digest = Sha256::digest(format!("{rules:?}"));
    digest
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// How citizens are told what concerns them.
pub fn post(config: &Config, catalogue: Arc<Catalogue>) -> Post {
    let hotline = config.office.phone.as_deref();
    let answers = config.answers.clone().with_hotline(hotline);
    Post::new(
        config.modem.is_some(),
        config.sms.clone(),
        answers,
        config.web.as_ref().is_some_and(|web| web.confirm),
        catalogue,
    )
}

/// Where the database is.
///
/// # Errors
/// When there is no home folder and the configuration names no place.
pub fn store_path(config: &Config) -> Result<PathBuf, ConfigError> {
    config
        .store
        .path
        .clone()
        .map_or_else(config::default_store_path, Ok)
}

/// Where backups go: the configured second place, else a folder beside the database.
///
/// # Errors
/// See [`store_path`].
pub fn backup_folder(config: &Config) -> Result<PathBuf, ConfigError> {
    let beside = |path: PathBuf| path.with_file_name("sao-luu");
    config
        .store
        .backup
        .clone()
        .map_or_else(|| store_path(config).map(beside), Ok)
}

/// Where phones find the booking page: what the QR says. The configured address, else the one that this machine has in
/// the network now.
///
/// # Errors
/// Why there is none, and the way out, in words.
pub fn web_address(web: Option<&Web>) -> Result<String, &'static str> {
    let Some(web) = web else {
        return Err("Trang đặt hẹn chưa mở: ghi bảng [web] trong motcua.toml rồi khởi động lại.");
    };
    if let Some(url) = &web.url {
        return Ok(url.clone());
    }
    let ip = match web.listen.ip() {
        ip if !ip.is_unspecified() => ip,
        _ => IpAddr::V4(network::first_address().ok_or(
            "Máy chưa có địa chỉ trong mạng: kiểm tra dây mạng hoặc Wi-Fi, hoặc ghi `url` dưới [web].",
        )?),
    };
    let host = match ip {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => format!("[{ip}]"),
    };
    Ok(match web.listen.port() {
        80 => format!("http://{host}"),
        port => format!("http://{host}:{port}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_the_page() {
        let web = |listen: &str, url: Option<&str>| {
            let web = Web {
                listen: listen.parse().unwrap(),
                url: url.map(str::to_owned),
                walkin: false,
                confirm: false,
            };
            web_address(Some(&web)).unwrap()
        };
        assert_eq!(
            web("0.0.0.0:8080", Some("http://mot-cua.lan")),
            "http://mot-cua.lan"
        );
        assert_eq!(web("192.168.1.10:8080", None), "http://192.168.1.10:8080");
        assert_eq!(web("192.168.1.10:80", None), "http://192.168.1.10");
        assert_eq!(web("[fd00::1]:8080", None), "http://[fd00::1]:8080");
        assert!(web_address(None).unwrap_err().contains("[web]"));
    }
}
