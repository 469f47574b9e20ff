import { facts, id, line, list, models, named, type Facts, type Named } from './contract';

/** Something that is chosen for a conversation: one of several, or on and off. */
export interface Choice {
  readonly id: string;
  readonly name: string;
  readonly value: string | boolean;
  /** None for what is on or off. */
  readonly choices: readonly Named[];
}

/** What an agent has used of what it can hold, and what that cost. */
export interface Meter {
  readonly used: number;
  readonly size: number;
  readonly cost?: { readonly amount: number; readonly currency: string };
}

/** What is chosen for a conversation and what it has used, as the agent says. */
export class Choices {
  #modes = $state.raw<readonly Named[]>([]);
  #mode = $state('');
  #models = $state.raw<readonly Named[]>([]);
  #model = $state('');
  #options = $state.raw<readonly Choice[]>([]);
  #meter = $state.raw<Meter>();

  get modes(): readonly Named[] {
    return this.#modes;
  }

  get mode(): string {
    return this.#mode;
  }

  get models(): readonly Named[] {
    return this.#models;
  }

  get model(): string {
    return this.#model;
  }

  /** Without those that are said to be the mode or the model, where the agent has a list of these besides. */
  get options(): readonly Choice[] {
    return this.#options;
  }

  get meter(): Meter | undefined {
    return this.#meter;
  }

  clear(): void {
    this.#modes = [];
    this.#mode = '';
    this.#models = [];
    this.#model = '';
    this.#options = [];
    this.#meter = undefined;
  }

  ready(data: Facts): void {
    const modes = facts(data.modes);
    this.#modes = named(modes.availableModes);
    this.#mode = id(modes.currentModeId);
    const all = facts(data.models);
    this.#models = models(all.availableModels);
    this.#model = id(all.currentModelId);
    this.#options = this.#read(data.options);
  }

  modeChanged(update: Facts): void {
    this.#mode = id(update.currentModeId);
  }

  modelChanged(update: Facts): void {
    this.#model = id(update.currentModelId);
  }

  optionsChanged(update: Facts): void {
    this.#options = this.#read(update.configOptions);
  }

  metered(update: Facts): void {
    const { used, size, cost } = update;
    const { amount, currency } = facts(cost);
    if (typeof used !== 'number' || typeof size !== 'number' || !(used >= 0) || !(size > 0)) return;
    const paid =
      typeof amount === 'number' && amount >= 0 && typeof currency === 'string' && /^[A-Z]{3}$/.test(currency);
    this.#meter = { used, size, ...(paid && { cost: { amount, currency } }) };
  }

  #read(value: unknown): Choice[] {
    return list(value).flatMap((one): Choice[] => {
      const { id: key, name, category, type, currentValue, options } = facts(one);
      const known = id(key);
      if (known === '') return [];
      if ((category === 'mode' && this.#modes.length > 0) || (category === 'model' && this.#models.length > 0))
        return [];
      const title = line(name) || line(known);
      if (type === 'boolean') return [{ id: known, name: title, value: currentValue === true, choices: [] }];
      if (type !== 'select') return [];
      const flat = list(options).flatMap((entry) => {
        const { group, options: inner } = facts(entry);
        return group === undefined ? [entry] : list(inner);
      });
      const choices = named(flat.map((entry) => ({ ...facts(entry), id: facts(entry).value })));
      return [{ id: known, name: title, value: id(currentValue), choices }];
    });
  }
}
