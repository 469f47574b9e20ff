// Runs before the first paint, so that a page never flashes in the wrong theme. A file of its own, because the page's policy
// allows no inline script. `preferences.svelte.ts` writes what is read here.
(() => {
  let choice = 'system';
  try {
    choice = JSON.parse(localStorage.getItem('dispatch.preferences') ?? '{}').theme ?? choice;
  } catch {
    // No storage, or not ours: the system decides.
  }
  const light = choice === 'light' || (choice !== 'dark' && matchMedia('(prefers-color-scheme: light)').matches);
  document.documentElement.dataset.theme = light ? 'light' : 'dark';
})();
