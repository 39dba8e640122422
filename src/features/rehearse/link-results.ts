import { present } from '../../core/present.ts';
import type { ResultContext } from './context.ts';
import { endName, peerOf, type RehearsalEnd, type RehearsalLink, twinsOf } from './ends.ts';
import { explainDirection } from './explanations.ts';
import type { RehearsedDirection, RehearsedEnd, RehearsedLink } from './result.ts';
import { judgeDirection } from './verdicts.ts';

/** What a rehearsal says of a link. */
export function linkResult({ name, lab, a, b }: RehearsalLink, context: ResultContext): RehearsedLink {
  return {
    name,
    lab,
    a: endResult(a, context),
    b: endResult(b, context),
    directions: [directionResult(a, context), directionResult(b, context)],
  };
}

function endResult(end: RehearsalEnd, { tried, holdersOf }: ResultContext): RehearsedEnd {
  const { hypervisorName, device, interface: name, localPort, remoteHost, remotePort } = end;
  const refusal = tried.get(end)?.refusal;
  const holders = holdersOf(end);
  return present({
    hypervisor: hypervisorName,
    device,
    interface: name,
    localPort,
    remoteHost,
    remotePort,
    refusal,
    holders: holders.length === 0 ? undefined : holders,
  });
}

function directionResult(sender: RehearsalEnd, context: ResultContext): RehearsedDirection {
  const receiver = peerOf(sender);
  const isAlone = twinsOf(sender, context.ends).length === 0;
  const judgement = judgeDirection(context.tried, { from: sender, to: receiver, isAlone });
  const { strays, roundTripMs, ...judged } = judgement;
  const explained = explainDirection(judgement, sender, receiver, context);
  const elsewhere = [...strays].map(([end, frames]) => ({ at: `${endName(end)} (${end.hypervisorName})`, frames }));
  return present({
    from: sender.side,
    ...judged,
    roundTripMs,
    strays: elsewhere.length === 0 ? undefined : elsewhere,
    cause: explained?.cause,
    explanation: explained?.explanation,
  });
}
