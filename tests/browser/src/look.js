// What a page must be, seen from inside it. Arguments: language, direction. Gives back what is wrong
// and every word that is shown or spoken.
const [language, direction] = arguments;
const wrong = [];
const root = document.documentElement;
const headings = document.querySelectorAll("h1");
if (headings.length !== 1) wrong.push(`${headings.length} h1`);
else if (!headings[0].innerText.trim()) wrong.push("an empty h1");
if (root.lang !== language) wrong.push(`lang is ${root.lang}, not ${language}`);
if (getComputedStyle(root).direction !== direction) wrong.push(`it reads ${getComputedStyle(root).direction}`);
if (root.dir !== direction) wrong.push(`html has dir="${root.dir}"`);
if (!document.title.trim()) wrong.push("no title");
if (root.scrollWidth > root.clientWidth + 1) {
  const inside = (e) => {
    for (let p = e.parentElement; p; p = p.parentElement) if (getComputedStyle(p).overflowX !== "visible") return true;
    return false;
  };
  const wide = [...document.querySelectorAll("body *")]
    .filter((e) => { const r = e.getBoundingClientRect(); return r.width && (r.right > root.clientWidth + 1 || r.left < -1); })
    .filter((e) => !inside(e))
    .slice(0, 4)
    .map((e) => `<${e.localName} class="${e.getAttribute("class") ?? ""}">${(e.innerText ?? "").slice(0, 40)}`);
  wrong.push(`scrolls sideways at ${root.clientWidth}: ${root.scrollWidth} (${wide.join(" | ")})`);
}
for (const image of document.images) {
  if (image.complete && !image.naturalWidth && image.currentSrc) wrong.push(`a broken picture: ${image.currentSrc}`);
}
const ids = new Map();
for (const e of document.querySelectorAll("[id]")) ids.set(e.id, (ids.get(e.id) ?? 0) + 1);
for (const [id, count] of ids) if (count > 1) wrong.push(`${count} elements with the id ${id}`);
const words = [document.title, document.body.innerText];
for (const e of document.querySelectorAll("[aria-label],[alt],[title],[placeholder]")) {
  for (const name of ["aria-label", "alt", "title", "placeholder"]) words.push(e.getAttribute(name) ?? "");
}
return { wrong, words: words.join("\n") };
