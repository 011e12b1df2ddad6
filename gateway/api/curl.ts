/** The example of an operation as a command for a shell. */
import { isQuestion, placesOf, type Operation } from './operation.ts';

/** What a reader fills in: the address, and his token. */
const base = 'https://sluice.example';

export function curlOf(operation: Operation): string {
  const { who, method, example = {}, body } = operation;
  const lines = [
    `curl ${quoted(base + addressOf(operation))}`,
    ...(who === 'anybody' ? [] : ['-H "Authorization: Bearer $SLUICE_TOKEN"']),
    ...(!isQuestion(operation) ? [`-H 'Idempotency-Key: 3f0c8a52-6b1e-4c0f-9d55-2f3a7e1b9c44'`] : []),
    ...(method === 'post' && body ? [`--json ${quoted(JSON.stringify(example.body ?? {}))}`] : []),
    ...(method === 'post' && !body ? ['-X POST'] : []),
  ];
  return lines.join(' \\\n  ');
}

/** The path of the example, with its query. */
export function addressOf({ path, query, example = {} }: Operation): string {
  const filled = placesOf(path).reduce(
    (left, place) =>
      left.replace(
        new RegExp(`:${place}(\\{[^}]*\\})?`),
        place === 'path' ? (example.path?.[place] ?? '0/000') : encodeURIComponent(example.path?.[place] ?? 'id'),
      ),
    path,
  );
  const asked = query ? new URLSearchParams(example.query).toString() : '';
  return asked === '' ? filled : `${filled}?${asked}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
