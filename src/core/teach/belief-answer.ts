import type { HypervisorState, SocketState, TraceState } from '../trace/trace-state.ts';
import type { Belief } from './belief.ts';
import { doesMend } from './mending-base.ts';
import type { Answer, Moment, Subject } from './moment.ts';

/** What somebody who has a belief answers; undefined where it says nothing. */
export function answerOf(belief: Belief, moment: Moment, subject: Subject): Answer | undefined {
  switch (subject.ask) {
    case 'ports':
      return belief.ports?.(moment, subject) ?? portsOf(belief, moment, subject.sockets);
    case 'next port':
      return belief['next port']?.(moment, subject) ?? nextPortOf(belief, moment, subject.hypervisor);
    case 'count ports':
      return belief['count ports']?.(moment, subject);
    case 'count rows':
      return belief['count rows']?.(moment, subject);
    case 'count links':
      return belief['count links']?.(moment, subject);
    case 'verdict':
      return belief.verdict?.(moment, subject);
    case 'console':
      return belief.console?.(moment, subject);
    case 'clash':
      return belief.clash?.(moment, subject);
    case 'firewall':
      return belief.firewall?.(moment, subject);
    case 'base': {
      const answer = belief.base?.(moment, subject);
      // Of several bases that mend the lab one is the right choice, and the others are none.
      return answer?.is === 'base' && doesMend(subject, answer.base) ? undefined : answer;
    }
    case 'true of':
      return undefined;
    default:
      return belief[subject.ask]?.(moment, subject.socket);
  }
}

/** A table is filled in port by port; where the belief says nothing of an end, it is filled in rightly. */
function portsOf(belief: Belief, moment: Moment, sockets: readonly SocketState[]): Answer | undefined {
  if (belief.port === undefined) return undefined;
  const said = sockets.map((socket) => belief.port?.(moment, socket));
  if (said.every((answer) => answer === undefined)) return undefined;
  const ports = sockets.map(({ port }, index) => {
    const answer = said[index];
    return answer?.is === 'port' ? answer.port : port;
  });
  return { is: 'ports', ports };
}

/** The next port is the one that the first end of one more link would get. */
function nextPortOf(belief: Belief, moment: Moment, hypervisor: HypervisorState): Answer | undefined {
  const { lab, hypervisor: name, machine, next } = hypervisor;
  if (belief.port === undefined || next === undefined) return undefined;
  const { sockets, links } = moment.after;
  const socket: SocketState = {
    index: sockets.length,
    ...(lab !== undefined && { lab }),
    end: '',
    device: '',
    interface: '',
    link: links.length,
    hypervisor: name,
    machine,
    by: 'counter',
    port: next,
    hears: [],
    isClosed: false,
  };
  const after: TraceState = { ...moment.after, sockets: [...sockets, socket] };
  return belief.port({ ...moment, after, end: after }, socket);
}
