// Says again each minute how long ago things were, as the server said it. Where browsers do not
// know the page's language, the page brings the words.

const UNITS = [
  ["year", 365 * 86400],
  ["month", 30 * 86400],
  ["week", 7 * 86400],
  ["day", 86400],
  ["hour", 3600],
  ["minute", 60],
];
const FROM = 1.5; // of a unit: until then the smaller one is said
const MINUTE_MS = 60000;

const { body, documentElement } = document;
const made = Date.parse(body.dataset.made);
const begun = performance.now();

const own = body.dataset.ages && JSON.parse(body.dataset.ages);
const words = new Intl.RelativeTimeFormat(documentElement.lang, { numeric: "always" });

// A reader's clock that is slow must not make anything younger than it is.
export function now() {
  return Math.max(Date.now(), made + performance.now() - begun);
}

export function said(moment) {
  const minute = Math.floor(now() / MINUTE_MS) * MINUTE_MS;
  const away = Math.max(Math.abs(minute - Date.parse(moment)) / 1000, 60);
  const [unit, size] = UNITS.find((each) => away >= FROM * each[1]) ?? UNITS.at(-1);
  const count = Math.round(away / size);
  if (Date.parse(moment) > now()) return own ? undefined : words.format(count, unit);
  return own ? own[unit].replace("{}", count) : words.format(-count, unit);
}

// A past page tells ages as of then.
export function say() {
  if (!document.querySelector("main[data-version]")) return;
  for (const each of document.querySelectorAll("time[data-age]")) {
    const text = said(each.dateTime);
    if (text && each.textContent !== text) each.textContent = text;
  }
}

setInterval(say, MINUTE_MS);
addEventListener("pageshow", say);
document.addEventListener("visibilitychange", say);
