// Reads a chart out at any moment, by hand or by keys, from the table that stands behind it.

const SVG = "http://www.w3.org/2000/svg";

let rows = [];

function build() {
  const figure = document.querySelector("figure.chart");
  document.querySelector(".cursor")?.remove();
  if (!figure) return;
  rows = read(figure);
  const reader = figure.querySelector(".reader");
  const line = cursor(figure.querySelector("svg"));
  const bar = slider(reader.dataset.label, line);
  reader.replaceChildren(bar, document.createElement("output"));
  figure.querySelector("svg").onpointermove = (event) => {
    bar.value = String(nearest(event));
    show(bar, line);
  };
  show(bar, line);
}

// Each row of the table, with where it stands in the chart, 0 to 1.
function read(figure) {
  const [since, until] = [figure.dataset.since, figure.dataset.until].map(Date.parse);
  return [...document.querySelectorAll("table.course tbody tr")].map((row) => ({
    share: (Date.parse(row.querySelector("time").dateTime) - since) / (until - since),
    said: [...row.cells].map((each) => each.textContent.trim()).filter(Boolean).join(" · "),
  }));
}

function cursor(svg) {
  const line = document.createElementNS(SVG, "line");
  line.setAttribute("class", "cursor");
  line.setAttribute("y2", "200");
  line.dataset.own = "";
  svg.append(line);
  return line;
}

function slider(label, line) {
  const made = document.createElement("input");
  made.type = "range";
  made.max = String(rows.length - 1);
  made.value = made.max;
  made.setAttribute("aria-label", label);
  made.addEventListener("input", () => show(made, line));
  return made;
}

function show(bar, line) {
  const { share, said } = rows[Number(bar.value)];
  const at = `${100 * Math.min(Math.max(share, 0), 1)}%`;
  line.setAttribute("x1", at);
  line.setAttribute("x2", at);
  bar.setAttribute("aria-valuetext", said);
  bar.nextSibling.textContent = said;
}

function nearest({ clientX, currentTarget }) {
  const { left, width } = currentTarget.getBoundingClientRect();
  const share = (clientX - left) / width;
  const away = rows.map((each) => Math.abs(each.share - share));
  return away.indexOf(Math.min(...away));
}

document.addEventListener("darial:updated", build);
build();
