/**
 * xterm.js writes style elements and style attributes, which a page without 'unsafe-inline' in its policy may not. This stands in
 * for the document that it creates its elements with: text of a style element goes into a constructed sheet, and a style
 * attribute into the element's own declarations. Both are allowed, and both look the same.
 */
export function styleSafeDocument(real: Document): { document: Document; dispose: () => void } {
  const sheets = new Set<CSSStyleSheet>();

  const createElement = (tag: string, options?: ElementCreationOptions): HTMLElement => {
    const element = real.createElement(tag, options);
    if (tag === 'style') redirectText(element, sheets, real);
    else element.setAttribute = setAttribute;
    return element;
  };

  const stand = new Proxy(real, {
    get(target, name) {
      if (name === 'createElement') return createElement;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
    set: (target, name, value) => Reflect.set(target, name, value, target),
  });

  return {
    document: stand,
    dispose() {
      real.adoptedStyleSheets = real.adoptedStyleSheets.filter((sheet) => !sheets.has(sheet));
    },
  };
}

function setAttribute(this: HTMLElement, name: string, value: string): void {
  if (name === 'style') this.style.cssText = value;
  else Element.prototype.setAttribute.call(this, name, value);
}

function redirectText(element: HTMLElement, sheets: Set<CSSStyleSheet>, real: Document): void {
  const sheet = new CSSStyleSheet();
  sheets.add(sheet);
  real.adoptedStyleSheets = [...real.adoptedStyleSheets, sheet];
  let text = '';
  Object.defineProperty(element, 'textContent', {
    get: () => text,
    set(css: string) {
      text = css;
      sheet.replaceSync(css);
    },
  });
  const remove = element.remove.bind(element);
  element.remove = () => {
    sheets.delete(sheet);
    real.adoptedStyleSheets = real.adoptedStyleSheets.filter((other) => other !== sheet);
    remove();
  };
}
