/** An editor in the place of a text field. The field keeps the text, so that the form works as without it. */
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { Known, Problem, TextName } from '../workbench/wire.ts';
import { duckdb } from './workbench-sql.ts';

export interface Editor {
  /** Underlines what was refused, each with its words. */
  mark(problems: readonly Problem[]): void;
}

export interface EditorSpec {
  readonly name: TextName;
  readonly known: () => Promise<Known>;
  readonly onChange: () => void;
  readonly onRun: () => void;
}

/** @param place holds the label and the field */
export function openEditor(place: HTMLElement, { name, known, onChange, onRun }: EditorSpec): Editor {
  const field = place.querySelector('textarea');
  const label = place.querySelector('label');
  if (!field) throw new Error(`the place of ${name} must have a field`);
  const changed = EditorView.updateListener.of((update) => {
    if (!update.docChanged) return;
    field.value = update.state.doc.toString();
    onChange();
  });
  const run = keymap.of([{ key: 'Mod-Enter', preventDefault: true, run: () => (onRun(), true) }]);
  const view = new EditorView({
    state: EditorState.create({ doc: field.value, extensions: [run, shared(name), languageOf(name, known), changed] }),
  });
  field.hidden = true;
  field.after(view.dom);
  label?.addEventListener('click', () => view.focus());
  return {
    mark: (problems) =>
      view.dispatch(
        setDiagnostics(
          view.state,
          problems.map((problem) => diagnosticOf(view, problem)),
        ),
      ),
  };
}

function diagnosticOf({ state }: EditorView, { from, to, title, detail, remedy }: Problem): Diagnostic {
  const end = state.doc.length;
  return {
    from: Math.min(from, end),
    to: Math.min(to, end),
    severity: 'error',
    message: `${title}. ${remedy}`,
    renderMessage: () => {
      const words = document.createElement('div');
      for (const [tag, text] of [
        ['strong', title],
        ['p', detail],
        ['p', remedy],
      ] as const) {
        const part = document.createElement(tag);
        part.textContent = text;
        words.append(part);
      }
      return words;
    },
  };
}

function languageOf(name: TextName, known: EditorSpec['known']): Extension {
  if (name === 'sql') return duckdb(known);
  return javascript({ typescript: name === 'source' });
}

/** Style elements of the editor carry the nonce of the page, which its scripts have. */
const nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? '';

function shared(name: TextName): Extension {
  return [
    EditorView.cspNonce.of(nonce),
    EditorView.contentAttributes.of({
      'aria-labelledby': `${name}-label`,
      'aria-describedby': 'keys',
      id: `${name}-editor`,
      tabindex: '0',
    }),
    lineNumbers(),
    lintGutter(),
    history(),
    drawSelection(),
    typedOver,
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    autocompletion({ icons: false }),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    syntaxHighlighting(colours),
    EditorState.tabSize.of(2),
    keymap.of([
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...defaultKeymap,
      ...historyKeymap,
      ...lintKeymap,
      indentWithTab,
    ]),
    look,
  ];
}

/**
 * Over a selection the browser would first copy the colours of what it replaces as inline style, which the page's policy forbids; so the editor
 * writes the text itself. Brackets go the usual way: they enclose what is selected.
 */
const typedOver = EditorView.domEventHandlers({
  beforeinput: (event, view) => {
    const { inputType, data } = event;
    if (inputType !== 'insertText' || data === null || view.composing) return false;
    const { from, to } = rangeOf(event, view);
    if (from === to || /^[([{'"`]$/.test(data)) return false;
    const selection = { anchor: from + data.length };
    view.dispatch({ changes: { from, to, insert: data }, selection, userEvent: 'input.type', scrollIntoView: true });
    return true;
  },
});

/** What the browser is about to replace. Whoever selects by other means than keys and mouse has told the browser before the editor knows. */
function rangeOf(event: InputEvent, view: EditorView): { readonly from: number; readonly to: number } {
  const [range] = event.getTargetRanges();
  if (!range) return view.state.selection.main;
  const [one, other] = [
    view.posAtDOM(range.startContainer, range.startOffset),
    view.posAtDOM(range.endContainer, range.endOffset),
  ];
  return { from: Math.min(one, other), to: Math.max(one, other) };
}

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword], color: 'var(--accent)', fontWeight: '600' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--good)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--warn)' },
  { tag: tags.comment, color: 'var(--soft)', fontStyle: 'italic' },
  { tag: [tags.typeName, tags.className], color: 'var(--warn)' },
]);

const look = EditorView.theme({
  '&': { color: 'var(--ink)', backgroundColor: 'var(--raised)', fontSize: '.9rem' },
  '&.cm-focused': { outline: '3px solid var(--accent)', outlineOffset: '1px' },
  '.cm-scroller': {
    fontFamily: 'ui-monospace, "Cascadia Mono", "Noto Sans Mono CJK SC", monospace',
    lineHeight: '1.55',
  },
  '.cm-content': { caretColor: 'var(--ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)', borderLeftWidth: '2px' },
  '.cm-gutters': { backgroundColor: 'var(--wash)', color: 'var(--soft)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'color-mix(in srgb, var(--accent) 8%, transparent)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--accent) 28%, transparent)',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--raised)',
    color: 'var(--ink)',
    border: '1px solid var(--strong)',
    borderRadius: '.3rem',
    maxWidth: '34rem',
  },
  '.cm-tooltip-autocomplete > ul > li': { padding: '.15rem .6rem' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': { backgroundColor: 'var(--accent)', color: 'var(--on)' },
  '.cm-completionDetail': { fontStyle: 'normal', color: 'var(--soft)' },
  'li[aria-selected] .cm-completionDetail': { color: 'inherit' },
  '.cm-completionInfo': { padding: '.4rem .7rem', maxWidth: '22rem' },
  '.cm-diagnostic': { borderLeft: '4px solid var(--bad)', padding: '.4rem .7rem' },
  // Pictures of its own would be data of another origin to the page's policy.
  '.cm-lint-marker-error': { content: '"!"', color: 'var(--bad)', fontWeight: '700', textAlign: 'center' },
  '.cm-diagnostic p': { margin: '.25rem 0 0' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--bad)',
    textUnderlineOffset: '.25em',
  },
});
