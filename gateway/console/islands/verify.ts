/** `/verify` with a script: a bundle is examined in the page, by the same code as `sluice verify`; no file leaves the machine. */
import { steps, type Examined, type Verified } from '#policies/record/verify-bundle.ts';
import { unzipFiles } from '../../record/unzip.ts';
import { examineHere } from '../../record/verify-page/examine-here.ts';
import { factsOf, stepWords, verdictWords } from '../../record/verify-page/sentences.ts';
import { begin, element, filesOf, quote, say, tick } from './verify-dom.ts';
import { lookAtLog } from './verify-log.ts';

let policy: string | undefined;
let files: ReadonlyMap<string, Uint8Array> | undefined;
let verified: Verified | undefined;

async function examine(): Promise<void> {
  if (!files) return;
  const { examined, engine } = await examineHere({ files, ...(policy !== undefined && { policy }) });
  element('bundle-result').dataset['engine'] = engine;
  print(examined);
}

function print({ step, outcome }: Examined): void {
  const result = element('bundle-result');
  verified = outcome.ok ? outcome.value : undefined;
  begin(result, outcome.ok ? 'good' : 'bad', outcome.ok ? verdictWords.good : verdictWords.bad);
  result.dataset['step'] = step;
  for (const each of outcome.ok ? steps : steps.slice(0, steps.indexOf(step)))
    tick(result, true, stepWords[each].looks);
  if (!outcome.ok) {
    tick(result, false, stepWords[step].looks);
    say(result, 'strong', stepWords[step].fails);
    for (const { detail } of outcome.refusals) quote(result, detail);
    return;
  }
  for (const fact of factsOf(outcome.value)) say(result, 'p', fact);
  for (const { use, name, sha256 } of outcome.value.fingerprints) quote(result, `${use} ${name} ${sha256}`);
}

async function take(given: readonly File[]): Promise<void> {
  if (given.length === 0) return;
  const read = await Promise.all(
    given.map(async (file) => [file.name, new Uint8Array(await file.arrayBuffer())] as const),
  );
  const [only] = read;
  const opened = read.length === 1 && only?.[0].endsWith('.zip') ? unzipFiles(only[1]) : undefined;
  if (opened && !opened.ok) return print({ step: 'files', outcome: opened });
  files = opened ? opened.value : new Map(read);
  await examine();
}

async function pin([file]: readonly File[]): Promise<void> {
  policy = await file?.text();
  await examine();
}

function listen(): void {
  const [bundle, pinned] = [element('bundle'), element('policy')];
  bundle.addEventListener('change', () => void take(filesOf(bundle)));
  pinned.addEventListener('change', () => void pin(filesOf(pinned)));
  document.addEventListener('dragover', (event) => event.preventDefault());
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    void take([...(event.dataTransfer?.files ?? [])]);
  });
  element('check-log').addEventListener('click', () => void lookAtLog({ policy, verified }));
  for (const hidden of document.querySelectorAll<HTMLElement>('[data-script]')) hidden.hidden = false;
}

listen();
