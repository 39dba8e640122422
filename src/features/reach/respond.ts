import { isWildcard, THIS_MACHINE } from '../../core/address/host.ts';
import { eachPort, portRanges, portRangesText } from '../../core/address/port-ranges.ts';
import { neededFlows } from '../../core/allocation/needed-flows.ts';
import { InputError } from '../../core/errors/input-error.ts';
import { WorldError } from '../../core/errors/world-error.ts';
import type { PortRange } from '../../core/lab/lab.ts';
import { commandWord, labWords } from '../../core/model/command-word.ts';
import type { LabModel } from '../../core/model/lab-model.ts';
import type { Ui } from '../../core/ui.ts';
import { HostNames } from '../../world/network/host-names.ts';
import { pause } from '../../world/network/pause.ts';
import { ownersOf } from '../../world/sockets/port-owners.ts';
import { openResponder, type RefusedPort, type ResponderTotals } from './live/responder.ts';
import { checkToken, newToken } from './live/token.ts';

export interface RespondOptions {
  /** Besides those of the labs. */
  readonly udpPorts: readonly number[];
  readonly tcpPorts: readonly number[];
  /** Which host of the labs this one is, where its addresses do not tell. */
  readonly host?: string | undefined;
  /** Address of this host, or a wildcard. */
  readonly listen: string;
  /** Random if there is none. */
  readonly token?: string | undefined;
  readonly durationMs: number;
  /** The names of hosts that this run has looked up, where there are some already. */
  readonly names?: HostNames | undefined;
}

/** Who waits is told when every port is open. */
export interface RespondUi extends Ui {
  ready(ready: RespondReady): void;
}

/** What the user of the other host must know. */
export interface RespondReady {
  readonly udpPorts: readonly PortRange[];
  readonly tcpPorts: readonly PortRange[];
  /** Where it listens. */
  readonly address: string;
  readonly durationMs: number;
  readonly token: string;
  /** What to type on the other host. */
  readonly reachCommand: string;
}

export interface RespondResult extends Readonly<ResponderTotals> {
  readonly schemaVersion: 1;
  readonly outcome: 'clean';
  readonly labs: readonly string[];
  readonly address: string;
  readonly udpPorts: readonly PortRange[];
  readonly tcpPorts: readonly PortRange[];
  /** How long it has listened. */
  readonly durationMs: number;
  readonly ended: 'time' | 'interrupted';
}

/**
 * Answers `reach` on the ports of the labs that are on this host, and on others, until the time is over or the signal comes. Throws
 * `InputError` if there is no port to listen on, `WorldError` if one cannot be had: then none is kept.
 */
export async function respond(model: LabModel, options: RespondOptions, ui: RespondUi): Promise<RespondResult> {
  const { signal } = ui;
  const { listen, durationMs, token = newToken() } = options;
  checkToken(token);
  const { udpPorts, tcpPorts } = portsOf(model, options);
  const opened = await openResponder({ address: listen, udpPorts, tcpPorts, token });
  if ('refused' in opened) throw await refusal(opened.refused, udpPorts.length + tcpPorts.length, listen);
  const { responder } = opened;
  const startedAt = performance.now();
  const ranges = { udpPorts: portRanges(udpPorts), tcpPorts: portRanges(tcpPorts) };
  try {
    const reachCommand = reachCommandOf(model, options, token);
    if (!signal.aborted) ui.ready({ ...ranges, address: listen, durationMs, token, reachCommand });
    await pause(durationMs, signal);
  } finally {
    await responder.close();
  }
  return {
    schemaVersion: 1,
    outcome: 'clean',
    labs: model.labs.map(({ name }) => name),
    address: listen,
    ...ranges,
    durationMs: Math.round(performance.now() - startedAt),
    ended: signal.aborted ? 'interrupted' : 'time',
    ...responder.totals,
  };
}

/** With the same labs, assumptions and ports: what is tried over there is what is open here. */
function reachCommandOf(model: LabModel, options: RespondOptions, token: string): string {
  const { listen, udpPorts, tcpPorts } = options;
  const address = isWildcard(listen) ? (options.names ?? new HostNames()).outward : listen;
  const ports = [
    ['udp', udpPorts],
    ['tcp', tcpPorts],
  ] as const;
  return [
    'niostat reach',
    model.labs.length > 0 ? labWords(model) : (address ?? 'HOST'),
    ...ports.flatMap(([name, some]) => (some.length === 0 ? [] : [`--${name} ${portRangesText(portRanges(some))}`])),
    `--token ${commandWord(token)}`,
  ].join(' ');
}

/** Whatever comes to this host, from itself too. */
function portsOf(
  { labs, allocations, machines }: LabModel,
  options: RespondOptions,
): { readonly udpPorts: readonly number[]; readonly tcpPorts: readonly number[] } {
  const machine = options.host === undefined ? THIS_MACHINE : machines.machineOf(options.host);
  const flows = neededFlows(allocations, machines);
  const own = flows.filter(({ to }) => to === machine);
  if (labs.length > 0 && own.length === 0) {
    const hosts = [...new Set(flows.map(({ to }) => to))].join(', ');
    const what = options.host === undefined ? 'no host of the lab is this one' : `the lab has no host ${options.host}`;
    throw new InputError('NOT_IN_LAB', what, { next: `say which one it is: --host with one of ${hosts}` });
  }
  const of = (protocol: 'tcp' | 'udp', more: readonly number[]): readonly number[] => {
    const ports = own.flatMap((flow) => (flow.protocol === protocol ? flow.ports : []));
    const all = new Set([...eachPort(ports), ...more]);
    return [...all].sort((one, other) => one - other);
  };
  const udpPorts = of('udp', options.udpPorts);
  const tcpPorts = of('tcp', options.tcpPorts);
  if (udpPorts.length + tcpPorts.length === 0) {
    throw new InputError('NO_PORTS', 'there is no port to listen on', {
      next: 'name a lab, or ports, as in --udp 10000-10099 --tcp 7200',
    });
  }
  return { udpPorts, tcpPorts };
}

/** Why the ports cannot be had, in the order of what nobody gets past. */
async function refusal(refused: readonly RefusedPort[], wanted: number, listen: string): Promise<WorldError> {
  const withCode = (...codes: string[]): RefusedPort[] => refused.filter(({ code }) => codes.includes(code));
  if (withCode('EMFILE', 'ENFILE').length > 0) {
    return new WorldError('TOO_MANY_PORTS', `this process may not open ${wanted} ports at once; nothing is open`, {
      next: `each port is a file to the system: raise the limit with ulimit -n ${wanted + 100}, or name fewer ports`,
    });
  }
  const [elsewhere] = withCode('EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL');
  if (elsewhere !== undefined) {
    return new WorldError(elsewhere.code, `${listen} is not an address of this host; nothing is open`, {
      next: 'name one of its addresses with --listen, or leave it out to listen on all of them',
    });
  }
  const taken = withCode('EADDRINUSE');
  const forbidden = withCode('EACCES', 'EPERM');
  const others = refused.filter((one) => !taken.includes(one) && !forbidden.includes(one));
  const lines = [
    ...(await ownersOf(taken)),
    ...forbidden.map((one) => `${portText(one)}: this user may not open it`),
    ...others.map((one) => `${portText(one)}: ${one.code}`),
  ];
  const [code, next] =
    taken.length > 0
      ? ['PORTS_TAKEN', 'stop those programs, or name other ports; a lab that runs has its ports itself']
      : forbidden.length > 0
        ? ['PORTS_FORBIDDEN', 'ports below 1024 are for root on most systems: run it with sudo, or leave them out']
        : ['PORTS_REFUSED', 'leave these ports out'];
  const headline = `${refused.length} of ${wanted} ports cannot be had; nothing is open`;
  return new WorldError(code ?? '', [headline, ...lines.map((line) => `  ${line}`)].join('\n'), next ? { next } : {});
}

function portText({ protocol, port }: RefusedPort): string {
  return `${protocol.toUpperCase()} ${port}`;
}
