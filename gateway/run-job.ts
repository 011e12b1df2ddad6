/** How the job of a run is named. */
export const runKind = 'run';

export function runJob(run: string): { readonly id: string; readonly kind: string } {
  return { id: `${runKind}/${run}`, kind: runKind };
}

/** The run of a job. */
export function runOf(job: { readonly id: string }): string {
  return job.id.slice(runKind.length + 1);
}
