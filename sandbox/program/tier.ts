/** How far a program worker is kept apart from the machine. @see programs.md decision 6 */

/** T3 a kernel of its own (gVisor), T2 namespaces and a filter of system calls, T1 namespaces, T0 a plain process. */
export type IsolationTier = 'T0' | 'T1' | 'T2' | 'T3';
