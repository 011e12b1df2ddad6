/**
 * The witness over HTTP: one operation, no accounts, because the signature of the log is all that counts.
 *
 * @see C2SP tlog-witness, “add-checkpoint”
 */
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { parseAddCheckpoint } from '#policies/record/add-checkpoint.ts';
import { printSignature } from '#policies/record/note.ts';
import type { Cosigner } from './witness.ts';

/** A note of 100 signatures and a proof of 63 hashes are less. */
const maxBody = 64 * 1024;

/** @param tell learns of what was refused: a 409 or 422 may be the proof that a log forked */
export function createWitnessApp(witness: Cosigner, tell: (line: string) => void = () => undefined): Hono {
  const app = new Hono();
  app.use(bodyLimit({ maxSize: maxBody, onError: (c) => c.text('Cannot cosign: must be a short request\n', 413) }));
  app.post('/add-checkpoint', async (c) => {
    const request = parseAddCheckpoint(await c.req.text());
    if (!request.ok) return c.text(`${request.refusals[0].detail}\n`, 400);
    const answer = witness.add(request.value);
    if (answer.status === 200) return c.text(printSignature(answer.signature));
    tell(`${answer.status} ${answer.why}`);
    if (answer.status !== 409) return c.text(`Cannot cosign: ${answer.why}\n`, answer.status);
    return c.body(`${answer.size}\n`, 409, { 'content-type': 'text/x.tlog.size' });
  });
  app.onError((error, c) => {
    // Whatever is wrong with its memory: it does not sign.
    tell(`500 ${error.message}`);
    return c.text('Cannot cosign now\n', 500);
  });
  return app;
}
