import type { ContentBlock, ToolContent } from './contract';
import type { Ask, ToolCall } from './turn.svelte';

/** In characters: more than that makes a page slow, and nobody reads it in a card. */
const longestAsked = 1_000_000;
/** Each line of a difference is drawn by itself. */
const mostLines = 20_000;

/** Whether all that is asked for can be shown. Nobody can allow what they can't see. */
export function isWhole({ tool, options }: Ask): boolean {
  if (options.some(({ cut }) => cut)) return false;
  return sizeOf(tool) <= longestAsked && tool.content.reduce((sum, part) => sum + linesOf(part), 0) <= mostLines;
}

function sizeOf({ title, input, output, content }: ToolCall): number {
  const parts = content.map((part) => {
    if (part.is === 'diff') return part.path.length + part.before.length + part.after.length;
    return part.is === 'content' ? blockSize(part.block) : 0;
  });
  return parts.reduce((sum, size) => sum + size, title.length + input.length + output.length);
}

function blockSize(block: ContentBlock): number {
  return block.is === 'text' || block.is === 'resource' ? block.text.length : 0;
}

function linesOf(part: ToolContent): number {
  return part.is === 'diff' ? part.before.split('\n').length + part.after.split('\n').length : 0;
}
