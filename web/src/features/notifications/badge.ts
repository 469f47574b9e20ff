/** What an icon of the page can be given. */
export interface BadgePlaces {
  readonly icon: HTMLLinkElement | null;
  readonly app: { setAppBadge?(count: number): Promise<void>; clearAppBadge?(): Promise<void> };
}

const most = 9;

/** How many wait to be read, on the tab's icon and on the installed app's. */
export function showBadge({ icon, app }: BadgePlaces, count: number): void {
  if (icon) icon.href = count > 0 ? `data:image/svg+xml,${encodeURIComponent(iconWith(count))}` : '/favicon.svg';
  // A browser may have them and refuse them.
  const done = count > 0 ? app.setAppBadge?.(count) : app.clearAppBadge?.();
  done?.catch(() => undefined);
}

/** The page's own icon with a number on it: a little larger than a dot, and still to be read at 16 pixels. */
function iconWith(count: number): string {
  const text = count > most ? '+' : String(count);
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#131417"/>' +
    '<path d="M5 17h7l3.500-8 3.500 15 2.500-7H27" fill="none" stroke="#9299f7" stroke-width="2.600" stroke-linecap="round" stroke-linejoin="round"/>' +
    '<circle cx="22" cy="10" r="10" fill="#f0716a"/>' +
    `<text x="22" y="15.500" font-family="system-ui,sans-serif" font-weight="700" font-size="16" text-anchor="middle" fill="#131417">${text}</text></svg>`
  );
}
