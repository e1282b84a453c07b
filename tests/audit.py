"""All that is installed against the published advisories: `make audit`.

What could not be compared is said: a mirror may answer for packages of which it knows nothing.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any, Final

COMMAND: Final = (sys.executable, "-m", "pip_audit", "--local", "--progress-spinner=off", "-fjson")
UNREACHED: Final = "The advisories cannot be reached from here: nothing was compared."
_NO_ANSWER: Final = ("ConnectionError", "ServiceError", "ConnectTimeout", "Max retries exceeded")


def told(report: dict[str, Any]) -> Iterator[str]:
    """The lines of a report by pip-audit: what is known against each package, and what is not."""
    packages = report["dependencies"]
    skipped = sorted(one["name"] for one in packages if "skip_reason" in one)
    if len(skipped) == len(packages):
        yield UNREACHED
        return
    for one in packages:
        for each in one.get("vulns", ()):
            mended = ", ".join(each["fix_versions"]) or "none yet"
            yield f"{one['name']} {one['version']}: {each['id']}, mended in {mended}."
    yield f"{len(packages) - len(skipped)} packages were compared."
    if skipped:
        yield f"Not known there, and not compared: {', '.join(skipped)}."


def main() -> int:
    """The status: 0 where nothing is known against any package, or nobody can be asked."""
    done = subprocess.run(COMMAND, capture_output=True, text=True, check=False)
    if not done.stdout.strip():
        unreached = any(word in done.stderr for word in _NO_ANSWER)
        print(UNREACHED if unreached else done.stderr)
        return 0 if unreached else 1
    report = json.loads(done.stdout)
    print(*told(report), sep="\n")
    return int(any(one.get("vulns") for one in report["dependencies"]))


if __name__ == "__main__":
    sys.exit(main())
