/** `verify.html` in a browser: takes a bundle that is dragged in, examines it with the same code as `sluice verify`, says what it found. */
import type { Title } from '#policies/catalog/entry.ts';
import { steps, type Examined } from '#policies/record/verify-bundle.ts';
import { unzipFiles } from '../unzip.ts';
import type { Engine } from './browser-verifier.ts';
import { examineHere } from './examine-here.ts';
import { factsOf, limits, stepWords, verdictWords } from './sentences.ts';

let policy: string | undefined;
let files: ReadonlyMap<string, Uint8Array> | undefined;

async function show(): Promise<void> {
  if (!files) return;
  const { examined, engine } = await examineHere({ files, ...(policy !== undefined && { policy }) });
  print(examined, engine);
}

function print({ step, outcome }: Examined, engine: Engine): void {
  const result = element('result');
  result.replaceChildren();
  result.dataset['state'] = outcome.ok ? 'good' : 'bad';
  result.dataset['step'] = step;
  result.dataset['engine'] = engine;
  say(result, 'h2', outcome.ok ? verdictWords.good : verdictWords.bad);
  for (const each of outcome.ok ? steps : steps.slice(0, steps.indexOf(step))) say(result, 'p', mark('✓', each));
  if (!outcome.ok) {
    say(result, 'p', mark('✗', step));
    say(result, 'strong', stepWords[step].fails);
    for (const { detail } of outcome.refusals) result.append(line('code', detail));
    return;
  }
  for (const fact of factsOf(outcome.value)) say(result, 'p', fact);
  for (const { use, name, sha256 } of outcome.value.fingerprints)
    result.append(line('code', `${use} ${name} ${sha256}`));
  for (const limit of limits) say(result, 'em', limit);
}

function mark(sign: string, step: (typeof steps)[number]): Title {
  const { zh, en } = stepWords[step].looks;
  return { zh: `${sign} ${zh}`, en };
}

/** Text only: nothing of a bundle becomes markup. */
function say(parent: HTMLElement, tag: string, { zh, en }: Title): void {
  parent.append(line(tag, `${zh} ${en}`));
}

function line(tag: string, text: string): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

function element(id: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(`#${id}`);
  if (!found) throw new Error(`Cannot show the page: must have #${id}`);
  return found;
}

async function take(dropped: readonly File[]): Promise<void> {
  const read = await Promise.all(
    dropped.map(async (file) => [file.name, new Uint8Array(await file.arrayBuffer())] as const),
  );
  const [only] = read;
  const opened = read.length === 1 && only?.[0].endsWith('.zip') ? unzipFiles(only[1]) : undefined;
  if (opened && !opened.ok) {
    print({ step: 'files', outcome: opened }, 'bundled');
    return;
  }
  files = opened ? opened.value : new Map(read);
  await show();
}

function listen(): void {
  const bundle = element('bundle');
  const pinned = element('policy');
  bundle.addEventListener('change', () => void take(filesOf(bundle)));
  pinned.addEventListener('change', () => void pin(filesOf(pinned)));
  document.addEventListener('dragover', (event) => event.preventDefault());
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    void take([...(event.dataTransfer?.files ?? [])]);
  });
}

async function pin([file]: readonly File[]): Promise<void> {
  policy = await file?.text();
  await show();
}

function filesOf(input: HTMLElement): readonly File[] {
  return input instanceof HTMLInputElement ? [...(input.files ?? [])] : [];
}

listen();
