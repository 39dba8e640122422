/**
 * niostat as a library: the same results as the command line, as plain objects (docs/LIBRARY.md). Ports are numbers, UDP unless
 * said otherwise; times are milliseconds. Importing it reads and opens nothing.
 *
 * What can be expected to happen is part of a result: a port that is taken, a hypervisor that does not answer. `InputError` is
 * thrown for what the caller can mend, `WorldError` for what the world would not let us know, `InterruptedError` for what was broken off
 * before it had a result; all of them have a stable `code`, and in `next` what to do.
 */
export type { Consequence, Evidence, Finding, Remedy, Severity } from './checks/finding.ts';
export type { Addresses } from './lab/host.ts';
export type {
  AllocatorName,
  Device,
  DeviceEnd,
  DeviceKind,
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
} from './lab/lab.ts';
export type { Problem, ReadResult } from './lab/problem.ts';
export { readLab } from './lab/read-lab.ts';
export { type ReadConf, readServerConf, type ServerConf, type ServerSetting } from './lab/server-conf.ts';
export type { LinkEnd, LinkRow as ObservedLink, LinkState } from './links/link-table.ts';
export { type CheckOptions, type CheckResult, check } from './services/check.ts';
export { InputError } from './services/input-error.ts';
export { InterruptedError } from './services/interrupted-error.ts';
export type { LabFile } from './services/lab-files.ts';
export { type HostSummary, type LinksOptions, type LinksResult, links, type SocketSummary } from './services/links.ts';
export {
  type ChangeSummary,
  type HunkSummary,
  type LeftFinding,
  type Planned,
  type PlanOptions,
  type PlanResult,
  plan,
} from './services/plan.ts';
export { type PreflightOptions, preflight } from './services/preflight.ts';
export type { AnswerState, PreflightAnswer, PreflightDetail, PreflightResult } from './services/preflight-result.ts';
export { type ProbeOptions, probe } from './services/probe.ts';
export type {
  HypervisorProbe,
  ProbedConsole,
  ProbedNio,
  ProbeFinding,
  ProbeResult,
} from './services/probe-result.ts';
export type { ProbeTarget } from './services/probe-target.ts';
export type { Assumptions } from './services/setting.ts';
export {
  type ConsoleRow,
  type EndName,
  type HypervisorRow,
  type LabSummary,
  type LinkRow,
  type NioRow,
  type SimulateResult,
  simulate,
} from './services/simulate.ts';
export { WorldError } from './services/world-error.ts';
