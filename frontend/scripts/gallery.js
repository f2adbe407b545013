// A tap on a small picture shows it large in place; without this module the link opens it.
for (const gallery of document.querySelectorAll('.gallery')) {
  const large = /** @type {HTMLImageElement | null} */ (gallery.querySelector('.frame img'));
  gallery.addEventListener('click', (event) => {
    const link = /** @type {Element} */ (event.target).closest('ul a');
    const small = link?.querySelector('img');
    if (!large || !link || !small) return;
    event.preventDefault();
    large.srcset = link.getAttribute('data-srcset') ?? '';
    large.src = link.getAttribute('href') ?? large.src;
    large.alt = small.alt;
    for (const other of gallery.querySelectorAll('ul a')) other.removeAttribute('aria-current');
    link.setAttribute('aria-current', 'true');
  });
}
