// The time machine's slider, and its playing day by day. Without it every day is a link.

const PAUSE_MS = 1600;

let playing = false;
let timer = 0;

function links() {
  return [...document.querySelectorAll(".days a")];
}

function shown(days) {
  return days.findIndex((day) => day.hasAttribute("aria-current"));
}

function build() {
  const bar = document.getElementById("player");
  const days = links();
  if (!bar || days.length === 0) return;
  bar.replaceChildren(button(bar), slider(bar, days));
}

function button(bar) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = playing ? bar.dataset.pause : bar.dataset.play;
  made.addEventListener("click", () => {
    playing = !playing;
    made.textContent = playing ? bar.dataset.pause : bar.dataset.play;
    if (playing) next();
    else clearTimeout(timer);
  });
  return made;
}

function slider(bar, days) {
  const made = document.createElement("input");
  made.type = "range";
  made.max = String(days.length - 1);
  made.value = String(Math.max(shown(days), 0));
  made.setAttribute("aria-label", bar.dataset.label);
  made.setAttribute("aria-valuetext", days[Number(made.value)].title);
  made.addEventListener("input", () => {
    const day = days[Number(made.value)];
    made.setAttribute("aria-valuetext", day.title);
    document.getElementById("day").textContent = day.title;
  });
  made.addEventListener("change", () => {
    stop();
    go(days[Number(made.value)].href);
  });
  return made;
}

function stop() {
  playing = false;
  clearTimeout(timer);
}

function next() {
  const days = links();
  const after = days[shown(days) + 1];
  if (!after) {
    stop();
    build();
    return;
  }
  go(after.href);
}

// Put another day in the place of this one; what had the focus has it again.
async function go(address) {
  let page;
  try {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(String(answer.status));
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    stop();
    location.assign(address);
    return;
  }
  const focused = document.activeElement?.closest("#player") ? document.activeElement.tagName : "";
  document.title = page.title;
  document.body.replaceChildren(...page.body.childNodes);
  history.replaceState(null, "", address);
  build();
  document.dispatchEvent(new Event("darial:updated"));
  if (focused) document.querySelector(`#player ${focused.toLowerCase()}`)?.focus();
  if (playing) {
    timer = setTimeout(next, PAUSE_MS);
    ready();
  }
}

// Have the next day written while this one is looked at; if that fails, `go` will say so.
function ready() {
  const days = links();
  const after = days[shown(days) + 1];
  if (after) fetch(after.href).catch(() => undefined);
}

build();
