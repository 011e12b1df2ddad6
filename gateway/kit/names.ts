/**
 * A kit: what `sluice sim pull` brings, in one folder beside which everything up to a proposal works offline.
 *
 *   kit.json           where it comes from, and the hash of every other file
 *   catalog.json       the published entries, as the server has them
 *   rules.json         thresholds and versions by which the server judges
 *   data/SIM_*.parquet rows of the pulled entries, and beside them dictionary, statement of fidelity, manifest
 *   .domain/           a domain over these rows, made from them when it is first needed; may be removed
 */
export const kitFile = 'kit.json';
export const catalogFile = 'catalog.json';
export const rulesFile = 'rules.json';
export const dataFolder = 'data';
export const domainFolder = '.domain';

/** The rows of a kit, as the domain knows them: a set of somebody's own. */
export const kitSet = 'sim-kit';
