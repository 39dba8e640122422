import type { Problem } from '../../../core/teach/problem.ts';
import type { StagedServer } from './staged-server.ts';

/** What somebody does with a project in GNS3, or to a program in a terminal. */
export type Deed =
  | { readonly does: 'stop' | 'start'; readonly node: string }
  | { readonly does: 'delete' | 'make' | 'suspend' | 'resume'; readonly link: string }
  /** The project is closed, and opened again. */
  | { readonly does: 'reopen' }
  /** The program that listens on this TCP port is ended. */
  | { readonly does: 'end'; readonly control: number };

/** A deed with its line, from 1. */
export interface WrittenDeed {
  readonly deed: Deed;
  readonly line: number;
}

/** What stands at the top of the file. */
export function deedsText({ links, nodes }: Pick<StagedServer, 'links' | 'nodes'>): string {
  const [link = ''] = links;
  const node = nodes[0]?.name ?? '';
  return [
    '# What you do in GNS3, one thing in a line, from above to below:',
    `#   delete ${link}`,
    `#   make ${link}`,
    '#   suspend LINK, resume LINK',
    `#   stop ${node}, start ${node}: one of them in a line`,
    '#   reopen: the project is closed, and opened again',
    '# And in a terminal:',
    '#   end PORT: the program that listens on this TCP port is ended',
    '# With each save all begins anew, and all lines are done.',
    '',
  ].join('\n');
}

/** Nobody mends a project with more. */
const MOST_DEEDS = 100;

/** The deeds of a file, or the first line that cannot be read as one. */
export function readDeeds(
  text: string,
  server: Pick<StagedServer, 'links' | 'nodes'>,
): readonly WrittenDeed[] | (Problem & { readonly line: number }) {
  const deeds: WrittenDeed[] = [];
  for (const [index, raw] of text.split(/\r\n|\n|\r/).entries()) {
    const words = raw
      .replace(/(^|\s)#.*$/, '')
      .trim()
      .split(/\s+/);
    if (words[0] === '') continue;
    const read = deedOf(words, server);
    if ('problem' in read) return { ...read, line: index + 1 };
    deeds.push({ deed: read, line: index + 1 });
    if (deeds.length > MOST_DEEDS) return { problem: `more than ${MOST_DEEDS} lines to do`, line: index + 1 };
  }
  return deeds;
}

function deedOf(
  [verb = '', ...rest]: readonly string[],
  { links, nodes }: Pick<StagedServer, 'links' | 'nodes'>,
): Deed | Problem {
  const what = rest.join(' ');
  switch (verb) {
    case 'stop':
    case 'start':
      return nodes.some(({ name }) => name === what)
        ? { does: verb, node: what }
        : { problem: `no node is called "${what}"` };
    case 'delete':
    case 'make':
    case 'suspend':
    case 'resume': {
      const link = links.find((one) => one === what || turned(one) === what);
      return link === undefined
        ? { problem: `no link is called "${what}": write it as on the screen` }
        : { does: verb, link };
    }
    case 'reopen':
      return what === '' ? { does: verb } : { problem: 'reopen stands alone in its line' };
    case 'end':
      return /^\d{1,5}$/.test(what)
        ? { does: verb, control: Number(what) }
        : { problem: `end needs a TCP port, not "${what}"` };
    default:
      return { problem: `"${verb}" is nothing that can be done here: see the top of the file` };
  }
}

function turned(link: string): string {
  return link.split(' -- ').reverse().join(' -- ');
}
