import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** The editor by the page's own tokens: a theme only swaps those. */
const look = EditorView.theme({
  '&': { height: '100%', color: 'var(--fg-0)', backgroundColor: 'var(--bg-1)', fontSize: 'var(--editor-size)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '1.55', overscrollBehavior: 'contain' },
  '.cm-content': { caretColor: 'var(--terminal-cursor)', padding: '6px 0' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--terminal-cursor)', borderLeftWidth: '2px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground, .cm-content ::selection':
    { backgroundColor: 'var(--terminal-selection)' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in oklab, var(--bg-2) 60%, transparent)' },
  '.cm-gutters': { backgroundColor: 'var(--bg-1)', color: 'var(--fg-2)', border: '0' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--fg-0)' },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 6px 0 12px' },
  '.cm-foldPlaceholder': { backgroundColor: 'var(--bg-3)', border: '0', color: 'var(--fg-1)', padding: '0 4px' },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
    backgroundColor: 'transparent',
    outline: '1px solid var(--fg-2)',
  },
  '.cm-nonmatchingBracket, &.cm-focused .cm-nonmatchingBracket': {
    backgroundColor: 'transparent',
    color: 'var(--fail)',
  },
  '.cm-searchMatch': { backgroundColor: 'var(--find)' },
  '.cm-searchMatch-selected': { backgroundColor: 'var(--find-active)' },
  '.cm-selectionMatch': { backgroundColor: 'var(--find)' },
  '.cm-specialChar': { color: 'var(--fail)' },
  '.cm-panels': { backgroundColor: 'var(--bg-0)', color: 'var(--fg-0)', borderColor: 'var(--line)' },
  '.cm-panels-top': { borderBottom: '1px solid var(--line)' },
  '.cm-tooltip': { backgroundColor: 'var(--bg-2)', border: '0', boxShadow: 'var(--shadow)' },
  '.cm-deletedChunk': { backgroundColor: 'var(--del)' },
  '.cm-changedLine, .cm-insertedLine': { backgroundColor: 'var(--add) !important' },
  '.cm-changedText': { background: 'none !important', borderBottom: '2px solid var(--run)' },
  '.cm-deletedText, .cm-deletedLine del': { background: 'none !important', borderBottom: '2px solid var(--fail)' },
  '.cm-collapsedLines': { backgroundColor: 'var(--bg-2)', color: 'var(--fg-1)', background: 'var(--bg-2)' },
});

const style = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword], color: 'var(--ansi-magenta)' },
  { tag: [tags.string, tags.special(tags.string), tags.regexp, tags.character], color: 'var(--ansi-green)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom, tags.escape], color: 'var(--ansi-yellow)' },
  { tag: [tags.comment, tags.meta], color: 'var(--fg-2)', fontStyle: 'italic' },
  { tag: [tags.typeName, tags.className, tags.namespace, tags.tagName], color: 'var(--ansi-cyan)' },
  {
    tag: [
      tags.function(tags.variableName),
      tags.function(tags.propertyName),
      tags.definition(tags.function(tags.name)),
    ],
    color: 'var(--ansi-blue)',
  },
  { tag: [tags.propertyName, tags.attributeName, tags.labelName], color: 'var(--ansi-blue)' },
  { tag: [tags.heading, tags.strong], fontWeight: '600' },
  { tag: tags.heading, color: 'var(--accent)' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: tags.link, color: 'var(--info)', textDecoration: 'underline' },
  { tag: tags.inserted, color: 'var(--run)' },
  { tag: [tags.deleted, tags.invalid], color: 'var(--fail)' },
]);

export const codeTheme: Extension = [look, syntaxHighlighting(style)];
