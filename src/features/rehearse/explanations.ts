import { hypervisorOf, type ResultContext, twinsOf } from './context.ts';
import type { RehearsalNio } from './plan.ts';
import type { Judgement } from './verdicts.ts';

/** Why a direction is not well, and what to do, in sentences; undefined if it is well. `sender` and `receiver` are ends. */
export function explainDirection(
  judgement: Judgement,
  sender: number,
  receiver: number,
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
      return elsewhere(judgement, receiver, context);
    case 'lost':
      return lost(sender, receiver, context);
  }
}

function someLost({ sent, received }: Judgement): string {
  return `${sent - received} of ${sent} frames were lost on a line that carries nothing else: look at the network between.`;
}

function notCreated(end: number, context: ResultContext): string {
  const { outcome } = context;
  const nio = context.nios[end] as RehearsalNio;
  const answer = `${hypervisorOf(nio, context).name} answers ${outcome.ends[end]?.refusal}:`;
  const port = `UDP port ${nio.localPort}`;
  const twin = twinsOf(nio, context).find((one) => outcome.ends[one.end]?.refusal === undefined);
  if (twin !== undefined) return `${answer} the lab gives ${port} to ${called(twin.end, context)} too. ${CHECK}`;
  const holders = context.holdersOf(nio);
  if (holders.length > 0) return `${answer} ${holders.join(', ')} has ${port}. Stop it, or choose another base UDP.`;
  const { machine } = hypervisorOf(nio, context);
  return `${answer} a program on ${machine} has ${port}, or ${nio.remoteHost} has no address there. There, ss -unap 'sport = :${nio.localPort}' says who.`;
}

const CHECK = 'niostat check says which base to change.';

function notTried(end: number, context: ResultContext): string {
  const injector = context.outcome.ends[end]?.injector;
  const { machine } = hypervisorOf(context.nios[end] as RehearsalNio, context);
  return `No frame from here reaches UDP port ${injector?.port} of ${machine}, through which frames are let in: open it for this host, or choose another with --injector-port.`;
}

function looped(end: number, context: ResultContext): string {
  const nio = context.nios[end] as RehearsalNio;
  const twins = twinsOf(nio, context);
  const back = `Frames come back to the end that sends them: it sends to ${nio.remoteHost}:${nio.remotePort}`;
  if (nio.localPort !== nio.remotePort) return `${back}, which leads back to it. ${CHECK}`;
  return twins.length === 0
    ? `${back}, which is its own port. ${CHECK}`
    : `${back}, which is its own port and that of ${called(twins[0]?.end ?? 0, context)}. ${CHECK}`;
}

function elsewhere({ strays }: Judgement, receiver: number, context: ResultContext): string {
  const { localPort } = context.nios[receiver] as RehearsalNio;
  const places = [...strays.keys()].map((end) => called(end, context)).join(', ');
  return `Frames come out at ${places}, which has UDP port ${localPort} too. ${CHECK}`;
}

function lost(sender: number, receiver: number, context: ResultContext): string {
  const { nios, outcome } = context;
  const [from, to] = [nios[sender] as RehearsalNio, nios[receiver] as RehearsalNio];
  if (outcome.ends[receiver]?.refusal !== undefined) return 'The other end could not be created.';
  const [own, other] = [hypervisorOf(from, context).machine, hypervisorOf(to, context).machine];
  const way = `What ${called(sender, context)} sends to ${from.remoteHost}:${from.remotePort} does not come in at ${called(receiver, context)}`;
  const holders = context.holdersOf(to);
  if (holders.length > 0) return `${way}: ${holders.join(', ')} has that port. Stop it, or choose another base UDP.`;
  if (own === other)
    return `${way}: something on ${own} drops it, or has taken the port since. niostat links shows who has it.`;
  return `${way}: a firewall drops UDP from ${own} to port ${to.localPort} of ${other}, or ${from.remoteHost} is not its address. niostat firewall prints the rules.`;
}

/** `R1 f0/0`. */
function called(end: number, { links }: ResultContext): string {
  const link = links[end >> 1] as ResultContext['links'][number];
  const { device, interface: name } = end % 2 === 0 ? link.a : link.b;
  return `${device} ${name}`;
}
