"""The package in a clean Debian, without a network, as an office installs it from a stick: upgrade, way back and removal too.

As root, after scripts/package:  debootstrap --variant=minbase bookworm ROOT
                                 target/venv/bin/python tests/package/run.py ROOT
"""

import json
import os
import pty
import select
import shutil
import subprocess
import sys
import threading
import time
import tty
from datetime import datetime, timedelta, timezone
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
OUT = REPOSITORY / "target/package"
ENVIRONMENT = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "TERM": "xterm"}
SERVICE = ["setpriv", "--reuid", "motcua", "--regid", "motcua", "--init-groups"]
CONFIG = ["--config", "/etc/motcua/motcua.toml"]


def say(words):
    print(f"== {words}", flush=True)


def until(what, true):
    """Awaits something of another program that nobody announces."""
    for _ in range(300):
        if true():
            return
        time.sleep(0.1)
    raise SystemExit(f"it is never so: {what}")


def bus():
    """Two serial ports joined by a cable; their names."""
    ends, names = [], []
    for _ in range(2):
        master, slave = pty.openpty()
        tty.setraw(slave)
        ends.append(master)
        names.append(os.ttyname(slave))
        os.chmod(names[-1], 0o666)

    def carry():
        while True:
            for end in select.select(ends, [], [])[0]:
                os.write(ends[1 - ends.index(end)], os.read(end, 4096))

    threading.Thread(target=carry, daemon=True).start()
    return names


class Root:
    def __init__(self, root):
        self.root = Path(root).resolve()

    def within(self, *words, check=True):
        command = ["unshare", "--net", "chroot", str(self.root), *words]
        done = subprocess.run(command, env=ENVIRONMENT, text=True, capture_output=True, stdin=subprocess.DEVNULL)
        if check and done.returncode:
            raise SystemExit(f"{words}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def motcua(self, *words, check=True):
        return self.within(*SERVICE, "motcua", *words, *CONFIG, check=check)

    def host(self):
        """The service's own command, as its user."""
        unit = (self.root / "lib/systemd/system/motcua.service").read_text()
        command = next(line.removeprefix("ExecStart=") for line in unit.splitlines() if line.startswith("ExecStart="))
        words = ["unshare", "--net", "chroot", str(self.root), *SERVICE, *command.split()]
        return subprocess.Popen(words, env=ENVIRONMENT, stdin=subprocess.DEVNULL)

    def stick(self, package):
        stick = self.root / "media/stick"
        shutil.rmtree(stick, ignore_errors=True)
        stick.mkdir(parents=True)
        for file in (package, OUT / "install"):
            shutil.copy(file, stick)
        return self.within("sh", "/media/stick/install")


def newer(package):
    """The same package, as its next version."""
    tree = OUT / "newer"
    shutil.rmtree(tree, ignore_errors=True)
    subprocess.run(["dpkg-deb", "-R", package, tree], check=True)
    control = tree / "DEBIAN/control"
    control.write_text(control.read_text().replace("Version: ", "Version: 9"))
    made = OUT / "newer.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-b", tree, made], check=True, stdout=subprocess.DEVNULL)
    shutil.rmtree(tree)
    target = made.with_name("motcua_9.0.0_amd64.deb")
    made.rename(target)
    return target


def run(root):
    (package,) = OUT.glob("motcua_0*_amd64.deb")
    ours, boards = bus()
    link = root.root / "etc/localtime"
    link.unlink(missing_ok=True)
    link.symlink_to("/usr/share/zoneinfo/Asia/Ho_Chi_Minh")

    say(f"Debian {(root.root / 'etc/debian_version').read_text().strip()}: installation from a stick, no network")
    print(root.stick(package))
    assert (root.root / "etc/systemd/system/multi-user.target.wants/motcua.service").is_symlink()
    toml = root.root / "etc/motcua/motcua.toml"
    # Open at this very hour, whatever it is.
    today = datetime.now(timezone(timedelta(hours=7))).date()
    open_now = f"""extra_workdays = [{today}]
sessions = {{ AM = ["00:00", "11:30"], PM = ["12:00", "23:30"] }}
booked_start = {{ AM = "00:00", PM = "12:00" }}
overtime = 29
"""
    board = f'\n[[board]]\nport = "{ours}"\ndriver = "modbus"\nmap = "led485"\ncounters = {{ 1 = 1 }}\n'
    toml.write_text(toml.read_text().replace("[rules]\n", "[rules]\n" + open_now) + board)

    say("The service's command; a board shows the number that is called")
    state = OUT / "board.json"
    state.unlink(missing_ok=True)
    peer = [sys.executable, REPOSITORY / "tests/peers/modbus_board.py", "--port", boards, "--board", "1:led485:4", "--state", state]
    peer = subprocess.Popen(peer, stdout=subprocess.DEVNULL)
    host = root.host()
    try:
        until("the host lives", lambda: "đang chạy" in root.motcua("doctor", check=False))
        print(root.motcua("event", '{"type":"open_counter","counter":1}'), end="")
        print(root.motcua("event", '{"type":"walkin","field":"tu-phap"}'), end="")
        until("the board shows 1", lambda: state.exists() and json.loads(state.read_text())["1"]["text"].strip() == "1")
        print("the board shows", json.loads(state.read_text())["1"]["text"].strip())

        say("motcua doctor")
        report = root.motcua("doctor", check=False)
        print(report)
        assert "CẦN SỬA" not in report

        say("Upgrade: the data stay, a backup by the old version is there")
        before = root.motcua("queue", "--json")
        host.terminate()
        host.wait()
        print(root.stick(newer(package)))
        assert root.motcua("queue", "--json") == before
        backups = sorted((root.root / "var/lib/motcua/truoc-khi-nang-cap").glob("*.db*"))
        assert backups, "no backup before the upgrade"
        print(backups[-1].name)
        print(root.within("sh", "/media/stick/install", "--back"))
        assert root.motcua("queue", "--json") == before

        say("Removal: the data and the configuration stay")
        root.within("dpkg", "--purge", "motcua")
        assert not (root.root / "usr/bin/motcua").exists()
        assert (root.root / "var/lib/motcua/motcua.db").exists() and toml.exists()
        print("kept:", *sorted(path.name for path in (root.root / "var/lib/motcua").iterdir()))
    finally:
        for process in (host, peer):
            process.kill()
            process.wait()


def main():
    root = Root(sys.argv[1])
    mounted = []
    try:
        for folder in ("dev", "dev/pts", "proc"):
            subprocess.run(["mount", "--bind", f"/{folder}", root.root / folder], check=True)
            mounted.append(root.root / folder)
        run(root)
    finally:
        for folder in reversed(mounted):
            subprocess.run(["umount", "-l", folder])
    say("all is well")


main()
