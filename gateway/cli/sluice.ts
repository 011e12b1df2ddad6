#!/usr/bin/env node
/** The command line. Each verb is one file; this one only chooses. Exit codes: 0 done, 1 refused or failed, 2 used wrongly. */
import { readArguments, type Arguments } from './args.ts';

interface Verb {
  readonly usage: string;
  readonly does: string;
  readonly run: (args: Arguments) => Promise<number>;
}

/** Loaded when used, so that `verify` needs neither engine nor server. */
const verbs: Readonly<Record<string, Verb>> = {
  demo: {
    usage: 'demo',
    does: 'tell the whole story of one product in the terminal, in a city made for it',
    run: async () => (await import('./demo.ts')).demo(),
  },
  serve: {
    usage: 'serve --demo [--port 8620] [--dir .data]',
    does: 'open the demonstration city with all its desks on this machine',
    run: async (args) => (await import('./serve.ts')).serveCity(args),
  },
  verify: {
    usage: 'verify <bundle.zip> [--policy policy.txt] [--log address|folder|answer.json [--token token]] [--json]',
    does: 'check an exported bundle, offline; with --log also whether it was suspended or recalled since',
    run: async (args) => (await import('./verify.ts')).verify(args),
  },
  score: {
    usage: 'score <model.json> <rows.csv> [--json]',
    does: 'say what a released model says of rows of your own, offline',
    run: async (args) => (await import('./score.ts')).score(args),
  },
  explain: {
    usage: 'explain <file.sql> [--lane private] [--epsilon 1] [--as person] [--json]',
    does: 'say what the rules make of a text, and what it would cost; needs an installation, open or not',
    run: async (args) => (await import('./explain.ts')).explain(args),
  },
  program: {
    usage: 'program pack|check|test <folder> [--out content.json] [--as person] [--json]',
    does: 'bundle a folder with sluice.json, say what would leave, try it on simulation data; only test needs an installation',
    run: async (args) => (await import('./program.ts')).program(args),
  },
  data: {
    usage: 'data ingest <entry> <table>=<file>… --as <person> [--options options.json]',
    does: "turn a department's files into a checked snapshot inside the domain",
    run: async (args) => (await import('./data.ts')).data(args),
  },
  fit: {
    usage: 'fit report <fit> [--out report.html]',
    does: 'show the owner of the data how far a fit of simulation data is, or how near and how private its model came',
    run: async (args) => (await import('./fit.ts')).fit(args),
  },
  log: {
    usage: 'log verify|export|witness … (sluice log: all of them)',
    does: 'verify the log from its files alone, write it as files, run a witness of it',
    run: async () => (await import('./log.ts')).log(process.argv.slice(3)),
  },
  duties: {
    usage: 'duties [--as person] [--json]',
    does: 'say what a person owes and until when; needs an installation, open or not',
    run: async (args) => (await import('./duties.ts')).duties(args),
  },
  doctor: {
    usage: 'doctor [--json]',
    does: 'try how well this machine can keep programs apart, and say what to install',
    run: async (args) => (await import('./doctor.ts')).doctor(args),
  },
  attack: {
    usage: 'attack',
    does: 'try the classic attacks against an installation made for it, and say which layer stopped each',
    run: async () => (await import('./attack.ts')).attack(),
  },
  sim: {
    usage: 'sim generate [--scale 1] [--seed 7]',
    does: 'make simulation data for every published entry',
    run: async (args) => (await import('./sim.ts')).sim(args),
  },
};

function help(): string {
  const lines = Object.values(verbs).map(({ usage, does }) => `  sluice ${usage}\n      ${does}`);
  return `Sluice 域闸 — compute on data that you may never see\n\n${lines.join('\n')}\n`;
}

async function main(): Promise<number> {
  // It has options that no other verb has, and they are written behind it.
  if (process.argv[2] === 'log') return (await import('./log.ts')).log(process.argv.slice(3));
  const args = readArguments(process.argv.slice(2));
  const [word, ...words] = args.words;
  const verb = word !== undefined && Object.hasOwn(verbs, word) ? verbs[word] : undefined;
  if (!verb || args.options.help) {
    process.stdout.write(help());
    return word === undefined || word === 'help' || args.options.help ? 0 : 2;
  }
  return verb.run({ ...args, words });
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : 'failed');
  process.exitCode = error instanceof TypeError ? 2 : 1;
}
