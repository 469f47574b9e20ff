/** The height that a phone's keyboard leaves free: not every browser makes the page smaller for it. */
export function createVisibleHeight(): { readonly current: number | undefined } {
  let height = $state<number>();
  $effect(() => {
    const viewport = window.visualViewport;
    if (!viewport) return;
    const changed = () => {
      // Zoomed in, the visible part is smaller for another reason.
      height = viewport.scale === 1 ? viewport.height : undefined;
    };
    changed();
    viewport.addEventListener('resize', changed);
    return () => viewport.removeEventListener('resize', changed);
  });
  return {
    get current() {
      return height;
    },
  };
}
