/** The list of operations as OpenAPI 3.1. */
import { rules, type RefusalCode } from '#policies/refusal.ts';
import { versions } from '../versions.ts';
import type { Answer, Operation } from './operation.ts';
import { operations, sections } from './operations.ts';
import { parametersOf, schemas, schemaNameOf } from './schemas.ts';
import { statusesOf } from './refused.ts';
import {
  securityOf,
  securitySchemes,
  headersOf,
  sharedHeaders,
  sharedParameters,
  problemMedia,
} from './shared-parts.ts';
import { sectionTitles } from './section-titles.ts';

type Part = Readonly<Record<string, unknown>>;

/** The whole description. The same for everybody: who may do what is part of it, what there is is not. */
export function describeApi(): Part {
  const responses = new Map<string, Part>();
  const paths: Record<string, Record<string, Part>> = {};
  for (const operation of operations) {
    const path = templateOf(operation.path);
    paths[path] = { ...paths[path], [operation.method]: operationPart(operation, responses) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Sluice 域闸',
      version: versions['sluice'] ?? '0',
      summary: 'Compute on data that you may never see.',
      description:
        'Every refusal is `application/problem+json` with a code, the place in the text where it has one, the source it rests on, and what to do.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'this installation' }],
    security: [{ bearer: [] }, { session: [], csrf: [] }],
    tags: sections.map((name) => ({ name, description: `${sectionTitles[name].zh} ${sectionTitles[name].en}` })),
    paths,
    components: {
      schemas: schemas(),
      parameters: sharedParameters,
      headers: sharedHeaders,
      responses: Object.fromEntries([...responses].sort(([one], [other]) => (one < other ? -1 : 1))),
      securitySchemes,
    },
  };
}

/** `/api/v1/propose/applications/:id` → `/api/v1/propose/applications/{id}`. */
export function templateOf(path: string): string {
  return path.replaceAll(/:([a-z]+)(\{[^}]*\})?/g, '{$1}');
}

function operationPart(operation: Operation, responses: Map<string, Part>): Part {
  const { id, title, summary, section, who, body, example } = operation;
  return {
    operationId: id,
    tags: [section],
    summary: `${title.zh} ${title.en}`,
    description: summary,
    'x-who': who ?? [],
    security: securityOf(operation),
    parameters: [...parametersOf(operation), ...headersOf(operation)],
    ...(body && {
      requestBody: {
        required: !body.safeParse({}).success,
        content: {
          'application/json': {
            schema: { $ref: `#/components/schemas/${schemaNameOf(body)}` },
            ...(example?.body !== undefined && { example: example.body }),
          },
        },
      },
    }),
    responses: { ...answersPart(operation), ...refusalsPart(operation, responses) },
  };
}

function answersPart({ answers, example, isTagged, method }: Operation): Part {
  const statuses = [...new Set(answers.map(({ status }) => status))];
  const given = Object.fromEntries(
    statuses.map((status) => {
      const forms = answers.filter((answer) => answer.status === status);
      const content = Object.fromEntries(forms.map((answer) => [answer.media, contentPart(answer, example?.answer)]));
      const headers = isTagged && { headers: { ETag: { $ref: '#/components/headers/ETag' } } };
      return [String(status), { description: answerWords[status], ...headers, content }];
    }),
  );
  return isTagged && method === 'get' ? { ...given, '304': { description: 'It is as you have it.' } } : given;
}

const answerWords = { 200: 'Done.', 201: 'Begun; it has an id now.', 202: 'Asked for; it is done later.' } as const;

function contentPart({ schema }: Answer, example: unknown): Part {
  if (!schema) return {};
  return {
    schema: { $ref: `#/components/schemas/${schemaNameOf(schema)}` },
    ...(example !== undefined && { example }),
  };
}

/** Operations that may refuse with the same codes share a response. */
function refusalsPart(operation: Operation, responses: Map<string, Part>): Part {
  const found = [...statusesOf(operation)].map(([status, codes]) => {
    const name = nameOf(status, codes);
    responses.set(name, problemPart(codes));
    return [String(status), { $ref: `#/components/responses/${name}` }];
  });
  responses.set('failure', problemPart(['E_EXEC']));
  return { ...Object.fromEntries(found), '500': { $ref: '#/components/responses/failure' } };
}

const names = new Map<string, string>();

/** `r404`, or `r403-2` for the second set of codes with one status. */
function nameOf(status: number, codes: readonly RefusalCode[]): string {
  const key = `${status} ${codes.join(' ')}`;
  const known = names.get(key);
  if (known !== undefined) return known;
  const before = [...names.keys()].filter((other) => other.startsWith(`${status} `)).length;
  const name = before === 0 ? `r${status}` : `r${status}-${before + 1}`;
  names.set(key, name);
  return name;
}

function problemPart(codes: readonly RefusalCode[]): Part {
  return {
    description: codes.map((code) => `${code}: ${rules[code].title}`).join('; '),
    content: {
      [problemMedia]: {
        schema: {
          allOf: [{ $ref: '#/components/schemas/Problem' }, { type: 'object', properties: { code: { enum: codes } } }],
        },
      },
    },
  };
}
