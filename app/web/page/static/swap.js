// Makes one element like another, touching only what differs: focus, scroll and forms stay.

// Forms belong to who fills them in; [data-own] to the script that draws in it, or has added it where
// it has no id.
const LEFT_ALONE = "form, [data-own]";

export function swap(old, fresh) {
  const focused = document.activeElement;
  become(old, fresh);
  if (focused !== document.activeElement && focused.isConnected) {
    focused.focus({ preventScroll: true });
  }
}

function become(old, fresh) {
  attributes(old, fresh);
  const keyed = new Map();
  for (const each of old.children) if (key(each)) keyed.set(key(each), each);
  let at = served(old.firstChild);
  for (const next of [...fresh.childNodes]) {
    const mine = key(next) ? keyed.get(key(next)) : alike(at, next);
    if (mine && mine === at) at = served(at.nextSibling);
    else old.insertBefore(mine ?? next, at);
    if (mine) settle(mine, next);
  }
  while (at) {
    const after = served(at.nextSibling);
    at.remove();
    at = after;
  }
}

// The next node that came from the server.
function served(node) {
  while (node?.matches?.("[data-own]:not([id])")) node = node.nextSibling;
  return node;
}

function settle(mine, next) {
  if (mine.nodeType !== Node.ELEMENT_NODE) {
    if (mine.data !== next.data) mine.data = next.data;
  } else if (!mine.matches(LEFT_ALONE) && !mine.isEqualNode(next)) become(mine, next);
}

function attributes(old, fresh) {
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && name !== "open") old.removeAttribute(name);
  }
}

function key(node) {
  return node.id || node.dataset?.key;
}

function alike(at, next) {
  return at && !key(at) && at.nodeName === next.nodeName ? at : null;
}
