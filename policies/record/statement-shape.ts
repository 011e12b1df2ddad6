/**
 * What a certificate may say, member by member: nothing is missing and nothing unknown stands in it. Written in the small form of zod,
 * because the same check runs inside `verify.html`.
 *
 * @see record.md §3; in-toto Statement v1
 */
import * as z from 'zod/mini';

const text = z.string().check(z.minLength(1));
const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const instant = z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/));
const amount = z.number().check(z.nonnegative());
const title = z.strictObject({ zh: z.string(), en: z.string() });
const tier = z.enum(['T0', 'T1', 'T2', 'T3']);
const file = z.strictObject({ name: text, sha256 });

const cellKey = { mode: z.literal('perturbed'), exact: z.literal(false), method: z.literal('cell_key') };
const rounding = {
  mode: z.literal('rounded'),
  exact: z.literal(false),
  method: z.enum(['controlled_rounding', 'small_count_rounding']),
  base: z.int().check(z.gte(2), z.lte(100)),
};
const tables = z.array(
  z.discriminatedUnion('mode', [z.strictObject({ run: text, ...cellKey }), z.strictObject({ run: text, ...rounding })]),
);
const model = z.strictObject({ run: text, kind: text, checks: z.array(text) });
const models = z.optional(z.array(model).check(z.minLength(1)));
const answer = z.strictObject({ run: text, space: text, epsilon: amount, delta: amount, rho: amount });
const rules = z.array(text);

const disclosure = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('exact'), rules, models }),
  z.strictObject({ mode: z.enum(['rounded', 'perturbed']), exact: z.literal(false), tables, rules, models }),
  z.strictObject({
    mode: z.literal('private'),
    mechanism: text,
    noisy: z.literal(true),
    answers: z.array(answer).check(z.minLength(1)),
    tables: z.optional(tables),
    rules: z.optional(rules),
    models,
  }),
]);

const approval = z.strictObject({ act: text, person: text, org: text, role: text, at: instant });

const isolation = z.strictObject({
  tier,
  versions: z.record(z.string(), z.string()),
  runs: z.optional(z.array(z.strictObject({ run: text, tier, acceptance: z.optional(text) }))),
});

const predicate = z.strictObject({
  product: z.strictObject({ id: text, form: text, title }),
  scenario: text,
  agreement: text,
  sources: z.array(z.strictObject({ entry: text, snapshot: text, commitment: sha256 })),
  program: sha256,
  programs: z.optional(z.array(z.strictObject({ run: text, sha256 }))),
  policy: sha256,
  profile: sha256,
  verdicts: z.array(z.strictObject({ rule: text, verdict: text })),
  decisions: z.optional(z.array(z.strictObject({ run: text, sha256 }))),
  disclosure,
  approvals: z.array(approval),
  filing: text,
  isolation,
  sourceStatement: title,
  licence: text,
  recipients: z.array(text),
  enclosed: z.array(file),
});

/** The statement of a certificate, strictly. What it checks is the shape; whether it is true its signer answers for. */
export const statementShape = z.strictObject({
  _type: z.literal('https://in-toto.io/Statement/v1'),
  subject: z.array(z.strictObject({ name: text, digest: z.strictObject({ sha256 }) })).check(z.minLength(1)),
  predicateType: z.literal('https://sluice.example/export/v1'),
  predicate,
});

/** Where `value` is not a statement, as a path of members; undefined where it is one. */
export function faultOf(value: unknown): string | undefined {
  const result = statementShape.safeParse(value);
  if (result.success) return undefined;
  const [issue] = result.error.issues;
  const keys = issue?.code === 'unrecognized_keys' ? issue.keys : [];
  return [...(issue?.path ?? []), ...keys].join('.') || 'statement';
}
