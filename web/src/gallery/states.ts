const states = ['hover', 'focus-visible', 'focus'] as const;
const pressable = 'button, input, select, textarea, [tabindex]';

/**
 * What the pointer or the keyboard is on looks different, and a page has one of each: every rule for it is made to hold for
 * what is in `.shown-hover` too, so that the states can be seen beside each other.
 */
export function showStates(): void {
  for (const sheet of document.styleSheets) showIn(sheet);
  // A style sheet comes with the piece that it belongs to.
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes)
      for (const node of addedNodes)
        if (node instanceof HTMLLinkElement) node.addEventListener('load', () => node.sheet && showIn(node.sheet));
        else if (node instanceof HTMLStyleElement && node.sheet) showIn(node.sheet);
  }).observe(document.head, { childList: true });
}

function showIn(rules: CSSStyleSheet | CSSMediaRule): void {
  for (const rule of rules.cssRules) {
    if (rule instanceof CSSMediaRule) showIn(rule);
    else if (rule instanceof CSSStyleRule) rule.selectorText = shown(rule.selectorText);
  }
}

function shown(selector: string): string {
  return states.reduce(
    (text, state) =>
      text.replace(new RegExp(`:${state}(?![\\w-])`, 'g'), `:is(:${state}, .shown-${state} :where(${pressable}))`),
    selector,
  );
}
