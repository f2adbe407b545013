// A tap on a small picture moves the large ones along without moving the page, and the small ones
// show which large one is in view. Without this module the links go to the large pictures.
for (const gallery of document.querySelectorAll('.gallery')) {
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (gallery.querySelectorAll('.thumbs a'));
  for (const link of links) {
    const large = document.getElementById(link.hash.slice(1));
    if (!large) continue;
    link.addEventListener('click', (event) => {
      event.preventDefault();
      large.scrollIntoView({ block: 'nearest', inline: 'center', behavior: calm.matches ? 'auto' : 'smooth' });
    });
    new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting) for (const other of links) other.setAttribute('aria-current', String(other === link));
    }, { root: large.parentElement, threshold: 0.6 }).observe(large);
  }
}
