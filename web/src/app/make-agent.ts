import type { SessionRef } from '$api/client';
import { ownConversations, readConversation } from '$api/conversations';
import { SessionStream } from '$api/session-stream';
import { storeIn } from '$lib/storage';
import { AgentModel } from '../features/agent/agent.svelte';
import type { TerminalParts } from './terminals';

/** An agent of a session. Its code is loaded with the first pane that needs it. */
export function makeAgent(
  at: SessionRef,
  { client, connection }: Pick<TerminalParts, 'client' | 'connection'>,
): AgentModel {
  return new AgentModel({
    attach: (events) => {
      const stream = new SessionStream(at, connection, events);
      return {
        start: (from) => {
          if (from) stream.goOnFrom(from);
          stream.start(undefined);
        },
        stop: () => stream.stop(),
        command: (command, data) => stream.command(command, data),
        tryNow: () => stream.tryNow(),
        look: (on) => stream.look(on),
      };
    },
    look: () => client.session(at),
    read: (before) => readConversation(client, at, before),
    own: (cursor) => ownConversations(client, at, cursor),
    clock: connection.clock,
    draft: draftOf(`${at.workspace}/${at.id}`),
  });
}

/** More than anybody has begun and not sent. */
const mostDrafts = 50;

/** What is written to an agent, on this device: the drafts together, so that those of sessions that are no more go with time. */
function draftOf(key: string) {
  const store = storeIn(() => localStorage);
  const all = () => Object.entries(Object(store.read('agent.drafts')) as Record<string, unknown>);
  return {
    read: () => {
      const kept = all().find(([name]) => name === key)?.[1];
      return typeof kept === 'string' ? kept : '';
    },
    write: (text: string) => {
      const others = all().filter(([name]) => name !== key);
      const drafts = text === '' ? others : [...others, [key, text] as const];
      store.write('agent.drafts', Object.fromEntries(drafts.slice(-mostDrafts)));
    },
  };
}
