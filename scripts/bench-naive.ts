// Benchmark of `check`, `simulate` and `preflight`, and of a naive scan in Python
// (scripts/bench/naive-scan.py): which of six accidents each finds, and how long it takes for a lab that is
// well.
import { spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { CheckResult } from '../src/features/check/check.ts';
import type { PreflightResult } from '../src/features/preflight/result.ts';
import { Folder } from '../test/support/cli.ts';
import { betweenText } from '../test/support/rehearsal.ts';
import { report, summary } from './bench/row.ts';
import { versionOf } from './bench/run.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SCAN = fileURLToPath(new URL('bench/naive-scan.py', import.meta.url));
const LINKS = 400;
const TURNS = 7;

const ACCIDENTS = `[127.0.0.1:28900]
udp = 28000
[[ROUTER R1]]
console = 28500
f0/0 = R2 f0/0
f1/0 = R3 f0/0
f2/0 = NIO_udp:28002:127.0.0.1:28700
[[ROUTER R2]]
console = 28501
f1/0 = R3 f1/0
[127.0.0.1:28901]
udp = 28003
[[ROUTER R3]]
console = 28501
`;

/**
 * What is wrong with that lab, with what says so: in the scan a text, in niostat a rule and what it is about.
 */
const SIGNS: Readonly<Record<string, { readonly scan: string; readonly rule: string; readonly about?: string }>> = {
  'a UDP port that another program has': { scan: 'UDP 28001', rule: 'port-taken', about: 'UDP 28001' },
  'a console that another program has': { scan: 'TCP 28500', rule: 'port-taken', about: 'TCP 28500' },
  'a control port that another program has': { scan: 'TCP 28901', rule: 'port-taken', about: 'TCP 28901' },
  'two consoles on one port': { scan: 'TCP 28501', rule: 'NIO031' },
  'hypervisors whose ranges overlap': { scan: 'UDP 28003', rule: 'NIO002' },
  'a NIO of its own port in a range': { scan: 'UDP 28002', rule: 'NIO040' },
};

/** Python itself: `python3` may be a script that looks for it. Null if there is none. */
const PYTHON = spawnSync('python3', ['-c', 'import sys; print(sys.executable, end="")'], { encoding: 'utf8' }).stdout;

/** Takes the ports of the accidents, as programs do that have nothing to do with the lab. */
async function takePorts(): Promise<() => void> {
  const udp = createSocket('udp4').bind({ port: 28_001, exclusive: true });
  const servers = [28_500, 28_901].map((port) => createServer((socket) => socket.resume()).listen(port));
  await Promise.all([udp, ...servers].map((one) => once(one, 'listening')));
  return () => {
    udp.close();
    for (const server of servers) server.close();
  };
}

interface Said {
  readonly ms: number;
  readonly text: string;
}

async function run(program: string, ...args: string[]): Promise<Said> {
  const start = performance.now();
  const child = spawn(program, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'ignore'] });
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += chunk;
  });
  await once(child, 'close');
  return { ms: performance.now() - start, text };
}

function niostat(...args: string[]): Promise<Said> {
  return run(process.execPath, 'bin/run.js', ...args);
}

/** Reports which of the accidents were found. */
function tell(tool: string, { ms }: Said, isFound: (sign: (typeof SIGNS)[string]) => boolean): void {
  const missed = Object.keys(SIGNS).filter((name) => !isFound(SIGNS[name] as (typeof SIGNS)[string]));
  const all = Object.keys(SIGNS).length;
  report({
    name: `accidents that ${tool} finds`,
    figure: all - missed.length,
    unit: `of ${all}`,
    better: 'more',
    remark: `${ms.toFixed(0)} ms${missed.length === 0 ? '' : `; misses ${missed.join(', ')}`}`,
  });
}

async function accidents(lab: string): Promise<void> {
  const free = await takePorts();
  const scan = await run(PYTHON, SCAN, lab);
  tell('the scan', scan, (sign) => scan.text.includes(sign.scan));
  const check = await niostat('check', '--json', lab);
  const { findings } = JSON.parse(check.text) as CheckResult;
  tell('check', check, ({ rule, about }) => about === undefined && findings.some(({ id }) => id === rule));
  const preflight = await niostat('preflight', '--json', lab);
  const details = (JSON.parse(preflight.text) as PreflightResult).answers.flatMap((answer) => answer.details);
  tell('preflight', preflight, (sign) =>
    details.some(
      ({ rule, about = [] }) => rule === sign.rule && (sign.about === undefined || about.includes(sign.about)),
    ),
  );
  free();
}

async function times(lab: string): Promise<void> {
  const commands: Record<string, () => Promise<Said>> = {
    'the scan': () => run(PYTHON, SCAN, lab),
    simulate: () => niostat('simulate', lab),
    check: () => niostat('check', lab),
    preflight: () => niostat('preflight', lab),
  };
  const all = new Map<string, number[]>(Object.keys(commands).map((name) => [name, []]));
  for (let turn = 0; turn <= TURNS; turn++) {
    for (const [name, command] of Object.entries(commands)) {
      const { ms } = await command();
      if (turn > 0) all.get(name)?.push(ms);
    }
  }
  for (const [name, ms] of all) {
    const remark = name === 'the scan' ? versionOf('python3') : '';
    report({ name: `${name} of a lab of ${LINKS} links on two hypervisors`, ...summary(ms), unit: 'ms', remark });
  }
}

if (PYTHON === null) report({ name: 'a naive scan', unit: 'ms', remark: 'python3 is not installed' });
else {
  const folder = new Folder();
  await accidents(folder.file('accidents.net', ACCIDENTS));
  const well = betweenText(LINKS, { port: 28_900, baseUdp: 28_000 }, { port: 28_901, baseUdp: 28_400 });
  await times(folder.file('well.net', well));
}
