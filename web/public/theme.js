// Before the first paint; the page's policy allows no inline script. `theme.svelte.ts` writes what is read here.
(() => {
  const root = document.documentElement;
  const asks = (query) => matchMedia(`(${query})`).matches;
  const ofSystem = () =>
    asks('prefers-contrast: more') ? 'contrast' : asks('prefers-color-scheme: light') ? 'light' : 'dark';

  let kept;
  try {
    kept = JSON.parse(localStorage.getItem('dispatch.look') ?? 'null');
  } catch {
    // No storage, or not ours: the system decides.
  }
  root.dataset.theme = ['dark', 'light', 'contrast'].includes(kept?.theme) ? kept.theme : ofSystem();
  for (const [token, color] of Object.entries(kept?.tokens ?? {}))
    if (/^#[0-9a-f]{6,8}$/.test(String(color))) root.style.setProperty(token, String(color));
})();
