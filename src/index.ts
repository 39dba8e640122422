/** niostat as a library: the same results as the command line, as plain objects. Ports are numbers, UDP unless said otherwise. */
export type { Finding, Severity } from './checks/finding.ts';
export type { AllocatorName, Lab, OperatingSystem } from './lab/lab.ts';
export type { Problem, ReadResult } from './lab/problem.ts';
export { readLab } from './lab/read-lab.ts';
export { type CheckOptions, type CheckResult, check } from './services/check.ts';
export { InputError } from './services/input-error.ts';
export type { Assumptions } from './services/setting.ts';
export { type SimulateResult, simulate } from './services/simulate.ts';
