import stringWidth from 'string-width';

/** What a result says about ports, devices and interfaces. */
interface Facts {
  readonly ports: Set<number>;
  readonly names: Set<string>;
}

/**
 * What a screen of so many columns lacks: lines that the terminal would wrap, and ports, devices and
 * interfaces of the result that do not stand on a line whole.
 */
export function screenFaults(screen: string, result: unknown, columns: number): string[] {
  // A progress line is taken back before anything else is written.
  const lines = screen.split('\n').map((line) => line.replace(/^[\s\S]*\r\u001b\[K/, ''));
  const wide = lines.filter((line) => stringWidth(line) > columns).map((line) => `wider than ${columns}: ${line}`);
  const facts: Facts = { ports: new Set(), names: new Set() };
  collect(result, facts);
  const shown = portsOf(lines);
  const ports = [...facts.ports].filter((port) => !shown(port)).map((port) => `no port ${port}`);
  const names = [...facts.names].filter((name) => !isShown(name, lines)).map((name) => `no name ${name}`);
  return [...wide, ...ports, ...names];
}

function collect(value: unknown, facts: Facts): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (/port$/i.test(key) && typeof inner === 'number' && inner > 0) facts.ports.add(inner);
    if (/ports$/i.test(key) && Array.isArray(inner))
      for (const port of inner) if (typeof port === 'number') facts.ports.add(port);
    if ((key === 'device' || key === 'interface') && typeof inner === 'string' && inner !== '') facts.names.add(inner);
    collect(inner, facts);
  }
}

/** Numbers on the lines, and those between the two of a range. */
function portsOf(lines: readonly string[]): (port: number) => boolean {
  const numbers = new Set<number>();
  const ranges: [number, number][] = [];
  for (const line of lines) {
    for (const [number] of line.matchAll(/\d+/g)) numbers.add(Number(number));
    for (const [, first, last] of line.matchAll(/(\d+)[-–](\d+)/g)) ranges.push([Number(first), Number(last)]);
  }
  return (port) => numbers.has(port) || ranges.some(([first, last]) => first <= port && port <= last);
}

/** A name with blanks in it may go on in the next line. */
function isShown(name: string, lines: readonly string[]): boolean {
  return name.split(' ').every((word) => lines.some((line) => line.includes(word)));
}
