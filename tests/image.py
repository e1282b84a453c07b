"""deploy/Dockerfile read as what it does, and what it builds put into a folder."""

import json
import os
import re
import shlex
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
DOCKERFILE = ROOT / "deploy" / "Dockerfile"
# Readers' own rights, and of the superuser's only that of reading: Python may be in his folder.
_READ_ONLY = "--{0}=-all,+dac_read_search"


@dataclass
class Stage:
    """A FROM and what follows it, in order: instructions such as ("COPY", "core core")."""

    base: str
    name: str
    steps: list[tuple[str, str]] = field(default_factory=list)

    def said(self, instruction: str) -> list[str]:
        return [text for name, text in self.steps if name == instruction]

    @property
    def environment(self) -> dict[str, str]:
        return dict(pair.split("=", 1) for text in self.said("ENV") for pair in shlex.split(text))

    @property
    def copies(self) -> list[tuple[str, str, str]]:
        """(source, target, stage that it is taken from, or nothing)."""
        found = []
        for text in self.said("COPY"):
            words = shlex.split(text)
            origin = next((w.partition("=")[2] for w in words if w.startswith("--from=")), "")
            *sources, target = [word for word in words if not word.startswith("--")]
            found += [(source, target, origin) for source in sources]
        return found


def stages(text: str = "") -> dict[str, Stage]:
    """The stages of the Dockerfile by their names."""
    found: dict[str, Stage] = {}
    stage = Stage("", "")
    joined = re.sub(r"\\\n\s*", "", text or DOCKERFILE.read_text("utf-8"))
    for line in joined.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        instruction, rest = line.split(None, 1)
        if instruction == "FROM":
            base, _, name = re.fullmatch(r"(\S+)(\s+AS\s+(\S+))?", rest).groups()
            stage = found[name] = Stage(base, name)
        else:
            stage.steps.append((instruction, rest))
    return found


def health_check(stage: Stage) -> list[str]:
    """The words of its command."""
    [text] = stage.said("HEALTHCHECK")
    return [str(word) for word in json.loads(text.partition(" CMD ")[2])]


def build(folder: Path, *, static: bool) -> Path:
    """What the stage `app` copies, in a folder that a reader's process may read and not write.

    static: with the folder for plotly.js that belongs to the process, as in the image.
    """
    stage = stages()["app"]
    lab = folder / "lab"
    lab.mkdir(parents=True)
    for source, target, _ in stage.copies:
        origin, place = ROOT / source, lab / target
        place = place / origin.name if target in (".", "./") else place
        if origin.is_dir():
            shutil.copytree(origin, place, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(origin, place)
    for path in (lab, *lab.rglob("*")):
        path.chmod(path.stat().st_mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))
    if static:
        lab.chmod(0o755)
        (lab / "static").mkdir(mode=0o777)
        (lab / "static").chmod(0o777)
        lab.chmod(0o555)
    return lab


def unprivileged(command: list[str], uid: int) -> list[str]:
    """The command as a user who may write nowhere, if it is the superuser who asks."""
    if os.geteuid() != 0:
        return command
    rights = [_READ_ONLY.format(kind) for kind in ("inh-caps", "ambient-caps", "bounding-set")]
    return ["setpriv", f"--reuid={uid}", f"--regid={uid}", "--clear-groups", *rights, *command]


@contextmanager
def started(lab: Path, port: int, uid: int, home: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """The image's own command in its own folder, its log in `home`."""
    stage = stages()["app"]
    [command] = stage.said("CMD")
    environment = {
        **os.environ,
        **stage.environment,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PORT": str(port),
        "HOME": str(home),
    }
    environment.pop("PYTHONPATH", None)
    with (home / "log").open("w") as log:
        process = subprocess.Popen(
            unprivileged(json.loads(command), uid), cwd=lab, env=environment, stdout=log, stderr=log
        )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(10)
