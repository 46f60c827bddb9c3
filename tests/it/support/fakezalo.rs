//! An office with an account at Zalo, whose servers `tests/peers/fakezalo.py` stands in for.

use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use motcua::store::{Notice, Store, TokenFile, TokenLock};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::gate::Gate;
use super::office::Office;
use super::peer::{free_port, python};
use super::watch::Watch;

/// Zalo's servers.
pub(crate) struct FakeZalo {
    folder: TempDir,
    port: u16,
    control: u16,
    child: Child,
}

impl FakeZalo {
    /// Starts them with options of their own (`--proof`).
    pub(crate) fn start(options: &[&str]) -> Self {
        Self::start_by(options, |program| Command::new(program))
    }

    /// Likewise, as a program of its own kind: one that sees an office's clock.
    fn start_by(options: &[&str], command: impl Fn(&Path) -> Command) -> Self {
        let folder = tempfile::tempdir().unwrap();
        // Between finding a free port and using it somebody else may take it.
        for _ in 0..10 {
            let (port, control) = (free_port(), free_port());
            let mut child = command(&python())
                .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers/fakezalo.py"))
                .args([port.to_string(), control.to_string()])
                .arg(folder.path().join("log"))
                .args(options)
                .stdin(Stdio::null())
                .spawn()
                .unwrap();
            while child.try_wait().unwrap().is_none() {
                let up = |port| TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok();
                if up(control) && up(port) {
                    return Self {
                        folder,
                        port,
                        control,
                        child,
                    };
                }
            }
        }
        panic!("no port for Zalo");
    }

    /// Says a line to its control.
    #[track_caller]
    pub(crate) fn control(&self, line: &str) -> Value {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.control)).unwrap();
        stream.write_all(format!("{line}\n").as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let answer: Value = serde_json::from_str(&answer).unwrap();
        assert_eq!(answer["error"], Value::Null, "{line}: {answer}");
        answer
    }

    /// Its counters; never has it seen a fault of ours but these.
    #[track_caller]
    pub(crate) fn faultless_but(&self, allowed: &[&str]) -> Value {
        let stat = self.control("STAT");
        let faults: Vec<&str> = stat["faults"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(Value::as_str)
            .collect();
        assert_eq!(faults, allowed, "{stat}");
        assert_eq!(stat["twice"], 0, "{stat}");
        stat
    }

    /// How many answers the bot has sent.
    pub(crate) fn sent(&self) -> usize {
        let sent = self.control("STAT")["bot"].as_u64();
        usize::try_from(sent.unwrap()).unwrap()
    }

    /// How often a path was posted to.
    pub(crate) fn posts(&self, path: &str) -> usize {
        let log = fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
        let lines = log
            .lines()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok());
        lines.filter(|line| line["path"] == path).count()
    }

    /// What goes into the configuration, with `more` keys.
    pub(crate) fn config(&self, more: &str) -> String {
        let address = format!("http://127.0.0.1:{}", self.port);
        format!(
            "[zalo]\napp_id = \"1000001\"\noa_id = \"2000002\"\nsecret_file = \"zalo-bi-mat.toml\"\n\
             oauth = \"{address}\"\nbusiness = \"{address}\"\nbot_api = \"{address}\"\nopenapi = \"{address}\"\ntimeout = 6\n\
             templates = {{ booked = \"t1\", moved = \"t2\", cancelled = \"t3\", reminder = \"t4\", received = \"t5\", \
             supplement = \"t6\", apology = \"t7\", ready = \"t8\" }}\n{more}"
        )
    }

    /// Approves every form with just the keys and lengths that the program declares.
    pub(crate) fn approve(&self) {
        use motcua::domain::zalo::{Form, most};
        for (n, form) in (1..).zip(Form::ALL) {
            let keys = form.keys().iter().map(|key| format!("{key}:{}", most(key)));
            let keys: Vec<String> = keys.collect();
            self.control(&format!("TEMPLATE t{n} {}", keys.join(",")));
        }
    }
}

impl Drop for FakeZalo {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let log = fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
            eprintln!("Zalo saw:\n{log}");
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An office whose account is signed in.
pub(crate) struct Account {
    pub office: Office,
    pub zalo: FakeZalo,
}

impl Account {
    /// `more` goes before `[zalo]` into the configuration, `keys` into it.
    pub(crate) fn new(options: &[&str], more: &str, keys: &str, clock: &str) -> Self {
        let office = Office::new("", clock);
        let zalo = FakeZalo::start_by(options, |program| office.command(program));
        let path = office.path("motcua.toml");
        let own = fs::read_to_string(&path).unwrap();
        fs::write(path, format!("{more}{}{own}", zalo.config(keys))).unwrap();
        Self::secrets(&office.path(""));
        let account = Self { office, zalo };
        account.sign_in("C0");
        account.zalo.approve();
        account
    }

    /// Puts the file of secrets into a folder.
    pub(crate) fn secrets(folder: &Path) {
        let path = folder.join("zalo-bi-mat.toml");
        let text = "app_secret = \"app-secret\"\noa_secret = \"oa-secret\"\nbot_token = \"3000003:bot\"\n\
             relay_token = \"relay-token\"\n";
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    }

    #[track_caller]
    pub(crate) fn sign_in(&self, code: &str) {
        let done = self.office.run(&["zalo", "login", code]);
        assert_eq!(done.code, Some(0), "{done:?}");
    }

    /// A booking on the form by who chose Zalo, on a day; `contact` is how they want to be told.
    pub(crate) fn book(&self, phone: &str, date: &str, contact: &str) -> Value {
        let mut event = json!({"type": "web", "field": "TP", "date": date, "name": "Nguyễn Thị Kiều Oanh",
            "phone": phone, "consent": 3});
        // What is usual is not written.
        if contact != "message" {
            event["contact"] = contact.into();
        }
        self.office.event(&event)
    }

    /// What the store has of notices, oldest first.
    pub(crate) fn notices(&self) -> Vec<Notice> {
        let store = Store::open(&self.office.store()).unwrap();
        let mut notices = store.notices(10_000).unwrap();
        notices.reverse();
        notices
    }

    /// The notices of one phone, in short: `booked zalo sent`.
    pub(crate) fn told(&self, phone: &str) -> Vec<String> {
        let notices = self.notices().into_iter().filter(|n| n.phone == phone);
        let short = |n: Notice| {
            let kind = n.kind.map_or("?", motcua::domain::notice::NoticeKind::id);
            let cause = n.cause.map_or(String::new(), |cause| format!(" ({cause})"));
            format!("{kind} {} {}{cause}", n.route.id(), n.state.id())
        };
        notices.map(short).collect()
    }

    /// Awaits that a phone has been told just this.
    #[track_caller]
    pub(crate) fn await_told(&self, phone: &str, wanted: &[&str]) {
        let watch = Watch::on(&self.office.path("data"));
        let mut last = Vec::new();
        let what = format!("{wanted:?} for {phone}");
        watch.until(&what, || {
            let told = self.told(phone);
            if told != last {
                eprintln!("{phone}: {told:?}");
                last.clone_from(&told);
            }
            (told == wanted).then_some(())
        });
    }

    /// Awaits that the last thing that a phone was told begins like this.
    #[track_caller]
    pub(crate) fn await_settled(&self, phone: &str, wanted: &str) {
        let watch = Watch::on(&self.office.path("data"));
        let is = |told: &String| told.starts_with(wanted);
        watch.until(wanted, || {
            self.told(phone).last().filter(|t| is(t)).map(drop)
        });
    }

    /// The tokens are older by so many hours.
    pub(crate) fn age_tokens(&self, hours: i64) {
        let database = self.office.store();
        // Whoever may still be at it is not in the way.
        let lock = TokenLock::take(&database).unwrap();
        let mut file = self.tokens();
        file.given -= hours * 3_600_000;
        file.write(&database, &lock).unwrap();
    }

    /// A gate before one of the servers: `oauth`, `business` or `bot_api`.
    pub(crate) fn gate(&self, server: &str) -> Gate {
        let gate = Gate::before(self.zalo.port);
        let path = self.office.path("motcua.toml");
        let text = fs::read_to_string(&path).unwrap();
        let address = |port| format!("{server} = \"http://127.0.0.1:{port}\"");
        let (direct, gated) = (address(self.zalo.port), address(gate.port()));
        assert!(text.contains(&direct), "{text}");
        fs::write(&path, text.replace(&direct, &gated)).unwrap();
        gate
    }

    /// From its next start on the host waits for a server as long as a slow test machine takes.
    pub(crate) fn be_patient(&self) {
        let path = self.office.path("motcua.toml");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replace("timeout = 6\n", "timeout = 60\n")).unwrap();
    }

    pub(crate) fn tokens(&self) -> TokenFile {
        TokenFile::read(&self.office.store()).unwrap().unwrap()
    }
}
