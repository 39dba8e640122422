import { isLoopback } from '../../core/address/host.ts';
import { UNANSWERED_REMEDY, unansweredText } from '../../core/address/unanswered.ts';
import type { ProbeTarget } from '../../core/lab/probe-target.ts';
import { present } from '../../core/present.ts';
import { someOf } from '../../core/text/listed.ts';
import { endCommand, whoHasCommand } from '../../core/text/system-commands.ts';
import { dynamipsCommand, startAdvice } from '../../core/words/start-hypervisor.ts';
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
  const { target, tcp, listeners } = observed;
  const { version = '', error } = observed.observation;
  const { host, port, name } = target;
  const holder = listeners?.holder;
  switch (tcp.state) {
    case 'interrupted':
      return finding('interrupted', `${name} was not asked everything: interrupted`, 'probe again');
    case 'refused':
      return notStarted(target, listeners);
    case 'unresolvable':
      return withoutAddress(observed);
    case 'unreachable':
      return finding('unreachable', `no route to ${host} (${tcp.reason})`, 'look at the network and the routes');
    case 'not-a-hypervisor': {
      if (holder?.kind === 'responder') return responder(name, holder);
      const why = error?.detail ?? `its version is "${version.slice(0, 40)}"`;
      return finding(
        'not-a-hypervisor',
        `${holder?.name ?? 'a program'} listens on ${name} and does not answer as a hypervisor (${why})`,
        makeRoom(observed),
      );
    }
    default:
      if (holder?.halted !== undefined) return haltedBy(name, holder);
      if (holder?.exhausted !== undefined) return exhausted(name, holder);
      if (tcp.reason === 'no-reply') return silent(name, target, holder);
      return finding(
        'no-response',
        `no answer from ${name}`,
        `look whether ${host} is up, and whether its firewall lets TCP port ${port} in`,
      );
  }
}

function notStarted(target: ProbeTarget, listeners: ListenersHere | undefined): ProbeFinding {
  const { kind, host, port } = target;
  const found = finding(
    'refused',
    kind === 'dynamips'
      ? `the hypervisor is not started: nothing listens on TCP port ${port} of ${host}`
      : `nothing listens on TCP port ${port} of ${host}`,
    startOrCorrect(target, listeners),
  );
  const elsewhere = listeners?.elsewhere ?? [];
  const command = kind === 'dynamips' ? dynamipsCommand(target) : undefined;
  return present({ ...found, command, elsewhere: elsewhere.length > 0 ? elsewhere : undefined });
}

function withoutAddress({ target: { host }, unanswered }: ObservedHypervisor): ProbeFinding {
  return unanswered === undefined
    ? finding('unresolvable', `the name ${host} has no address`, 'correct the name, or write the address')
    : finding('no-dns-answer', `the address of ${host} is not known: ${unansweredText(unanswered)}`, UNANSWERED_REMEDY);
}

/** It holds the ports of the lab so that the paths to them can be tried. */
function responder(name: string, holder: PortHolder): ProbeFinding {
  return finding(
    'responder',
    `niostat respond (pid ${holder.pid}) answers on ${name}: the hypervisor is not started yet`,
    'end niostat respond, then start the hypervisor',
  );
}

function silent(name: string, { host, port }: ProbeTarget, holder: PortHolder | undefined): ProbeFinding {
  return finding(
    'silent',
    `${holder?.name ?? 'a program'} accepts connections on ${name} and does not answer`,
    holder === undefined
      ? `find out on its host which program has the port: \`${whoHasCommand('tcp', port, { isHere: isLoopback(host) })}\`; a hypervisor that hangs has to be started again`
      : `if it is the hypervisor, it hangs: \`${endCommand([holder.pid])}\`, start it and load the lab again; if not, stop it`,
  );
}

/** The kernel accepts connections for a process that does nothing. */
function haltedBy(name: string, { name: program, pid, halted }: PortHolder): ProbeFinding {
  return halted === 'traced'
    ? finding('halted', `${name} does not answer: ${program} is held by a debugger`, 'let it go on in the debugger')
    : {
        ...finding(
          'halted',
          `${name} does not answer: ${program} is suspended (state T)`,
          `let it go on: \`kill -CONT ${pid}\``,
        ),
        command: `kill -CONT ${pid}`,
      };
}

/** The kernel holds connections ready that the process has no descriptor for. */
function exhausted(name: string, { name: program, pid, exhausted: limit }: PortHolder): ProbeFinding {
  return finding(
    'out-of-descriptors',
    `${name} accepts no connection: ${program} has opened all ${limit} descriptors that it may have`,
    `\`${endCommand([pid])}\`, start it and load the lab again; if the lab needs that many, raise the limit first (\`ulimit -n\`)`,
  );
}

/** A hypervisor may run where the lab does not look for it. */
function startOrCorrect(target: ProbeTarget, listeners: ListenersHere | undefined): string {
  const start = target.kind === 'dynamips' ? `start it: \`${dynamipsCommand(target)}\`` : startAdvice(target);
  const running = listeners?.elsewhere ?? [];
  return running.length === 0 ? start : `${start}; if another was meant, write its address: ${someOf(running)}`;
}

/** What to do about a program on the port of a hypervisor, by which program it is. */
function makeRoom({ target: { host, port }, tcp, listeners }: ObservedHypervisor): string {
  const holder = listeners?.holder;
  if (holder === undefined) {
    const find = `find out on ${host} which program has the port: \`${whoHasCommand('tcp', port, { isHere: isLoopback(host) })}\``;
    return tcp.reason === 'closed' ? `if niostat respond runs there, end it; if not, ${find}` : find;
  }
  if (holder.kind === 'forwarder') return 'it passes connections on: start the hypervisor at its far end';
  if (holder.controlPort !== undefined && holder.controlPort !== port) {
    return `that is a port of a router, such as its console: probe the control port, ${holder.controlPort}`;
  }
  return `stop it (\`${endCommand([holder.pid])}\`), or give the hypervisor another port`;
}
