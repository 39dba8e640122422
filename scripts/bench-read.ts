// Benchmark of the readers: large labs of each format, from text to lab. Prints figures and never fails.
import type { Lab } from '../src/core/lab/lab.ts';
import type { ReadResult } from '../src/core/lab/problem.ts';
import { readLab } from '../src/core/lab/read-lab.ts';
import { report, summary } from './bench/row.ts';

const MIB = 1024 * 1024;

/** Texts of pairs of linked routers, until `bytes` are reached; the readers see nothing else of them. */
interface Format {
  readonly file: string;
  readonly limit: number;
  readonly text: (bytes: number) => string;
}

const FORMATS: readonly Format[] = [
  { file: 'large.net', limit: 0.6, text: netText },
  { file: 'large.yaml', limit: 3, text: yamlText },
  { file: 'large.gns3', limit: 0.6, text: gns3Text },
];

function netText(bytes: number): string {
  const pairs = until(bytes, (index) => [
    `    [[ROUTER R${index}]]\n        model = 3640\n        console = ${2000 + index}\n        f0/0 = R${index + 1} f0/0\n        x = -12.5\n    [[ROUTER R${index + 1}]]\n        model = 3640\n        f0/0 = R${index} f0/0\n        cnfg = configs\\R.cfg\n`,
  ]);
  return `[127.0.0.1:7200]\nudp = 10000\n${pairs.flat().join('')}`;
}

function yamlText(bytes: number): string {
  const pairs = until(bytes, (index) => [
    `  - name: R${index}\n    ram: 128\n    console: ${2000 + (index % 9000)}\n  - name: R${index + 1}\n    image: c3640.bin\n`,
    `  - R${index} f0/0 -- R${index + 1} f0/0\n`,
  ]);
  const part = (number: number): string => pairs.map((pair) => pair[number]).join('');
  return `hypervisors:\n  - address: 127.0.0.1:7200\ndevices:\n${part(0)}links:\n${part(1)}`;
}

function gns3Text(bytes: number): string {
  const pairs = until(bytes, (index) => [gns3Nodes(index), gns3Link(index)]);
  const part = (number: number): string => pairs.map((pair) => pair[number]).join(',\n');
  return `{"name": "large", "revision": 9, "topology": {"computes": [], "nodes": [\n${part(0)}\n], "links": [\n${part(1)}\n]}, "type": "topology", "version": "2.2.45"}\n`;
}

function gns3Nodes(index: number): string {
  const nodes = [index, index + 1].map((number) => ({
    compute_id: 'local',
    console: 2000 + (number % 9000),
    console_type: 'telnet',
    label: { rotation: 0, style: 'font-family: TypeWriter;font-size: 10.0', text: `R${number}`, x: 11, y: -25 },
    name: `R${number}`,
    node_id: idOf(number),
    node_type: 'dynamips',
    properties: {
      dynamips_id: number,
      image: 'c3725.image',
      platform: 'c3725',
      ram: 128,
      slot0: 'GT96100-FE',
      slot1: null,
    },
    symbol: ':/symbols/router.svg',
    x: -346,
    y: -156,
  }));
  return nodes.map((node) => JSON.stringify(node, null, 4)).join(',\n');
}

function gns3Link(index: number): string {
  const nodes = [index, index + 1].map((number) => ({
    adapter_number: 0,
    label: { rotation: 0, style: 'font-size: 10', text: 'f0/0', x: 59, y: 42 },
    node_id: idOf(number),
    port_number: 0,
  }));
  return JSON.stringify({ filters: {}, link_id: idOf(index), nodes, suspend: false }, null, 4);
}

function idOf(number: number): string {
  return `${number.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`;
}

/** The parts of each pair, numbered 0, 2, 4 and so on. */
function until(bytes: number, pair: (index: number) => readonly string[]): ReadonlyArray<readonly string[]> {
  const pairs: Array<readonly string[]> = [];
  let size = 0;
  for (let index = 0; size < bytes; index += 2) {
    const parts = pair(index);
    pairs.push(parts);
    size += parts.join('').length;
  }
  return pairs;
}

function seconds(read: () => ReadResult<Lab>): number {
  const start = performance.now();
  const { labs, problems } = read();
  const time = (performance.now() - start) / 1000;
  if (labs.length === 0 || problems.length > 0) throw new Error(problems[0]?.message ?? 'there is no lab');
  return time;
}

for (const { file, limit, text } of FORMATS) {
  const ending = file.slice(file.indexOf('.'));
  const [large, small] = [text(10 * MIB), text(MIB)];
  seconds(() => readLab(large, file));
  const runs = [1, 2, 3].map(() => ({
    large: seconds(() => readLab(large, file)),
    small: seconds(() => readLab(small, file)),
  }));
  report({ name: `read 10 MiB of ${ending}`, ...summary(runs.map((run) => run.large)), unit: 's', limit });
  const growth = runs.map((run) => run.large / run.small);
  report({ name: `read 10 MiB of ${ending} against 1 MiB`, ...summary(growth), unit: 'x', limit: 13 });
}
