import { isCounted } from '../../core/allocation/is-counted.ts';
import type { SubjectOf } from '../../core/teach/moment.ts';
import type { Question } from '../../core/teach/question.ts';
import type { SocketState } from '../../core/trace/trace-state.ts';
import type { HintTexts } from './hints.ts';

export function counterHints({ moment }: Question, socket: SocketState): HintTexts {
  const { hypervisor, lab, device, port } = socket;
  const base = moment.after.hypervisors.find((one) => one.hypervisor === hypervisor && one.lab === lab)?.base ?? 0;
  const given = moment.before.sockets.filter(
    (one) => one.hypervisor === hypervisor && one.lab === lab && isCounted(one) && one.index < socket.index,
  ).length;
  const calculation =
    base + given === port
      ? `${hypervisor} started at ${base} and has given out ${given}: ${base} + ${given}.`
      : `${hypervisor} started at ${base}. Follow its counter from step to step.`;
  return [
    `${device} runs on ${hypervisor}. Look at the base of ${hypervisor}.`,
    "Every end takes the counter of its own router's hypervisor, and the counter goes up by one.",
    calculation,
  ];
}

export function poolHints({ moment }: Question, { hypervisor, lab }: SocketState): HintTexts {
  const pool = moment.after.hypervisors.find((one) => one.hypervisor === hypervisor && one.lab === lab)?.pool;
  return [
    'Look at the local ports in the table.',
    'Each end gets the lowest port that is free.',
    pool === undefined
      ? 'Count up from the first port to the first one that is in no row.'
      : `Count up from ${pool.first} to the first port that is in no row.`,
  ];
}

export function nextPortHints({ moment }: Question, { hypervisor }: SubjectOf<'next port'>): HintTexts {
  const { hypervisor: name, lab, base = 0, next } = hypervisor;
  const given = moment.after.sockets.filter(
    (one) => one.hypervisor === name && one.lab === lab && isCounted(one),
  ).length;
  return [
    `Look for the ends of the routers that run on ${name}.`,
    'A counter goes up by one for each end of its own hypervisor, and for no other.',
    base + given === next
      ? `${name} started at ${base} and has given out ${given}: ${base} + ${given}.`
      : `${name} started at ${base}. Follow its counter from step to step.`,
  ];
}
