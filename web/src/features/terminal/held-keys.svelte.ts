import { withAlt, withControl } from './key-row';

export type Held = 'no' | 'once' | 'locked';

/** Control and Alt of the key row: pressed once they are held for the next key, pressed twice until they are pressed again. */
export class HeldKeys {
  control = $state<Held>('no');
  alt = $state<Held>('no');

  get any(): boolean {
    return this.control !== 'no' || this.alt !== 'no';
  }

  press(key: 'control' | 'alt'): void {
    const next: Record<Held, Held> = { no: 'once', once: 'locked', locked: 'no' };
    this[key] = next[this[key]];
  }

  /** What a key means with what is held, which is let go unless it is locked. */
  take<T>(meaning: (held: { readonly control: boolean; readonly alt: boolean }) => T): T {
    const result = meaning({ control: this.control !== 'no', alt: this.alt !== 'no' });
    if (this.control === 'once') this.control = 'no';
    if (this.alt === 'once') this.alt = 'no';
    return result;
  }

  /** Text as it is typed with what is held. */
  typed(text: string): string {
    return this.take(({ control, alt }) => {
      const controlled = control ? withControl(text) : text;
      return alt ? withAlt(controlled) : controlled;
    });
  }
}
