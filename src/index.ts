/**
 * niostat as a library: the same results as the command line, as plain objects (docs/LIBRARY.md). Ports are
 * numbers, UDP unless said otherwise; times are milliseconds. Importing it reads and opens nothing.
 *
 * What can be expected to happen is part of a result: a port that is taken, a hypervisor that does not
 * answer. `InputError` is thrown for what the caller can mend, `WorldError` for what the world would not let
 * us know, `InterruptedError` for what was broken off before it had a result; all of them have a stable
 * `code`, and in `next` what to do.
 */

export type { Addresses } from './core/address/host.ts';
export type { Sources } from './core/address/socket-pair.ts';
export type { Consequence, Evidence, Finding, Remedy, Severity } from './core/checks/finding.ts';
export { InputError } from './core/errors/input-error.ts';
export { InterruptedError } from './core/errors/interrupted-error.ts';
export { NiostatError } from './core/errors/niostat-error.ts';
export { WorldError } from './core/errors/world-error.ts';
export type { KernelFile, KernelMethod, Observation } from './core/kernel/kernel-file.ts';
export { type ReadKernel, readKernelFile } from './core/kernel/kernel-file-reader.ts';
export { type ReadConf, readServerConf, type ServerConf, type ServerSetting } from './core/lab/gns3/server-conf.ts';
export type {
  AllocatorName,
  Device,
  DeviceEnd,
  DeviceKind,
  Gns3Version,
  Hypervisor,
  HypervisorKind,
  Image,
  Lab,
  LabEvent,
  LabFormat,
  Link,
  LinkFault,
  Location,
  NioEnd,
  OperatingSystem,
  PortRange,
  ServerRanges,
  UdpNioAddress,
} from './core/lab/lab.ts';
export type { ProbeTarget } from './core/lab/probe-target.ts';
export type { Problem, ReadResult } from './core/lab/problem.ts';
export { readLab } from './core/lab/read-lab.ts';
export type { AssumedKernel, Assumptions } from './core/model/assumptions.ts';
export { LabModel } from './core/model/lab-model.ts';
export type { Outcome } from './core/outcome.ts';
export type { TraceEvent } from './core/trace/trace-event.ts';
export type { Ui } from './core/ui.ts';
export { type CheckOptions, type CheckResult, check } from './features/check/check.ts';
export type { LinkEnd, LinkState, ObservedLink } from './features/links/link-table.ts';
export { links } from './features/links/links.ts';
export type { LinksOptions } from './features/links/options.ts';
export type { HostSummary, LinksResult, SocketSummary } from './features/links/result.ts';
export {
  type ChangeSummary,
  type HunkSummary,
  type LeftFinding,
  type Planned,
  type PlanOptions,
  type PlanResult,
  plan,
} from './features/plan/plan.ts';
export { type PreflightOptions, preflight } from './features/preflight/preflight.ts';
export type { AnswerState, PreflightAnswer, PreflightDetail, PreflightResult } from './features/preflight/result.ts';
export { type ProbeOptions, probe } from './features/probe/probe.ts';
export type {
  HypervisorProbe,
  ProbedConsole,
  ProbedNio,
  ProbeFinding,
  ProbeResult,
} from './features/probe/result.ts';
export {
  type ConsoleRow,
  type EndName,
  type HypervisorRow,
  type LabSummary,
  type NioRow,
  type PoolSummary,
  type SimulatedLink as LinkRow,
  type SimulateOptions,
  type SimulateResult,
  type StartRow,
  simulate,
} from './features/simulate/simulate.ts';
export { trace } from './features/simulate/trace.ts';
export type { LabFile } from './world/files/lab-files.ts';
