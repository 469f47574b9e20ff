import type { SessionRef } from '$api/client';
import type { Tab } from './tree';

/** No session's id begins so. */
const prefix = 'file:';

/** The tab of a file, among those of sessions. */
export function fileTab(workspace: string, path: string): Tab {
  return { workspace, id: prefix + path, kind: 'file' };
}

/** The path of a file's tab; undefined for that of a session. */
export function pathOfTab({ id }: Pick<SessionRef, 'id'>): string | undefined {
  return id.startsWith(prefix) ? id.slice(prefix.length) : undefined;
}

/** The last part of a path. */
export function nameOfPath(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
