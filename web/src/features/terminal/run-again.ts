import { visible } from '$lib/text';

/**
 * A command line that a terminal told, as it may be typed again: any program can write a mark, so what is run must be what is
 * shown. Undefined for one with anything in it that a person wouldn't see.
 */
export function runnable(line: string | undefined): string | undefined {
  const text = line?.replace(/\r\n?/g, '\n').trim();
  return text && visible(text) === text ? text : undefined;
}
