/** What the rules made of an answer on simulation data: how much would be hidden, by which checks, and what would hide less. */
import type { Simulation } from '#sandbox/door.ts';
import { styled } from './args.ts';

export function printVerdicts({
  explanation,
  forecast,
  verdicts,
  review,
  advice,
  hiddenShare,
}: Simulation): readonly string[] {
  if (explanation.kind === 'open') return ['public data: rows may leave as they are'];
  if (explanation.kind === 'private')
    return [`forecast with noise; the threshold would leave out ${percent(hiddenShare ?? 0)} of the groups`];
  const hidden = forecast.hidden.flat().filter(Boolean).length;
  const all = forecast.hidden.flat().length;
  const by = Object.entries(verdicts).map(([check, count]) => `${check} ${count}`);
  return [
    hidden === 0
      ? styled('green', 'forecast: nothing would be hidden')
      : `forecast: ${hidden} of ${all} values would be hidden (${by.join(', ')})`,
    ...(review.length > 0 ? [`people would look at: ${review.join(', ')}`] : []),
    ...(advice ?? []).map((line) => `advice: ${line}`),
  ];
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
