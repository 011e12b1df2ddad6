/** The operator's desk: what waits by its clock, the checks with their forms, the stop, and the lists that no life has. */
import { assert, array, constantFrom, property } from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { people } from '#gateway/city/people.ts';
import { diffLines } from '#gateway/console/operator/diff.ts';
import { notesOf } from '#gateway/console/operator/program.ts';
import { planOf } from '#gateway/console/review/recipes.ts';
import { domains } from '#policies/procedure/checklist.ts';
import { unwrap } from '#policies/refusal.ts';
import { openCity, type Installation } from '#test/fixtures/installation.ts';
import { aPlan, toExport, type Submitted } from '#test/gateway/plans.ts';

const desk: string = people.operator.person;
let city: Installation;
let made: Submitted;
let waiting: string;
beforeAll(async () => {
  city = await openCity();
  made = await toExport(city.as, aPlan());
  const vendor = city.as(people.vendor.person);
  const { id } = unwrap(await vendor.call('/propose/applications', { request: await aRequest() }));
  waiting = String(id);
  unwrap(await vendor.call(`/propose/applications/${waiting}/submit`, {}));
  unwrap(await city.as(desk).call(`/review/applications/${waiting}/begin_check`, {}));
});
afterAll(() => city[Symbol.asyncDispose]());

/** As that of the export, for another scenario. */
async function aRequest(): Promise<unknown> {
  const [first] = unwrap(await city.as(people.vendor.person).all('/propose/applications'));
  const request = first?.['request'] as object;
  return { ...request, scenario: { id: 'scn.waiting', title: '园区活力' } };
}

async function pageOf(path: string, person = desk, lang = 'en') {
  const response = await city.ask(path, { person, headers: { cookie: `sluice_lang=${lang}` } });
  return { status: response.status, text: await response.text() };
}

async function send(path: string, form: Readonly<Record<string, string>>, person = desk) {
  const response = await city.ask(path, { person, method: 'POST', body: new URLSearchParams(form) });
  return { status: response.status, text: await response.text() };
}

function checklist(change: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const fields = domains.flatMap((domain) => [
    [`checklist.${domain}.verdict`, 'pass'],
    [`checklist.${domain}.note`, '已核查'],
  ]);
  return { ...(Object.fromEntries(fields) as Record<string, string>), ...change };
}

test('the queue stands on the desk of who checks, filters by its address, and is nobody else’s', async () => {
  const { text } = await pageOf('/desk');
  expect(text).toContain(`href="/desk/check/exports/${made.export}"`);
  expect(text).toMatch(/working days left/);
  expect((await pageOf('/desk?risk=fail')).text).not.toContain(`<small>${made.export}</small>`);
  expect((await pageOf('/desk?vendor=vendor.qiming&profile=standard')).text).toContain(`<small>${made.export}</small>`);
  expect((await pageOf('/desk', people.agency.person)).text).toContain('id="queue-title"');
  for (const { person } of [people.vendor, people.district])
    expect((await pageOf('/desk', person)).text).not.toContain('id="queue-title"');
});

test.each([
  ['/desk/review/registrations/vendor.qiming', 'Security certificate', '安全资质'],
  ['/desk/filing', 'Exports on their way', '备案中的成果'],
  ['/desk/exceptions', 'Exceptions granted in', '批准的例外'],
  ['/desk/denials', 'legal group has spent', '被拒次数'],
  ['/desk/audit/emergency-stops', 'Nothing is stopped', '当前没有停止'],
])('%s opens in both languages, and not for a vendor', async (path, en, zh) => {
  expect((await pageOf(path)).text).toContain(en);
  expect((await pageOf(path, desk, 'zh')).text).toContain(zh);
  expect((await pageOf(path, people.vendor.person)).text).not.toContain(en);
});

test('an application is checked in four domains: a failed section is refused and comes back, a whole one goes on', async () => {
  const path = `/desk/review/applications/${waiting}`;
  const page = (await pageOf(path)).text;
  expect([page.includes('园区活力'), page.includes('name="checklist.trade_secret.note"')]).toEqual([true, true]);
  const fields = checklist({ 'checklist.trade_secret.verdict': 'fail', 'checklist.data_security.note': 'KEPT' });
  const refused = await send(`${path}/forward`, fields);
  expect([refused.status, refused.text.includes('role="alert"'), refused.text.includes('KEPT')]).toEqual([
    422,
    true,
    true,
  ]);
  expect((await send(`${path}/forward`, checklist())).status).toBe(303);
  const after = unwrap(await city.as(desk).call(`/review/applications/${waiting}`));
  expect(after['state']).not.toBe('operator_checking');
});

test('a program is reviewed at its hash, beside the text approved before, on simulation data, and approved by form', async () => {
  const vendor = city.as(people.vendor.person);
  const { content } = unwrap(await vendor.call(`/propose/programs/${made.program.id}`)) as {
    content: { queries: { name: string; sql: string }[] };
  };
  const queries = content.queries.map(({ name, sql }) => ({
    name,
    sql: sql.replace(' ORDER BY 1', '\nORDER BY 1 DESC'),
  }));
  const path = `/propose/programs/${made.program.id}`;
  unwrap(await vendor.call(`${path}/change`, { content: { ...content, queries } }));
  unwrap(await vendor.call(`${path}/test`, {}));
  const { hash } = unwrap(await vendor.call(`${path}/freeze`, {}));
  unwrap(await city.as(desk).call(`/review/programs/${made.program.id}/begin_review`, {}));
  const page = (await pageOf(`/desk/review/programs/${made.program.id}`)).text;
  for (const part of [
    String(hash),
    'id="result-sql-2"',
    '+ ORDER BY 1 DESC',
    made.program.hash,
    'As the rules would leave it',
  ])
    expect([part, page.includes(part)]).toEqual([part, true]);
  const own = `/desk/review/programs/${made.program.id}/approve`;
  expect((await send(own, { hash: made.program.hash, ...checklist() })).status).toBe(422);
  expect((await send(own, { hash: String(hash), ...checklist() })).status).toBe(303);
  expect((await pageOf(`/desk/review/programs/${made.program.id}`)).text).toContain('approved');
});

test('notesOf puts a finding at its line of its file, and nowhere else', () => {
  const found = [{ code: 'E_LINT' as const, detail: 'Date is not there (main.ts:3:14)' }];
  expect(notesOf('main.ts', found)).toEqual([{ line: 3, says: 'E_LINT: Date is not there (main.ts:3:14)' }]);
  expect(notesOf('other.ts', found)).toEqual([]);
});

test('diffLines: what is taken away and what stays is the text before, what stays and what is added the text after', () => {
  const text = array(constantFrom('a', 'b', 'c', ''), { minLength: 1, maxLength: 12 }).map((lines) => lines.join('\n'));
  assert(
    property(text, text, (before, after) => {
      const lines = diffLines(before, after);
      const side = (kinds: readonly string[]) =>
        lines
          .filter(({ kind }) => kinds.includes(kind))
          .map((line) => line.text)
          .join('\n');
      expect([side(['both', 'taken']), side(['both', 'added'])]).toEqual([before, after]);
    }),
  );
  expect(diffLines('a\nb\nc', 'a\nx\nc').map(({ kind }) => kind)).toEqual(['both', 'taken', 'added', 'both']);
});

test('planOf reads who subtracts what from what, and leaves other sentences alone', () => {
  const recipe = 'all of this release − A of run r1 + B of run r2 − C of run r3 = 3 enterprise (fewer than 10)';
  expect(planOf(recipe)).toEqual({
    first: 'all of this release',
    taken: ['A of run r1', 'C of run r3'],
    added: ['B of run r2'],
    left: '3 enterprise (fewer than 10)',
  });
  expect(planOf('many cells together = 2 enterprise (fewer than 10)')).toBeUndefined();
});

test('the stop is one form; it needs a reason, stops, and two bodies lift it', async () => {
  const path = '/desk/audit/emergency-stops';
  expect((await pageOf(path)).text).toContain('id="stop-reason"');
  expect((await send(`${path}/new`, { reason: ' ' })).status).toBe(422);
  expect((await send(`${path}/new`, { reason: '演练' })).status).toBe(303);
  const page = (await pageOf(path)).text;
  expect([page.includes('The stop is in force'), page.includes('id="stop-reason"')]).toEqual([true, false]);
  const id = /emergency-stops\/(stp-[a-z0-9]+)\/propose_lift/.exec(page)?.[1] ?? '';
  expect((await send(`${path}/${id}/propose_lift`, { reason: '演练结束' })).status).toBe(303);
  // Who has proposed it is not offered to confirm it.
  expect((await send(`${path}/${id}/confirm_lift`, { reason: '同意' })).status).toBe(404);
  const other = await send(`${path}/${id}/confirm_lift`, { reason: '同意' }, people.agency.person);
  expect(other.status).toBe(303);
  expect((await pageOf(path)).text).toContain('Nothing is stopped');
});
