import type { ResultContext } from './context.ts';
import { endName, type RehearsalEnd, twinsOf } from './ends.ts';
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

function notCreated(end: RehearsalEnd, { ends, tried, holdersOf }: ResultContext): string {
  const { name, machine } = end.hypervisor;
  const answer = `${name} answers ${tried.get(end)?.refusal}:`;
  const port = `UDP port ${end.localPort}`;
  const twin = twinsOf(end, ends).find((one) => tried.get(one)?.refusal === undefined);
  if (twin !== undefined) return `${answer} the lab gives ${port} to ${endName(twin)} too. ${CHECK}`;
  const holders = holdersOf(end);
  if (holders.length > 0) return `${answer} ${holders.join(', ')} has ${port}. Stop it, or choose another base UDP.`;
  return `${answer} a program on ${machine} has ${port}, or ${end.remoteHost} has no address there. There, ss -unap 'sport = :${end.localPort}' says who.`;
}

const CHECK = 'niostat check says which base to change.';

function notTried(end: RehearsalEnd, { tried }: ResultContext): string {
  const { machine } = end.hypervisor;
  return `No frame from here reaches UDP port ${tried.get(end)?.injector?.port} of ${machine}, through which frames are let in: open it for this host, or choose another with --injector-port.`;
}

function looped(end: RehearsalEnd, { ends }: ResultContext): string {
  const back = `Frames come back to the end that sends them: it sends to ${end.remoteHost}:${end.remotePort}`;
  if (end.localPort !== end.remotePort) return `${back}, which leads back to it. ${CHECK}`;
  const [twin] = twinsOf(end, ends);
  return twin === undefined
    ? `${back}, which is its own port. ${CHECK}`
    : `${back}, which is its own port and that of ${endName(twin)}. ${CHECK}`;
}

function elsewhere({ strays }: Judgement, { localPort }: RehearsalEnd): string {
  const places = [...strays.keys()].map(endName).join(', ');
  return `Frames come out at ${places}, which has UDP port ${localPort} too. ${CHECK}`;
}

function lost(from: RehearsalEnd, to: RehearsalEnd, { tried, holdersOf }: ResultContext): string {
  if (tried.get(to)?.refusal !== undefined) return 'The other end could not be created.';
  const [own, other] = [from.hypervisor.machine, to.hypervisor.machine];
  const way = `What ${endName(from)} sends to ${from.remoteHost}:${from.remotePort} does not come in at ${endName(to)}`;
  const holders = holdersOf(to);
  if (holders.length > 0) return `${way}: ${holders.join(', ')} has that port. Stop it, or choose another base UDP.`;
  if (own === other)
    return `${way}: something on ${own} drops it, or has taken the port since. niostat links shows who has it.`;
  return `${way}: a firewall drops UDP from ${own} to port ${to.localPort} of ${other}, or ${from.remoteHost} is not its address. niostat firewall prints the rules.`;
}
