import type { ConsolePort } from '../../../core/allocation/allocation.ts';
import type { LabModel } from '../../../core/model/lab-model.ts';
import { counted } from '../../../core/text/counted.ts';
import { renderColumns } from '../../../output/columns.ts';
import { safeText } from '../../../output/safe-text.ts';
import type { Room } from '../../../output/screen/frame.ts';
import { shortName } from '../../../output/short-name.ts';

const COLUMNS = [
  { title: '  Console of      ', stays: true },
  { title: 'Hypervisor      ', stays: true },
  { title: 'TCP port', stays: true },
  { title: 'Where it comes from', stays: true, wraps: true },
];

/** Columns of names. */
const WIDEST_NAME = 28;

/** The consoles of routers, which are there before any link: at most `room.rows` lines. */
export function consoleRows({ allocations }: LabModel, { width, rows }: Room): string[] {
  const consoles = allocations.flatMap((one) => one.consoles).filter(({ type }) => type === 'console');
  if (consoles.length === 0 || rows < 2) return [];
  const most = consoles.length < rows ? consoles.length : rows - 2;
  const cells = consoles
    .slice(0, most)
    .map((one) => [
      `  ${shortName(one.device.name, WIDEST_NAME)}`,
      shortName(one.hypervisor.name, WIDEST_NAME),
      `${one.port}`,
      originText(one),
    ]);
  const hidden = consoles.length - most;
  const more = hidden === 0 ? [] : [`  … ${counted(hidden, 'more console')}`];
  return [...renderColumns(COLUMNS, cells, width).split('\n'), ...more].slice(0, rows);
}

/** `2000 + 1`, as the base console of its hypervisor and its number there. */
function originText({ explicit, from }: ConsolePort): string {
  if (explicit) return 'written in the lab';
  if (from === undefined) return 'given by the server';
  return from.index === undefined ? `lowest that is free from ${from.base} on` : `${from.base} + ${from.index}`;
}

/** The same, a console in a line. */
export function consoleLines({ allocations }: LabModel): string[] {
  const consoles = allocations.flatMap((one) => one.consoles).filter(({ type }) => type === 'console');
  return consoles.map((one) =>
    safeText(`Console of ${one.device.name} on ${one.hypervisor.name}: TCP port ${one.port}, ${originText(one)}.`),
  );
}
