//! What is read from files that are right, and where they are looked for.
use super::FIELD;
use crate::app::fingerprint::Fingerprint;
use crate::config::*;
use crate::domain::rules::{Early, FieldIx};
use crate::protocol::board::Driver;
use crate::protocol::modbus::{self, Map};
use std::ffi::OsString;

fn accepted(text: &str) -> Config {
    Config::parse(text, Path::new("/etc/motcua")).unwrap_or_else(|m| panic!("{text}\n{m:#?}"))
}

#[test]
fn the_template_reads_as_the_defaults() {
    assert_eq!(accepted(template()), Config::default());
    assert_eq!(accepted(""), Config::default());
}

#[test]
fn the_commented_keys_of_the_template_are_right_too() {
    let uncommented = template().lines().map(|line| {
        let key = line.strip_prefix('#').filter(|rest| !rest.starts_with(' '));
        format!("{}\n", key.unwrap_or(line))
    });
    let config = accepted(&uncommented.collect::<String>());
    assert_eq!(config.rules.grace, 10);
    assert_eq!(config.rules.early, Early::First);
    assert_eq!(config.rules.holidays.len(), 2);
    assert_eq!(
        config.boards[0].counters,
        [("1".into(), 1), ("2".into(), 2)]
    );
    let modem = config.modem.unwrap();
    assert_eq!(modem.pin.as_deref(), Some("0000"));
    assert_eq!(modem.number.as_deref(), Some("0912 345 678"));
    assert_eq!(config.screen.keymap, Keymap::Named("default".to_owned()));
    assert_eq!(config.officials[0].role, Role::Official);
    assert_eq!(config.tokens[0].rights, ["event"]);
    assert_eq!(config.screen.sign_out_minutes, 10, "as without it");
    assert!(config.office.address.is_some() && config.office.phone.is_some());
    assert_eq!(config.wifi.unwrap().name, "MOT CUA VINH THUY");
    let web = config.web.unwrap();
    assert_eq!(web.url.unwrap(), "http://192.168.1.10:8080");
    assert!(!web.walkin && !web.confirm, "as without them");
}

#[test]
fn the_example_of_the_design_is_understood() {
    let config = accepted(
        "[office]\nname = \"UBND xã Vĩnh Thủy\"\nprofile = \"improved\"\nauto_call = false\n\
         [store]\npath = \"x/motcua.db\"\n[web]\nlisten = \"0.0.0.0:8080\"\nurl = \"http://192.168.1.10:8080/\"\nwalkin = true\nconfirm = true\n\
         [[field]]\nid = 7\nname = \"Tư pháp\"\nmean = 10\ndigit = 1\n\
         [[counter]]\nid = 1\nfields = [7]\n[[counter]]\nid = \"hai\"\nname = \"Quầy hai\"\nfields = [\"7\"]\n\
         [[board]]\nport = \"/dev/ttyUSB0\"\ndriver = \"modbus\"\nmap = { register = 16, form = \"ascii\" }\ncounters = { 1 = 1, hai = 247 }",
    );
    assert_eq!(config.rules.share, Rules::of(Profile::Improved).share);
    assert!(!config.rules.auto_call);
    assert_eq!(
        config.store.path.unwrap(),
        Path::new("/etc/motcua/x/motcua.db")
    );
    let web = config.web.unwrap();
    assert_eq!(web.url.unwrap(), "http://192.168.1.10:8080");
    assert!(web.walkin && web.confirm);
    assert_eq!(config.rules.fields[0].id, "7");
    assert_eq!(config.rules.counters[0].name, "Quầy 1");
    assert_eq!(config.rules.counters[1].fields, [FieldIx(0)]);
    let form = modbus::Form::Ascii;
    let map = Map::Custom {
        register: 16,
        form,
        width: 4,
    };
    assert_eq!(config.boards[0].driver, Driver::Modbus(map));
    assert_eq!(config.boards[0].baud, 9600);
    assert_eq!(
        config.boards[0].counters,
        [("1".into(), 1), ("hai".into(), 247)]
    );
}

#[test]
fn boards_of_every_kind_are_read() {
    let config = accepted(
        "[[counter]]\nid = 1\nfields = [\"tu-phap\"]\n[[counter]]\nid = 2\nfields = [\"tu-phap\"]\n\
         [[board]]\nport = \"tcp:10.0.0.7:4001\"\ndriver = \"alpha\"\ncounters = { 1 = 0, 2 = 0 }\n\
         [[board]]\nport = \"/dev/a\"\ndriver = \"am03127\"\ntext = 'SO {n}'\nflash = true\ncounters = { 1 = 1 }\n\
         [[board]]\nport = \"/dev/b\"\ndriver = \"template\"\nframe = '@f0P={n},{c}'\nreply = 'OK'\nagain_s = 5\ncounters = { 1 = 0 }",
    );
    let [alpha, panel, own] = &*config.boards else {
        panic!("three boards");
    };
    assert_eq!(alpha.port.to_string(), "tcp:10.0.0.7:4001");
    let Driver::Alpha(alpha) = &alpha.driver else {
        panic!("an alpha sign");
    };
    assert!(alpha.text.has_counter(), "a shared board says where to go");
    let Driver::Am03127(panel) = &panel.driver else {
        panic!("a panel");
    };
    assert!(panel.flash && !panel.text.has_counter());
    let Driver::Own(own) = &own.driver else {
        panic!("a board of the office's own");
    };
    assert_eq!(own.again, Some(std::time::Duration::from_secs(5)));
    assert_eq!((own.repeats, own.wait.as_millis()), (2, 300));
}

#[test]
fn fields_without_counters_get_one_each_and_counters_take_the_usual_fields() {
    let config = accepted(FIELD);
    assert_eq!(config.rules.counters.len(), 1);
    assert_eq!(config.rules.counters[0].fields, [FieldIx(0)]);
    assert_eq!(config.catalogue().procedures.len(), 0);
    let config = accepted("[[counter]]\nid = 1\nfields = [\"cong-an\"]");
    let ids: Vec<_> = config.rules.fields.iter().map(|f| f.id.as_str()).collect();
    assert_eq!(ids, ["cong-an"]);
    let ids: Vec<_> = config
        .catalogue()
        .procedures
        .into_iter()
        .map(|p| p.id)
        .collect();
    assert_eq!(ids, ["cu-tru", "ho-khau-cccd"]);
}

#[test]
fn times_dates_and_names_are_read_in_all_their_forms() {
    let config = accepted(
        "[office]\nname = \" Xa\u{303} \"\n[rules]\nholidays = [2027-01-01, \"2027-04-30\"]\nearly = 15\n\
         sessions = { AM = [7:30, \"11:30\"], PM = [\"13:00\", \"17:00\"] }"
            .replace("7:30,", "07:30,")
            .as_str(),
    );
    assert_eq!(config.office.name, "Xã");
    assert_eq!(config.rules.holidays.len(), 2);
    assert_eq!(config.rules.early, Early::Within(15));
    let am = config.rules.am;
    assert_eq!(format!("{}–{}", am.start, am.end), "07:30–11:30");
}

#[test]
fn every_default_procedure_has_its_field() {
    let config = Config::default();
    assert_eq!(
        config.catalogue().procedures.len(),
        default_catalogue().procedures.len()
    );
}

#[test]
fn files_that_cannot_be_read_say_why() {
    let folder = tempfile::tempdir().unwrap();
    let said = |path: &Path| Config::load(path).unwrap_err().to_string();
    assert!(said(&folder.path().join("none.toml")).contains("motcua init"));
    assert!(said(folder.path()).contains("là một thư mục"));
    let path = folder.path().join("motcua.toml");
    std::fs::write(&path, b"[office]\nname = \"T\xc6\xb0 ph\xe1p\"").unwrap();
    assert!(said(&path).contains(":2:14: có ký tự không phải UTF-8"));
    assert!(said(Path::new("/dev/zero")).contains("1 MiB"));
    let denied = std::io::Error::from(std::io::ErrorKind::PermissionDenied);
    assert!(place::reason(&denied).contains("quyền"));
    std::fs::write(&path, "[office]\nnam = 1\nprofile = 2\n").unwrap();
    let file = path.display();
    assert_eq!(
        said(&path),
        format!(
            "{file} có 2 chỗ sai:\n\
             {file}:2:1: [office] không có khoá `nam`; có phải là `name`?\n\
             {file}:3:11: `profile` là số nguyên; cần chữ trong dấu nháy \"…\""
        )
    );
}

#[test]
fn relative_paths_start_from_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("motcua.toml");
    std::fs::write(&path, "[store]\npath = \"d/m.db\"\nbackup = \"/b\"\n").unwrap();
    let store = Config::load(&path).unwrap().store;
    assert_eq!(store.path.unwrap(), folder.path().join("d/m.db"));
    assert_eq!(store.backup.unwrap(), Path::new("/b"));
}

#[test]
fn a_key_map_is_a_name_or_a_file() {
    let keymap = |text: &str| {
        let text = format!("[screen]\nkeymap = \"{text}\"\n");
        let config = Config::parse(&text, Path::new("/etc/motcua")).unwrap();
        config.screen.keymap
    };
    assert_eq!(keymap("numpad"), Keymap::Named("numpad".to_owned()));
    for file in ["phim.toml", "./phim.toml"] {
        let Keymap::File(path) = keymap(file) else {
            panic!("{file}")
        };
        assert_eq!(path, Path::new("/etc/motcua").join(file));
    }
}

#[test]
fn the_file_is_looked_for_in_order() {
    let env = |pairs: &'static [(&str, &str)]| {
        move |name: &str| -> Option<OsString> {
            let pair = pairs.iter().find(|(key, _)| *key == name);
            pair.map(|(_, value)| value.into())
        }
    };
    let all = |_: &Path| true;
    let user = |path: &Path| !path.starts_with("/etc");
    let find = |explicit: Option<&str>, pairs, there: &dyn Fn(&Path) -> bool| {
        place::find(explicit.map(Path::new), env(pairs), there)
            .map(|path| path.display().to_string())
    };
    const BOTH: &[(&str, &str)] = &[("MOTCUA_CONFIG", "/c"), ("HOME", "/h")];
    const HOME: &[(&str, &str)] = &[("MOTCUA_CONFIG", ""), ("HOME", "/h")];
    const XDG: &[(&str, &str)] = &[("XDG_CONFIG_HOME", "/x"), ("HOME", "/h")];
    const RELATIVE: &[(&str, &str)] = &[("XDG_CONFIG_HOME", "x"), ("HOME", "/h")];
    assert_eq!(find(Some("e"), BOTH, &all).unwrap(), "e");
    assert_eq!(find(None, BOTH, &all).unwrap(), "/c");
    assert_eq!(find(None, HOME, &all).unwrap(), "/etc/motcua/motcua.toml");
    assert_eq!(
        find(None, HOME, &user).unwrap(),
        "/h/.config/motcua/motcua.toml"
    );
    assert_eq!(find(None, XDG, &user).unwrap(), "/x/motcua/motcua.toml");
    assert_eq!(
        find(None, RELATIVE, &user).unwrap(),
        "/h/.config/motcua/motcua.toml"
    );
    assert_eq!(find(None, XDG, &|_: &Path| false), None);
    assert_eq!(find(None, &[], &user), None);
    let store = |pairs| place::store_path(env(pairs)).map(|path| path.display().to_string());
    assert_eq!(store(XDG).unwrap(), "/h/.local/share/motcua/motcua.db");
    assert_eq!(store(&[]), None);
}

#[test]
fn no_damage_to_a_file_is_worse_than_a_mistake_with_a_place() {
    let text: String = template().replace("\n#", "\n");
    let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    for at in places.into_iter().step_by(3) {
        let rest = text[at..].chars().skip(1).collect::<String>();
        for damaged in [
            text[..at].to_owned(),
            format!("{}{rest}", &text[..at]),
            format!("{}\"{}", &text[..at], &text[at..]),
        ] {
            let lines = damaged.matches('\n').count() + 1;
            if let Err(mistakes) = Config::parse(&damaged, Path::new("/")) {
                assert!(!mistakes.is_empty());
                assert!(mistakes.iter().all(|m| (1..=lines).contains(&m.line)));
            }
        }
    }
}

/// A store remembers them: whoever changes one of these gives every office a `configured` event, after which nothing
/// from before can be undone.
#[test]
fn the_fingerprint_of_an_office_stays_what_it_is() {
    let fingerprint = Fingerprint::of(&Config::default().rules);
    assert_eq!(fingerprint.now, "3a85f2f75a6e1f28f3b0c03072045d0a");
    assert_eq!(fingerprint.old, "a1c96469c7c64d3cb957e0ebd510b983");
}
