/** The API as its description tells it: what may be asked, and whether an answer is one of those that are named. */
import { z } from 'zod';
import type { Installation } from '../fixtures/installation.ts';

export interface Described {
  readonly id: string;
  readonly method: string;
  /** `/api/v1/propose/applications/{id}/submit` */
  readonly template: string;
  /** `anybody`, or roles; nobody where it is empty. */
  readonly who: 'anybody' | readonly string[];
  readonly places: readonly Parameter[];
  readonly query: readonly Parameter[];
  /** The example of the body. */
  readonly body?: unknown;
  readonly answers: Readonly<Record<string, Readonly<Record<string, object>>>>;
}

export interface Parameter {
  readonly name: string;
  readonly example: string | undefined;
}

export interface Description {
  readonly operations: readonly Described[];
  /** What is wrong with an answer of this operation; undefined for nothing. */
  complaintOf(operation: Described, answer: Answered): string | undefined;
}

export interface Answered {
  readonly status: number;
  /** Without its parameters. */
  readonly media: string;
  readonly text: string;
}

const parameter = z.object({ name: z.string(), in: z.string(), example: z.unknown().optional() });
const reference = z.strictObject({ $ref: z.string() });
const media = z.object({ schema: z.looseObject({}).optional(), example: z.unknown().optional() });
const response = z.object({ content: z.record(z.string(), media).default({}) });
const operation = z.object({
  operationId: z.string(),
  'x-who': z.union([z.literal('anybody'), z.array(z.string())]).default([]),
  parameters: z.array(z.union([parameter, reference])).default([]),
  requestBody: z.object({ content: z.record(z.string(), media) }).optional(),
  responses: z.record(z.string(), z.union([reference, response])),
});
const document = z.object({
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.object({ schemas: z.record(z.string(), z.unknown()), responses: z.record(z.string(), response) }),
});

/** Reads `/openapi.json`, as any client would. */
export async function readDescription({ ask }: Pick<Installation, 'ask'>): Promise<Description> {
  const given = await (await ask('/openapi.json')).text();
  const { paths, components } = document.parse(JSON.parse(given.replaceAll('#/components/schemas/', '#/$defs/')));
  const resolved = (one: z.output<typeof response> | z.output<typeof reference>) =>
    '$ref' in one ? components.responses[one.$ref.split('/').at(-1) ?? ''] : one;
  const operations = Object.entries(paths).flatMap(([template, methods]) =>
    Object.entries(methods).map(([method, { operationId: id, 'x-who': who, parameters, requestBody, responses }]) => {
      const body = requestBody?.content['application/json']?.example;
      const answers = Object.entries(responses).map(([status, one]) => {
        const content = Object.entries(resolved(one)?.content ?? {});
        return [status, Object.fromEntries(content.map(([type, { schema = {} }]) => [type, schema]))] as const;
      });
      const named = (where: string) =>
        parameters.flatMap((one) =>
          'in' in one && one.in === where ? [{ name: one.name, example: textOf(one.example) }] : [],
        );
      const asked = { places: named('path'), query: named('query'), ...(requestBody && { body }) };
      return { id, method: method.toUpperCase(), template, who, ...asked, answers: Object.fromEntries(answers) };
    }),
  );
  const check = checker(components.schemas);
  return { operations, complaintOf: (of, answer) => complaint(of, answer, check) };
}

function textOf(example: unknown): string | undefined {
  return typeof example === 'string' || typeof example === 'number' ? String(example) : undefined;
}

type Check = (schema: object, value: unknown) => string | undefined;

/** Schemas are made once each, from the JSON schema that is published. */
function checker($defs: Readonly<Record<string, unknown>>): Check {
  const made = new Map<object, z.ZodType>();
  return (schema, value) => {
    const known = made.get(schema) ?? z.fromJSONSchema({ ...schema, $defs } as Parameters<typeof z.fromJSONSchema>[0]);
    made.set(schema, known);
    const parsed = known.safeParse(value);
    return parsed.success ? undefined : z.prettifyError(parsed.error);
  };
}

function complaint(of: Described, { status, media: type, text }: Answered, check: Check): string | undefined {
  if (status >= 500) return `answers ${status}`;
  const content = of.answers[String(status)];
  if (!content) return `answers ${status}, which is not described`;
  const isEmpty = Object.keys(content).length === 0;
  if (isEmpty) return text === '' ? undefined : `answers ${status} with a body that is not described`;
  const schema = content[type];
  if (!schema) return `answers ${status} as ${type}, which is not described`;
  if (!type.endsWith('json')) return undefined;
  const wrong = check(schema, JSON.parse(text));
  return wrong === undefined ? undefined : `answers ${status} in another form: ${wrong}`;
}
