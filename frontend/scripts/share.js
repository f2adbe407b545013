// The phone's own sharing sheet, where there is one. Without it the link to WhatsApp stays as it is.
for (const link of document.querySelectorAll('a[data-share]')) {
  link.addEventListener('click', async (event) => {
    if (!navigator.share) return;
    event.preventDefault();
    try {
      await navigator.share({ title: document.title, url: link.getAttribute('data-share') ?? location.href });
    } catch (fault) {
      // Closing the sheet is no fault; anything else falls back to the link.
      if (/** @type {Error} */ (fault).name !== 'AbortError') location.href = /** @type {HTMLAnchorElement} */ (link).href;
    }
  });
}
