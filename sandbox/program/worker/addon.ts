/** Loads the native part of isolated-vm by its path: nothing is looked for in a file system that may hold nothing else. */
import type ivm from 'isolated-vm';

export function loadIsolatedVm(path: string): typeof ivm {
  const loaded = { exports: {} as { ivm?: typeof ivm } };
  process.dlopen(loaded, path);
  if (!loaded.exports.ivm) throw new Error('Cannot start: this is not isolated-vm');
  return loaded.exports.ivm;
}
