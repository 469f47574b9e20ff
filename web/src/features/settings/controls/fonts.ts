/** Monospace fonts that many devices have, by how their systems call them. */
export const fonts = [
  'Cascadia Code',
  'Consolas',
  'DejaVu Sans Mono',
  'Fira Code',
  'Menlo',
  'Monaco',
  'SF Mono',
  'monospace',
];

/** Shows what tells one from another. */
export const sample = '~/api $ git log --oneline | 0O 1lI';
