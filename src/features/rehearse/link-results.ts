import { type ResultContext, twinsOf } from './context.ts';
import { explainDirection } from './explanations.ts';
import type { RehearsalNio } from './plan.ts';
import type { RehearsedDirection, RehearsedEnd, RehearsedLink } from './result.ts';
import { judgeDirection } from './verdicts.ts';

/** The result of the link with this place in the plan. */
export function linkResult(index: number, context: ResultContext): RehearsedLink {
  const { name, lab } = context.links[index] as ResultContext['links'][number];
  return {
    name,
    lab,
    a: endResult(2 * index, context),
    b: endResult(2 * index + 1, context),
    directions: [directionResult('a', index, context), directionResult('b', index, context)],
  };
}

function endResult(end: number, { links, nios, outcome, holdersOf }: ResultContext): RehearsedEnd {
  const { a, b } = links[end >> 1] as ResultContext['links'][number];
  const { hypervisor, device, interface: name, localPort, remoteHost, remotePort } = end % 2 === 0 ? a : b;
  const refused = outcome.ends[end]?.refusal;
  const holders = holdersOf(nios[end] as RehearsalNio);
  return {
    hypervisor: hypervisor.name,
    device,
    interface: name,
    localPort,
    remoteHost,
    remotePort,
    ...(refused === undefined ? {} : { refusal: refused }),
    ...(holders.length === 0 ? {} : { holders }),
  };
}

function directionResult(from: 'a' | 'b', index: number, context: ResultContext): RehearsedDirection {
  const [sender, receiver] = from === 'a' ? [2 * index, 2 * index + 1] : [2 * index + 1, 2 * index];
  const isAlone = twinsOf(context.nios[sender] as RehearsalNio, context).length === 0;
  const { strays, ...judged } = judgeDirection(context.outcome, { from: sender, to: receiver, isAlone });
  const explanation = explainDirection({ ...judged, strays }, sender, receiver, context);
  return {
    from,
    ...judged,
    ...(strays.size === 0
      ? {}
      : {
          strays: [...strays].map(([end, frames]) => {
            const { device, interface: name, hypervisor } = endResult(end, context);
            return { at: `${device} ${name} (${hypervisor})`, frames };
          }),
        }),
    ...(explanation === undefined ? {} : { explanation }),
  };
}
