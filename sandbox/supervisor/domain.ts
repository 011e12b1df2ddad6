/**
 * The domain: every operation of `operations.ts`, over real and simulation data. It decides on permits, never on who asks.
 */
import { programContent } from '#policies/procedure/program-commands.ts';
import { contentHash } from '#policies/record/content-hash.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { admitRelease, auditRun, deniedRecipes, noteDenial, releasedFiles } from '../history/audit.ts';
import { Auditor } from '../history/auditor.ts';
import { HistoryStore } from '../history/store.ts';
import { requireFitOrdered } from '../fit/permit.ts';
import { runFit } from '../fit/run.ts';
import { Answers } from '../ledger/answers.ts';
import { openLedger } from '../ledger/ledger.ts';
import type { domainOperations } from '../operations.ts';
import type { Account } from '../private/answer.ts';
import { balancesOf } from '../private/balances.ts';
import { readBudgets } from '../private/budgets.ts';
import { prepare, quote } from '../private/quote.ts';
import { requireSoundModel } from '../model/run.ts';
import { historyOf, shownDecision } from '../release/decide.ts';
import { Decisions } from '../release/decisions.ts';
import { readEvidence } from '../release/evidence.ts';
import { exportFiles } from '../release/files.ts';
import { releaseReport, sealReport } from '../release/release-report.ts';
import type { Handlers } from '../rpc.ts';
import { catalogOf, describe } from './catalog.ts';
import { commitToSubject } from './commitment.ts';
import { readTrust, type Folders } from './config.ts';
import { ingestInChild } from './ingest.ts';
import { keep } from './keep.ts';
import { beginOrder } from './orders.ts';
import type { DomainParts } from './parts.ts';
import { requireOrdered, requireReplayAsked, requireRevealed, requireSubjectAsked } from './permits.ts';
import { previewTable } from './preview.ts';
import { Quarantine, resultHash } from './quarantine.ts';
import { requireReleased, requireSubmitted } from './release-permits.ts';
import { analyseFor, explainFor, payableOf, readingOf } from './reading.ts';
import { replay } from './replay.ts';
import { runReal } from './run-real.ts';
import { simulate } from './simulate.ts';
import { withSet } from './simulation.ts';

/** @returns the handlers of all operations */
export function openHandlers(parts: DomainParts): Handlers<typeof domainOperations> {
  const { folders } = parts;
  const quarantine = new Quarantine(folders.quarantine);
  const history = new HistoryStore(folders.history);
  const decisions = new Decisions(folders.decisions);
  const auditor = new Auditor({ limits: parts.limits, log: parts.log, temp: folders.temp });
  const auditing = { store: history, auditor };
  const running = new Map<string, () => void>();
  const account = openAccount(folders);
  return {
    describe: () => describe(folders),
    isolation: async () => accept({ tier: (await parts.processes()).tier }),
    explain: (ask) => explainFor(parts, ask),
    simulate: ({ set, ...ask }) => simulate(withSet(parts, set), ask),
    preview: ({ table, rows, set }) => previewTable(withSet(parts, set), table, rows),
    run: async ({ permit, run, content, isolation }) => {
      const trust = readTrust(folders.trust);
      const ordered = requireOrdered(trust, { permit, run, content });
      if (!ordered.ok) return ordered;
      const reading = readingOf(ordered.value.content, ordered.value.parameters);
      if (!reading.ok) return reading;
      const begun = await beginOrder(folders.orders, run);
      if (!begun.ok) return begun;
      const onStart = startOf(running, run);
      const proof = { trust, permit: isolation };
      const real = {
        quarantine,
        history,
        decisions,
        account,
        ordered: ordered.value,
        run,
        onStart,
        proof,
        settle: keep,
      };
      const ran = await runReal(parts, reading.value, real);
      running.delete(run);
      return ran;
    },
    replay: async ({ permit, run, content, order, isolation }) => {
      const trust = readTrust(folders.trust);
      const allowed = requireReplayAsked(trust, permit, run);
      if (!allowed.ok) return allowed;
      const ordered = requireOrdered(trust, { permit: order, run, content });
      if (!ordered.ok) return ordered;
      const onStart = (kill: () => void): void => void running.set(run, kill);
      const proof = { trust, permit: isolation };
      const real = { quarantine, history, decisions, account, ordered: ordered.value, run, onStart, proof };
      const replayed = await replay(parts, real);
      running.delete(run);
      return replayed;
    },
    fit: async ({ permit, fit }) => {
      const ordered = requireFitOrdered(readTrust(folders.trust), permit, fit);
      if (!ordered.ok) return ordered;
      if (!account.ok) return account;
      const begun = await beginOrder(folders.orders, fit);
      if (!begun.ok) return begun;
      const onStart = startOf(running, fit);
      const done = await runFit(parts, { fit, ordered: ordered.value, account: account.value, onStart });
      running.delete(fit);
      return done;
    },
    quote: async ({ content, parameters = [], ...spender }) => {
      const program = programContent.safeParse(content);
      if (!program.success) return refuse('E_INPUT', 'Cannot quote the program: must have the form of a program');
      const reading = readingOf(program.data, parameters);
      if (!reading.ok) return reading;
      const analysis = await analyseFor(parts, reading.value);
      if (!analysis.ok) return analysis;
      const paid = payableOf(analysis.value);
      if (!paid) return accept({ cached: false });
      if (!account.ok) return account;
      const order = { run: 'this program', spender: { ...spender, program: contentHash(content) } };
      const prepared = await prepare(folders, paid, order);
      return prepared.ok ? quote(account.value, prepared.value.reservation) : prepared;
    },
    budgets: async () => {
      if (!account.ok) return account;
      const found = balancesOf(account.value.ledger, await catalogOf(folders), readBudgets(folders.budgets));
      return found.ok ? accept({ balances: found.value }) : found;
    },
    kill: async ({ run }) => {
      running.get(run)?.();
      return accept({});
    },
    reveal: async ({ permit, run }) => {
      const allowed = requireRevealed(readTrust(folders.trust), permit, run);
      if (!allowed.ok) return allowed;
      const kept = await quarantine.get(run);
      if (!kept.ok) return kept;
      const { table, model, modelFinding, verdicts, review, explanation } = kept.value;
      const models = { ...(model && { model }), ...(modelFinding && { modelFinding }) };
      const finding = await auditRun({ run }, auditing);
      if (!finding.ok) return finding;
      const { verdict, levels, recipes } = finding.value;
      const denied = await deniedRecipes(run, auditing);
      const told = { verdict, levels: { ...levels }, recipes: [...recipes], denied: [...denied] };
      const made = await decisions.get(run);
      const decision = made && { commitment: made.commitment, object: shownDecision(made.decision) };
      const found = { verdicts, review, explanation, history: told };
      return accept({ table, ...models, ...found, ...(decision && { decision }) });
    },
    evidence: (ask) => readEvidence({ trust: readTrust(folders.trust), quarantine, decisions }, ask),
    audit: async (ask) => {
      const finding = await auditRun(ask, auditing);
      if (!finding.ok) return finding;
      // Before anybody is told: whoever is refused knows that there was a reason.
      const noted = finding.value.verdict === 'fail' ? await noteDenial(ask, auditing) : accept(undefined);
      if (!noted.ok) return noted;
      await decisions.complete(ask.run, { history: historyOf(finding.value, await history.released()) });
      const kept = await quarantine.get(ask.run);
      const sound = kept.ok ? requireSoundModel(kept.value) : kept;
      if (!sound.ok) return sound;
      return kept.ok ? accept({ verdict: finding.value.verdict, review: kept.value.review }) : kept;
    },
    nameSubject: async ({ space, id }) => accept({ commitment: commitToSubject(folders, space, id) }),
    subject: async ({ permit, space, id }) => {
      const allowed = requireSubjectAsked(readTrust(folders.trust), permit, commitToSubject(folders, space, id));
      if (!allowed.ok) return allowed;
      const released = await releasedFiles(history);
      if (!released.ok) return released;
      const found = await auditor.subject({ space, id, released: released.value });
      return found.ok ? accept({ runs: [...found.value.runs] }) : found;
    },
    seal: async ({ run, ...permits }) => {
      const kept = await quarantine.get(run);
      if (!kept.ok) return kept;
      const result = { run, resultHash: resultHash(kept.value) };
      const allowed = requireSubmitted(readTrust(folders.trust), permits, result);
      if (!allowed.ok) return allowed;
      return accept({ files: exportFiles(run, kept.value).map(({ name, sha256 }) => ({ name, sha256 })) });
    },
    release: async ({ run, submitted, filed, released }) => {
      const kept = await quarantine.get(run);
      if (!kept.ok) return kept;
      const files = exportFiles(run, kept.value);
      const result = { run, resultHash: resultHash(kept.value), files };
      const allowed = requireReleased(readTrust(folders.trust), { submitted, filed, released }, result);
      if (!allowed.ok) return allowed;
      const sound = requireSoundModel(kept.value);
      if (!sound.ok) return sound;
      const known = await history.alone(() => admitRelease(kept.value, auditing));
      if (!known.ok) return known;
      await decisions.complete(run, { approvals: allowed.value });
      return accept({
        files: files.map(({ name, sha256, bytes }) => ({ name, sha256, base64: bytes.toString('base64') })),
      });
    },
    sealReport: async ({ report, ...permits }) => {
      const sealed = await sealReport({ trust: readTrust(folders.trust), quarantine }, permits, report);
      if (!sealed.ok) return sealed;
      const { name, sha256 } = sealed.value.file;
      return accept({ file: { name, sha256 } });
    },
    releaseReport: async ({ report, ...permits }) => {
      const given = await releaseReport({ trust: readTrust(folders.trust), quarantine, auditing }, permits, report);
      if (!given.ok) return given;
      const { name, sha256, bytes } = given.value;
      return accept({ file: { name, sha256, base64: bytes.toString('base64') } });
    },
    purge: async ({ run }) => {
      await quarantine.purge(run);
      await history.alone(() => history.purge(run));
      // What was released can still be explained.
      if (!(await history.released()).includes(run)) await decisions.purge(run);
      return accept({});
    },
    ingest: ({ entry, files, options }) =>
      ingestInChild({ entry, files, options, root: folders.snapshots, now: new Date().toISOString() }, parts.log),
  };
}

/** The books are opened once, and what a crash left reserved but never opened is free again. Broken books refuse every private run. */
/**
 * How whoever starts the process of an order says how it is killed. A kill also counts that comes before there is a process: files are verified
 * first, and that takes its time.
 */
function startOf(running: Map<string, () => void>, id: string): (kill: () => void) => void {
  let isKilled = false;
  running.set(id, () => (isKilled = true));
  return (kill) => {
    running.set(id, kill);
    if (isKilled) kill();
  };
}

function openAccount(folders: Folders): Outcome<Account> {
  const opened = openLedger(folders.ledger);
  if (!opened.ok) return opened;
  const recovered = opened.value.recover();
  if (!recovered.ok) return recovered;
  return accept({ ledger: opened.value, answers: new Answers(folders.answers, opened.value) });
}
