import {
  defaultKeymap,
  history,
  historyKeymap,
  indentWithTab,
  redo,
  redoDepth,
  undo,
  undoDepth,
} from '@codemirror/commands';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit } from '@codemirror/language';
import { highlightSelectionMatches, openSearchPanel, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorSelection, EditorState, type Extension, type Text } from '@codemirror/state';
import {
  crosshairCursor,
  drawSelection,
  dropCursor,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  rectangularSelection,
  type Panel,
} from '@codemirror/view';
import { unifiedMergeView } from '@codemirror/merge';
import { codeTheme } from './code-theme';
import { languageOf } from './languages';

export interface CodeEvents {
  typed(text: Text): void;
  /** Where the cursor is, from 1, and how many characters are selected. */
  moved(line: number, column: number, selected: number): void;
  /** Whether something can be undone, and done again. */
  history(undo: boolean, redo: boolean): void;
  save(): void;
  /** The panel to find and replace in. */
  findPanel(view: EditorView): Panel;
}

/** CodeMirror as this page uses it. The only place that puts it together. */
export class CodeEditor {
  readonly #view: EditorView;
  readonly #events: CodeEvents;
  readonly #language = new Compartment();
  readonly #wrap = new Compartment();
  readonly #compare = new Compartment();
  #taking = false;
  #ended = false;

  constructor(parent: HTMLElement, text: Text, path: string, label: string, events: CodeEvents) {
    this.#events = events;
    this.#view = new EditorView({
      parent,
      state: EditorState.create({ doc: text, extensions: this.#extensions(label) }),
    });
    void this.setLanguage(path);
  }

  /** Another text in its place: only what differs is changed, so that the cursor stays where it is. */
  take(text: Text): void {
    const { doc } = this.#view.state;
    if (doc.eq(text)) return;
    this.#taking = true;
    this.#view.dispatch({ changes: difference(doc, text), scrollIntoView: false });
    this.#taking = false;
  }

  async setLanguage(path: string): Promise<void> {
    const extension = await languageOf(path)
      ?.load()
      .catch(() => undefined);
    if (!this.#ended) this.#view.dispatch({ effects: this.#language.reconfigure(extension ?? []) });
  }

  setWrap(on: boolean): void {
    this.#view.dispatch({ effects: this.#wrap.reconfigure(on ? EditorView.lineWrapping : []) });
  }

  /** Shows what differs from another text; from nothing when there is none. */
  compare(original: Text | undefined): void {
    const shown = original ? unifiedMergeView({ original, mergeControls: false }) : [];
    this.#view.dispatch({ effects: this.#compare.reconfigure(shown) });
  }

  goTo(line: number, column = 1): void {
    const { doc } = this.#view.state;
    const { from, to } = doc.line(Math.min(Math.max(1, line), doc.lines));
    const at = Math.min(to, from + Math.max(0, column - 1));
    this.#view.dispatch({
      selection: EditorSelection.cursor(at),
      effects: EditorView.scrollIntoView(at, { y: 'center' }),
    });
    this.focus();
  }

  focus(): void {
    this.#view.focus();
  }

  undo(): void {
    undo(this.#view);
  }

  redo(): void {
    redo(this.#view);
  }

  find(): void {
    openSearchPanel(this.#view);
  }

  dispose(): void {
    this.#ended = true;
    this.#view.destroy();
  }

  #extensions(label: string): Extension {
    return [
      lineNumbers(),
      highlightActiveLineGutter(),
      highlightSpecialChars(),
      history(),
      foldGutter(),
      drawSelection(),
      dropCursor(),
      EditorState.allowMultipleSelections.of(true),
      indentOnInput(),
      indentUnit.of('    '),
      bracketMatching(),
      rectangularSelection(),
      crosshairCursor(),
      highlightActiveLine(),
      highlightSelectionMatches(),
      search({ top: true, createPanel: (view) => this.#events.findPanel(view) }),
      keymap.of([
        { key: 'Mod-s', preventDefault: true, run: () => (this.#events.save(), true) },
        // Ctrl+Shift+K is the palette where a terminal has the keyboard; hands that know it mean that here too.
        ...defaultKeymap.filter(({ key }) => key !== 'Shift-Mod-k'),
        ...searchKeymap,
        ...historyKeymap,
        ...foldKeymap,
        indentWithTab,
      ]),
      // What can be edited can be reached, but that is only known of a tab index.
      EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
      EditorView.updateListener.of(({ state, docChanged, selectionSet }) => {
        if (docChanged && !this.#taking) this.#events.typed(state.doc);
        if (docChanged) this.#events.history(undoDepth(state) > 0, redoDepth(state) > 0);
        if (docChanged || selectionSet) this.#told();
      }),
      this.#language.of([]),
      this.#wrap.of([]),
      this.#compare.of([]),
      codeTheme,
    ];
  }

  #told(): void {
    const { selection, doc } = this.#view.state;
    const line = doc.lineAt(selection.main.head);
    const selected = selection.ranges.reduce((sum, { from, to }) => sum + to - from, 0);
    this.#events.moved(line.number, selection.main.head - line.from + 1, selected);
  }
}

/** The one stretch that has to be replaced for the one to become the other. */
export function difference(from: Text, to: Text): { from: number; to: number; insert: Text } {
  const [a, b] = [from.toString(), to.toString()];
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a.charCodeAt(start) === b.charCodeAt(start)) start++;
  let end = 0;
  while (end < shorter - start && a.charCodeAt(a.length - 1 - end) === b.charCodeAt(b.length - 1 - end)) end++;
  return { from: start, to: a.length - end, insert: to.slice(start, b.length - end) };
}
