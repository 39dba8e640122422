// How many verdicts of `reach` are wrong where both cores are busy, beside a flood of other datagrams: 3,000
// ports between two network namespaces, 50 of them filtered towards the responder and 50 on the way back.
// Needs root and a build. Prints figures and never fails. `node --import tsx scripts/bench-reach-busy.ts 20`
import type { ReachResult } from '../src/features/reach/result.ts';
import { flood, makeBusy } from '../test/support/load.ts';
import { makeTwoHosts, type TwoHosts, whatIsMissing } from '../test/support/network-namespace.ts';
import { report, summary } from './bench/row.ts';

const TOKEN = 'correct-horse-battery-staple';
const PORTS = '10000-12999';
const LOST_THERE = { first: 11_000, last: 11_049 };
const LOST_BACK = { first: 12_000, last: 12_049 };

/** Flooded too, so that the responder has to read it all. */
const FLOODED_PORT = 10_000;

/** One for each core of a small machine. */
const BUSY = 2;

const FILTERS = `table inet bench {
  chain in { type filter hook input priority 0; udp dport ${LOST_THERE.first}-${LOST_THERE.last} drop; }
  chain out { type filter hook output priority 0; udp sport ${LOST_BACK.first}-${LOST_BACK.last} drop; }
}`;

type Range = { readonly first: number; readonly last: number };

function expected(port: number): string {
  const isIn = ({ first, last }: Range): boolean => port >= first && port <= last;
  if (isIn(LOST_THERE)) return 'filtered lost-there';
  return isIn(LOST_BACK) ? 'filtered lost-back' : 'open responder';
}

/** The verdicts of one run that are not as expected, and its seconds. */
async function run({ near, far }: TwoHosts): Promise<{ wrong: string[]; frame: string; seconds: number }> {
  const start = performance.now();
  const words = ['bin/run.js', 'reach', far.address, '--udp', PORTS, '--token', TOKEN, '--json'];
  const { stdout, stderr } = await near.run(process.execPath, words);
  if (stderr !== '') throw new Error(stderr);
  const [host] = (JSON.parse(stdout) as ReachResult).hosts;
  const wrong = (host?.ports ?? []).flatMap(({ port, state, reason }) =>
    `${state} ${reason}` === expected(port) ? [] : [`${port} ${state} ${reason}`],
  );
  return { wrong, frame: host?.path?.frame.result ?? 'not known', seconds: (performance.now() - start) / 1000 };
}

async function bench(hosts: TwoHosts, runs: number): Promise<void> {
  const { near, far } = hosts;
  const { code, stderr } = await far.run('nft', [FILTERS]);
  if (code !== 0) throw new Error(stderr);
  const words = ['bin/run.js', 'respond', '--udp', PORTS, '--token', TOKEN, '--duration', '1h'];
  await far.start(process.execPath, words, /^ {2}niostat reach /m);
  for (let busy = 0; busy < BUSY; busy++) makeBusy(near);
  flood(near, far.address, FLOODED_PORT);
  const all: Awaited<ReturnType<typeof run>>[] = [];
  for (let done = 1; done <= runs; done++) all.push(await run(hosts));
  const wrong = all.flatMap((one) => one.wrong);
  const frames = [...new Set(all.map(({ frame }) => frame))].join(', ');
  const remark = `${runs} runs${wrong.length === 0 ? '' : `: ${wrong.slice(0, 5).join(', ')}`}; full frame ${frames}`;
  report({
    name: 'wrong verdicts of 3,000 ports, both cores busy',
    figure: wrong.length,
    unit: 'ports',
    limit: 0,
    remark,
  });
  report({ name: 'reach of 3,000 ports, both cores busy', ...summary(all.map(({ seconds }) => seconds)), unit: 's' });
}

const lack = whatIsMissing(['ip', 'nft']);
if (lack !== undefined) {
  report({ name: 'wrong verdicts of 3,000 ports, both cores busy', unit: 'ports', remark: lack });
} else {
  const hosts = await makeTwoHosts();
  try {
    await bench(hosts, Number(process.argv[2] ?? 2));
  } finally {
    await hosts.remove();
  }
}
