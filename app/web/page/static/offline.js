// Says when the page is one that was kept, and has the worker keep what is seen.

export function outOfReach(is) {
  const notice = document.getElementById("held");
  notice.querySelector("time").dateTime = document.body.dataset.made;
  notice.hidden = !is;
}

async function keep() {
  await navigator.serviceWorker.register("/sw.js");
  const { active } = await navigator.serviceWorker.ready;
  const files = performance.getEntriesByType("resource").map((each) => each.name);
  active.postMessage({ keep: [location.href, ...files] });
}

// A page that no browser may keep (no https, a private window) is as good without.
if ("serviceWorker" in navigator) keep().catch(() => {});
