/** Exceptions of a month, for the report of those who supervise: what left although a check had spoken against it, why, and by whom. */
import type { Exception } from '#policies/procedure/exception-request.ts';
import type { DocOf } from '#policies/procedure/lives.ts';
import { loadAll } from './load.ts';
import type { Reader } from './record/reader.ts';

export interface ReportedException extends Exception {
  readonly export: string;
  readonly vendor: DocOf<'export'>['vendor'];
  readonly at: string;
}

/** Every grant of the month (`2026-03`), from the events: an export that was edited since has forgotten it. */
export function exceptionsOf(read: Reader, month: string): readonly ReportedException[] {
  return loadAll(read, 'export').flatMap(({ id, vendor }) =>
    read
      .bySubject(`export/${id}`)
      .filter(({ type, entry }) => type === 'export.exception_granted' && entry.at.startsWith(`${month}-`))
      .map(({ data, entry }) => ({
        ...(data as { readonly exception: Exception }).exception,
        export: id,
        vendor,
        at: entry.at,
      })),
  );
}
