/**
 * The process that bundles: the only one of the domain that reads a vendor's source with esbuild and acorn. It runs nothing of it, has no data,
 * opens no file but those of the allow-list, and asks no network.
 */
import { logForOwner, parentStream } from '../../parent.ts';
import { serve } from '../../rpc.ts';
import { makeBundle } from './make-bundle.ts';
import { bundleOperations } from './operations.ts';

serve(parentStream(), { operations: bundleOperations, onError: logForOwner, handlers: { make: makeBundle } });
