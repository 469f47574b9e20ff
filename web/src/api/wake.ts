/** Calls back when it is worth trying at once: the device is online again, or the page is shown again. */
export function onWake(wake: () => void): () => void {
  const shown = () => {
    if (document.visibilityState === 'visible') wake();
  };
  window.addEventListener('online', wake);
  document.addEventListener('visibilitychange', shown);
  return () => {
    window.removeEventListener('online', wake);
    document.removeEventListener('visibilitychange', shown);
  };
}
