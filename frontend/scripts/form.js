// Forms without surprises: the summary of faults takes the focus, and a form that was sent looks
// sent: its buttons turn pale and deaf. That is for the eye; that a second sending changes nothing
// is the server's care.
const summary = document.getElementById('errors');
summary?.focus();
// "Fill in this field" in the summary says which one.
for (const link of summary?.querySelectorAll('a') ?? []) {
  const field = document.getElementById(link.hash.slice(1));
  const label = field?.matches('fieldset') ? field.querySelector('legend') : document.querySelector(`label[for="${link.hash.slice(1)}"]`);
  const name = document.createElement('bdi');
  name.textContent = label?.firstChild?.textContent?.trim() ?? '';
  if (name.textContent) link.prepend(name, ' – ');
}

addEventListener('submit', (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (event.defaultPrevented || form.method !== 'post') return;
  form.classList.add('busy');
  form.setAttribute('aria-busy', 'true');
  setTimeout(() => free(form), 15000);
});

// Coming back with the back button finds the form ready again.
addEventListener('pageshow', () => document.querySelectorAll('form.busy').forEach(free));

/** @param {Element} form */
function free(form) {
  form.classList.remove('busy');
  form.removeAttribute('aria-busy');
}
