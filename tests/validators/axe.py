"""Pages as axe-core judges them in Chromium, and as keys and assistive software meet them.

Each function opens one browser for all the pages it is given; inside ``with browser():`` several
calls share one. Pages are read from disk with the network off.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.tools import BROWSERS, node_file, program, require

FLAGS = [
    "--no-sandbox",  # CI runs as root in a container of its own
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EXTRA_RULES = ("color-contrast-enhanced", "target-size")
"""Rules asked for above level AA: text at 7:1 and targets of 24 px."""

SCREEN = (1280, 1024)
"""The screen that WCAG 1.4.10 has in mind, in CSS pixels at 100 % zoom."""

_open: list[Any] = []


@contextmanager
def browser() -> Iterator[Any]:
    """One Chromium for everything inside the block."""
    if _open:
        yield _open[-1]
        return
    chromium = os.environ.get("ACCESS_KIT_CHROMIUM") or program(*BROWSERS)
    require("Chromium", chromium)
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        require("playwright", None)
        raise
    with sync_playwright() as driver:
        _open.append(driver.chromium.launch(executable_path=str(chromium), args=FLAGS))
        try:
            yield _open[-1]
        finally:
            _open.pop().close()


@contextmanager
def _page(
    html: Path, *, zoom: float = 1.0, width: int | None = None, **context: Any
) -> Iterator[Any]:
    size = {"width": width or round(SCREEN[0] / zoom), "height": round(SCREEN[1] / zoom)}
    with browser() as chromium:
        place = chromium.new_context(
            viewport=size,
            device_scale_factor=zoom,
            **{"offline": True, "reduced_motion": "reduce", **context},
        )
        try:
            page = place.new_page()
            page.goto(html.resolve().as_uri())
            yield page
        finally:
            place.close()


def violations(
    html_paths: Iterable[Path],
    *,
    zoom: float = 1.0,
    extra_rules: Sequence[str] = EXTRA_RULES,
) -> dict[Path, list[str]]:
    """For each page, what axe-core finds wrong (``rule: what (where)``); empty is a pass.

    ``zoom`` 4.0 is the screen of 1280 by 1024 px at 400 %.
    """
    script = node_file("axe-core/axe.min.js")
    require("axe-core", script)
    assert script is not None
    options = {
        "runOnly": {"type": "tag", "values": TAGS},
        "rules": {rule: {"enabled": True} for rule in extra_rules},
    }
    found = {}
    with browser():
        for html in html_paths:
            with _page(html, zoom=zoom) as page:
                page.evaluate(Path(script).read_text("utf-8"))
                report = page.evaluate("options => axe.run(document, options)", options)
            if not report["passes"]:
                raise RuntimeError(f"axe-core looked at nothing in {html}")
            found[html] = [
                f"{rule['id']}: {rule['help']} ({node['html'][:200]})"
                for rule in report["violations"]
                for node in rule["nodes"]
            ]
    return found


def scrolls_sideways(html: Path, *, width: int = 320) -> list[str]:
    """What makes the page wider than ``width`` CSS px; empty when nothing does.

    320 px is a screen of 1280 px at 400 % (WCAG 1.4.10). Tables of data may scroll by themselves.
    """
    with _page(html, width=width) as page:
        return page.evaluate(
            """() => {
              const root = document.documentElement
              if (root.scrollWidth <= root.clientWidth) return []
              const wide = [...document.body.querySelectorAll('*')]
                .filter(e => e.getBoundingClientRect().right > root.clientWidth + 0.5)
                .map(e => e.outerHTML.slice(0, 200))
              return wide.length ? wide : [`page is ${root.scrollWidth} px wide`]
            }"""
        )


def aria_snapshot(html: Path) -> str:
    """The accessibility tree of the page as indented lines: what a screen reader is told."""
    with _page(html) as page:
        return page.locator("body").aria_snapshot()


def outside_requests(html: Path) -> list[str]:
    """The addresses that the page asks for beside itself; a self-contained page has none."""
    asked: list[str] = []
    with browser() as chromium:
        place = chromium.new_context(offline=True)
        try:
            page = place.new_page()
            page.on("request", lambda request: asked.append(request.url))
            page.goto(html.resolve().as_uri())
        finally:
            place.close()
    own = html.resolve().as_uri()
    return [url for url in asked if url != own and not url.startswith(("data:", "blob:"))]


def keyboard_walk(html: Path, *, limit: int = 200) -> list[str]:
    """What the Tab key reaches, in order: ``tag: name``, and `` (no focus mark)`` where none shows.

    A focus mark is any change of outline, border, background or shadow while focused. The walk
    ends where focus leaves the page; ``limit`` stops a trap.
    """
    with _page(html) as page:
        page.evaluate("() => document.activeElement && document.activeElement.blur()")
        walk: list[str] = []
        for _ in range(limit):
            page.keyboard.press("Tab")
            step = page.evaluate(_FOCUSED)
            if step is None:
                return walk
            walk.append(step)
        raise RuntimeError(f"focus never leaves the page: {walk[-3:]}")


_FOCUSED = """() => {
  const e = document.activeElement
  if (!e || e === document.body || e === document.documentElement) return null
  const look = () => {
    const s = getComputedStyle(e)
    return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.border, s.backgroundColor,
            s.boxShadow, s.textDecoration].join('|')
  }
  const focused = look()
  const name = (e.getAttribute('aria-label') || e.labels?.[0]?.innerText || e.innerText
                || e.value || e.id || '').trim().replace(/\\s+/g, ' ').slice(0, 80)
  e.blur()
  const marked = look() !== focused
  e.focus()
  return `${e.tagName.toLowerCase()}: ${name}${marked ? '' : ' (no focus mark)'}`
}"""


def shows_without_script(html: Path) -> str:
    """The words that the page shows with scripts off."""
    with _page(html, java_script_enabled=False) as page:
        return page.locator("body").inner_text()


def use(html: Path, what: Callable[[Any], Any], **context: Any) -> Any:
    """Open the page and do something with it, as a person does; gives what ``what`` gives."""
    with _page(html, **context) as page:
        return what(page)


def picture(html: Path, png: Path, *, zoom: float = 1.0, media: str = "screen") -> Path:
    """Save what the whole page looks like, for a person to look at. ``media``: screen or print."""
    with _page(html, zoom=zoom) as page:
        page.emulate_media(media=media)
        page.screenshot(path=png, full_page=True)
    return png
