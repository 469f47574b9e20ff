/** A file that is to be uploaded, and where it lies in what was chosen. */
export interface Chosen {
  readonly file: File;
  /** Its folders and its name. */
  readonly path: string;
}

/** The files of what was dropped, those in folders too. To be called while the drop is being handled: what is read later is gone. */
export function droppedFiles(data: DataTransfer): Promise<readonly Chosen[]> {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry?.()).filter((entry) => entry !== null);
  if (entries.length === 0) return Promise.resolve([...data.files].map((file) => ({ file, path: file.name })));
  return Promise.all(entries.flatMap((entry) => (entry ? [filesOf(entry, '')] : []))).then((all) => all.flat());
}

/** As a field gives them; of a folder with the path in it. */
export function chosenFiles(list: FileList): readonly Chosen[] {
  return [...list].map((file) => ({ file, path: file.webkitRelativePath || file.name }));
}

async function filesOf(entry: FileSystemEntry, above: string): Promise<readonly Chosen[]> {
  const path = above === '' ? entry.name : `${above}/${entry.name}`;
  if (entry.isFile) {
    const file = await new Promise<File>((done, fail) => (entry as FileSystemFileEntry).file(done, fail));
    return [{ file, path }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const inside: FileSystemEntry[] = [];
  for (;;) {
    // A browser gives a hundred at a time.
    const some = await new Promise<FileSystemEntry[]>((done, fail) => reader.readEntries(done, fail));
    if (some.length === 0) break;
    inside.push(...some);
  }
  const all: Chosen[] = [];
  for (const one of inside) all.push(...(await filesOf(one, path)));
  return all;
}
