/** What crosses the wire about files, as the runner has it. */
export type FileKind = 'file' | 'folder' | 'link' | 'other';
export type GitState = 'modified' | 'added' | 'untracked' | 'deleted' | 'renamed' | 'conflicted' | 'changed-inside';

export interface FileEntry {
  readonly name: string;
  readonly kind: FileKind;
  readonly size: number;
  readonly modified: string;
  readonly mode: number;
  readonly target?: string | null;
  readonly linksTo?: 'file' | 'folder' | 'none' | null;
  readonly ignored?: boolean | null;
  readonly git?: GitState | null;
}

export interface FileDetails extends FileEntry {
  readonly path: string;
  /** Another one after every change of its content. */
  readonly revision: string;
}

export interface FolderListing {
  readonly path: string;
  /** Folders first, then by name. */
  readonly entries: readonly FileEntry[];
  readonly total: number;
  readonly next?: string | null;
}

export interface FoundFile {
  readonly path: string;
  readonly ranges: readonly (readonly number[])[];
}

export interface FoundFiles {
  readonly files: readonly FoundFile[];
  readonly total: number;
  readonly complete: boolean;
}

export interface SearchFiles {
  readonly query: string;
  readonly regex: boolean;
  readonly caseSensitive: boolean;
  readonly word: boolean;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly ignored: boolean;
  readonly limit?: number;
}

export interface SearchMatch {
  readonly type: 'match';
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly text: string;
  readonly ranges: readonly (readonly number[])[];
}

export interface SearchDone {
  readonly type: 'done';
  readonly files: number;
  readonly matches: number;
  readonly limited: boolean;
  readonly engine: string;
  readonly ms: number;
}

export type SearchLine = SearchMatch | SearchDone;

export interface ReplaceInFiles extends SearchFiles {
  readonly replacement: string;
  readonly files: readonly { readonly path: string; readonly revision?: string }[];
}

export interface Replaced {
  readonly changed: readonly { readonly path: string; readonly count: number }[];
  readonly failed: readonly { readonly path: string; readonly code: string; readonly message: string }[];
}

export interface Trashed {
  readonly id: string;
  readonly count: number;
}

export interface Upload {
  readonly id: string;
  readonly path: string;
  readonly offset: number;
  readonly size: number;
}

export interface Draft {
  readonly path: string;
  readonly text?: string | null;
  readonly base?: string | null;
  readonly changedAt: string;
}

/** What the runner says while files are watched. */
export type WatchMessage =
  | {
      readonly type: 'changed';
      readonly folders: readonly string[];
      readonly files: readonly string[];
      readonly git?: boolean | null;
    }
  | { readonly type: 'limited'; readonly reason: string }
  | { readonly type: 'overflow' };
