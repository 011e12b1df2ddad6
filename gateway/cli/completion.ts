/** `sluice completion`: what a shell needs to complete verbs, options and their choices, printed from the table of verbs. */
import type { Arguments } from './args.ts';
import { options, type Option, type OptionName } from './options.ts';
import { told, UsageError, type Answer, type Verbs } from './verb.ts';

export function completion({ words: [shell = ''] }: Arguments, verbs: Verbs): Answer {
  const printer = isShell(shell) ? printers[shell] : undefined;
  if (!printer) throw new UsageError(`Cannot complete in ${shell}: must be ${Object.keys(printers).join(', ')}`);
  const text = printer(verbs);
  return told({ shell, text }, text);
}

const printers = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

function isShell(word: string): word is keyof typeof printers {
  return Object.hasOwn(printers, word);
}

/** What may stand behind each beginning of a name: '' → the first words, `sim` → pull, query, …. */
export function wordsAfter(verbs: Verbs): ReadonlyMap<string, readonly string[]> {
  const after = new Map<string, Set<string>>();
  for (const name of Object.keys(verbs)) {
    const words = name.split(' ');
    words.forEach((word, at) => {
      const before = words.slice(0, at).join(' ');
      after.set(before, (after.get(before) ?? new Set()).add(word));
    });
  }
  return new Map([...after].map(([before, words]) => [before, [...words].toSorted()]));
}

function taken(verb: Verbs[string] | undefined): readonly OptionName[] {
  return [...(verb?.options ?? []), 'json', 'help'];
}

function choicesOf(name: OptionName): readonly string[] | undefined {
  const option: Option = options[name];
  return option.kind === 'choice' ? option.choices : undefined;
}

const choosing = (Object.keys(options) as OptionName[]).filter((name) => choicesOf(name));

/** The name of the verb is the words before the first option that the table knows; files are completed where nothing else is. */
function bashCompletion(verbs: Verbs): string {
  const after = [...wordsAfter(verbs)].map(([before, words]) => `    '${before}') echo '${words.join(' ')}' ;;`);
  const given = Object.entries(verbs).map(
    ([name, verb]) =>
      `    '${name}') echo '${taken(verb)
        .map((option) => `--${option}`)
        .join(' ')}' ;;`,
  );
  const choices = choosing.map((name) => `    --${name}) echo '${choicesOf(name)?.join(' ')}' ;;`);
  return `# bash completion of sluice, made by: sluice completion bash
_sluice_after() {
  case "$1" in
${after.join('\n')}
  esac
}
_sluice_options() {
  case "$1" in
${given.join('\n')}
  esac
}
_sluice_choices() {
  case "$1" in
${choices.join('\n')}
  esac
}
_sluice() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" name='' next at
  for ((at = 1; at < COMP_CWORD; at++)); do
    next="\${name:+$name }\${COMP_WORDS[at]}"
    [[ -n "$(_sluice_after "$next")$(_sluice_options "$next")" ]] || break
    name="$next"
  done
  local found
  found="$(_sluice_choices "$before")"
  if [[ -z "$found" ]]; then
    if [[ "$word" == -* ]]; then found="$(_sluice_options "$name")"
    elif ((at == COMP_CWORD)); then found="$(_sluice_after "$name")"; fi
  fi
  COMPREPLY=($(compgen -W "$found" -- "$word"))
}
complete -o default -F _sluice sluice
`;
}

/** Zsh understands what is written for bash. */
function zshCompletion(verbs: Verbs): string {
  return `#compdef sluice
# zsh completion of sluice, made by: sluice completion zsh
autoload -U +X bashcompinit && bashcompinit
${bashCompletion(verbs)}`;
}

function fishCompletion(verbs: Verbs): string {
  const firsts = wordsAfter(verbs).get('') ?? [];
  const lines = Object.entries(verbs).flatMap(([name, verb]) => {
    const words = name.split(' ');
    const last = words.at(-1) ?? '';
    const before = words.slice(0, -1);
    const place =
      before.length === 0
        ? '__fish_use_subcommand'
        : before.map((word) => `__fish_seen_subcommand_from ${word}`).join('; and ');
    const inside = words.map((word) => `__fish_seen_subcommand_from ${word}`).join('; and ');
    return [
      `complete -c sluice -n '${place}' -a '${last}' -d '${fishText(verb.does.en)}'`,
      ...taken(verb).map((option) => fishOption(inside, option)),
    ];
  });
  const groups = firsts
    .filter((word) => !Object.hasOwn(verbs, word))
    .map((word) => `complete -c sluice -n '__fish_use_subcommand' -a '${word}'`);
  return `# fish completion of sluice, made by: sluice completion fish
${[...groups, ...new Set(lines)].join('\n')}
`;
}

function fishOption(inside: string, name: OptionName): string {
  const choices = choicesOf(name);
  const value = options[name].kind === 'switch' ? '' : choices ? ` -x -a '${choices.join(' ')}'` : ' -r';
  return `complete -c sluice -n '${inside}' -l ${name}${value} -d '${fishText(options[name].does.en)}'`;
}

function fishText(text: string): string {
  return text.replaceAll("'", '’');
}
