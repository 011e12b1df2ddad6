/** What all benches of simulation data are told. */

export interface SimulationBench {
  /** Millions of rows. */
  readonly millions: number;
  readonly times: number;
  /** An empty folder for files that end with the bench. */
  readonly scratch: string;
}
