/**
 * The system calls that a program worker may make, found by watching Node with isolated-vm start, run isolates with and without JIT, run out
 * of memory and abort. What is not here is refused: the network, other processes, namespaces, mounts, keys, tracing, io_uring, bpf.
 *
 * @see programs.md §A.3; asm/unistd_64.h for x64, asm-generic/unistd.h for arm64
 */

/** Numbers of a call; undefined where an architecture does not have it. */
interface Numbers {
  readonly x64?: number;
  readonly arm64?: number;
}

export type Architecture = keyof Numbers;

/** As the kernel names them in `seccomp_data.arch`: AUDIT_ARCH_X86_64, AUDIT_ARCH_AARCH64. */
export const auditArchitecture: Readonly<Record<Architecture, number>> = { x64: 0xc000_003e, arm64: 0xc000_00b7 };

/** Allowed with any arguments. */
export const allowedCalls = {
  // Descriptors that it has, and files of its view.
  read: { x64: 0, arm64: 63 },
  write: { x64: 1, arm64: 64 },
  readv: { x64: 19, arm64: 65 },
  writev: { x64: 20, arm64: 66 },
  pread64: { x64: 17, arm64: 67 },
  close: { x64: 3, arm64: 57 },
  stat: { x64: 4 },
  fstat: { x64: 5, arm64: 80 },
  lstat: { x64: 6 },
  newfstatat: { x64: 262, arm64: 79 },
  statx: { x64: 332, arm64: 291 },
  lseek: { x64: 8, arm64: 62 },
  access: { x64: 21 },
  faccessat: { x64: 269, arm64: 48 },
  faccessat2: { x64: 439, arm64: 439 },
  readlink: { x64: 89 },
  readlinkat: { x64: 267, arm64: 78 },
  open: { x64: 2 },
  openat: { x64: 257, arm64: 56 },
  getcwd: { x64: 79, arm64: 17 },
  fcntl: { x64: 72, arm64: 25 },
  dup: { x64: 32, arm64: 23 },
  dup3: { x64: 292, arm64: 24 },
  pipe2: { x64: 293, arm64: 59 },
  eventfd2: { x64: 290, arm64: 19 },
  epoll_create1: { x64: 291, arm64: 20 },
  epoll_ctl: { x64: 233, arm64: 21 },
  epoll_wait: { x64: 232 },
  epoll_pwait: { x64: 281, arm64: 22 },
  poll: { x64: 7 },
  ppoll: { x64: 271, arm64: 73 },
  // Of its one pipe, which is a socket.
  getsockname: { x64: 51, arm64: 204 },
  getsockopt: { x64: 55, arm64: 209 },
  shutdown: { x64: 48, arm64: 210 },
  // Memory.
  mmap: { x64: 9, arm64: 222 },
  munmap: { x64: 11, arm64: 215 },
  mprotect: { x64: 10, arm64: 226 },
  mremap: { x64: 25, arm64: 216 },
  madvise: { x64: 28, arm64: 233 },
  brk: { x64: 12, arm64: 214 },
  pkey_mprotect: { x64: 329, arm64: 288 },
  pkey_alloc: { x64: 330, arm64: 289 },
  pkey_free: { x64: 331, arm64: 290 },
  membarrier: { x64: 324, arm64: 283 },
  // Threads, and the end of itself.
  futex: { x64: 202, arm64: 98 },
  set_robust_list: { x64: 273, arm64: 99 },
  rseq: { x64: 334, arm64: 293 },
  set_tid_address: { x64: 218, arm64: 96 },
  arch_prctl: { x64: 158 },
  sched_yield: { x64: 24, arm64: 124 },
  sched_getaffinity: { x64: 204, arm64: 123 },
  sched_getparam: { x64: 143, arm64: 121 },
  sched_getscheduler: { x64: 145, arm64: 120 },
  exit: { x64: 60, arm64: 93 },
  exit_group: { x64: 231, arm64: 94 },
  // Signals reach nobody outside its namespace of processes.
  kill: { x64: 62, arm64: 129 },
  tgkill: { x64: 234, arm64: 131 },
  rt_sigaction: { x64: 13, arm64: 134 },
  rt_sigprocmask: { x64: 14, arm64: 135 },
  rt_sigreturn: { x64: 15, arm64: 139 },
  rt_sigtimedwait: { x64: 128, arm64: 137 },
  sigaltstack: { x64: 131, arm64: 132 },
  restart_syscall: { x64: 219, arm64: 128 },
  // Time and facts about itself.
  nanosleep: { x64: 35, arm64: 101 },
  clock_nanosleep: { x64: 230, arm64: 115 },
  clock_gettime: { x64: 228, arm64: 113 },
  clock_getres: { x64: 229, arm64: 114 },
  gettimeofday: { x64: 96, arm64: 169 },
  getrusage: { x64: 98, arm64: 165 },
  sysinfo: { x64: 99, arm64: 179 },
  uname: { x64: 63, arm64: 160 },
  getpid: { x64: 39, arm64: 172 },
  gettid: { x64: 186, arm64: 178 },
  getppid: { x64: 110, arm64: 173 },
  getuid: { x64: 102, arm64: 174 },
  geteuid: { x64: 107, arm64: 175 },
  getgid: { x64: 104, arm64: 176 },
  getegid: { x64: 108, arm64: 177 },
  capget: { x64: 125, arm64: 90 },
  getrandom: { x64: 318, arm64: 278 },
  // bwrap starts Node by the one and waits for it by the other; the view holds no other program than Node.
  execve: { x64: 59, arm64: 221 },
  wait4: { x64: 61, arm64: 260 },
} as const satisfies Readonly<Record<string, Numbers>>;

/** Allowed with some arguments only. */
export const checkedCalls = {
  clone: { x64: 56, arm64: 220 },
  prctl: { x64: 157, arm64: 167 },
  ioctl: { x64: 16, arm64: 29 },
  prlimit64: { x64: 302, arm64: 261 },
} as const satisfies Readonly<Record<string, Numbers>>;

/** The same on both. From `unknownFrom` on there are calls that this list does not know. */
export const clone3 = 435;
export const unknownFrom = 450;
