/** Days of a form as the moments that commands take, and back: a term begins and ends with a day of the city. */
import type { Sent } from '../forms/values.ts';

const ends = ['request.term.from', 'request.term.to'];

/** What is no day goes on as it is: the schema refuses it. */
export function withMoments(sent: Sent): Sent {
  const moments = ends.flatMap((path) => {
    const [day = ''] = sent.get(path) ?? [];
    return /^\d{4}-\d\d-\d\d$/.test(day) ? [[path, [`${day}T00:00:00+08:00`]] as const] : [];
  });
  return new Map([...sent, ...moments]);
}

export function withDays(sent: Sent): Sent {
  const days = ends.flatMap((path) => {
    const [moment = ''] = sent.get(path) ?? [];
    const at = Date.parse(moment);
    return moment.includes('T') && Number.isFinite(at) ? [[path, [dayOf(at)]] as const] : [];
  });
  return new Map([...sent, ...days]);
}

/** The next year from today: what most applications ask for, and whoever is approved today can run today. */
export function usualTerm(now: number): Sent {
  const day = 86_400_000;
  return new Map([
    ['request.term.from', [dayOf(now)]],
    ['request.term.to', [dayOf(now + 365 * day)]],
  ]);
}

/** In Asia/Shanghai. */
function dayOf(at: number): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(at);
}
