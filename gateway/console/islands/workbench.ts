/** The workbench with a script: editors in the place of text fields, a check whenever somebody pauses, the same panels without a new page. */
import type { Answer, Grid, Known, TextName } from '../workbench/wire.ts';
import { ask, type Deed } from './workbench-ask.ts';
import { openEditor, type Editor } from './workbench-editor.ts';
import { showGrid } from './workbench-grid.ts';
import { restoreDraft, saveDraft } from './workbench-draft.ts';

/** After so long without a key the text is checked. */
const pause = 500;

const form = document.querySelector<HTMLFormElement>('#workbench');
if (form) begin(form);

function begin(form: HTMLFormElement): void {
  restoreDraft(form);
  const editors = new Map<TextName, Editor>();
  const known = knownOnce();
  const onChange = (): void => {
    saveDraft(form);
    markStale();
    if (form.dataset['mode'] === 'sql') later(() => void answer(form, editors, 'check'));
  };
  const onRun = (): void => void answer(form, editors, 'run');
  for (const place of form.querySelectorAll<HTMLElement>('[data-editor]')) {
    const name = place.dataset['editor'] as TextName;
    editors.set(name, openEditor(place, { name, known, onChange, onRun }));
  }
  form.addEventListener('input', onChange);
  form.addEventListener('submit', (event) => {
    const deed = event.submitter?.getAttribute('value');
    if (deed !== 'run' && deed !== 'check') return;
    event.preventDefault();
    void answer(form, editors, deed);
  });
  if (form.dataset['sent'] !== 'yes' && textOf(form, 'sql').trim() !== '') later(onChange);
}

/** Asked for when somebody first completes: it is the same for all editors. */
function knownOnce(): () => Promise<Known> {
  let found: Promise<Known> | undefined;
  return () =>
    (found ??= fetch('/workbench/catalog.json').then(async (response) => {
      if (!response.ok) return { tables: [], functions: [] };
      return (await response.json()) as Known;
    }));
}

let waiting: ReturnType<typeof setTimeout> | undefined;
function later(act: () => void): void {
  clearTimeout(waiting);
  waiting = setTimeout(act, pause);
}

async function answer(form: HTMLFormElement, editors: ReadonlyMap<TextName, Editor>, deed: Deed): Promise<void> {
  clearTimeout(waiting);
  if (textOf(form, 'sql').trim() === '') return;
  const says = element('says');
  says.classList.add('busy');
  const told = await ask(form, deed);
  if (told === undefined) return;
  says.classList.remove('busy');
  says.textContent = told.says;
  show(told, editors);
}

/** The panels come from the server, where every value in them has been escaped. */
function show({ forecast, result, grid, problems }: Answer, editors: ReadonlyMap<TextName, Editor>): void {
  element('forecast-body').innerHTML = forecast;
  for (const [name, editor] of editors) editor.mark(problems.filter(({ text }) => text === name));
  if (result === undefined) return;
  element('result-body').innerHTML = result;
  element('stale').hidden = true;
  hasResult = true;
  drawGrid(grid);
}

function drawGrid(grid: Grid | undefined): void {
  const place = document.querySelector<HTMLElement>('#grid');
  if (grid && place) showGrid(place, grid);
}

let hasResult = false;
function markStale(): void {
  if (hasResult) element('stale').hidden = false;
}

function textOf(form: HTMLFormElement, name: TextName): string {
  return form.querySelector<HTMLTextAreaElement>(`textarea[name=${name}]`)?.value ?? '';
}

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page must have #${id}`);
  return found;
}
