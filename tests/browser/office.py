"""An office for the browser's tests: a folder, a host, a clock of its own (libfaketime), a screen in tmux."""

import datetime
import glob
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
MOTCUA = pathlib.Path(os.environ.get("MOTCUA", ROOT / "target/release/motcua"))
PATIENCE = 30

CONFIG = """
[office]
name = "UBND xã Vĩnh Thủy"
[store]
path = "data/motcua.db"
[web]
listen = "127.0.0.1:0"
walkin = true
"""


class Office:
    """An office at `clock`, local time; the clock goes on from there."""

    def __init__(self, clock, more=""):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="motcua-browser-"))
        for name in ("home", "data", "run"):
            (self.folder / name).mkdir()
        (self.folder / "motcua.toml").write_text(CONFIG + more)
        self.set_clock(clock)
        self.host = None
        self.start()

    def environment(self):
        library = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")
        if not library:
            raise SystemExit("libfaketime is missing: apt-get install libfaketime")
        return {
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "TZ": "Asia/Ho_Chi_Minh",
            "HOME": str(self.folder / "home"),
            "XDG_RUNTIME_DIR": str(self.folder / "run"),
            "MOTCUA_CONFIG": str(self.folder / "motcua.toml"),
            "LD_PRELOAD": library[0],
            "FAKETIME_TIMESTAMP_FILE": str(self.folder / "clock"),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

    def set_clock(self, clock):
        wanted = datetime.datetime.fromisoformat(clock + "+07:00")
        self.turn((wanted - datetime.datetime.now(datetime.timezone.utc)).total_seconds())

    def turn(self, offset):
        self.offset = offset
        (self.folder / "clock.new").write_text(f"{offset:+.6f}\n")
        os.rename(self.folder / "clock.new", self.folder / "clock")

    def pass_seconds(self, seconds):
        """As time passes while somebody fills in a form."""
        self.turn(self.offset + seconds)

    def start(self):
        self.host = subprocess.Popen(
            [MOTCUA, "serve"], env=self.environment(), cwd=self.folder, stdin=subprocess.DEVNULL
        )
        self.url = "http://" + wait_for("the pages", self.open_at)

    def open_at(self):
        try:
            status = json.loads((self.folder / "data/motcua.db.status").read_text())
        except (OSError, ValueError):
            return None
        return status["pid"] == self.host.pid and (status.get("web") or {}).get("open")

    def stop(self):
        if self.host:
            self.host.kill()
            self.host.wait()

    def go_to(self, clock):
        """The host goes and comes back at another time."""
        self.stop()
        self.set_clock(clock)
        self.start()

    def run(self, *arguments):
        done = subprocess.run(
            [MOTCUA, *arguments],
            env=self.environment(),
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        if done.returncode != 0:
            raise AssertionError(f"motcua {arguments}: {done.stderr}")
        return done.stdout

    def queue(self):
        return json.loads(self.run("queue", "--json"))

    def event(self, **event):
        return json.loads(self.run("event", json.dumps(event)))

    def screen(self):
        return Screen(self)

    def close(self):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


class Screen:
    """The terminal program at counter 1, in tmux."""

    def __init__(self, office):
        self.socket = str(office.folder / "run/tmux")
        self.environment = {**office.environment(), "LD_PRELOAD": ""}
        settings = " ".join(
            f"{key}='{value}'" for key, value in office.environment().items() if key != "TERM"
        )
        self.tmux("-f", "/dev/null", "new-session", "-d", "-x", "120", "-y", "40", f"env {settings} {MOTCUA}")

    def tmux(self, *arguments):
        command = ["tmux", "-S", self.socket, *arguments]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=True).stdout

    def text(self):
        return self.tmux("capture-pane", "-p")

    def keys(self, *keys):
        self.tmux("send-keys", *keys)

    def close(self):
        subprocess.run(["tmux", "-S", self.socket, "kill-server"], env=self.environment, check=False)


def wait_for(what, look):
    """What `look` finds, as soon as it does."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        time.sleep(0.005)
    raise AssertionError(f"waited in vain for {what}")
