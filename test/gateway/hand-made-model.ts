/** A model in the record that no fit has measured: what simulation data does with one can be seen without waiting for a tick. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { act } from '#gateway/act.ts';
import { idOf } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { ownerOf } from '#gateway/city/set-up.ts';
import { systemActor } from '#gateway/office.ts';
import { fitCommand } from '#policies/procedure/fit-commands.ts';
import { unwrap } from '#policies/refusal.ts';
import type { FittedModel } from '#policies/simulation/fitted.ts';
import { modelPath, simulationFolder } from '#sandbox/door.ts';
import type { Installation } from '../fixtures/installation.ts';

export interface HandMadeFit {
  readonly id: string;
  readonly hash: string;
  /** The file of the model. */
  readonly path: string;
}

/** Up to a fit of one entry of a department whose model is there and not yet published. */
export async function fitByHand(
  { office, as }: Installation,
  model: FittedModel,
  { entry, department }: { readonly entry: string; readonly department: string },
): Promise<HandMadeFit> {
  const order = { entries: [entry], epsilon: 1 };
  const id = idOf(await as(people.operator.person).call('/simulate/fits', { order, purpose: '供数据商开发测试' }));
  const text = JSON.stringify(model);
  const hash = createHash('sha256').update(text).digest('hex');
  const path = modelPath(simulationFolder(office.domainRoot), hash);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  const { person, org, role } = ownerOf(department);
  unwrap(await act(office, { life: 'fit', id, command: { type: 'agree' }, actor: { person, org, role } }));
  unwrap(await act(office, { life: 'fit', id, command: { type: 'order' }, actor: systemActor }));
  const snapshot = unwrap(await office.domain.describe({})).snapshots.find((one) => one.entry === entry)?.snapshot;
  const result: unknown = {
    model: hash,
    space: 'person',
    rho: '1',
    delta: '0',
    cached: false,
    sources: [{ entry, snapshot }],
  };
  const command = fitCommand.parse({ type: 'finish', result });
  unwrap(await act(office, { life: 'fit', id, command, actor: systemActor }));
  return { id, hash, path };
}
