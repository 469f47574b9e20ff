import type { SessionInfo } from '$api/types';

export function aSession(changes: Partial<SessionInfo> = {}): SessionInfo {
  return {
    id: 'aaaaaaaaaa',
    workspace: 'default',
    kind: 'terminal',
    name: 'zsh',
    state: 'running',
    pid: 4242,
    command: ['/usr/bin/zsh'],
    cwd: '/home/ana',
    cols: 80,
    rows: 24,
    principal: 'ana',
    createdAt: '2026-11-22T10:00:00Z',
    startedAt: '2026-11-22T10:00:00Z',
    restarts: 0,
    epoch: 1,
    seq: 3,
    ...changes,
  };
}
