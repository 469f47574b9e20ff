/** Paths are relative to the workspace's folder, which is the empty one. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function within(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** Whether it is that folder, or somewhere in it. */
export function isIn(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}

/** The folders that a path lies in, the outermost first. */
export function foldersAbove(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** What it is called once `from` is `to`; undefined where it isn't touched by that. */
export function movedPath(path: string, from: string, to: string): string | undefined {
  return isIn(path, from) ? to + path.slice(from.length) : undefined;
}

/** `a copy.txt`, `a copy 2.txt`: a name that nothing in the folder has. */
export function freeName(name: string, taken: (name: string) => boolean, copyOf: (base: string, n: number) => string) {
  if (!taken(name)) return name;
  const dot = name.lastIndexOf('.');
  const [base, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  for (let number = 1; ; number++) {
    const free = copyOf(base, number) + ending;
    if (!taken(free)) return free;
  }
}

/** Permissions as `ls` writes them. */
export function rights(mode: number): string {
  return [6, 3, 0]
    .map((shift) => (mode >> shift) & 7)
    .map((three) => `${three & 4 ? 'r' : '-'}${three & 2 ? 'w' : '-'}${three & 1 ? 'x' : '-'}`)
    .join('');
}
