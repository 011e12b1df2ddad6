/** What else a machine needs beside a place for programs: disk, a true clock, and keys that nobody else can read. */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, statfsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

export interface HostCheck {
  readonly name: string;
  /** Undefined where it could not be found out, or is only advice. */
  readonly good?: boolean;
  readonly found: string;
  readonly remedy?: string;
}

/** Snapshots, results and simulation data want more; below this even the demonstration may end half way. */
const leastFree = 2 * 2 ** 30;

/** @param dir of an installation that there may be */
export async function checkHost(dir: string): Promise<readonly HostCheck[]> {
  return [disk(dir), await clock(), ...keys(dir)];
}

function disk(dir: string): HostCheck {
  let place = dir;
  while (!existsSync(place)) place = dirname(place);
  const { bavail, bsize } = statfsSync(place);
  const free = bavail * bsize;
  return {
    name: 'disk',
    good: free >= leastFree,
    found: `${(free / 2 ** 30).toFixed(1)} GB free at ${place}`,
    ...(free < leastFree && { remedy: 'Make room: at least 2 GB.' }),
  };
}

/** Deadlines, certificates and checkpoints name times, so that somebody must set the clock. */
async function clock(): Promise<HostCheck> {
  const said = await promisify(execFile)('timedatectl', ['show', '-p', 'NTPSynchronized', '--value'])
    .then(({ stdout }) => stdout.trim())
    .catch(() => undefined);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (said === undefined || said === '')
    return { name: 'clock', found: `whether it is synchronized is not known here (${zone})` };
  const good = said === 'yes';
  return {
    name: 'clock',
    ...(good && { good }),
    found: good ? `synchronized (${zone})` : `not synchronized (${zone})`,
    ...(!good && { remedy: 'Turn time synchronization on: timedatectl set-ntp true.' }),
  };
}

/** Secrets of an installation by their modes alone: nothing of them is opened. */
function keys(dir: string): readonly HostCheck[] {
  const folder = join(dir, 'keys');
  if (!existsSync(folder)) return [{ name: 'keys', found: `no installation in ${dir}` }];
  const files = [
    ...readdirSync(folder).map((name) => join(folder, name)),
    ...['accounts.json', join('keyring', 'master.key')]
      .map((name) => join(dir, name))
      .filter((file) => existsSync(file)),
  ];
  const loose = files.filter((file) => (statSync(file).mode & 0o077) !== 0);
  const isBare = existsSync(join(dir, 'keyring', 'master.key')) && !process.env['SLUICE_PASSPHRASE'];
  return [
    {
      name: 'keys',
      good: loose.length === 0,
      found: loose.length === 0 ? `${files.length} files, for their owner only` : `others can read ${loose.join(', ')}`,
      ...(loose.length > 0 && { remedy: 'chmod 600 these files, and make new keys if somebody may have read them.' }),
    },
    ...(isBare
      ? [
          {
            name: 'keyring',
            found: 'its master key lies as it is; SLUICE_PASSPHRASE would encrypt it',
          } satisfies HostCheck,
        ]
      : []),
  ];
}
