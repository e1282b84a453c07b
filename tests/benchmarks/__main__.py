"""`python -m tests.benchmarks [subject …]`: a table of ratios; exit status 1 if a bar is missed."""

import importlib.util
import os
import sys
from importlib import import_module
from pathlib import Path

# Before NumPy and PyTorch are imported: they read these once.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

FRAMEWORK = {
    "__init__",
    "__main__",
    "digits_live",
    "first_run",
    "memory",
    "race",
    "readers",
    "reruns",
    "spread",
    "turns",
}
SUBJECTS = sorted({path.stem for path in Path(__file__).parent.glob("*.py")} - FRAMEWORK)
ROW = "{:<66}{:>10}{:>10}{:>8}{:>7}  {}"


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in SUBJECTS]
    if unknown:
        print(f"There is no benchmark {', '.join(unknown)}; there are {', '.join(SUBJECTS)}.")
        return 2
    if importlib.util.find_spec("torch") is None:
        print("PyTorch is missing: pip install -r requirements-dev.txt")
        return 2
    race = import_module("tests.benchmarks.race")

    print(ROW.format("subject", "ours ms", "rival ms", "ratio", "bar", ""))
    missed = 0
    for name in names or SUBJECTS:
        for entry in import_module(f"tests.benchmarks.{name}").races():
            result = race.run(entry)
            missed += not result.passed
            numbers = (f"{result.ours:.2f}", f"{result.rival:.2f}", f"{result.ratio:.1f}×")
            verdict = "pass" if result.passed else "FAIL"
            if result.epochs_per_second:
                verdict += "  {:,.0f} against {:,.0f} epochs/s".format(*result.epochs_per_second)
            if result.differs:
                verdict += f"  (numbers differ: {result.differs})"
            print(ROW.format(result.subject, *numbers, f"{result.bar}×", verdict), flush=True)
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
