/** Stage *check*, for those who check: evidence in bands, related releases, changes on simulation data. */
import { z } from 'zod';
import { tableEvidence } from '#policies/disclosure/decision/evidence.ts';
import { domainOperations } from '#sandbox/door.ts';
import { change, evidenceQuery } from '../stages/check-evidence.ts';
import { readers as checkers } from '../stages/checks.ts';
import { json, type Operation } from './operation.ts';
import { domainRefusals, textRefusals } from './refused.ts';
import { listOf, moment, whole } from './shapes.ts';

const evidence = z.looseObject({
  run: z.string(),
  runs: z.array(z.string()),
  lane: z.enum(['exact', 'private']),
  sql: z.string(),
  table: tableEvidence.optional(),
  result: z.looseObject({ rows: whole, suppressedCells: whole, verdicts: z.array(z.string()) }),
});
const names = z.array(z.string());
const related = z.strictObject({
  export: z.string(),
  run: z.string(),
  vendor: z.string(),
  at: moment.or(z.literal('')),
  relation: z.enum(['same_text', 'same_keys', 'coarser', 'finer', 'crossing', 'unknown']),
  tables: names,
  keys: z.strictObject({ both: names, here: names, there: names }),
  filters: z.strictObject({ here: names, there: names }),
  units: names,
});
const estimate = z.strictObject({
  rows: whole,
  cells: whole,
  hidden: whole,
  verdicts: z.record(z.string(), z.number()),
  advice: names,
});
const text = z.looseObject({ hash: z.string(), content: z.looseObject({}) });

const aRun = { path: { id: 'run-7f3a91c2' } };
const aProgram = { path: { id: 'prg-7f3a91c2' } };
const shared = { section: 'check', method: 'get', who: checkers } as const;

export const checkOperations: readonly Operation[] = [
  {
    ...shared,
    id: 'check.exports.evidence',
    path: '/api/v1/check/exports/:id/evidence',
    title: { zh: '核查证据', en: 'evidence of an export' },
    summary: 'Verdicts, rules and bands, cell by cell, of a submitted result. No value and no key is told.',
    query: evidenceQuery,
    answers: json(evidence),
    refusals: [...domainRefusals, 'E_STATE', 'E_SEPARATION', 'E_PERMIT', 'E_QUARANTINE', 'E_EXEC'],
    example: { path: { id: 'exp-7f3a91c2' }, query: { only: 'unsafe', count: '100' } },
  },
  {
    ...shared,
    id: 'check.runs.related',
    path: '/api/v1/check/runs/:id/related',
    title: { zh: '相关历史成果', en: 'related releases' },
    summary: 'Earlier releases over the same tables, and how their keys and conditions lie to those of this run.',
    answers: json(listOf(related)),
    refusals: domainRefusals,
    example: { ...aRun, answer: { items: [] } },
  },
  {
    ...shared,
    method: 'post',
    id: 'check.runs.what_if',
    path: '/api/v1/check/runs/:id/what-if',
    title: { zh: '调整试算', en: 'what a change would hide' },
    summary: 'The text of the run and a changed one, on simulation data: how many cells the rules would hide in each.',
    body: change,
    answers: json(z.strictObject({ now: estimate, then: estimate })),
    refusals: [...textRefusals, ...domainRefusals, 'E_EXEC'],
    example: {
      ...aRun,
      body: { sql: 'SELECT district_code, count(DISTINCT uscc) AS firms FROM ent_registration GROUP BY ALL' },
    },
  },
  {
    ...shared,
    id: 'check.programs.before',
    path: '/api/v1/check/programs/:id/before',
    title: { zh: '上一批准版本', en: 'the text that was approved before' },
    summary: 'The last approved text of a program other than its present one; null where there is none.',
    answers: json(z.strictObject({ text: text.nullable() })),
    example: { ...aProgram, answer: { text: null } },
  },
  {
    ...shared,
    id: 'check.programs.findings',
    path: '/api/v1/check/programs/:id/findings',
    title: { zh: '静态检查发现', en: 'what the lint and the bundler say' },
    summary: 'Whether the bundle is made of its source, and what the lint finds there; empty where all is well.',
    answers: json(z.strictObject({ findings: z.array(z.strictObject({ code: z.string(), detail: z.string() })) })),
    example: { ...aProgram, answer: { findings: [] } },
  },
  {
    ...shared,
    id: 'check.programs.simulation',
    path: '/api/v1/check/programs/:id/simulation',
    title: { zh: '程序的模拟结果', en: 'a program on simulation data' },
    summary: 'As its vendor sees it, with the first combination of its values. Nothing is written.',
    answers: json(domainOperations.simulate.answer),
    refusals: [...textRefusals, ...domainRefusals, 'E_EXEC'],
    example: aProgram,
  },
];
