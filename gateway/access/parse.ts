/** Policies and schema as Cedar reads them: each policy by the id that its text says, and the groups of every action. */
import cedar, { type ActionConstraint, type PolicyJson, type Schema } from '@cedar-policy/cedar-wasm/nodejs';
import type { RefusalCode } from '#policies/refusal.ts';
import type { AccessTexts } from './texts.ts';

export interface ParsedPolicy {
  readonly id: string;
  readonly json: PolicyJson;
  /** Names of the actions or groups that it is about. */
  readonly actions: 'all' | readonly string[];
  /** What a denial by it is called. */
  readonly code?: RefusalCode;
}

const codes: readonly RefusalCode[] = ['E_ROLE', 'E_NOT_FOUND', 'E_SEPARATION'];

/** @throws Error for a text that does not parse, a policy without `@id` and `@source`, a forbid without `@code`, two of one id */
export function parsePolicies(text: string): readonly ParsedPolicy[] {
  const parts = cedar.policySetTextToParts(text);
  if (parts.type === 'failure') throw new Error(`Cannot read the policies: ${parts.errors[0]?.message ?? ''}`);
  const policies = parts.policies.map(parsePolicy);
  const ids = policies.map(({ id }) => id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) throw new Error(`Cannot read the policies: must have one of the id ${twice}; got two`);
  return policies;
}

function parsePolicy(text: string): ParsedPolicy {
  const parsed = cedar.policyToJson(text);
  if (parsed.type === 'failure') throw new Error(`Cannot read a policy: ${parsed.errors[0]?.message ?? ''}`);
  const { json } = parsed;
  const { id, source, code: said } = json.annotations ?? {};
  const code = codes.find((one) => one === said);
  const needs = json.effect === 'forbid' && code === undefined ? 'code' : source === undefined ? 'source' : undefined;
  if (id === undefined || needs !== undefined)
    throw new Error(`Cannot read the policy ${id ?? text}: must say its @${needs ?? 'id'}`);
  return { id, json, actions: aboutOf(json.action), ...(code && { code }) };
}

function aboutOf(constraint: ActionConstraint): ParsedPolicy['actions'] {
  if (constraint.op === 'All' || 'slot' in constraint) return 'all';
  const named = 'entities' in constraint ? constraint.entities : [constraint.entity];
  return named.map((uid) => ('__entity' in uid ? uid.__entity.id : uid.id));
}

/** An action that somebody can ask for. */
export interface ParsedAction {
  /** Itself and its groups. */
  readonly groups: ReadonlySet<string>;
  /** The schema with no other action: all that a question about this one needs. */
  readonly schema: Schema;
}

/** @throws Error for a text that is no schema */
export function parseActions(text: string): ReadonlyMap<string, ParsedAction> {
  const parsed = cedar.schemaToJson(text);
  if (parsed.type === 'failure')
    throw new Error(`Cannot read the schema of access: ${parsed.errors[0]?.message ?? ''}`);
  const whole = parsed.json[''];
  if (!whole) throw new Error('Cannot read the schema of access: must have no namespace');
  return new Map(
    Object.entries(whole.actions).flatMap(([name, action]) => {
      const { appliesTo, memberOf = [] } = action;
      if (!appliesTo) return [];
      const above = memberOf.map(({ id }) => id);
      const actions = { ...Object.fromEntries(above.map((group) => [group, {}])), [name]: action };
      return [[name, { groups: new Set([name, ...above]), schema: { '': { ...whole, actions } } }]];
    }),
  );
}

/** What is wrong with the policies, by the strict validator of Cedar; empty for what is sound. */
export function validateAccess({ policies, schema }: AccessTexts): readonly string[] {
  const staticPolicies = Object.fromEntries(parsePolicies(policies).map(({ id, json }) => [id, json]));
  const answer = cedar.validate({ validationSettings: { mode: 'strict' }, schema, policies: { staticPolicies } });
  if (answer.type === 'failure') return answer.errors.map(({ message }) => message);
  const { validationErrors, validationWarnings, otherWarnings } = answer;
  const told = [...validationErrors, ...validationWarnings].map(
    ({ policyId, error }) => `${policyId}: ${error.message}`,
  );
  return [...told, ...otherWarnings.map(({ message }) => message)];
}
