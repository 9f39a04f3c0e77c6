"""How a page takes what came anew: as it was sent, without touching what is in somebody's hands."""

import pytest

from tests.web.page.browser.conftest import Opened

pytestmark = pytest.mark.asyncio(loop_scope="session")

SWAP = """async ([before, after]) => {
  const { swap } = await import("/page/swap.js");
  const [old, fresh] = [before, after].map(text => {
    const made = document.createElement("main");
    made.innerHTML = text;
    return made;
  });
  document.body.append(old);
  const held = old.querySelector("[data-held]");
  held?.focus();
  swap(old, fresh);
  const same = !held || old.querySelector("[data-held]") === held;
  return [old.innerHTML, same && (!held || document.activeElement === held)];
}"""

LINES = '<li data-key="a">1</li><li data-key="b">2</li><li data-key="c">3</li>'
HELD = '<li data-key="b"><a href="#" data-held="">here</a></li>'


CASES = [
    (LINES, '<li data-key="c">3</li><li data-key="d">4</li><li data-key="a">5</li>'),
    ("<p>one</p>two<p>three</p>", "<h2>one</h2><p>two</p>three"),
    ("", LINES),
    (LINES, ""),
    ('<p class="late" title="old">1</p>', '<p class="fresh">2</p>'),
    (f'<li data-key="a">1</li>{HELD}', f'{HELD}<li data-key="a">1</li>'),
    (f"{HELD}", f'<li data-key="c">new</li><li data-key="a">1</li>{HELD}<p>end</p>'),
]
"""What a page was, and what it is to be."""

LEFT = [
    ("<form>typed</form><p>1</p>", "<form></form><p>2</p>", "<form>typed</form><p>2</p>"),
    ("<details open=''>1</details>", "<details>2</details>", '<details open="">2</details>'),
    (
        '<p data-own="">bar</p><p>1</p><i data-own="">x</i>',
        "<h2>0</h2><p>2</p>",
        '<p data-own="">bar</p><h2>0</h2><p>2</p><i data-own="">x</i>',
    ),
    (
        '<div id="chart" data-own=""><canvas></canvas></div>',
        '<p>1</p><div id="chart" data-own=""></div>',
        '<p>1</p><div id="chart" data-own=""><canvas></canvas></div>',
    ),
]
"""What a page was, what came, and what it is then."""


async def test_it_becomes_what_was_sent(opened: Opened) -> None:
    """Whatever was added, gone, moved or changed; what had the focus is the same and has it."""
    tab = await opened()
    await tab.open("/en/about")
    became = [await tab.page.evaluate(SWAP, case) for case in CASES]

    assert became == [[after, True] for _, after in CASES]


async def test_it_leaves_alone_what_is_not_its_own(opened: Opened) -> None:
    """What is being filled in, was opened, or was drawn by another script stays as it is."""
    tab = await opened()
    await tab.open("/en/about")
    found = [await tab.page.evaluate(SWAP, [before, after]) for before, after, _ in LEFT]

    assert [text for text, _ in found] == [became for *_, became in LEFT]
