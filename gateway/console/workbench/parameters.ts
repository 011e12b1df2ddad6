/** Declared parameters as a person types them: `district = 440103, 440104`, one in each line. */
import { declaredParameters, requireDomain, type Declared } from '#policies/procedure/parameters.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';

/** Values that look like numbers are numbers; in quotes they are texts. Refuses with E_INPUT for a line that is none. */
export function declaredIn(text: string): Outcome<Declared> {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const parsed = declaredParameters.safeParse(lines.map(parameterIn));
  if (!parsed.success)
    return refuse('E_INPUT', 'Cannot read the parameters: each line must be a name, = and values with commas between', {
      remedy: "Write them like this: district = '440103', '440104'",
    });
  const few = requireDomain('read the parameters', parsed.data);
  return few.ok ? accept(parsed.data) : few;
}

function parameterIn(line: string): unknown {
  const at = line.indexOf('=');
  const name = line.slice(0, at).trim().replace(/^\$/, '');
  return {
    name,
    values: line
      .slice(at + 1)
      .split(',')
      .map((value) => valueOf(value.trim())),
  };
}

function valueOf(text: string): string | number {
  const quoted = /^'(.*)'$/.exec(text)?.[1];
  if (quoted !== undefined) return quoted;
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
}
