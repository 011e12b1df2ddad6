/**
 * Who may do what: Cedar decides, by the policies in policies/access and by nothing else. What no policy permits is denied, and so is what
 * Cedar cannot decide: an action that there is not, facts that do not fit the schema, a policy that errs.
 *
 * @see spec/console.md “Authorization”; docs/decisions/052-cedar.md
 */
import cedar from '@cedar-policy/cedar-wasm/nodejs';
import type { RefusalCode } from '#policies/refusal.ts';
import { entitiesOf, principalId, resourceId } from './entities.ts';
import type { Principal, Thing } from './facts.ts';
import { parseActions, parsePolicies, type ParsedAction, type ParsedPolicy } from './parse.ts';
import { hashOf, readAccessTexts, type AccessTexts } from './texts.ts';

/** One question. */
export interface Question {
  readonly caller: Principal;
  /** `check.exports.vote` */
  readonly action: string;
  readonly resource: Thing;
}

export interface Decision {
  readonly allowed: boolean;
  /** Ids of the policies that decided; none where nothing permits. */
  readonly policies: readonly string[];
  /** Of a denial. */
  readonly code?: RefusalCode;
}

const denied: Decision = { allowed: false, policies: [], code: 'E_ROLE' };

/** So many answers are kept; equal facts have equal answers. */
const most = 20_000;

export class Access {
  /** Name of exactly these policies. */
  readonly hash: string;
  readonly #policies: readonly ParsedPolicy[];
  readonly #actions: ReadonlyMap<string, ParsedAction>;
  readonly #ready = new Set<string>();
  readonly #answers = new Map<string, Decision>();

  /** @throws Error for a text that is no policy or no schema */
  constructor(texts: AccessTexts = readAccessTexts()) {
    this.hash = hashOf(texts);
    this.#policies = parsePolicies(texts.policies);
    this.#actions = parseActions(texts.schema);
  }

  /** Every action that there is; a group is none. */
  get actions(): readonly string[] {
    return [...this.#actions.keys()];
  }

  decide(question: Question): Decision {
    if (!this.#actions.has(question.action)) return denied;
    const key = JSON.stringify(question);
    const known = this.#answers.get(key);
    if (known) return known;
    if (this.#answers.size >= most) this.#answers.clear();
    const decision = this.#ask(question);
    this.#answers.set(key, decision);
    return decision;
  }

  #ask({ caller, action, resource }: Question): Decision {
    const answer = cedar.statefulIsAuthorized({
      principal: principalId,
      action: { type: 'Action', id: action },
      resource: resourceId,
      context: { scope: this.#scopeOf(action) },
      entities: entitiesOf(caller, resource),
      ...this.#parsedFor(action),
      validateRequest: true,
    });
    if (answer.type === 'failure') return denied;
    const { decision, diagnostics } = answer.response;
    if (diagnostics.errors.length > 0) return denied;
    const policies = diagnostics.reason.toSorted();
    return decision === 'allow' ? { allowed: true, policies } : { ...denied, policies, code: this.#codeOf(policies) };
  }

  /** What does not exist for him goes before who he is, and that before what he did. */
  #codeOf(policies: readonly string[]): RefusalCode {
    const codes = this.#policies.flatMap(({ id, code }) => (code && policies.includes(id) ? [code] : []));
    return (['E_NOT_FOUND', 'E_ROLE', 'E_SEPARATION'] as const).find((code) => codes.includes(code)) ?? 'E_ROLE';
  }

  /** `check:write`: what a token must have among its scopes. */
  #scopeOf(action: string): string {
    const { groups } = this.#actionOf(action);
    const changes = groups.has('command') || groups.has('deed');
    return `${action.slice(0, action.indexOf('.'))}:${changes ? 'write' : 'read'}`;
  }

  /**
   * Schema and policies as far as they are about this action: the others never decide it, and without them a decision takes a fifth of the
   * time. Cedar keeps them by name, for each thread, once they were asked for.
   */
  #parsedFor(action: string): { readonly preparsedSchemaName: string; readonly preparsedPolicySetId: string } {
    const name = `${this.hash}/${action}`;
    if (!this.#ready.has(name)) {
      const { groups, schema } = this.#actionOf(action);
      const about = this.#policies.filter(({ actions }) => actions === 'all' || actions.some((one) => groups.has(one)));
      const staticPolicies = Object.fromEntries(about.map(({ id, json }) => [id, json]));
      requireDone('read the schema', cedar.preparseSchema(name, schema));
      requireDone('read the policies', cedar.preparsePolicySet(name, { staticPolicies }));
      this.#ready.add(name);
    }
    return { preparsedSchemaName: name, preparsedPolicySetId: name };
  }

  #actionOf(action: string): ParsedAction {
    const found = this.#actions.get(action);
    if (!found) throw new Error(`Cannot decide: ${action} must be an action of the schema`);
    return found;
  }
}

function requireDone(doing: string, answer: ReturnType<typeof cedar.preparseSchema>): void {
  if (answer.type === 'failure')
    throw new Error(`Cannot ${doing} of access: ${answer.errors.map(({ message }) => message).join('; ')}`);
}

let opened: Access | undefined;

/** The policies of this installation, read once in each thread. */
export function theAccess(): Access {
  return (opened ??= new Access());
}
