"""What axe (Deque's rules for WCAG 2.2 AA) finds on a page as it stands in the window."""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

LEVELS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
# Best practice by axe's own words, and promised here: headings do not jump, labels can be spoken.
BESIDE = (
    *("heading-order", "page-has-heading-one", "empty-heading"),
    "label-content-name-mismatch",
)
CONTRAST = ("color-contrast",)
SERIOUS = {"serious", "critical"}

_SCRIPT = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
_RUN = """async ({ tags, rules, only, within }) => {
  const chosen = only.length ? { type: "rule", values: only } : { type: "tag", values: tags };
  const wanted = Object.fromEntries(rules.map((rule) => [rule, { enabled: true }]));
  const { violations } = await axe.run(within,
    { runOnly: chosen, rules: only.length ? {} : wanted, resultTypes: ["violations"],
      preload: false });  // style sheets, for a rule that is an experiment and off
  return violations.flatMap(({ id, impact, nodes }) => nodes.map((node) => (
    { rule: id, impact, selector: node.target.flat().join(" "), html: node.html.slice(0, 200),
      summary: [...node.any, ...node.all, ...node.none].map((one) => one.message).join("; ") })));
}"""


@dataclass(frozen=True)
class Finding:
    """A rule that an element breaks."""

    rule: str
    impact: str
    selector: str
    html: str
    summary: str

    def __str__(self) -> str:
        return f"{self.rule} ({self.impact}) at {self.selector}: {self.summary}\n    {self.html}"


def findings(page: Page, only: Iterable[str] = (), within: str = "html") -> list[Finding]:
    """All that axe finds against WCAG 2.2 AA, or against some of its rules only, in an element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_SCRIPT)
    asked: dict[str, Any] = {"tags": LEVELS, "rules": BESIDE, "only": list(only), "within": within}
    return [Finding(**each) for each in page.evaluate(_RUN, asked)]
