declare module 'virtual:guides' {
  import type { Guide } from '../../../src/features/help/guide';

  export const guides: readonly {
    readonly id: string;
    readonly title: string;
    readonly group: 'using' | 'running' | 'news';
    load(): Promise<{ readonly default: Guide }>;
  }[];
}

declare module 'virtual:guides/sections' {
  import type { Section } from '../../../src/features/help/guide';

  const sections: readonly Section[];
  export default sections;
}

declare module 'virtual:version' {
  /** Of the page. */
  export const version: string;
}
