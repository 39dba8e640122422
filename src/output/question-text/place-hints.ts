import type { SubjectOf } from '../../core/teach/moment.ts';
import type { Question } from '../../core/teach/question.ts';
import type { HintTexts } from './hints.ts';
import { areBoth, thingText } from './thing-text.ts';

export function consoleHints({ device: { device, hypervisor }, model }: SubjectOf<'console'>): HintTexts {
  const console = model.allocations
    .flatMap(({ consoles }) => consoles)
    .find((one) => one.device.name === device && one.hypervisor.name === hypervisor && one.type === 'console');
  const { base, index } = console?.from ?? {};
  if (index === undefined)
    return [
      'Look at the consoles of the devices above it in the file.',
      'Each device gets the lowest console that is free.',
      `Count up from ${base ?? 'the first port of the range'} to the first console that is free.`,
    ];
  return [
    'Count the routers from the top of the file, from 0.',
    'The number does not start again with the next hypervisor. A port that is taken is passed over.',
    `Base console ${base} + ${index}.`,
  ];
}

export function clashHints({ things }: SubjectOf<'clash'>): HintTexts {
  const [one, other] = things;
  const look = `Look at ${thingText(one)} and at ${thingText(other)}.`;
  if (areBoth(things, 'console'))
    return [
      look,
      'A console that is written in the file is used, even if it is taken. Nothing is said.',
      'Base console + number of the router for those that are not written. Are the two ports equal?',
    ];
  if (areBoth(things, 'base console'))
    return [
      look,
      'Console = base console + number of the router, counted over the whole lab.',
      'Can two routers of one lab have the same number?',
    ];
  if (areBoth(things, 'base') || areBoth(things, 'end'))
    return [
      look,
      'Two ends clash if they want one port of one machine. A pool gives no port twice.',
      'Are they on one machine? Do their ports meet?',
    ];
  return [look, 'TCP and UDP have ports of their own, and each machine has its own.', 'Is each of them TCP or UDP?'];
}

export function firewallHints({ machine, from }: SubjectOf<'firewall'>): HintTexts {
  return [
    `Look for the links between ${machine} and ${from}.`,
    'Only links between machines cross the firewall. Frames come in to the local port of the end on this machine.',
    `Take the local port of each end on ${machine} whose peer is on ${from}.`,
  ];
}

export function baseHints({ moment }: Question, { hypervisor }: SubjectOf<'base'>): HintTexts {
  const others = moment.end.hypervisors.filter(
    (one) => one.machine === hypervisor.machine && one.hypervisor !== hypervisor.hypervisor && one.next !== undefined,
  );
  const highest = others.reduce((most, { next = 0 }) => Math.max(most, next), 0);
  return [
    `Look how far the other counters of the machine of ${hypervisor.hypervisor} have come.`,
    'Each end takes a port. The next base must lie past the last one, with room for more.',
    `The highest next port is ${highest}, and room is wanted for 20 more: at least ${highest} + 20.`,
  ];
}
