"""The package in a clean Debian that has started with systemd, without a network, as an office installs it from a stick:
the service, a power cut, upgrade, way back and removal too.

As root, after scripts/package:  debootstrap --variant=minbase --include=systemd,systemd-sysv,dbus bookworm ROOT
                                 target/venv/bin/python tests/package/run.py ROOT
"""

import fcntl
import json
import os
import pty
import select
import shutil
import subprocess
import sys
import termios
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

    def carry():
        while True:
            for end in select.select(ends, [], [])[0]:
                os.write(ends[1 - ends.index(end)], os.read(end, 4096))

    threading.Thread(target=carry, daemon=True).start()
    return names


# The file systems that a machine has when its first process starts; only the board's port is of the real one.
START = """
set -e
mount --make-rprivate /
mount --bind "$ROOT" "$ROOT"
cd "$ROOT"
mount -t proc proc proc
mount --rbind /sys sys
for folder in run tmp dev; do mount -t tmpfs tmpfs $folder; done
for device in null zero full random urandom tty; do touch dev/$device; mount --bind /dev/$device dev/$device; done
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts dev/pts
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
touch dev/ttyUSB0
mount --bind "$BOARD" dev/ttyUSB0
mkdir -p old
pivot_root . old
umount -l old
exec env -i container=other PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd
"""


class Root:
    """A Debian that runs in namespaces of its own, with systemd as its first process."""

    def __init__(self, root, board):
        self.root = Path(root).resolve()
        self.board = board
        self.first = None

    def start(self):
        command = "unshare --mount --uts --ipc --net --pid --fork --kill-child sh -c".split()
        environment = {**ENVIRONMENT, "ROOT": str(self.root), "BOARD": self.board}
        quiet = dict(stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.machine = subprocess.Popen([*command, START], env=environment, **quiet)
        children = Path(f"/proc/{self.machine.pid}/task/{self.machine.pid}/children")
        until("the first process is there", lambda: children.read_text().strip())
        self.first = children.read_text().split()[0]
        state = lambda: self.within("systemctl", "is-system-running", check=False).strip()
        until("it has started", lambda: state() in ("running", "degraded"))

    def cut_power(self):
        self.machine.kill()
        self.machine.wait()
        # A real port that nobody has open is nobody's; this one stays open at the cable's end.
        port = os.open(self.board, os.O_RDWR | os.O_NOCTTY)
        fcntl.ioctl(port, termios.TIOCNXCL)
        os.close(port)

    def within(self, *words, check=True):
        command = ["nsenter", "--target", self.first, *"--mount --uts --ipc --net --pid --root --wd".split(), *words]
        done = subprocess.run(command, env=ENVIRONMENT, text=True, capture_output=True, stdin=subprocess.DEVNULL)
        if check and done.returncode:
            raise SystemExit(f"{words}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def motcua(self, *words, check=True):
        return self.within(*SERVICE, "motcua", *words, *CONFIG, check=check)

    def lives(self):
        return self.within("systemctl", "is-active", "motcua", check=False).strip() == "active" and "đang chạy" in self.motcua("doctor", check=False)

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


def run(root, boards):
    (package,) = OUT.glob("motcua_0*_amd64.deb")
    say(f"{root.within('grep', 'PRETTY_NAME', '/etc/os-release').strip()}: installation from a stick, no network")
    print(root.stick(package))
    assert (root.root / "etc/systemd/system/multi-user.target.wants/motcua.service").is_symlink()
    until("the service lives", root.lives)
    toml = root.root / "etc/motcua/motcua.toml"
    # Open at this very hour, whatever it is.
    today = datetime.now(timezone(timedelta(hours=7))).date()
    open_now = f"""extra_workdays = [{today}]
sessions = {{ AM = ["00:00", "11:30"], PM = ["12:00", "23:30"] }}
booked_start = {{ AM = "00:00", PM = "12:00" }}
overtime = 29
"""
    board = '\n[[board]]\nport = "/dev/ttyUSB0"\ndriver = "modbus"\nmap = "led485"\ncounters = { 1 = 1 }\n'
    toml.write_text(toml.read_text().replace("[rules]\n", "[rules]\n" + open_now) + board)

    say("The service; a board shows the number that is called")
    state = OUT / "board.json"
    state.unlink(missing_ok=True)
    peer = [sys.executable, REPOSITORY / "tests/peers/modbus_board.py", "--port", boards, "--board", "1:led485:4", "--state", state]
    peer = subprocess.Popen(peer, stdout=subprocess.DEVNULL)
    shows = lambda number: state.exists() and json.loads(state.read_text())["1"]["text"].strip() == number
    try:
        root.within("systemctl", "restart", "motcua")
        until("the service lives", root.lives)
        print(root.motcua("event", '{"type":"open_counter","counter":1}'), end="")
        print(root.motcua("event", '{"type":"walkin","field":"tu-phap"}'), end="")
        until("the board shows 1", lambda: shows("1"))
        print("the board shows", json.loads(state.read_text())["1"]["text"].strip())
        print(root.within("systemctl", "status", "--no-pager", "--lines=0", "motcua"))

        say("motcua doctor")
        report = root.motcua("doctor", check=False)
        print(report)
        assert "CẦN SỬA" not in report

        say("A power cut: the service comes with the machine, the queue is as it was")
        before = root.motcua("queue", "--json")
        root.cut_power()
        root.start()
        until("the service lives", root.lives)
        assert root.motcua("queue", "--json") == before
        root.motcua("event", '{"type":"done","counter":1}')
        root.motcua("event", '{"type":"walkin","field":"tu-phap"}')
        until("the board shows 2", lambda: shows("2"))
        before = root.motcua("queue", "--json")

        say("Upgrade: the data stay, a backup by the old version is there")
        print(root.stick(newer(package)))
        until("the service lives", root.lives)
        assert root.motcua("queue", "--json") == before
        backups = sorted((root.root / "var/lib/motcua/truoc-khi-nang-cap").glob("*.db*"))
        assert backups, "no backup before the upgrade"
        print(backups[-1].name)
        print(root.within("sh", "/media/stick/install", "--back"))
        until("the service lives", root.lives)
        assert root.motcua("queue", "--json") == before

        say("Removal: the data and the configuration stay")
        root.within("dpkg", "--purge", "motcua")
        assert not (root.root / "usr/bin/motcua").exists()
        assert root.within("systemctl", "is-active", "motcua", check=False).strip() != "active"
        assert (root.root / "var/lib/motcua/motcua.db").exists() and toml.exists()
        print("kept:", *sorted(path.name for path in (root.root / "var/lib/motcua").iterdir()))
    finally:
        peer.kill()
        peer.wait()


def main():
    board, boards = bus()
    # As udev gives it to its group, which the package puts the service in.
    shutil.chown(board, group="dialout")
    os.chmod(board, 0o660)
    root = Root(sys.argv[1], board)
    link = root.root / "etc/localtime"
    link.unlink(missing_ok=True)
    link.symlink_to("/usr/share/zoneinfo/Asia/Ho_Chi_Minh")
    root.start()
    try:
        run(root, boards)
    finally:
        root.cut_power()
    say("all is well")


main()
