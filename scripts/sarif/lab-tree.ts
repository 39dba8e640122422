import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zip } from '../../test/support/zip.ts';

const ROOT = new URL('../../', import.meta.url);
const CASES = new URL('test/fixtures/cases/', ROOT);

/** A command line of `niostat` whose log is validated, by the name of the log. */
export interface LoggedRun {
  readonly name: string;
  readonly args: readonly string[];
}

/**
 * Writes labs of every kind into a folder, and returns what is run there: scenarios, the examples of the
 * pages of all checks, two labs at once, a folder, archives, files that cannot be read, names that a URI has
 * to escape, a lab in which nothing is wrong, other commands.
 */
export function writeLabTree(folder: string): LoggedRun[] {
  const scenarios = writeScenarios(folder);
  const examples = writeExamples(folder);
  mkdirSync(join(folder, 'labs 100%#ä'), { recursive: true });
  const project = readFileSync(new URL('consoles-that-move.gns3', CASES), 'utf8');
  const clean = '[127.0.0.1:7200]\nudp = 9000\n[[ROUTER R1]]\nf0/0 = R2 f0/0\n[[ROUTER R2]]\n';
  const files: Readonly<Record<string, string | Buffer>> = {
    'clean.net': clean,
    'monday.net': clean.replace('9000', '10000'),
    'tuesday.net': clean.replace('9000', '10000').replace('7200', '7210'),
    'labs 100%#ä/a [1] ü.net': clean.replace('9000', '70000'),
    'project.gns3': project,
    'portable.gns3project': zip([{ name: 'project.gns3', data: project }]),
    'bad.net': '[localhost]\nnonsense\nmore nonsense\n',
    'bad.gns3project': zip([{ name: 'project.gns3', data: '{' }]),
    'no-archive.gns3project': Buffer.from('PK\u0003\u0004 cut off'),
    'latin.net': Buffer.from([0x5b, 0xe4, 0x5d, 0x0a]),
    'server.conf': '[Server]\nudp_start_port_range = 30000\nudp_start_end_range = 31000\n',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const check = (name: string, ...args: string[]): LoggedRun => ({
    name,
    args: ['check', '--format', 'sarif', ...args],
  });
  return [
    ...scenarios.map((file) => check(`scenario-${file}`, `scenarios/${file}`)),
    ...examples.map((file) => check(`example-${file}`, `examples/${file}`)),
    check('no-hypervisor', '--allocator', 'dynagen', 'examples/NIO006.yaml'),
    check('two-labs', 'monday.net', 'tuesday.net'),
    check('each', '--each', 'monday.net', 'tuesday.net', 'scenarios/broken-links.yaml'),
    check('folder', 'examples'),
    check('server-conf', '--server-conf', 'server.conf', 'project.gns3'),
    check('archive', 'portable.gns3project'),
    check('names', 'labs 100%#ä/a [1] ü.net', './monday.net'),
    check('absolute', join(folder, 'monday.net')),
    check(
      'unreadable',
      'bad.net',
      'bad.gns3project',
      'no-archive.gns3project',
      'latin.net',
      'nosuch.net',
      'monday.net',
    ),
    check('nothing-read', 'bad.net'),
    check('no-lab', 'labs 100%#ä/*.gns3'),
    check('clean', '--rule', 'same-base-udp', 'clean.net'),
    check('name-not-answered', '--resolve', 'examples/NIO024.net'),
    { name: 'preflight', args: ['preflight', '--format', 'sarif', '--only', 'file,checks,ranges', 'monday.net'] },
  ];
}

function writeScenarios(folder: string): string[] {
  cpSync(new URL('scenarios/', ROOT), join(folder, 'scenarios'), { recursive: true });
  return readdirSync(join(folder, 'scenarios')).filter((name) => name.endsWith('.yaml'));
}

/** The first block below "Example" of each page, where that is a lab. */
function writeExamples(folder: string): string[] {
  mkdirSync(join(folder, 'examples'));
  const pages = new URL('docs/checks/', ROOT);
  return readdirSync(pages).flatMap((page) => {
    const [, example = ''] = /\n## Example\n([\s\S]*?)(?=\n## )/.exec(readFileSync(new URL(page, pages), 'utf8')) ?? [];
    const [block] = /(?:^ {4}.*\n|^\n(?= {4}))+/m.exec(example) ?? [];
    const text = block?.replace(/^ {4}/gm, '') ?? '';
    const isScenario = /^devices:/m.test(text);
    if (!isScenario && !/^\[[\w.-]+:\d+\]/m.test(text)) return [];
    const name = `${page.slice(0, 'NIO001'.length)}.${isScenario ? 'yaml' : 'net'}`;
    writeFileSync(join(folder, 'examples', name), text);
    return [name];
  });
}
