"""The audit of what is installed: what is known, and what nobody could say."""

from tests.audit import UNREACHED, told

CLEAN = {"name": "numpy", "version": "2.4.6", "vulns": []}
OPEN = {
    "name": "left-pad",
    "version": "1.0",
    "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.1"]}, {"id": "PYSEC-2", "fix_versions": []}],
}
UNKNOWN = {"name": "ours", "skip_reason": "Dependency not found on PyPI"}


def test_what_is_known_against_a_package_is_said_with_what_mends_it() -> None:
    assert list(told({"dependencies": [CLEAN, OPEN, UNKNOWN]})) == [
        "left-pad 1.0: PYSEC-1, mended in 1.1.",
        "left-pad 1.0: PYSEC-2, mended in none yet.",
        "2 packages were compared.",
        "Not known there, and not compared: ours.",
    ]


def test_a_mirror_that_knows_no_package_is_no_clean_report() -> None:
    assert list(told({"dependencies": [UNKNOWN, UNKNOWN]})) == [UNREACHED]
