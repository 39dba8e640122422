// Benchmark of `reach` and of `nmap -sU`: 100 UDP ports of another host (a network namespace; needs root),
// half of them dropped by its firewall, with `respond` on them and without. Takes some minutes, which are
// those of nmap.
import { once } from 'node:events';
import type { ReachResult } from '../src/features/reach/result.ts';
import { makeTwoHosts, type TwoHosts, whatIsMissing } from '../test/support/network-namespace.ts';
import { report } from './bench/row.ts';
import { versionOf } from './bench/run.ts';

const TOKEN = 'correct-horse-battery-staple';
const PORTS = '10000-10099';
const FIRST_DROPPED = 10_050;
const FILTER = `table inet bench { chain in { type filter hook input priority 0; udp dport ${FIRST_DROPPED}-10099 drop; }; }`;

/** What a tool says of each port, and its seconds. */
interface Answers {
  readonly seconds: number;
  readonly states: ReadonlyMap<number, string>;
}

/** What a program says on standard output, and its seconds; it may take minutes. */
async function run({ near }: TwoHosts, program: string, ...args: string[]): Promise<{ seconds: number; said: string }> {
  const start = performance.now();
  const child = near.launch(program, args);
  let said = '';
  child.stdout?.on('data', (chunk) => {
    said += chunk;
  });
  await once(child, 'close');
  return { seconds: (performance.now() - start) / 1000, said };
}

async function nmap(hosts: TwoHosts): Promise<Answers> {
  const { seconds, said } = await run(
    hosts,
    'nmap',
    '-sU',
    '-Pn',
    '-n',
    '-p',
    PORTS,
    '-vvvv',
    '-oG',
    '-',
    hosts.far.address,
  );
  // Without -vvvv, many ports with one answer are only counted.
  const all = said.matchAll(/(\d+)\/([a-z|]+)\/udp/g);
  return { seconds, states: new Map([...all].map(([, port, state = '']) => [Number(port), state])) };
}

async function reach(hosts: TwoHosts, ...flags: string[]): Promise<Answers> {
  const words = ['bin/run.js', 'reach', hosts.far.address, '--udp', PORTS, '--json', ...flags];
  const { seconds, said } = await run(hosts, process.execPath, ...words);
  const [host] = (JSON.parse(said) as ReachResult).hosts;
  return { seconds, states: new Map(host?.ports.map(({ port, state }) => [port, state])) };
}

/** Reports the time, and how many ports got the state that is right: `passes` or, if dropped, `filtered`. */
function tell(tool: string, { seconds, states }: Answers, passes: string, remark: string): void {
  const right = [...states].filter(([port, state]) => state === (port < FIRST_DROPPED ? passes : 'filtered'));
  const counts = new Map<string, number>();
  for (const state of states.values()) counts.set(state, (counts.get(state) ?? 0) + 1);
  const said = [...counts].map(([state, count]) => `${count} ${state}`).join(', ');
  report({ name: `${tool}: time`, figure: seconds, unit: 's', remark });
  report({ name: `${tool}: right answers`, figure: right.length, unit: 'of 100', better: 'more', remark: said });
}

async function bench(hosts: TwoHosts, version: string): Promise<void> {
  const { code, stderr } = await hosts.far.run('nft', [FILTER]);
  if (code !== 0) throw new Error(stderr);
  tell('no program on the ports, reach', await reach(hosts), 'closed', 'tries a sample of the ports');
  tell('no program on the ports, reach --all', await reach(hosts, '--all'), 'closed', '');
  tell('no program on the ports, nmap -sU', await nmap(hosts), 'closed', version);
  const words = ['bin/run.js', 'respond', '--udp', PORTS, '--token', TOKEN, '--duration', '1h'];
  await hosts.far.start(process.execPath, words, /^ {2}niostat reach /m);
  tell('respond on the ports, reach --token', await reach(hosts, '--token', TOKEN), 'open', '');
  tell('respond on the ports, nmap -sU', await nmap(hosts), 'open', version);
}

const lack = whatIsMissing(['ip', 'nft', 'nmap']);
if (lack !== undefined) report({ name: 'reach and nmap -sU', unit: 's', remark: lack });
else {
  const hosts = await makeTwoHosts();
  try {
    await bench(hosts, versionOf('nmap'));
  } finally {
    await hosts.remove();
  }
}
