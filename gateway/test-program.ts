/**
 * What the system does to a program's text: run it on simulation data before it may be frozen, and say which columns it uses
 * after it was. The vendor sees everything of the first; the second becomes the scope that the review approves.
 *
 * @see procedure.md §3.7; AO-21-1, AO-21-2, DC-16
 */
import { combinationsOf, requireDomain, wordsOf } from '#policies/procedure/parameters.ts';
import type { Given } from '#policies/query/parameters.ts';
import { script as scriptSchema } from '#policies/program/script.ts';
import { releaseSettings } from '#policies/disclosure/release-settings.ts';
import { accept, refuse, type Outcome, type Refusal } from '#policies/refusal.ts';
import { entryId } from '#policies/units.ts';
import { requireContract, rowsOf, type Output } from '#policies/procedure/output-contract.ts';
import type { Program } from '#policies/procedure/program-doc.ts';
import type { Explanation, Simulation } from '#sandbox/door.ts';
import { act, type Done } from './act.ts';
import { askTwice } from './ask-twice.ts';
import { loadAll, loadDoc } from './load.ts';
import { systemActor, type Office } from './office.ts';
import { readingsOf } from './scope.ts';

/** What a test shows: the first combination of parameter values, and how all of them fare. */
export interface Tested extends Simulation {
  /** `suppressing`: in how many of them the rules would hide something. */
  readonly combinations: { readonly count: number; readonly suppressing: number };
}

/** Runs the program on simulation data, with every combination of values; when that works, the record says so for this very hash. */
export async function testProgram(office: Office, id: string): Promise<Outcome<Tested>> {
  const program = loadDoc(office.record.read, 'program', id);
  if (!program) return refuse('E_NOT_FOUND', `Cannot test the program: there is no ${id}`);
  const simulated = await forEach(program, async (given) => {
    const ran = await office.domain.simulate(readingOf(program, given));
    if (!ran.ok) return ran;
    const fits = contractOf(program, ran.value.explanation, ran.value.forecast.rows.length);
    return fits.ok ? ran : fits;
  });
  if (!simulated.ok) return simulated;
  const [first] = simulated.value;
  const alike = requireAlike(simulated.value.map(({ explanation }) => explanation));
  if (!alike.ok) return alike;
  const noted = await act(office, {
    life: 'program',
    id,
    command: { type: 'test', hash: program.hash },
    actor: systemActor,
  });
  if (!noted.ok) return noted;
  const suppressing = simulated.value.filter(hides).length;
  return accept({ ...first, combinations: { count: simulated.value.length, suppressing } });
}

/** The static check of a frozen program: its columns, from the analysis of exactly this text with every combination of values. */
export async function checkProgram(office: Office, id: string): Promise<Outcome<Done<'program'>>> {
  const program = loadDoc(office.record.read, 'program', id);
  if (!program) return refuse('E_NOT_FOUND', `Cannot check the program: there is no ${id}`);
  const explained = await forEach(program, (given) => askTwice(() => office.domain.explain(readingOf(program, given))));
  if (!explained.ok) return explained;
  const alike = requireAlike(explained.value);
  if (!alike.ok) return alike;
  const [first] = explained.value;
  const outputs = contractOf(program, first);
  if (!outputs.ok) return outputs;
  const entries = loadAll(office.record.read, 'catalogEntry').map(({ entry }) => entry);
  const uses = readingsOf(first, entries).map((use) => ({ ...use, entry: entryId(use.entry) }));
  return act(office, {
    life: 'program',
    id,
    command: { type: 'static_check', hash: program.hash, uses, outputs: [...outputs.value] },
    actor: systemActor,
  });
}

/** Asks with every combination of values, one after another; the first refusal is the answer, and says which combination it was. */
async function forEach<T>(
  { content: { parameters } }: Program,
  ask: (given: readonly Given[]) => Promise<Outcome<T>>,
): Promise<Outcome<readonly [T, ...T[]]>> {
  const few = requireDomain('look at the program', parameters);
  if (!few.ok) return few;
  const answers: T[] = [];
  for (const given of combinationsOf(parameters)) {
    const answer = await ask(given);
    if (!answer.ok) return given.length === 0 ? answer : refusedWith(given, answer.refusals);
    answers.push(answer.value);
  }
  const [first, ...rest] = answers;
  if (first === undefined) throw new Error('a program without a combination of values');
  return accept([first, ...rest]);
}

function refusedWith(given: readonly Given[], [first, ...rest]: readonly [Refusal, ...Refusal[]]): Outcome<never> {
  return { ok: false, refusals: [{ ...first, detail: `${first.detail} (with ${wordsOf(given)})` }, ...rest] };
}

/** What is approved reads and returns the same whatever values are given. */
function requireAlike(found: readonly Explanation[]): Outcome<void> {
  const shapes = found.map(({ kind, columns, tables, used }) => JSON.stringify([kind, columns, tables, used]));
  if (new Set(shapes).size <= 1) return accept(undefined);
  const must = 'every combination of values must give the same columns with the same types';
  return refuse('E_PARAMETER', `Cannot look at the program: ${must}; got others`, {
    remedy: 'Cast the parameter to one type, as in CAST($x AS DECIMAL(10,2)).',
  });
}

/** A verdict may also have removed a whole row. */
function hides({ forecast, verdicts }: Simulation): boolean {
  return Object.keys(verdicts).length > 0 || forecast.hidden.some((row) => row.includes(true));
}

/** The declared outputs against the analysis, and against as many rows as there were on simulation data. */
function contractOf(
  { content }: Program,
  { columns }: Pick<Explanation, 'columns'>,
  rows = 0,
): Outcome<readonly Output[]> {
  const doing = 'hand out the results';
  // A model has a form of its own.
  const isModel = content.outputs.some(({ kind }) => kind === 'model');
  const fits = isModel ? accept(content.outputs) : requireContract(doing, content.outputs, columns);
  const small = fits.ok ? fits.value.find((declared) => rows > rowsOf(declared)) : undefined;
  if (!small) return fits;
  const detail = `Cannot ${doing}: output ${small.name} must have at most ${rowsOf(small)} rows; got ${rows} on simulation data`;
  return refuse('E_CONTRACT', detail, { remedy: 'Raise maxRows, or group more coarsely.' });
}

/** The text in the lane, at the price and with the release settings that will be approved. */
function readingOf({ content }: Program, given: readonly Given[]) {
  const { queries, lane, privacy, release, train, script } = content;
  const asked = { sql: queries[0]?.sql ?? '', parameters: [...given] };
  return {
    ...asked,
    ...(release && { release: releaseSettings.parse(release) }),
    ...(lane && { lane }),
    ...(privacy && { privacy }),
    ...(train && { train }),
    ...(script && { script: scriptSchema.parse(script) }),
  };
}
