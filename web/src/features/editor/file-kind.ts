/** How a file is shown, as far as its name says. */
export type Shown = 'image' | 'pdf' | 'text';

const images = ['png', 'jpg', 'jpeg', 'gif', 'webp', 'avif', 'bmp', 'ico'];

export function endingOfName(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name.includes('.') ? name.slice(name.lastIndexOf('.') + 1).toLowerCase() : '';
}

export function shownAs(path: string): Shown {
  const ending = endingOfName(path);
  if (images.includes(ending)) return 'image';
  return ending === 'pdf' ? 'pdf' : 'text';
}

export function isMarkdown(path: string): boolean {
  return ['md', 'markdown'].includes(endingOfName(path));
}
