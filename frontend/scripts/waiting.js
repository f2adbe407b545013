// Looks by itself whether the bank has answered, and shows the page anew when it has. Without this module a link does
// the same.
const waits = (/** @type {Document} */ page) => page.getElementById('waiting') != null;

/** How long to wait before looking for the nth time: two seconds, then longer; half an hour in all. */
const pause = (/** @type {number} */ turn) => Math.min(2000 + turn * 500, 15000);

async function answered() {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
  return answer.ok && !waits(new DOMParser().parseFromString(await answer.text(), 'text/html'));
}

for (let turn = 0; waits(document) && turn < 140; turn += 1) {
  await new Promise((done) => setTimeout(done, pause(turn)));
  // A page that nobody sees asks for nothing; a lost connection comes back.
  if (!document.hidden && (await answered().catch(() => false))) {
    location.reload();
    break;
  }
}
