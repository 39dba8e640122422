// Benchmark of `plan` for large .net labs with everything in the wrong place: in process, from the text to
// the changed text, and as a whole command that writes the lab.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readLab } from '../src/core/lab/read-lab.ts';
import { LabModel } from '../src/core/model/lab-model.ts';
import { plan } from '../src/features/plan/plan.ts';
import { report, summary } from './bench/row.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const ROUNDS = 3;

interface Size {
  readonly hypervisors: number;
  readonly routers: number;
  readonly links: number;
}

/** One host whose hypervisors all have the same base; each router is linked to those that follow it. */
function netText({ hypervisors, routers, links }: Size): string {
  const used = new Array<number>(routers).fill(0);
  const linesOf = Array.from({ length: routers }, (): string[] => []);
  const nextPort = (router: number): string => {
    const port = used[router] ?? 0;
    used[router] = port + 1;
    return `s${port >> 3}/${port & 7}`;
  };
  for (let index = 0; index < links; index++) {
    const a = index % routers;
    const b = (a + 1 + Math.floor(index / routers)) % routers;
    linesOf[a]?.push(`        ${nextPort(a)} = R${b} ${nextPort(b)}`);
  }
  const lines: string[] = [];
  for (const [router, own] of linesOf.entries()) {
    const hypervisor = Math.floor((router * hypervisors) / routers);
    if (router === Math.ceil((hypervisor * routers) / hypervisors))
      lines.push(`[127.0.0.1:${7200 + hypervisor}]`, '    udp = 10000');
    lines.push(`    [[ROUTER R${router}]]`, '        model = 7200', `        console = ${2000 + router}`, ...own);
  }
  return `${lines.join('\n')}\n`;
}

async function inProcess(text: string): Promise<number> {
  const start = performance.now();
  const { labs } = readLab(text, 'large.net');
  const { result } = await plan(LabModel.of(labs), { files: [{ file: 'large.net', text, labs }] });
  if (result.left.length > 0) throw new Error('the plan of the benchmark must leave nothing');
  return (performance.now() - start) / 1000;
}

function asCommand(file: string, target: string): number {
  const start = performance.now();
  const args = ['bin/run.js', 'plan', file, '--write', target, '--yes'];
  const { status } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'ignore' });
  if (status !== 0) throw new Error(`plan ended with ${status}`);
  return (performance.now() - start) / 1000;
}

async function times(measure: () => number | Promise<number>): Promise<ReturnType<typeof summary>> {
  const all: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) all.push(await measure());
  return summary(all.slice(1));
}

async function measure(name: string, size: Size, limit: number, folder: string): Promise<void> {
  const text = netText(size);
  const tenth = netText({
    hypervisors: size.hypervisors / 10,
    routers: size.routers / 10,
    links: size.links / 10,
  });
  const file = join(folder, 'large.net');
  writeFileSync(file, text);
  const whole = await times(() => inProcess(text));
  const part = await times(() => inProcess(tenth));
  report({ name: `plan of ${name}, in process`, ...whole, unit: 's', limit });
  report({ name: `plan of ${name}, growth from a tenth`, figure: whole.figure / part.figure, unit: 'x', limit: 15 });
  const command = await times(() => asCommand(file, join(folder, 'planned.net')));
  report({ name: `plan of ${name}, the command, file written`, ...command, unit: 's', limit });
}

const folder = mkdtempSync(join(tmpdir(), 'niostat-bench-'));
try {
  await measure('60 hypervisors with 12,000 links', { hypervisors: 60, routers: 3000, links: 12_000 }, 1, folder);
  await measure('16,000 routers on one host', { hypervisors: 160, routers: 16_000, links: 16_000 }, 3, folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
