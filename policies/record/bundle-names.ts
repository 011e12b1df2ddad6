/** What the files of a bundle are called. @see record.md §3 */

/** Our own files beside the data; a data file bears none of these names. */
export const bundleNames = {
  readme: 'README.txt',
  certificate: 'certificate.dsse.json',
  publicKey: 'certificate.pub',
  policy: 'policy.txt',
  proof: 'release.tlog-proof',
  page: 'verify.html',
  crate: 'ro-crate-metadata.json',
} as const;

/** Plain names: no folder, no leading dot, nothing that a file system or an object would read as something else. */
export function isFileName(name: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(name);
}
