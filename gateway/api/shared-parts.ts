/** Parts of the description that many operations share: how one signs in, which headers there are. */
import { isQuestion, placesOf, type Operation } from './operation.ts';

type Part = Readonly<Record<string, unknown>>;

export const problemMedia = 'application/problem+json';

export const securitySchemes: Readonly<Record<string, Part>> = {
  bearer: { type: 'http', scheme: 'bearer', description: 'An access token: hashed, scoped, expiring.' },
  session: { type: 'apiKey', in: 'cookie', name: 'sluice.session_token', description: 'The session of a browser.' },
  csrf: {
    type: 'apiKey',
    in: 'header',
    name: 'x-csrf-token',
    description: 'Whatever a session sends that is not a GET carries what the page gave it.',
  },
};

/** Of a read the session alone is enough; a public one needs nothing. */
export function securityOf({ who, method }: Operation): readonly Part[] {
  if (who === 'anybody') return [];
  return [{ bearer: [] }, method === 'get' ? { session: [] } : { session: [], csrf: [] }];
}

export const sharedParameters: Readonly<Record<string, Part>> = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description: 'A new one with each new request, the same when the same is sent again: it has one effect.',
    schema: { type: 'string', pattern: '^("[\\w.:-]{16,128}"|[\\w.:-]{16,128})$' },
    example: '3f0c8a52-6b1e-4c0f-9d55-2f3a7e1b9c44',
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    description: 'The ETag that was read: what has changed since then is not moved.',
    schema: { type: 'string' },
  },
  IfNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    description: 'The ETag that you have: nothing is sent again that is still so.',
    schema: { type: 'string' },
  },
};

export const sharedHeaders: Readonly<Record<string, Part>> = {
  ETag: {
    description: 'Of the document as its reader may see it: for If-None-Match of a look, and If-Match of a command.',
    schema: { type: 'string' },
  },
};

/** Of whatever changes something; of what has a version, also that it must be the one that was read. */
export function headersOf(operation: Operation): readonly Part[] {
  const names = [
    ...(isQuestion(operation) ? [] : ['IdempotencyKey']),
    ...(operation.isTagged && operation.method === 'get' ? ['IfNoneMatch'] : []),
    ...(operation.isTagged && operation.method === 'post' && placesOf(operation.path).length > 0 ? ['IfMatch'] : []),
  ];
  return names.map((name) => ({ $ref: `#/components/parameters/${name}` }));
}
