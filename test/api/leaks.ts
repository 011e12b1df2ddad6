/** What no answer may have in it: where our code lies, how it failed, what a database said. */
const marks: readonly RegExp[] = [
  /\bat (?:async )?[\w.<>]+ \((?:file:|node:|\/)/,
  /node_modules|node:internal/,
  /file:\/\/\/(?!etc)/,
  /\/(?:work|home|root|tmp|usr|var)\/[\w.-]+\//,
  /\b[\w-]+\.ts:\d+/,
  /SQLITE_|SqliteError|near ".*": syntax error|no such (?:table|column):/i,
  /(?:Binder|Catalog|Parser|Conversion|Invalid Input|IO|Out of Range) Error:/,
  /PostgresError|relation ".*" does not exist/,
  /\b(?:TypeError|RangeError|ReferenceError|SyntaxError|ZodError)\b/,
];

/** @param sent what the request had in it: that alone may come back */
export function leakIn(text: string, sent: string): string | undefined {
  const found = marks.map((mark) => mark.exec(text)?.[0]).find((one) => one !== undefined);
  return found === undefined || sent.includes(found) ? undefined : `tells ${JSON.stringify(found)}`;
}
