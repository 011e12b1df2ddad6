/**
 * What the system does to a program's text: run it on simulation data before it may be frozen, and say which columns it uses
 * after it was. The vendor sees everything of the first; the second becomes the scope that the review approves.
 *
 * @see procedure.md §3.7; AO-21-1, AO-21-2, DC-16
 */
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { entryId } from '#policies/units.ts';
import { requireContract, rowsOf, type Output } from '#policies/procedure/output-contract.ts';
import type { Program } from '#policies/procedure/program-doc.ts';
import type { Explanation, Simulation } from '#sandbox/door.ts';
import { act, type Done } from './act.ts';
import { askTwice } from './ask-twice.ts';
import { loadAll, loadDoc } from './load.ts';
import { systemActor, type Office } from './office.ts';
import { readingsOf } from './scope.ts';

/** Runs the program on simulation data; when that works, the record says so for this very hash. */
export async function testProgram(office: Office, id: string): Promise<Outcome<Simulation>> {
  const program = loadDoc(office.record.read, 'program', id);
  if (!program) return refuse('E_NOT_FOUND', `Cannot test the program: there is no ${id}`);
  const simulated = await office.domain.simulate(readingOf(program));
  if (!simulated.ok) return simulated;
  const { explanation, forecast } = simulated.value;
  const fits = contractOf(program, explanation, forecast.rows.length);
  if (!fits.ok) return fits;
  const noted = act(office, { life: 'program', id, command: { type: 'test', hash: program.hash }, actor: systemActor });
  return noted.ok ? simulated : noted;
}

/** The static check of a frozen program: its columns, from the analysis of exactly this text. */
export async function checkProgram(office: Office, id: string): Promise<Outcome<Done<'program'>>> {
  const program = loadDoc(office.record.read, 'program', id);
  if (!program) return refuse('E_NOT_FOUND', `Cannot check the program: there is no ${id}`);
  const explained = await askTwice(() => office.domain.explain(readingOf(program)));
  if (!explained.ok) return explained;
  const outputs = contractOf(program, explained.value);
  if (!outputs.ok) return outputs;
  const entries = loadAll(office.record.read, 'catalogEntry').map(({ entry }) => entry);
  const uses = readingsOf(explained.value, entries).map((use) => ({ ...use, entry: entryId(use.entry) }));
  return act(office, {
    life: 'program',
    id,
    command: { type: 'static_check', hash: program.hash, uses, outputs: [...outputs.value] },
    actor: systemActor,
  });
}

/** The declared outputs against the analysis, and against as many rows as there were on simulation data. */
function contractOf(
  { content }: Program,
  { columns }: Pick<Explanation, 'columns'>,
  rows = 0,
): Outcome<readonly Output[]> {
  const doing = 'hand out the results';
  // A training shows no row of its query, and has a form of its own.
  const fits = content.train ? accept(content.outputs) : requireContract(doing, content.outputs, columns);
  const small = fits.ok ? fits.value.find((declared) => rows > rowsOf(declared)) : undefined;
  if (!small) return fits;
  const detail = `Cannot ${doing}: output ${small.name} must have at most ${rowsOf(small)} rows; got ${rows} on simulation data`;
  return refuse('E_CONTRACT', detail, { remedy: 'Raise maxRows, or group more coarsely.' });
}

/** The text in the lane and at the price that will be approved. */
function readingOf({ content: { queries, lane, privacy, train } }: Program) {
  return { sql: queries[0]?.sql ?? '', ...(lane && { lane }), ...(privacy && { privacy }), ...(train && { train }) };
}
