import type { SessionRef } from '$api/client';
import type { PersonPresent, SessionPresence } from '$api/types';
import { m } from '$lib/messages';
import { oneLine } from '$lib/text';

/** Who this page is. */
export interface Self {
  readonly principal: string | undefined;
  readonly device: string | undefined;
}

/** Somebody on a session, from another device than this one. */
export interface Person {
  /** What they are told apart by. */
  readonly id: string;
  readonly name: string;
  /** A device of one's own, which can be followed; undefined for others, and for programs with the key. */
  readonly device: Device | undefined;
  /** `You · Phone`, or a name. */
  readonly label: string;
  readonly types: boolean;
}

export interface Device {
  readonly id: string;
  readonly name: string;
}

/** Who is on which session, as the live stream tells. */
export class People {
  readonly #self: Self;
  /** The session of which there was news last comes last. */
  #sessions = $state.raw<ReadonlyMap<string, SessionPresence>>(new Map());

  readonly #present = $derived.by(() => {
    const present = new Map<string, { readonly person: Person; readonly at: SessionRef }>();
    for (const { workspace, id, people } of this.#sessions.values())
      for (const person of this.#others(people)) {
        // Who types somewhere is there.
        if (present.get(person.id)?.person.types && !person.types) continue;
        present.set(person.id, { person, at: { workspace, id } });
      }
    return present;
  });

  /** @param self is known once somebody is signed in. */
  constructor(self: Self) {
    this.#self = self;
  }

  /** @param all nobody is on any other session */
  take(items: readonly SessionPresence[], all: boolean): void {
    const sessions = new Map(all ? [] : this.#sessions);
    for (const item of items) {
      const key = keyOf(item);
      sessions.delete(key);
      if (item.people.length > 0) sessions.set(key, item);
    }
    this.#sessions = sessions;
  }

  on(at: SessionRef): readonly Person[] {
    const session = this.#sessions.get(keyOf(at));
    return session ? this.#others(session.people) : [];
  }

  /** Everybody, with where they are. */
  get all(): readonly { readonly person: Person; readonly at: SessionRef }[] {
    return [...this.#present.values()];
  }

  /** Those of one's own that are somewhere, but for this one. */
  get devices(): readonly Device[] {
    return this.all.flatMap(({ person: { device } }) => device ?? []);
  }

  /** The session that a device of one's own looks at: where it types, else where it went last. */
  whereIs(device: string): SessionRef | undefined {
    return this.all.find(({ person }) => person.device?.id === device)?.at;
  }

  #others(people: readonly PersonPresent[]): Person[] {
    const { principal, device } = this.#self;
    return people
      .filter((person) => person.principal !== principal || person.device === null || person.device !== device)
      .map((person) => this.#of(person, person.principal === principal));
  }

  #of({ principal, name, device, deviceName, types }: PersonPresent, own: boolean): Person {
    const plain = oneLine(name, 60);
    if (!own) return { id: principal, name: plain, device: undefined, label: plain, types };
    const called = oneLine(deviceName ?? '', 60) || m.presence_program();
    return {
      id: `${principal}/${device ?? ''}`,
      name: plain,
      device: device === null ? undefined : { id: device, name: called },
      label: m.presence_you({ device: called }),
      types,
    };
  }
}

function keyOf({ workspace, id }: SessionRef): string {
  return `${workspace}/${id}`;
}
