import type { PracticeAct } from '../../src/core/teach/result-file.ts';
import type { Staged } from '../../src/features/practice/exercise.ts';

type Texts = Readonly<Record<string, string>>;

/** What a student may do with an exercise, and which goals are open then. */
export interface Mend {
  readonly title: string;
  /** The files that change. */
  readonly texts: (staged: Staged) => Texts;
  /** What was done; if it is absent, the files are saved. */
  readonly acts?: readonly PracticeAct[];
  /** Worked out by hand. */
  readonly open: readonly string[];
  /** The belief of the first slip that is told; `slip` if it has none, absent if none is told. */
  readonly told?: string;
  /** True where a port is outside of the block of its place: that is no place to try it on. */
  readonly isOutside?: true;
}

export const SAVED: readonly PracticeAct[] = [
  { s: 0, do: 'start' },
  { s: 1, do: 'save', file: 'lab.yaml', lines: {} },
];

function acts(...done: readonly PracticeAct['do'][]): readonly PracticeAct[] {
  return ['start' as const, ...done].map((word) => ({ s: 0, do: word }) as PracticeAct);
}

function first(staged: Staged, name = 'lab.yaml'): string {
  const file = staged.files.find((one) => one.name === name);
  if (file === undefined) throw new Error(`no ${name}`);
  return file.text;
}

/** The numbers behind a key, in the order of the text. */
function numbers(text: string, key: string): number[] {
  return [...text.matchAll(new RegExp(`\\b${key}: (\\d+)`, 'g'))].map(([, number]) => Number(number));
}

/** The same text with another number behind the n-th such key. */
function withNumber(text: string, key: string, index: number, value: number): string {
  let count = 0;
  return text.replace(new RegExp(`\\b${key}: \\d+`, 'g'), (found) => (count++ === index ? `${key}: ${value}` : found));
}

/** The first base, and the same text with other bases: those that are undefined stay. */
function bases(staged: Staged, others: (base: number) => ReadonlyArray<number | undefined>, name = 'lab.yaml'): Texts {
  const text = first(staged, name);
  const [base = 0] = numbers(text, 'baseUdp');
  const changed = others(base).reduce<string>(
    (so, value, index) => (value === undefined ? so : withNumber(so, 'baseUdp', index, value)),
    text,
  );
  return { [name]: changed };
}

const to = (text: string): Texts => ({ 'lab.yaml': text });

function linkLines(text: string): string[] {
  return text.split('\n').filter((line) => line.includes(' -- ') && !line.includes('{'));
}

/** The table that counts link by link, the left end first: by hand, without a line of the product's. */
function countedTable(staged: Staged, port: (link: number, side: number, base: number) => number): string {
  const lab = first(staged);
  const [base = 0] = numbers(lab, 'baseUdp');
  const ports = new Map<string, number>();
  for (const [link, line] of linkLines(lab).entries()) {
    const [left = '', right = ''] = line.replace('  - ', '').split(' -- ');
    ports.set(left, port(link, 0, base)).set(right, port(link, 1, base));
  }
  return first(staged, 'ports.yaml').replace(/^(\S+ \S+):.*$/gm, (_, end: string) => `${end}: ${ports.get(end)}`);
}

const table = (text: string): Texts => ({ 'ports.yaml': text });
const right = (staged: Staged): string => countedTable(staged, (link, side, base) => base + 2 * link + side);

/** The same ends, filled in the order in which the table lists them. */
function byRouter(staged: Staged): string {
  const [base = 0] = numbers(first(staged), 'baseUdp');
  let next = base;
  return first(staged, 'ports.yaml').replace(/^(\S+ \S+):.*$/gm, (_, end: string) => `${end}: ${next++}`);
}

const COUNT: readonly Mend[] = [
  { title: 'the right numbers', texts: (staged) => table(right(staged)), open: [] },
  {
    title: 'the right numbers, line by line from below, as Windows saves them',
    texts: (staged) => table(right(staged).trim().split('\n').reverse().join('\r\n')),
    open: [],
  },
  {
    title: 'the right numbers with blanks and remarks',
    texts: (staged) => table(right(staged).replace(/: (\d+)/g, '  :   $1   # counted')),
    open: [],
  },
  {
    title: 'one number for both ends of a link',
    texts: (staged) => table(countedTable(staged, (link, _, base) => base + link)),
    open: ['ports'],
    told: 'one-port-per-link',
  },
  { title: 'router by router', texts: (staged) => table(byRouter(staged)), open: ['ports'], told: 'by-router' },
  {
    title: 'the right end first',
    texts: (staged) => table(countedTable(staged, (link, side, base) => base + 2 * link + 1 - side)),
    open: ['ports'],
    told: 'slip',
  },
  {
    title: 'one number left out',
    texts: (staged) => table(right(staged).replace(/: \d+\n$/, ':\n')),
    open: ['ports'],
  },
  {
    title: 'numbers that are wrong, and a lab that is changed to fit them',
    texts: (staged) => ({
      ...table(countedTable(staged, (link, side, base) => base + 50 + 2 * link + side)),
      ...bases(staged, (base) => [base + 50]),
    }),
    open: ['keep'],
  },
];

const SAME_BASE: readonly Mend[] = [
  { title: 'the second base 100 above', texts: (staged) => bases(staged, (base) => [base, base + 100]), open: [] },
  { title: 'the first base 100 above', texts: (staged) => bases(staged, (base) => [base + 100]), open: [] },
  { title: 'just room enough', texts: (staged) => bases(staged, (base) => [base, base + 24]), open: [] },
  {
    title: 'a base far below',
    texts: (staged) => bases(staged, (base) => [base - 1000]),
    open: [],
    isOutside: true,
  },
  {
    title: 'apart, but without room for more',
    texts: (staged) => bases(staged, (base) => [base, base + 10]),
    open: ['room'],
  },
  {
    title: 'a link that is deleted',
    texts: (staged) => to(first(staged).replace(`${linkLines(first(staged))[0]}\n`, '')),
    open: ['links', 'clean', 'room'],
    told: 'slip',
  },
  {
    title: 'the lines of links from below',
    texts: (staged) => {
      const text = first(staged);
      const lines = linkLines(text);
      return to(text.replace(lines.join('\n'), [...lines].reverse().join('\n')));
    },
    open: ['links', 'clean', 'room', 'lines'],
    told: 'slip',
  },
  {
    title: 'another TCP port',
    texts: (staged) => {
      const [, second = ''] = /localhost:(\d+1)\b/.exec(first(staged)) ?? [];
      return to(first(staged).replaceAll(`localhost:${second}`, `localhost:${Number(second) + 4}`));
    },
    open: ['links', 'clean', 'room', 'lines'],
    told: 'slip',
  },
];

/** The four ends by hand: local and remote port of each, in the order of the lines. */
function handEnds(text: string): Array<readonly [line: string, local: string, remote: string]> {
  return [...text.matchAll(/^.*NIO_udp:(\d+):127\.0\.0\.1:(\d+)$/gm)].map(
    ([line, local = '', remote = '']) => [line, local, remote] as const,
  );
}

/** The line of an end by hand with another remote port. */
function sendingTo(text: string, local: string | undefined, remote: string | undefined): string {
  return text.replace(new RegExp(`NIO_udp:${local}:127.0.0.1:\\d+`), `NIO_udp:${local}:127.0.0.1:${remote}`);
}

/** The ports in the order of the ring, beginning with the first line. */
function ring(text: string): string[] {
  const peers = new Map(handEnds(text).map(([, local, remote]) => [local, remote]));
  const [start] = peers.keys();
  const order: string[] = [];
  for (let port = start; port !== undefined && !order.includes(port); port = peers.get(port)) order.push(port);
  return order;
}

const CROSSED: readonly Mend[] = [
  {
    title: 'first with second, third with fourth',
    texts: (staged) => {
      const [a, b, c, d] = ring(first(staged));
      return to(sendingTo(sendingTo(first(staged), b, a), d, c));
    },
    open: [],
  },
  {
    title: 'second with third, fourth with first',
    texts: (staged) => {
      const [a, b, c, d] = ring(first(staged));
      return to(sendingTo(sendingTo(first(staged), c, b), a, d));
    },
    open: [],
  },
  {
    title: 'first with second, third with fourth, and remarks',
    texts: (staged) => {
      const [a, b, c, d] = ring(first(staged));
      const text = sendingTo(sendingTo(first(staged), b, a), d, c);
      return to(`# mended\n${text.replace('links:', '\n# the cables\nlinks:  # by hand')}`);
    },
    open: [],
  },
  {
    title: 'one line only',
    texts: (staged) => {
      const [a, b] = ring(first(staged));
      return to(sendingTo(first(staged), b, a));
    },
    open: ['links', 'clean'],
    told: 'slip',
  },
];

/** The port of the other program. */
function heldPort({ trouble }: Staged): number {
  const [held] = trouble;
  if (held?.trouble !== 'held port') throw new Error('no port is held');
  return held.port;
}

const FOREIGN: readonly Mend[] = [
  { title: 'a base 100 above', texts: (staged) => bases(staged, (base) => [base + 100]), open: [] },
  { title: 'a base just past it', texts: (staged) => bases(staged, () => [heldPort(staged) + 1]), open: [] },
  {
    title: 'the six ports just below it',
    texts: (staged) => bases(staged, () => [heldPort(staged) - 6]),
    open: [],
    isOutside: true,
  },
  {
    title: 'a base far above',
    texts: (staged) => bases(staged, (base) => [base + 1000]),
    open: [],
    isOutside: true,
  },
  {
    title: 'one more',
    texts: (staged) => bases(staged, (base) => [base + 1]),
    open: ['links'],
    told: 'next-free',
  },
  {
    title: 'the other program ended, and the lab loaded again',
    texts: () => ({}),
    acts: acts('program ended', 'load'),
    open: ['keep'],
    told: 'slip',
  },
  {
    title: 'the dead link deleted',
    texts: (staged) => {
      const text = first(staged);
      const index = (heldPort(staged) - (numbers(text, 'baseUdp')[0] ?? 0)) >> 1;
      return to(text.replace(`${linkLines(text)[index]}\n`, ''));
    },
    // The links after it get its ports.
    open: ['links'],
    told: 'next-free',
  },
];

const BLOCK: readonly Mend[] = [
  { title: 'bases 100 apart', texts: (staged) => bases(staged, (base) => [base, base + 100, base + 200]), open: [] },
  {
    title: 'the first one moved above the others',
    texts: (staged) => bases(staged, (base) => [base + 100, undefined, base + 50]),
    open: [],
  },
  {
    title: 'the third before the second',
    texts: (staged) => bases(staged, (base) => [base, base + 200, base + 100]),
    open: [],
  },
  {
    title: 'just room enough',
    texts: (staged) => bases(staged, (base) => [base, base + 28, base + 50]),
    open: [],
  },
  {
    title: 'the base of the third',
    texts: (staged) => bases(staged, (base) => [base, base + 12]),
    open: ['links', 'clean', 'room'],
    told: 'slip',
  },
  {
    title: 'two more for the second',
    texts: (staged) => bases(staged, (base) => [base, base + 8]),
    open: ['room'],
    told: 'hundred-is-hundred-links',
  },
  {
    title: 'one line only',
    texts: (staged) => bases(staged, (base) => [base, base + 100]),
    open: ['room'],
    told: 'hundred-is-hundred-links',
  },
];

/** How often the link was made. */
function times(staged: Staged): number {
  return 1 + first(staged).split('add: ').length - 1;
}

const CHURN: readonly Mend[] = [
  { title: 'the second base 100 above', texts: (staged) => bases(staged, (base) => [base, base + 100]), open: [] },
  { title: 'the first base 100 above', texts: (staged) => bases(staged, (base) => [base + 100]), open: [] },
  {
    title: 'just room enough',
    texts: (staged) => bases(staged, (base) => [base, base + 2 * times(staged) + 20]),
    open: [],
  },
  {
    title: 'past the last port',
    texts: (staged) => bases(staged, (base) => [base, base + 2 * times(staged)]),
    open: ['room'],
    told: 'ports-come-back',
  },
  {
    title: 'no events',
    texts: (staged) => to(first(staged).replace(/events:[\s\S]*/, '')),
    open: ['room', 'keep', 'lines'],
    told: 'slip',
  },
];

const CONSOLE = /, console: \d+/;

/** By the file: the base console, the number of the router with a written one, and that of its twin. */
function consoleFacts(staged: Staged): { base: number; late: number; early: number; home: number } {
  const text = first(staged);
  const devices = text.split('\n').filter((line) => line.includes('name: ') && line.includes('{'));
  const [base = 0] = numbers(text, 'baseConsole');
  const late = devices.findIndex((line) => CONSOLE.test(line));
  const early = (numbers(text, 'console')[0] ?? 0) - base;
  const home = devices[early]?.includes(/address: (\S+)/.exec(text)?.[1] ?? '?') ? 0 : 1;
  return { base, late, early, home };
}

function withConsole(staged: Staged, of: (facts: ReturnType<typeof consoleFacts>) => number): Texts {
  return to(first(staged).replace(CONSOLE, `, console: ${of(consoleFacts(staged))}`));
}

const CONSOLES: readonly Mend[] = [
  { title: 'no number of its own', texts: (staged) => to(first(staged).replace(CONSOLE, '')), open: [] },
  { title: 'a number that nobody has', texts: (staged) => withConsole(staged, ({ base }) => base + 10), open: [] },
  {
    title: 'the number that it had by itself',
    texts: (staged) => withConsole(staged, ({ base, late }) => base + late),
    open: [],
  },
  {
    title: 'the next number, which Dynagen then passes over',
    texts: (staged) => withConsole(staged, ({ base, late }) => base + late + 1),
    open: [],
  },
  {
    title: 'another base console where its twin is',
    texts: (staged) => {
      const { base, home } = consoleFacts(staged);
      return to(withNumber(first(staged), 'baseConsole', home, base + 40 - 4));
    },
    open: [],
  },
  {
    title: 'the console of another router',
    texts: (staged) => withConsole(staged, ({ base, early }) => base + (early === 0 ? 1 : 0)),
    open: ['consoles', 'clean'],
    told: 'base-console-too',
  },
  {
    title: 'the AUX port of another router',
    texts: (staged) => withConsole(staged, ({ base, early }) => base + 20 + early),
    open: ['consoles', 'clean'],
    told: 'base-console-too',
  },
  {
    title: 'another base UDP',
    texts: (staged) => bases(staged, (base) => [base, base + 150]),
    open: ['consoles', 'clean'],
    told: 'base-console-too',
  },
];

const HALF_OPEN: readonly Mend[] = [
  { title: 'the lab loaded again', texts: () => ({}), acts: acts('load'), open: [] },
  { title: 'a remark, and saved', texts: (staged) => to(`${first(staged)}\n# it was started again\n`), open: [] },
  { title: 'first files put back, then loaded', texts: () => ({}), acts: acts('load', 'first file', 'load'), open: [] },
  { title: 'nothing', texts: () => ({}), acts: acts(), open: ['links'] },
  { title: 'first files put back', texts: () => ({}), acts: acts('load', 'first file'), open: ['links'] },
  {
    title: 'a new base',
    texts: (staged) => bases(staged, (base) => [base, base + 150]),
    open: ['lines'],
    told: 'stop-is-told',
  },
];

/** The second address of the machine. */
function otherHost(staged: Staged): string {
  return /127\.0\.0\.[2-9]/.exec(first(staged))?.[0] ?? '';
}

const TWO_NAMES: readonly Mend[] = [
  {
    title: 'both hosts alike',
    texts: (staged) => to(first(staged).replaceAll(otherHost(staged), '127.0.0.1')),
    open: [],
  },
  {
    title: 'both hosts alike, and the file as Windows saves it',
    texts: (staged) => to(first(staged).replaceAll(otherHost(staged), '127.0.0.1').replaceAll('\n', '\r\n')),
    open: [],
  },
  {
    title: 'both hosts alike, and another TCP port',
    texts: (staged) =>
      to(first(staged).replace(/127\.0\.0\.[2-9]:(\d+)(?!\d)/g, (_, port) => `127.0.0.1:${Number(port) + 3}`)),
    open: [],
  },
  {
    title: 'the router moved to the other hypervisor',
    texts: (staged) => {
      const [, near = ''] = /address: (\S+)/.exec(first(staged)) ?? [];
      return to(first(staged).replace(/"127\.0\.0\.[2-9]:\d+"/, `"${near}"`));
    },
    // The hypervisor with the other address is still there, for the next router.
    open: ['clean'],
    told: 'slip',
  },
  {
    title: 'another base',
    texts: (staged) => bases(staged, (base) => [base, base + 150]),
    open: ['links', 'clean'],
    told: 'slip',
  },
  {
    title: 'localhost for one',
    texts: (staged) => to(first(staged).replaceAll(otherHost(staged), 'localhost')),
    open: ['clean'],
    told: 'slip',
  },
  {
    title: 'the other address for both',
    texts: (staged) => to(first(staged).replaceAll('127.0.0.1', otherHost(staged))),
    open: ['lines'],
  },
];

const MORNING = 'morning.yaml';
const AFTERNOON = 'afternoon.yaml';

const TWO_LABS: readonly Mend[] = [
  { title: 'a base 100 above', texts: (staged) => bases(staged, (base) => [base + 100], AFTERNOON), open: [] },
  { title: 'a base just past it', texts: (staged) => bases(staged, (base) => [base + 4], AFTERNOON), open: [] },
  {
    title: 'a base far below',
    texts: (staged) => bases(staged, (base) => [base - 1000], AFTERNOON),
    open: [],
    isOutside: true,
  },
  {
    title: 'one more',
    texts: (staged) => bases(staged, (base) => [base + 1], AFTERNOON),
    open: ['clean'],
    told: 'any-gap-will-do',
  },
  {
    title: 'another base console',
    texts: (staged) => {
      const text = first(staged, AFTERNOON);
      return { [AFTERNOON]: withNumber(text, 'baseConsole', 0, (numbers(text, 'baseConsole')[0] ?? 0) + 5) };
    },
    open: ['links', 'clean'],
    told: 'base-console-too',
  },
  {
    title: 'another TCP port',
    texts: (staged) => {
      const text = first(staged, AFTERNOON);
      return { [AFTERNOON]: text.replace(/localhost:(\d+)/g, (_, port) => `localhost:${Number(port) + 4}`) };
    },
    open: ['links', 'clean', 'lines'],
    told: 'base-console-too',
  },
  {
    title: 'the other lab moved',
    texts: (staged) => bases(staged, (base) => [base + 100], MORNING),
    open: ['keep'],
  },
];

interface ExamMends {
  readonly second?: number;
  readonly firstBase?: number;
  readonly console?: 'none' | number;
  readonly hand?: 'remote' | 'local';
}

/** Some of the three faults mended; bases are counted from the one that is there. */
function examText(staged: Staged, { second, firstBase, console, hand }: ExamMends): Texts {
  let text = bases(staged, (base) => [firstBase && base + firstBase, second && base + second])['lab.yaml'] ?? '';
  if (console === 'none') text = text.replace(CONSOLE, '');
  if (typeof console === 'number')
    text = text.replace(CONSOLE, `, console: ${(numbers(text, 'baseConsole')[0] ?? 0) + console}`);
  const [one, two] = handEnds(text);
  if (hand === 'remote') text = sendingTo(text, two?.[1], one?.[1]);
  if (hand === 'local') text = text.replace(`NIO_udp:${one?.[1]}:`, `NIO_udp:${two?.[2]}:`);
  return to(text);
}

const EXAM: readonly Mend[] = [
  {
    title: 'second base, no console, the digit',
    texts: (staged) => examText(staged, { second: 100, console: 'none', hand: 'remote' }),
    open: [],
  },
  {
    title: 'first base, another console, the other end of the cable',
    texts: (staged) => examText(staged, { firstBase: 100, console: 10, hand: 'local' }),
    open: [],
  },
  {
    title: 'second base a little above, its own console, the digit',
    texts: (staged) => examText(staged, { second: 50, console: 2, hand: 'remote' }),
    open: [],
  },
  {
    title: 'base + 1',
    texts: (staged) => examText(staged, { second: 1, console: 'none', hand: 'remote' }),
    open: ['clean'],
    told: 'any-gap-will-do',
  },
  {
    title: 'the base alone',
    texts: (staged) => examText(staged, { second: 100 }),
    open: ['links', 'clean', 'consoles'],
    told: 'slip',
  },
  {
    title: 'all but the console',
    texts: (staged) => examText(staged, { second: 100, hand: 'remote' }),
    open: ['clean', 'consoles'],
    told: 'slip',
  },
  {
    title: 'all but the base',
    texts: (staged) => examText(staged, { console: 'none', hand: 'remote' }),
    open: ['links', 'clean'],
  },
];

const GNS3 = 'gns3.txt';

/** Lines below what the file has at first. */
function deeds(staged: Staged, ...lines: readonly string[]): Texts {
  return { [GNS3]: `${first(staged, GNS3)}${lines.join('\n')}\n` };
}

function serverOf({ server }: Staged): NonNullable<Staged['server']> {
  if (server === undefined) throw new Error('no server');
  return server;
}

function fromTheOtherEnd(link: string): string {
  return link.split(' -- ').reverse().join(' -- ');
}

/** The two links of the router whose uBridge has ended, and the third one. */
function aroundTheDead(staged: Staged): { node: string; one: string; other: string; busy: string } {
  const { links, before } = serverOf(staged);
  const [fault] = before;
  if (fault?.does !== 'uBridge dies') throw new Error('no uBridge has ended');
  const isAt = (link: string): boolean => new RegExp(`(^|-- )${fault.node} `).test(link);
  const [one = '', other = ''] = links.filter(isAt);
  return { node: fault.node, one, other, busy: links.find((link) => !isAt(link)) ?? '' };
}

/** As it was tried on gns3-server 2.2.59. */
const DEAD_UBRIDGE: readonly Mend[] = [
  {
    title: 'both links deleted, then made',
    texts: (staged) => {
      const { one, other } = aroundTheDead(staged);
      return deeds(staged, `delete ${one}`, `delete ${other}`, `make ${one}`, `make ${other}`);
    },
    open: [],
  },
  {
    title: 'the other one first, with remarks',
    texts: (staged) => {
      const { one, other } = aroundTheDead(staged);
      return deeds(staged, `  delete   ${other}`, `delete ${one} # dead`, '', `make ${other}`, '# and', `make ${one}`);
    },
    open: [],
  },
  {
    title: 'links stated from their other ends, in a file of Windows',
    texts: (staged) => {
      const { one, other } = aroundTheDead(staged);
      const [back, forth] = [fromTheOtherEnd(one), fromTheOtherEnd(other)];
      const text = deeds(staged, `delete ${back}`, `delete ${forth}`, `make ${forth}`, `make ${back}`)[GNS3] ?? '';
      return { [GNS3]: text.replaceAll('\n', '\r\n') };
    },
    open: [],
  },
  {
    title: 'one link after the other: 409',
    texts: (staged) => {
      const { one, other } = aroundTheDead(staged);
      return deeds(staged, `delete ${one}`, `make ${one}`, `delete ${other}`, `make ${other}`);
    },
    open: ['links'],
    told: 'slip',
  },
  {
    title: 'the router stopped and started',
    texts: (staged) => deeds(staged, `stop ${aroundTheDead(staged).node}`, `start ${aroundTheDead(staged).node}`),
    open: ['links'],
    told: 'slip',
  },
  {
    title: 'one of two links made again',
    texts: (staged) => deeds(staged, `delete ${aroundTheDead(staged).one}`, `make ${aroundTheDead(staged).one}`),
    open: ['links'],
    told: 'slip',
  },
  {
    title: 'both links deleted',
    texts: (staged) => deeds(staged, `delete ${aroundTheDead(staged).one}`, `delete ${aroundTheDead(staged).other}`),
    open: ['links'],
  },
  { title: 'the project closed and opened', texts: (staged) => deeds(staged, 'reopen'), open: ['keep'], told: 'slip' },
  {
    title: 'all links made again',
    texts: (staged) => {
      const { one, other, busy } = aroundTheDead(staged);
      const all = [one, other, busy];
      return deeds(staged, ...all.map((link) => `delete ${link}`), ...all.map((link) => `make ${link}`));
    },
    open: ['keep', 'lines'],
  },
];

/** Of the two suspended links the one with a router, and the one without. */
function suspendedLinks(staged: Staged): { router: string; switches: string; node: string } {
  const suspended = serverOf(staged).before.flatMap((deed) => (deed.does === 'suspend' ? deed.link : []));
  const router = suspended.find((link) => link.includes(' f')) ?? '';
  const node = /(\S+) f\d/.exec(router)?.[1] ?? '';
  return { router, switches: suspended.find((link) => link !== router) ?? '', node };
}

const SUSPENDED_LINK: readonly Mend[] = [
  { title: 'resumed', texts: (staged) => deeds(staged, `resume ${suspendedLinks(staged).router}`), open: [] },
  {
    title: 'resumed, stated from the other end',
    texts: (staged) => deeds(staged, `resume ${fromTheOtherEnd(suspendedLinks(staged).router)}`),
    open: [],
  },
  {
    title: 'resumed, with a remark',
    texts: (staged) => deeds(staged, '', `# that with a router\nresume ${suspendedLinks(staged).router} # at last`),
    open: [],
  },
  {
    title: 'the link between the switches resumed',
    texts: (staged) => deeds(staged, `resume ${suspendedLinks(staged).switches}`),
    open: ['links'],
    told: 'slip',
  },
  {
    title: 'the router stopped and started',
    texts: (staged) => deeds(staged, `stop ${suspendedLinks(staged).node}`, `start ${suspendedLinks(staged).node}`),
    open: ['links', 'lines'],
    told: 'slip',
  },
  {
    title: 'the link made again',
    texts: (staged) =>
      deeds(staged, `delete ${suspendedLinks(staged).router}`, `make ${suspendedLinks(staged).router}`),
    open: ['lines'],
    told: 'slip',
  },
  { title: 'the project closed and opened', texts: (staged) => deeds(staged, 'reopen'), open: ['links', 'keep'] },
];

/**
 * Each switch has a Dynamips, on the TCP ports of the place in their order. Those that are left keep
 * theirs, and the new server takes the lowest that are free.
 */
function dynamipsOf(staged: Staged): { left: number[]; own: number[]; node: string } {
  const { nodes, before } = serverOf(staged);
  const [fault] = before;
  if (fault?.does !== 'server dies') throw new Error('the server was not killed');
  const control = staged.place?.control ?? 0;
  const places = fault.leaves.map((node) => nodes.findIndex(({ name }) => name === node));
  const free = [0, 1, 2, 3, 4, 5].filter((place) => !places.includes(place));
  return {
    left: places.map((place) => control + place),
    own: places.map((place) => control + (free[place] ?? 0)),
    node: fault.leaves[0] ?? '',
  };
}

const ends = (ports: readonly number[]): string[] => ports.map((port) => `end ${port}`);

const ORPHAN_PORTS: readonly Mend[] = [
  { title: 'what is left ended', texts: (staged) => deeds(staged, ...ends(dynamipsOf(staged).left)), open: [] },
  {
    title: 'what is left ended, the last one first',
    texts: (staged) => deeds(staged, '# all of them', ...ends(dynamipsOf(staged).left.toReversed())),
    open: [],
  },
  {
    title: 'what is left ended, with remarks',
    texts: (staged) => deeds(staged, ...ends(dynamipsOf(staged).left).map((line) => `\t${line}  # not known`)),
    open: [],
  },
  {
    title: 'the Dynamips of the server ended',
    texts: (staged) => deeds(staged, ...ends(dynamipsOf(staged).own)),
    open: ['links', 'orphans'],
    told: 'slip',
  },
  {
    title: 'the project closed and opened',
    texts: (staged) => deeds(staged, 'reopen'),
    open: ['links', 'orphans'],
    told: 'slip',
  },
  {
    title: 'a switch stopped',
    texts: (staged) => deeds(staged, `stop ${dynamipsOf(staged).node}`),
    open: ['links', 'orphans'],
    told: 'slip',
  },
  {
    title: 'what is left ended, and the project closed and opened',
    texts: (staged) => deeds(staged, ...ends(dynamipsOf(staged).left), 'reopen'),
    open: ['lines'],
  },
];

/** For each exercise at least three good mends, no goal being open then, and the common wrong ones. */
export const MENDS: Readonly<Record<string, readonly Mend[]>> = {
  count: COUNT,
  'same-base-old': [
    ...SAME_BASE,
    {
      title: 'the second base one above',
      texts: (staged) => bases(staged, (base) => [base, base + 1]),
      open: ['links', 'clean', 'room'],
      told: 'any-gap-will-do',
    },
  ],
  'same-base-new': [
    ...SAME_BASE,
    {
      title: 'the second base one above',
      texts: (staged) => bases(staged, (base) => [base, base + 1]),
      open: ['clean', 'room'],
      told: 'any-gap-will-do',
    },
  ],
  crossed: CROSSED,
  foreign: FOREIGN,
  block: BLOCK,
  churn: CHURN,
  consoles: CONSOLES,
  'half-open': HALF_OPEN,
  'two-names': TWO_NAMES,
  'two-labs': TWO_LABS,
  'dead-ubridge': DEAD_UBRIDGE,
  'suspended-link': SUSPENDED_LINK,
  'orphan-ports': ORPHAN_PORTS,
  exam: EXAM,
};

/** What is open at first, worked out by hand. */
export const OPEN_AT_FIRST: Readonly<Record<string, readonly string[]>> = {
  count: ['ports'],
  'same-base-old': ['links', 'clean', 'room'],
  'same-base-new': ['links', 'clean', 'room'],
  crossed: ['links', 'clean'],
  foreign: ['links'],
  block: ['links', 'clean', 'room'],
  churn: ['links', 'clean', 'room'],
  consoles: ['consoles', 'clean'],
  'half-open': ['links'],
  'two-names': ['links', 'clean'],
  'two-labs': ['links', 'clean'],
  'dead-ubridge': ['links'],
  'suspended-link': ['links'],
  'orphan-ports': ['links', 'orphans'],
  exam: ['links', 'clean', 'consoles'],
};
