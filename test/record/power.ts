/**
 * A disk whose power can be cut: a file system in a file. What was not flushed is in the memory of the kernel only, so a copy of that
 * file, made while nobody writes, is what a machine would find after the cut.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Disk extends Disposable {
  /** Where it is mounted. */
  readonly dir: string;
  /** What another machine would find now. Whoever writes must stand still. */
  cut(): Disk;
}

/** @returns undefined where a file cannot be mounted: without root, or in a container */
export function makeDisk(megabytes: number): Disk | undefined {
  const root = mkdtempSync(join(tmpdir(), 'disk-'));
  const image = join(root, 'image');
  writeFileSync(image, '');
  truncateSync(image, megabytes * 1024 * 1024);
  try {
    execFileSync('mkfs.ext4', ['-q', '-F', image], { stdio: 'pipe' });
    return mount(root, image);
  } catch {
    rmSync(root, { recursive: true });
    return undefined;
  }
}

/** The file system writes nothing by itself for five minutes: only what is flushed is there. */
function mount(root: string, image: string): Disk {
  const dir = join(root, 'mounted');
  mkdirSync(dir);
  execFileSync('mount', ['-t', 'ext4', '-o', 'loop,commit=300', image, dir], { stdio: 'pipe' });
  return {
    dir,
    cut() {
      const found = mkdtempSync(join(tmpdir(), 'found-'));
      copyFileSync(image, join(found, 'image'));
      return mount(found, join(found, 'image'));
    },
    [Symbol.dispose]() {
      execFileSync('umount', [dir], { stdio: 'pipe' });
      rmSync(root, { recursive: true });
    },
  };
}
