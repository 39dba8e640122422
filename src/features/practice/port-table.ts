/** A line of a table of ports: `R1 f0/0: 10000`, or with nothing behind the colon yet. */
const LINE = /^\s*([^\s#]\S*\s+\S+?)\s*:\s*([^#]*?)\s*(?:#.*)?$/;

const PORT = /^\d{1,5}$/;

/**
 * What a student has written into a table of ports: end → port. An end without a number is not in the result.
 * Of two lines for one end the last counts.
 */
export function readPortTable(text: string): ReadonlyMap<string, number> {
  const ports = new Map<string, number>();
  for (const [end, value] of entriesOf(text)) if (PORT.test(value)) ports.set(end, Number(value));
  return ports;
}

/** True if an end of the table has no number yet, or there is no table. */
export function hasBlanks(text: string | undefined): boolean {
  const entries = entriesOf(text ?? '');
  return entries.length === 0 || entries.some(([, value]) => !PORT.test(value));
}

function entriesOf(text: string): Array<readonly [end: string, value: string]> {
  return text.split(/\r\n|\n|\r/).flatMap((line) => {
    const [, end, value] = LINE.exec(line) ?? [];
    return end === undefined || value === undefined ? [] : [[end.replace(/\s+/g, ' '), value] as const];
  });
}
