import type { NotificationInfo } from '$api/types';

export function aNotification(changes: Partial<NotificationInfo> = {}): NotificationInfo {
  return {
    id: 1,
    kind: 'waiting',
    workspace: 'default',
    sessionId: 'a',
    sessionName: 'build',
    title: null,
    text: null,
    command: null,
    exitCode: null,
    signal: null,
    durationMs: null,
    at: '2026-11-22T10:00:00Z',
    read: false,
    ...changes,
  };
}

/** `make test` took 18 s and ended with 1. */
export function anEndedCommand(changes: Partial<NotificationInfo> = {}): NotificationInfo {
  return aNotification({
    kind: 'commandEnded',
    text: 'make test',
    command: 3,
    exitCode: 1,
    durationMs: 18_000,
    ...changes,
  });
}
