/** How numbers and machines are printed. */
import type { MeasuredFile, Spread } from './measured-file.ts';

export function machineLine({ date, system, load }: MeasuredFile['adult']['machine']): string {
  return `Measured ${date}: ${system}; load ${load}.`;
}

export function told({ median, low, high }: Spread): string {
  return low === high ? figure(median) : `${figure(median)} (${figure(low)}–${figure(high)})`;
}

export function figure(value: number): string {
  return Number(value.toPrecision(3)).toString();
}

export function number(value: number): string {
  return value.toLocaleString('en-US');
}
