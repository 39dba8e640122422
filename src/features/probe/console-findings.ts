import { isLoopback } from '../../core/address/host.ts';
import type { ProbeTarget } from '../../core/lab/probe-target.ts';
import { someOf } from '../../core/text/listed.ts';
import { whoHasCommand } from '../../core/text/system-commands.ts';
import { dynamipsCommand } from '../../core/words/start-hypervisor.ts';
import { finding } from './finding-kinds.ts';
import { MOST_NAMES } from './most-names.ts';
import type { ProbeEvidence } from './observed.ts';
import type { ProbedConsole, ProbeFinding } from './result.ts';

/** Compares the consoles of routers with what answers on them. */
export function* judgeConsoles(evidence: ProbeEvidence): Generator<ProbeFinding> {
  const { target, address = '', observation, consoles, sharedPorts } = evidence;
  for (const { port, routers, isReportedHere, answersAs } of sharedPorts) {
    if (!isReportedHere) continue;
    const winner = answersAs === undefined ? 'only the one that was started first can have it' : `${answersAs} answers`;
    yield finding(
      'console-shared',
      `${someOf(routers, MOST_NAMES)} have console port ${port}: ${winner}, the others have no console`,
      'give each router a console port of its own; Dynamips reports no error for a console that it could not open',
    );
  }
  const shared = new Set(sharedPorts.map(({ port }) => port));
  const statuses = new Map(observation.routers?.map(({ name, status }) => [name, status]));
  for (const row of consoles) {
    const status = statuses.get(row.vm);
    if (status === 'running' || status === 'suspended') yield* judgeRunningConsole(row, target, address);
    else if (status === 'inactive' && row.tcp.state === 'open' && !shared.has(row.port)) {
      yield finding(
        'console-taken',
        `${row.vm} does not run, and another program answers on its ${nameOf(row)}`,
        `stop that program (\`${whoHasCommand('tcp', row.port, { isHere: isLoopback(address) })}\` names it): otherwise ${row.vm} starts without a console, and Dynamips reports no error`,
      );
    }
  }
}

function* judgeRunningConsole(
  row: ProbedConsole,
  { host, port: controlPort }: ProbeTarget,
  address: string,
): Generator<ProbeFinding> {
  const { tcp, vm, port } = row;
  if (tcp.state === 'open' || tcp.state === 'interrupted') return;
  if (row.isLocalOnly) {
    yield finding(
      'console-local-only',
      `the ${nameOf(row)} of ${vm} answers on 127.0.0.1 only, and is refused on ${host}`,
      `start the hypervisor with its address: \`${dynamipsCommand({ host, port: controlPort })}\``,
    );
    return;
  }
  const mayBeLocal = tcp.state === 'refused' && !isLoopback(address);
  yield finding(
    'console-closed',
    `${vm} runs, and its ${nameOf(row)} does not answer (${tcp.reason})`,
    mayBeLocal
      ? `the port was in use when the router started, or it listens on 127.0.0.1 of ${host} only, as Dynamips does from 0.2.23 on unless it is started with its address: \`${dynamipsCommand({ host, port: controlPort })}\``
      : `the port was in use when the router started (Dynamips reports no error), or was never set: free port ${port} and start ${vm} again`,
  );
}

function nameOf({ type, port }: ProbedConsole): string {
  return `${type === 'aux' ? 'AUX' : 'console'} port ${port}`;
}
