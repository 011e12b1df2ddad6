/** docs/cli.md: the table of verbs as a page, in both languages. */
import { saidOf, usageOf, writtenOf } from '#gateway/cli/help.ts';
import { options, type OptionName } from '#gateway/cli/options.ts';
import { verbs } from '#gateway/cli/sluice.ts';
import { exitTitles } from '#gateway/cli/verb.ts';

type Table = (head: readonly string[], rows: readonly (readonly string[])[]) => string;

export function cliPage(note: string, table: Table): string {
  const exits = Object.entries(exitTitles).map(([code, { en, zh }]) => [code, en, zh]);
  const all = Object.entries(verbs).map(([name, { does }]) => [
    `[\`${name}\`](#sluice-${name.replaceAll(' ', '-')})`,
    does.en,
    does.zh,
  ]);
  const sections = Object.entries(verbs).map(([name, verb]) => {
    const taken: readonly OptionName[] = verb.options;
    const rows = taken.map((option) => [`\`${writtenOf(option)}\``, saidOf(option), options[option].does.zh]);
    return `### sluice ${name}

\`${usageOf(name, verb)}\`

${verb.does.en}. ${verb.does.zh}。${verb.one ? `\n\nEnds with 1 ${verb.one.en}. 退出码 1:${verb.one.zh}。` : ''}
${rows.length > 0 ? `\n${table(['option', 'does', '作用'], rows)}\n` : ''}
\`\`\`
${verb.examples.map((example) => `sluice ${example}`).join('\n')}
\`\`\``;
  });
  return `# The command line

${note}
\`sluice <verb> --help\` says the same of one verb; \`sluice completion bash|zsh|fish\` prints what a shell needs.

Every verb takes \`--json\`: one line on standard output, \`{"ok": true, "value": …}\` or \`{"ok": false, "refusals": [{code, title, detail, where, source, remedy}, …]}\`. What is for people only — progress, warnings, errors — goes to standard error. On a terminal there are colours, which \`NO_COLOR\` turns off; in a pipe there are plain lines.

Who answers is found in this order: \`--server\`; \`--kit\`, or a folder \`kit\` here or above, for what can be done offline; \`SLUICE_SERVER\`; the installation in \`--dir\`. A server takes any bearer token: one of the demonstration, or one of your own, as \`SLUICE_TOKEN\`.

## How it ends

${table(['exit code', 'means', '含义'], exits)}

## Verbs

${table(['verb', 'does', '作用'], all)}

${sections.join('\n\n')}
`;
}
