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
export type { Refusal as ConnectRefusal, Sources } from './core/address/socket-pair.ts';
export type { Unanswered as UnansweredLookup, UnansweredName } from './core/address/unanswered.ts';
export type { ConsoleType } from './core/allocation/allocation.ts';
export type { FailCause, StepRule } from './core/allocation/step.ts';
export type { Consequence, ConsoleEvidence, Evidence, Finding, Remedy, Severity } from './core/checks/finding.ts';
export type { Language as PasteLanguage, PasteTarget } from './core/checks/paste.ts';
export { InputError } from './core/errors/input-error.ts';
export { InterruptedError } from './core/errors/interrupted-error.ts';
export { type ErrorDetails, NiostatError } from './core/errors/niostat-error.ts';
export { WorldError } from './core/errors/world-error.ts';
export type { Generation as DynamipsGeneration } from './core/kernel/dynamips-version.ts';
export type { Grade as KernelGrade } from './core/kernel/grade.ts';
export type { KernelFile, KernelMethod, Observation } from './core/kernel/kernel-file.ts';
export { type ReadKernel, readKernelFile } from './core/kernel/kernel-file-reader.ts';
export type { BindAnswer, ReceiverAnswer, SituationId } from './core/kernel/situation.ts';
export type { BindOutcome, Delivery as FrameDelivery } from './core/kernel/socket.ts';
export type { Origin as KernelOrigin } from './core/kernel/systems/statement.ts';
export type { Verdict as LinkVerdict } from './core/kernel/verdict.ts';
export type { ChangedSetting } from './core/lab/edit/lab-change.ts';
export type { TextEdit } from './core/lab/edit/text-edit.ts';
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
  WrittenBy,
} from './core/lab/lab.ts';
export type { ProbeTarget } from './core/lab/probe-target.ts';
export type { Problem, ReadResult } from './core/lab/problem.ts';
export { readLab } from './core/lab/read-lab.ts';
export type { UnreadableLab } from './core/lab/unreadable-lab.ts';
export type { AssumedKernel, Assumptions } from './core/model/assumptions.ts';
export { LabModel } from './core/model/lab-model.ts';
export type { Outcome, OutcomeOfFiles } from './core/outcome.ts';
export type { SocketRow, SocketState, UnknownOwner } from './core/sockets/socket-table.ts';
export type {
  At as TraceStep,
  BindEvent,
  CloseEvent,
  ConnectEvent,
  FailEvent,
  FrameEvent,
  GiveEvent,
  GivenBy,
  HypervisorEvent,
  LinkEvent,
  PlaceEvent,
  RemoveEvent,
  SocketName,
  SocketRole,
  StopEvent,
  TraceEvent,
} from './core/trace/trace-event.ts';
export type { Ui } from './core/ui.ts';
export { type CheckOptions, type CheckResult, check, type KernelOrigins } from './features/check/check.ts';
export type {
  Absence as SocketAbsence,
  Counters as NioCounters,
  LinkEnd,
  LinkState,
  ObservedLink,
  Unread as UnreadReason,
  WhyAbsent as SocketAbsenceReason,
} from './features/links/link-table.ts';
export { links } from './features/links/links.ts';
export type { LinksOptions } from './features/links/options.ts';
export type { HostSummary, LinksResult, SocketSummary, UnmadeLink } from './features/links/result.ts';
export type { StillLoaded } from './features/links/still-loaded.ts';
export {
  type ChangeSummary,
  type HunkSummary,
  type LeftFinding,
  type Planned,
  type PlanOptions,
  type PlanResult,
  plan,
} from './features/plan/plan.ts';
export type { Choice as PreflightChoice } from './features/preflight/choose-questions.ts';
export { type PreflightOptions, preflight } from './features/preflight/preflight.ts';
export type {
  Answer as PreflightAnswerText,
  AnswerState,
  Cause as PreflightCause,
  CauseItem as PreflightCauseItem,
  PreflightAnswer,
  PreflightDetail,
  PreflightResult,
} from './features/preflight/result.ts';
export type { FindingSlug as ProbeFindingSlug } from './features/probe/finding-kinds.ts';
export type { LeftOutOfProbe, SaveOutcome } from './features/probe/observed.ts';
export { type ProbeOptions, probe } from './features/probe/probe.ts';
export type { HypervisorProbe, ProbedConsole, ProbedNio, ProbeFinding, ProbeResult } from './features/probe/result.ts';
export type {
  BindResult,
  FramesResult,
  HostPool,
  OtherEnd,
  Program as NioProgram,
  SimulatedEnd,
} from './features/simulate/result.ts';
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
export type { Utf16 } from './world/files/text-encoding.ts';
export type {
  LeftOut as LeftOutObjects,
  ObservedNio,
  ObservedRouter,
  RouterStatus,
} from './world/hypervisor/observe.ts';
export type { SavedConfiguration, SavedUdpNio } from './world/hypervisor/saved-configuration.ts';
export type { TcpResult, TcpState } from './world/network/tcp.ts';
