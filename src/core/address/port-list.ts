import { MAX_PORT } from './port.ts';

/** A list of every single port is 382 kB long; whatever is longer says something twice. */
const MAX_TEXT = 400_000;

/**
 * Reads ports as nmap and ss take them, `10000-10099,10200`: ascending, each once. Returns what is wrong with
 * the text, as a string, when it is no such list.
 */
export function parsePortList(text: string): readonly number[] | string {
  if (text.length > MAX_TEXT) return 'the list is too long';
  const ports = new Set<number>();
  for (const item of text.split(',')) {
    const match = /^ *(\d{1,5})(?:-(\d{1,5}))? *$/.exec(item);
    if (match === null) return `"${item}" is neither a port nor a range of ports`;
    const [first, last] = [Number(match[1]), Number(match[2] ?? match[1])];
    if (first < 1 || last > MAX_PORT || first > MAX_PORT) return `"${item}" is not between 1 and ${MAX_PORT}`;
    if (first > last) return `"${item}" ends before it begins`;
    for (let port = first; port <= last; port++) ports.add(port);
  }
  return [...ports].sort((one, other) => one - other);
}
