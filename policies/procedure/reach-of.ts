/** How far a cause reached, from the cause alone, so that whoever reads a trace report computes again what it counts. @see SH-27-4, R22 */
import { entryId } from '../units.ts';
import { lineageOf } from './lineage.ts';
import type { Lookup } from './lookup.ts';
import type { Reach } from './trace-report.ts';

/** @param cause `life/id`, as a trace report names it; @returns undefined for one that reaches nothing */
export function reachOf(cause: string, lookup: Lookup): Reach | undefined {
  const at = cause.indexOf('/');
  const [life, id] = [cause.slice(0, at), cause.slice(at + 1)];
  switch (life) {
    case 'agreement':
      return { kind: 'agreement', agreement: id, lineage: lineageOf(id, lookup) };
    case 'catalogEntry':
      return { kind: 'entry', entry: entryId(id) };
    case 'withdrawal': {
      const { entry, snapshot } = lookup.get('withdrawal', id) ?? {};
      if (entry === undefined) return undefined;
      return snapshot === undefined ? { kind: 'entry', entry } : { kind: 'snapshot', entry, snapshot };
    }
    case 'sanction': {
      const { vendor, measure } = lookup.get('sanction', id) ?? {};
      return vendor && measure && { kind: 'sanction', vendor, measure };
    }
    case 'emergencyPlan':
      return { kind: 'scenarios', scenarios: lookup.get('emergencyPlan', id)?.scenarios ?? [] };
    case 'emergencyStop':
      return { kind: 'everything' };
    default:
      return undefined;
  }
}
