"""Icons: draws the sign of the page as the pictures that phones want, from the one drawing of it.

`python -m tests.web.page.draw_icons` needs the system's Chromium, as tests of the page do.
"""

from importlib.resources import files
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.web.page.browser.tab import ARGUMENTS, browser_path

FOLDER = Path(str(files("app.web.page") / "static"))
ICONS = {"icon-192.png": (192, False), "icon-512.png": (512, False), "mask-512.png": (512, True)}
"""Each picture's size in pixels, and whether it is a mask: phones cut the corners of one."""

PAGE = "<style>body{margin:0}svg{display:block}</style>"
MASK = "<style>body{margin:0;background:#0b5cad}svg{display:block;transform:scale(0.75)}</style>"
"""Of a mask only the innermost circle, four fifths as wide as the picture, is always shown."""


def main() -> None:
    """Draw all icons anew."""
    drawing = (FOLDER / "icon.svg").read_text("utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=list(ARGUMENTS))
        for name, (size, is_mask) in ICONS.items():
            page = browser.new_page(viewport={"width": size, "height": size})
            page.set_content(f"{MASK if is_mask else PAGE}{drawing}")
            page.screenshot(path=FOLDER / name, omit_background=True)
        browser.close()


if __name__ == "__main__":
    main()
