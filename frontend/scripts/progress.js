// Looks by itself how far the photos are, until all are ready: the list and the line above it change
// in place, whatever else is being filled in on the page. Without this module a link does the same.
const line = document.getElementById('progress');
const waits = () => line?.firstElementChild != null;

/** How long to wait before looking for the nth time: two seconds, then longer; half an hour in all. */
const pause = (/** @type {number} */ turn) => Math.min(2000 + turn * 500, 15000);

async function look() {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
  if (!answer.ok || answer.redirected) return false;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const [list, now] = [page.getElementById('arranged'), page.getElementById('progress')];
  const shown = document.getElementById('arranged');
  if (!list || !now || !shown || !line) return false;
  // Whoever stands on a button keeps standing on it.
  const at = /** @type {HTMLButtonElement | null} */ (document.activeElement);
  const held = shown.contains(at) ? `button[name="${at?.name}"][value="${at?.value}"]` : '';
  shown.replaceChildren(...list.childNodes);
  if (held) /** @type {HTMLElement | null} */ (shown.querySelector(held))?.focus();
  if (line.textContent !== now.textContent) line.replaceChildren(...now.childNodes);
  return true;
}

for (let turn = 0; waits() && turn < 140; turn += 1) {
  await new Promise((done) => setTimeout(done, pause(turn)));
  // A page that nobody sees asks for nothing; a lost connection comes back.
  if (!document.hidden && !(await look().catch(() => true))) break;
}
