import { stopName } from '../../core/lab/lab.ts';
import { ALLOCATOR_WORDS } from '../../core/text/allocator-words.ts';
import { GENERATION_WORDS } from '../../core/text/generation-words.ts';
import { SYSTEM_NAMES } from '../../core/text/system-names.ts';
import type { HypervisorState } from '../../core/trace/trace-state.ts';
import { renderColumns } from '../../output/columns.ts';
import { safeText } from '../../output/safe-text.ts';
import { wrapText } from '../../output/wrap-text.ts';
import type { QuizLab } from './labs/quiz-lab.ts';
import type { Topic } from './topics.ts';

/** More links than these stand in two columns. */
const MOST_LINKS = 5;

/**
 * The lab of a question as a student reads it: who gives the ports, hypervisors with their bases and routers,
 * links in the order of the file, and what happens then. Nothing that is computed is said.
 */
export function labLines({ lab, model, generation, stepper }: QuizLab, topic: Topic, width: number): string[] {
  const { hypervisors } = stepper.stateAt(0);
  const pool = hypervisors.find((one) => one.pool !== undefined)?.pool;
  const allocator = model.allocations[0]?.allocator ?? 'dynagen';
  const from = pool === undefined ? '' : `, pool ${pool.first} to ${pool.last}`;
  const links = lab.links.map(({ name }, index) => `${index + 1}  ${safeText(name)}`);
  return [
    ...wrapText(
      `Ports by ${ALLOCATOR_WORDS[allocator]}${from} · Dynamips ${GENERATION_WORDS[generation]} · ${SYSTEM_NAMES[model.os]}`,
      width,
    ),
    ...hypervisorTable(hypervisors, lab, topic, width),
    ...(topic === 'consoles' ? wrapText(`Routers, in the order of the file: ${routersOf(lab)}`, width) : []),
    'Links, in the order of the file:',
    ...inColumns(links, width - 2).map((line) => `  ${line}`),
    ...eventLines(eventTexts(lab), width),
  ];
}

type LabOf = QuizLab['lab'];

function hypervisorTable(states: readonly HypervisorState[], lab: LabOf, topic: Topic, width: number): string[] {
  const hasBase = states.some(({ base }) => base !== undefined);
  const hasConsoles = topic === 'consoles';
  const columns = [
    { title: 'Hypervisor', stays: true },
    ...(hasBase ? [{ title: 'Base UDP', stays: true }] : []),
    ...(hasConsoles ? [{ title: 'Base console', stays: true }] : []),
    { title: 'Devices', wraps: true, stays: true },
  ];
  const rows = states.map(({ hypervisor, base }) => [
    safeText(hypervisor),
    ...(hasBase ? [`${base ?? '-'}`] : []),
    ...(hasConsoles ? [`${lab.hypervisors.find(({ name }) => name === hypervisor)?.baseConsole ?? '-'}`] : []),
    devicesOf(lab, hypervisor),
  ]);
  return renderColumns(columns, rows, width).split('\n');
}

function devicesOf({ devices }: LabOf, hypervisor: string): string {
  const own = devices.filter((device) => device.hypervisor?.name === hypervisor);
  const texts = own.map(
    ({ name, console }) => `${safeText(name)}${console === undefined ? '' : ` (console: ${console})`}`,
  );
  return texts.join(', ');
}

function routersOf({ devices }: LabOf): string {
  return devices.map(({ name }) => safeText(name)).join(', ');
}

function eventLines(texts: readonly string[], width: number): string[] {
  return texts.length === 0 ? [] : wrapText(`Then: ${texts.join('; ')}.`, width);
}

function eventTexts({ events }: LabOf): string[] {
  return events.map((event) => {
    if (event.type === 'stop') return `${safeText(stopName(event))} stops`;
    return event.type === 'add' ? `${safeText(event.link.name)} is added` : `${safeText(event.link.name)} is removed`;
  });
}

/** One below the other; many of them in two columns, if these are wide enough, the first column first. */
function inColumns(texts: readonly string[], width: number): string[] {
  const half = Math.ceil(texts.length / 2);
  const widest = Math.max(0, ...texts.slice(0, half).map((text) => text.length));
  const second = Math.max(0, ...texts.slice(half).map((text) => text.length));
  if (texts.length <= MOST_LINKS || widest + 3 + second > width) return texts.flatMap((text) => wrapText(text, width));
  return texts.slice(0, half).map((text, index) => `${text.padEnd(widest + 3)}${texts[half + index] ?? ''}`.trimEnd());
}
