// Goes on to the provider's page by itself. Without this module a button does the same.
const form = document.getElementById('going');
// A page that comes back from the browser's memory was left on purpose.
addEventListener('pageshow', (event) => {
  if (form instanceof HTMLFormElement && !event.persisted) form.submit();
});
