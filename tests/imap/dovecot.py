"""A real dovecot on this machine, with one account after another (any user name), all with the same password."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from contextlib import closing
from pathlib import Path

from imapclient import IMAPClient
from tests.parts import PACKAGES, wait_until

PACKAGES["dovecot"] = "dovecot-imapd"
PASSWORD = "only-the-server-knows-7"
_NOBODY = 65534  # mail of root is refused


class Dovecot:
    """`mailboxes` are names with their special use ("" for none); `lacks` are capabilities that it does not tell of."""

    def __init__(self, mailboxes: dict[str, str], *, lacks: str = "", cert: tuple[Path, Path] | None = None):
        # not among pytest's folders: the user that the mail belongs to may not pass through those
        folder = self.folder = Path(tempfile.mkdtemp(prefix="dovecot-"))
        self.port = _free_port()
        program = shutil.which("dovecot", path=f"{os.environ['PATH']}:/usr/sbin")
        assert program, "dovecot is missing: apt-get install dovecot-imapd"
        owner = _NOBODY if os.getuid() == 0 else os.getuid()
        folder.chmod(0o755)
        (folder / "mail").mkdir()
        if os.getuid() == 0:
            os.chown(folder / "mail", owner, owner)
        config = folder / "dovecot.conf"
        config.write_text(_config(folder, self.port, owner, mailboxes, lacks, cert))
        self._process = subprocess.Popen([program, "-F", "-c", str(config)])
        wait_until(self._answers, "dovecot", seconds=30)

    def _answers(self) -> bool:
        assert self._process.poll() is None, (self.folder / "log").read_text()
        with closing(socket.socket()) as one:
            return one.connect_ex(("127.0.0.1", self.port)) == 0

    def client(self, user: str) -> IMAPClient:
        client = IMAPClient("127.0.0.1", self.port, ssl=False, timeout=30)
        client.login(user, PASSWORD)
        return client

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(30)
        shutil.rmtree(self.folder)


def _free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _config(
    folder: Path, port: int, owner: int, mailboxes: dict[str, str], lacks: str, cert: tuple[Path, Path] | None
) -> str:
    boxes = "".join(
        f"  mailbox {name} {{\n    auto = subscribe\n{f'    special_use = {use}' if use else ''}\n  }}\n"
        for name, use in mailboxes.items()
    )
    secure = f"ssl = required\nssl_cert = <{cert[0]}\nssl_key = <{cert[1]}" if cert else "ssl = no"
    plain, tls = (0, port) if cert else (port, 0)
    told = f"imap_capability = {lacks}" if lacks else ""
    me = "" if os.getuid() == 0 else _not_root()
    return f"""protocols = imap
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
listen = 127.0.0.1
{secure}
{told}
{me}
disable_plaintext_auth = no
auth_failure_delay = 0
mail_max_userip_connections = 100
first_valid_uid = {owner}
mail_location = maildir:{folder}/mail/%u
passdb {{
  driver = static
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = uid={owner} gid={owner} home={folder}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {tls}
  }}
}}
service anvil {{
  chroot =
}}
namespace inbox {{
  inbox = yes
{boxes}}}
"""


def _not_root() -> str:
    import getpass

    name = getpass.getuser()
    return f"default_internal_user = {name}\ndefault_login_user = {name}\ndefault_internal_group = {name}"
