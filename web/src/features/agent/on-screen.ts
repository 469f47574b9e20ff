/** Tells whether an element is near what is seen: what nobody looks at needs not be kept up to date. */
export function onScreen(tell: (on: boolean) => void, margin = 200): (element: Element) => () => void {
  return (element) => {
    const watch = new IntersectionObserver(([entry]) => tell(entry?.isIntersecting ?? false), {
      rootMargin: `${margin}px`,
    });
    watch.observe(element);
    return () => watch.disconnect();
  };
}
