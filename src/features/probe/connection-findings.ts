import { isLoopback } from '../../core/address/host.ts';
import { UNANSWERED_REMEDY, unansweredText } from '../../core/address/unanswered.ts';
import type { ProbeTarget } from '../../core/lab/probe-target.ts';
import { someOf } from '../../core/text/listed.ts';
import { startAdvice } from '../../core/words/start-hypervisor.ts';
import { finding } from './finding-kinds.ts';
import type { ListenersHere, ObservedHypervisor, PortHolder } from './observed.ts';
import type { ProbeFinding } from './result.ts';

/** Why a hypervisor could not be asked everything; nothing if it could. */
export function judgeConnection(observed: ObservedHypervisor): ProbeFinding[] {
  const { target, tcp, observation } = observed;
  const { version, error } = observation;
  if (tcp.state !== 'open') return [failure(observed)];
  if (version === undefined || error === undefined) return [];
  const remedy =
    error.code === 'TIMEOUT'
      ? `look at its log, or give it more time: niostat probe ${target.name} --timeout 10s --deadline 60s`
      : 'look at its log and probe again';
  return [finding('broke-off', `${error.message}; what is printed of it is not complete`, remedy)];
}

function failure(observed: ObservedHypervisor): ProbeFinding {
  const { target, tcp, unanswered, listeners } = observed;
  const { version = '', error } = observed.observation;
  const { host, port, name } = target;
  const holder = listeners?.holder;
  switch (tcp.state) {
    case 'interrupted':
      return finding('interrupted', `${name} was not probed to the end`, 'probe again');
    case 'refused':
      return finding('refused', `nothing listens on TCP port ${port} of ${host}`, startOrCorrect(target, listeners));
    case 'unresolvable':
      if (unanswered !== undefined) {
        return finding(
          'no-dns-answer',
          `the address of ${host} is not known: ${unansweredText(unanswered)}`,
          UNANSWERED_REMEDY,
        );
      }
      return finding('unresolvable', `the name ${host} has no address`, 'correct the name, or write the address');
    case 'unreachable':
      return finding('unreachable', `there is no way to ${host} (${tcp.reason})`, 'look at the network and the routes');
    case 'not-a-hypervisor': {
      const why = error?.message ?? `its version is "${version.slice(0, 40)}"`;
      return finding(
        'not-a-hypervisor',
        `${holder?.name ?? 'something'} listens on ${name} and does not answer as a hypervisor: ${why}`,
        makeRoom(target, holder),
      );
    }
    default:
      if (holder?.halted !== undefined) return haltedBy(name, holder);
      if (holder?.exhausted !== undefined) return exhausted(name, holder);
      if (tcp.reason === 'no-reply') {
        return finding(
          'silent',
          `${name} accepts connections and did not answer in time${holder === undefined ? '' : `; ${holder.name} listens there`}`,
          holder === undefined
            ? 'the hypervisor hangs, or another program has the port; restart it'
            : `if it is the hypervisor it hangs: end it with kill ${holder.pid}, start it and load the lab again`,
        );
      }
      return finding(
        'no-response',
        `no answer at all from ${name}`,
        `look whether ${host} is up, and whether its firewall lets TCP port ${port} in`,
      );
  }
}

/** The kernel accepts connections for a process that does nothing. */
function haltedBy(name: string, { name: program, pid, halted }: PortHolder): ProbeFinding {
  return halted === 'traced'
    ? finding('halted', `${name} does not answer: a debugger holds ${program}`, 'let it go on in the debugger')
    : {
        ...finding(
          'halted',
          `${name} does not answer: ${program} is stopped (state T)`,
          `let it go on: kill -CONT ${pid}`,
        ),
        command: `kill -CONT ${pid}`,
      };
}

/** The kernel holds connections ready that the process has no descriptor for. */
function exhausted(name: string, { name: program, pid, exhausted: limit }: PortHolder): ProbeFinding {
  return finding(
    'out-of-descriptors',
    `${name} accepts nobody: ${program} has all ${limit} descriptors open that it may have`,
    `end it with kill ${pid}, start it and load the lab again; if the lab itself needs that many, with a higher limit: ulimit -n`,
  );
}

/** A hypervisor may run where the lab does not look for it. */
function startOrCorrect(target: ProbeTarget, listeners: ListenersHere | undefined): string {
  const isOurs = target.kind === 'dynamips' && isLoopback(target.host);
  const start = `${startAdvice(target)}${isOurs ? `, or niostat hypervisor --listen ${target.name}` : ''}`;
  const running = listeners?.elsewhere ?? [];
  return running.length === 0 ? start : `${start}; if another was meant, write its address: ${someOf(running)}`;
}

/** What stands in the way of a hypervisor, by who is there. */
function makeRoom({ port }: ProbeTarget, holder: PortHolder | undefined): string {
  if (holder === undefined) return `find out what has the port, on its host: ss -lntp 'sport = :${port}'`;
  if (holder.kind === 'forwarder') return 'it passes connections on: start the hypervisor at its far end';
  if (holder.controlPort !== undefined && holder.controlPort !== port) {
    return `that is a port of a router, such as its console: probe the control port, ${holder.controlPort}`;
  }
  if (holder.kind === 'responder') return 'end niostat respond before the hypervisor starts';
  return 'stop it, or give the hypervisor another port';
}
