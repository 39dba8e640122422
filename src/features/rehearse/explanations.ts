import { generationOf } from '../../core/kernel/dynamips-version.ts';
import { listed } from '../../core/text/listed.ts';
import { type AddressMismatch, addressMismatch } from './address-mismatch.ts';
import type { ResultContext } from './context.ts';
import { endName, type RehearsalEnd, rivalOf, twinsOf } from './ends.ts';
import type { Judgement } from './verdicts.ts';

/** Why a direction is not well, and what to do, in sentences; undefined if it is well. */
export function explainDirection(
  judgement: Judgement,
  sender: RehearsalEnd,
  receiver: RehearsalEnd,
  context: ResultContext,
): string | undefined {
  switch (judgement.verdict) {
    case 'delivered':
      return judgement.received === judgement.sent ? undefined : someLost(judgement);
    case 'not-created':
      return notCreated(sender, context);
    case 'not-tried':
      return notTried(sender, context);
    case 'looped':
      return looped(sender, context);
    case 'elsewhere':
      return elsewhere(judgement, receiver);
    case 'lost':
      return lost(sender, receiver, context);
  }
}

function someLost({ sent, received }: Judgement): string {
  return `${sent - received} of ${sent} frames were lost on a line that carries nothing else: look at the network between.`;
}

function notCreated(end: RehearsalEnd, context: ResultContext): string {
  const { ends, tried, holdersOf } = context;
  const { name, machine } = end.hypervisor;
  const answer = `${name} answers ${tried.get(end)?.refusal}:`;
  const port = `UDP port ${end.localPort}`;
  const twin = twinsOf(end, ends).find((one) => tried.get(one)?.refusal === undefined);
  if (twin !== undefined) {
    return `${answer} the lab gives ${port} to ${endName(twin)} too${whyNotShared(end, context)}. ${ownPortFor(end, twin)}`;
  }
  const holders = holdersOf(end);
  if (holders.length > 0) return `${answer} ${holders.join(', ')} has ${port}. Stop it, or choose another base UDP.`;
  return `${answer} a program on ${machine} has ${port}, or ${end.remoteHost} has no address there. There, ss -unap 'sport = :${end.localPort}' says who.`;
}

/** The lab may rely on a Dynamips that lets two NIOs have one port. */
function whyNotShared({ hypervisor }: RehearsalEnd, { versions }: ResultContext): string {
  const { expectedVersion } = hypervisor;
  const version = versions.get(hypervisor);
  if (expectedVersion === undefined || version === undefined) return '';
  if (generationOf(expectedVersion) !== 'from-0.2.18' || generationOf(version) !== 'before-0.2.18') return '';
  return `; Dynamips ${expectedVersion}, which the lab expects, would share it, and ${version} runs`;
}

/** A port that the lab writes out is changed there; another one comes from a base. */
function ownPortFor(end: RehearsalEnd, twin: RehearsalEnd): string {
  const written = [end, twin].find(({ explicit }) => explicit);
  return written === undefined
    ? CHECK
    : `Write another local port at ${endName(written)}, and the same at its far end.`;
}

const CHECK = 'niostat check says which base to change.';

function notTried(end: RehearsalEnd, { tried, isHere }: ResultContext): string {
  const port = tried.get(end)?.injector?.port;
  if (isHere(end.hypervisor)) {
    return `No frame from here reaches UDP port ${port} of this host, through which frames are let in: a rule of its own firewall or NAT drops or rewrites it. nft list ruleset, or iptables-save, shows it.`;
  }
  return `No frame from here reaches UDP port ${port} of ${end.hypervisor.machine}, through which frames are let in: open it for this host, or choose another with --injector-port.`;
}

function looped(end: RehearsalEnd, { ends }: ResultContext): string {
  const back = `Frames come back to the end that sends them: it sends to ${end.remoteHost}:${end.remotePort}`;
  if (end.localPort !== end.remotePort) return `${back}, which leads back to it. ${CHECK}`;
  const rival = rivalOf(end, ends);
  return rival === undefined
    ? `${back}, which is its own port. ${CHECK}`
    : `${back}, which is its own port and that of ${endName(rival)}. ${ownPortFor(end, rival)}`;
}

function elsewhere({ strays }: Judgement, { localPort }: RehearsalEnd): string {
  const places = [...strays.keys()].map(endName);
  return `Frames come out at ${listed(places)}, which ${places.length === 1 ? 'has' : 'have'} UDP port ${localPort} too. ${CHECK}`;
}

function lost(from: RehearsalEnd, to: RehearsalEnd, context: ResultContext): string {
  const { tried, holdersOf, isHere, routeOf } = context;
  if (tried.get(to)?.refusal !== undefined) return 'The other end could not be created.';
  const mismatch = addressMismatch(routeOf(from), routeOf(to));
  if (mismatch !== undefined) return doNotFit(from, to, mismatch);
  const [own, other] = [from.hypervisor.machine, to.hypervisor.machine];
  const way = `What ${endName(from)} sends to ${from.remoteHost}:${from.remotePort} does not come in at ${endName(to)}`;
  const holders = holdersOf(to);
  if (holders.length > 0) return `${way}: ${holders.join(', ')} has that port. Stop it, or choose another base UDP.`;
  if (own === other && isHere(to.hypervisor)) {
    return `${way}: a rule of this host's own firewall or NAT drops or rewrites it, or another program has taken the port since. nft list ruleset shows the one, niostat links the other.`;
  }
  if (own === other)
    return `${way}: something on ${own} drops it, or has taken the port since. niostat links shows who has it.`;
  return `${way}: a firewall drops UDP from ${own} to port ${to.localPort} of ${other}, or ${from.remoteHost} is not its address. niostat firewall prints the rules.`;
}

/** A connected socket takes only what comes to its own address from the very address that it sends to. */
function doNotFit(from: RehearsalEnd, to: RehearsalEnd, mismatch: AddressMismatch): string {
  if (mismatch.kind === 'families') {
    return `The NIO of ${endName(from)} has the address ${mismatch.from}, that of ${endName(to)} ${mismatch.to}: an IPv4 and an IPv6 socket never meet. Dynamips takes the first address of a name. Write one and the same address for both hypervisors, such as 127.0.0.1.`;
  }
  const { kind, has, wanted } = mismatch;
  if (from.hypervisor.machine === to.hypervisor.machine) {
    return `${endName(from)} sends from ${kind === 'source' ? has : wanted} to ${from.remoteHost}, and the NIO of ${endName(to)} takes frames from ${to.remoteHost} only: both are this host, and yet two addresses. Write one and the same address for both hypervisors, such as 127.0.0.1.`;
  }
  const sender = kind === 'source' ? from : to;
  const what =
    kind === 'source'
      ? `${endName(from)} sends from ${has}, the address that its host's route gives, and ${endName(to)} takes frames from ${wanted} only`
      : `${endName(from)} sends to ${wanted}, and the NIO of ${endName(to)} has the address ${has}, which its host's route gives`;
  return `${what}. Write ${has} instead of ${wanted} as the host of ${sender.hypervisorName}, or add "src ${wanted}" to the route there: ip route get ${sender.remoteHost}.`;
}
