import { isLoopback } from '../../core/address/host.ts';
import { generationOf } from '../../core/kernel/dynamips-version.ts';
import { listed } from '../../core/text/listed.ts';
import { whoHasCommand } from '../../core/text/system-commands.ts';
import { type AddressMismatch, addressMismatch } from './address-mismatch.ts';
import type { ResultContext } from './context.ts';
import { endName, type RehearsalEnd, rivalOf, twinsOf } from './ends.ts';
import type { DirectionCause } from './result.ts';
import type { Judgement } from './verdicts.ts';

/** Why a direction is not well: its cause, and what to do, in sentences. */
export interface Explained {
  readonly cause: DirectionCause;
  readonly explanation: string;
}

/** Explains a direction that is not well; undefined if it is. */
export function explainDirection(
  judgement: Judgement,
  sender: RehearsalEnd,
  receiver: RehearsalEnd,
  context: ResultContext,
): Explained | undefined {
  switch (judgement.verdict) {
    case 'delivered':
      return judgement.received === judgement.sent ? undefined : because('some-lost', someLost(judgement));
    case 'not-created':
      return notCreated(sender, context);
    case 'not-tried':
      return because('injector-filtered', notTried(sender, context));
    case 'looped':
      return because('one-port', looped(sender, context));
    case 'elsewhere':
      return because('one-port', elsewhere(judgement, receiver));
    case 'lost':
      return lost(sender, receiver, context);
  }
}

function because(cause: DirectionCause, explanation: string): Explained {
  return { cause, explanation };
}

function someLost({ sent, received }: Judgement): string {
  return `${sent - received} of ${sent} frames are lost on a path that carries nothing else: check the network between the hosts.`;
}

function notCreated(end: RehearsalEnd, context: ResultContext): Explained {
  const { ends, tried, holdersOf } = context;
  const { name, machine } = end.hypervisor;
  const answer = `${name} answers ${tried.get(end)?.refusal}:`;
  const port = `UDP port ${end.localPort}`;
  const twin = twinsOf(end, ends).find((one) => tried.get(one)?.refusal === undefined);
  if (twin !== undefined) {
    const why = `the lab gives ${port} to ${endName(twin)} too${whyNotShared(end, context)}`;
    return because('one-port', `${answer} ${why}. ${ownPortFor(end, twin)}`);
  }
  const holders = holdersOf(end);
  if (holders.length > 0) {
    return because(
      'port-in-use',
      `${answer} ${port} is in use by ${holders.join(', ')}. End it, or choose another base UDP.`,
    );
  }
  const find = `On ${machine}, \`${whoHasCommand('udp', end.localPort, { isHere: isLoopback(machine) })}\` shows the program.`;
  return because(
    'refused',
    `${answer} ${port} is in use on ${machine}, or ${end.remoteHost} has no address there. ${find}`,
  );
}

/** The lab may rely on a Dynamips that lets two NIOs have one port. */
function whyNotShared({ hypervisor }: RehearsalEnd, { versions }: ResultContext): string {
  const { expectedVersion } = hypervisor;
  const version = versions.get(hypervisor);
  if (expectedVersion === undefined || version === undefined) return '';
  if (generationOf(expectedVersion) !== 'from-0.2.18' || generationOf(version) !== 'before-0.2.18') return '';
  return `; Dynamips ${expectedVersion}, which the lab expects, would share it, but ${version} runs`;
}

/** A port that the lab writes out is changed there; another one comes from a base. */
function ownPortFor(end: RehearsalEnd, twin: RehearsalEnd): string {
  const written = [end, twin].find(({ explicit }) => explicit);
  return written === undefined
    ? CHECK
    : `Write another local port at ${endName(written)}, and the same at its far end.`;
}

const CHECK = '`niostat check` says which base UDP to change.';

function notTried(end: RehearsalEnd, { tried, isHere }: ResultContext): string {
  const port = tried.get(end)?.injector?.port;
  if (isHere(end.hypervisor)) {
    return `UDP ${port} of this host, the way in for the frames, does not get through: its own firewall or NAT drops or rewrites it. \`nft list ruleset\` or \`iptables-save\` shows the rule.`;
  }
  return `UDP ${port} of ${end.hypervisor.machine}, the way in for the frames, does not get through. Open it for this host, or choose another port with \`--injector-port\`.`;
}

function looped(end: RehearsalEnd, { ends }: ResultContext): string {
  const back = `${endName(end)} hears its own frames: it sends to ${end.remoteHost}:${end.remotePort}`;
  if (end.localPort !== end.remotePort) return `${back}, which leads back to it. ${CHECK}`;
  const rival = rivalOf(end, ends);
  return rival === undefined
    ? `${back}, its own port. ${CHECK}`
    : `${back}, its own port and that of ${endName(rival)}. ${ownPortFor(end, rival)}`;
}

function elsewhere({ strays }: Judgement, { localPort }: RehearsalEnd): string {
  const places = [...strays.keys()].map(endName);
  return `Frames come out at ${listed(places)}, which ${places.length === 1 ? 'has' : 'have'} UDP port ${localPort} too. ${CHECK}`;
}

function lost(from: RehearsalEnd, to: RehearsalEnd, context: ResultContext): Explained {
  const { tried, holdersOf, isHere, routeOf } = context;
  if (tried.get(to)?.refusal !== undefined) {
    // What keeps the other end from being there is told for that end.
    const { cause } = notCreated(to, context);
    return because(cause, `The other end, ${endName(to)}, is not created.`);
  }
  const mismatch = addressMismatch(routeOf(from), routeOf(to));
  if (mismatch !== undefined) return because('addresses', doNotFit(from, to, mismatch));
  const [own, other] = [from.hypervisor.machine, to.hypervisor.machine];
  const way = `What ${endName(from)} sends to ${from.remoteHost}:${from.remotePort} does not arrive at ${endName(to)}`;
  const holders = holdersOf(to);
  if (holders.length > 0) {
    return because(
      'port-in-use',
      `${way}: the port is in use by ${holders.join(', ')}. End it, or choose another base UDP.`,
    );
  }
  if (own === other && isHere(to.hypervisor)) {
    return because(
      'filtered-here',
      `${way}: the firewall or NAT of this host drops or rewrites it, or a program has taken the port since. \`nft list ruleset\` shows the one, \`niostat links\` the other.`,
    );
  }
  if (own === other) {
    const text = `${way}: something on ${own} drops it, or has taken the port since. \`niostat links\` shows the program.`;
    return because('filtered-there', text);
  }
  return because(
    'filtered',
    `${way}: a firewall drops UDP from ${from.hypervisor.host} to port ${to.localPort} of ${to.hypervisor.host}, or ${from.remoteHost} is not its address. \`niostat firewall ${context.files}\` writes the rules.`,
  );
}

/** A connected socket takes only what comes to its own address from the very address that it sends to. */
function doNotFit(from: RehearsalEnd, to: RehearsalEnd, mismatch: AddressMismatch): string {
  if (mismatch.kind === 'families') {
    return `The NIO of ${endName(from)} has the address ${mismatch.from}, that of ${endName(to)} ${mismatch.to}: an IPv4 and an IPv6 socket never meet. Dynamips takes the first address of a name. Write one and the same address for both hypervisors, such as 127.0.0.1.`;
  }
  const { kind, has, wanted } = mismatch;
  if (from.hypervisor.machine === to.hypervisor.machine) {
    return `${endName(from)} sends from ${kind === 'source' ? has : wanted} to ${from.remoteHost}, and the NIO of ${endName(to)} takes frames from ${to.remoteHost} only: both are this host, with two addresses. Write one and the same address for both hypervisors, such as 127.0.0.1.`;
  }
  const sender = kind === 'source' ? from : to;
  const what =
    kind === 'source'
      ? `${endName(from)} sends from ${has}, the address that its host's route gives, and ${endName(to)} takes frames from ${wanted} only`
      : `${endName(from)} sends to ${wanted}, and the NIO of ${endName(to)} has the address ${has}, which its host's route gives`;
  return `${what}. Write ${has} instead of ${wanted} as the host of ${sender.hypervisorName}, or add \`src ${wanted}\` to the route there: \`ip route get ${sender.remoteHost}\`.`;
}
