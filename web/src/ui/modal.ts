/**
 * Shows a dialog as the browser's own modal: focus stays inside and Escape closes. When it goes, the keyboard goes back to where it
 * was, unless something else took it: the browser forgets to when the element is removed rather than closed.
 */
export function modal(dialog: HTMLDialogElement): () => void {
  const before = document.activeElement;
  dialog.showModal();
  return () => {
    dialog.close();
    const now = document.activeElement;
    if (before instanceof HTMLElement && (!now || now === document.body || dialog.contains(now))) before.focus();
  };
}
