// Benchmark of commands that ask for names, on a host whose name server never answers (a network namespace;
// needs root): from the start to the exit against the time limit, and from Ctrl-C to the exit. Then what a
// look-up costs where the answer comes at once. Prints figures and never fails.
import { once } from 'node:events';
import { Folder } from '../test/support/cli.ts';
import { SilentNameServer } from '../test/support/name-server.ts';
import { makeTwoHosts, type NetworkNamespace, whatIsMissing } from '../test/support/network-namespace.ts';
import { report, summary } from './bench/row.ts';

const folder = new Folder();

function labOf(...hosts: readonly string[]): string {
  const sections = hosts.map((host, index) => `[${host}:7200]\nudp = ${10_000 + 100 * index}\n[[ROUTER R${index}]]\n`);
  return folder.file(`${hosts[0]}-${hosts.length}.net`, sections.join(''));
}

function silent(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `silent${index}.example`);
}

const LAB = labOf(...silent(2));
const LAB_OF_1000 = labOf(...silent(1000));

/** Milliseconds for look-ups where the user names no time; docs/decisions/0029-dns-in-a-process.md. */
const USUAL_MS = 5000;

/** Each with the milliseconds that its look-ups may take. */
const COMMANDS: readonly (readonly [number, ...string[]])[] = [
  [USUAL_MS, 'simulate', '--resolve', LAB],
  [USUAL_MS, 'check', '--resolve', LAB],
  [USUAL_MS, 'plan', '--resolve', LAB],
  [USUAL_MS, 'plan', '--avoid', 'live', LAB],
  [USUAL_MS, 'firewall', '--format', 'nft', LAB],
  [USUAL_MS, 'links', LAB],
  [USUAL_MS, 'respond', LAB],
  [USUAL_MS, 'hypervisor', '--listen', 'silent.example:7200'],
  [2000, 'preflight', LAB],
  [1000, 'preflight', '--deadline', '1s', LAB],
  [1000, 'probe', '--timeout', '1s', LAB],
  [1000, 'probe', '--timeout', '1s', LAB_OF_1000],
  [1000, 'reach', '--timeout', '1s', LAB],
  [1000, 'reach', '--timeout', '1s', '--udp', '10000', 'silent.example'],
  [1000, 'rehearse', '--timeout', '1s', LAB],
  [1000, 'rehearse', '--clean', '--timeout', '1s', LAB],
  [1000, 'send', '--timeout', '1s', 'silent.example:7200', 'hypervisor version'],
];

async function secondsOf(host: NetworkNamespace, args: readonly string[]): Promise<number> {
  const start = performance.now();
  await host.run(process.execPath, ['bin/run.js', ...args]);
  return (performance.now() - start) / 1000;
}

async function secondsFromInterruption(
  host: NetworkNamespace,
  server: SilentNameServer,
  args: readonly string[],
): Promise<number> {
  server.asked();
  const child = host.launch(process.execPath, ['bin/run.js', ...args]);
  const exited = once(child, 'exit');
  await server.nextQuestion();
  const start = performance.now();
  child.kill('SIGINT');
  await exited;
  return (performance.now() - start) / 1000;
}

const lack = whatIsMissing(['ip']);
if (lack !== undefined) report({ name: 'names that no name server answers for', unit: 's', remark: lack });
else {
  const hosts = await makeTwoHosts();
  const { near } = hosts;
  const server = await SilentNameServer.start(near);
  try {
    for (const [timeoutMs, ...args] of COMMANDS) {
      const seconds = await secondsOf(near, args);
      const interrupted = await secondsFromInterruption(near, server, args);
      const words = args.map((word) => (word === LAB ? 'LAB' : word === LAB_OF_1000 ? 'LAB-OF-1000-NAMES' : word));
      report({ name: `${words.join(' ')}: start to exit`, figure: seconds, unit: 's', limit: timeoutMs / 1000 + 1 });
      report({ name: `${words.join(' ')}: Ctrl-C to exit`, figure: interrupted, unit: 's', limit: 1 });
    }
    const labs = [labOf('127.0.0.1'), labOf('written'), labOf('alive.example')];
    const times: number[][] = [];
    for (let run = 0; run < 9; run++) {
      const inTurn: number[] = [];
      for (const lab of labs) inTurn.push(1000 * (await secondsOf(near, ['simulate', '--resolve', lab])));
      times.push(inTurn);
    }
    const more = (index: number): number[] => times.map((all) => (all[index] ?? Number.NaN) - (all[0] ?? Number.NaN));
    report({ name: 'look-up of a name in the hosts file, beyond an address', ...summary(more(1)), unit: 'ms' });
    report({ name: 'look-up that a name server answers, beyond an address', ...summary(more(2)), unit: 'ms' });
  } finally {
    await hosts.remove();
    await server.remove();
  }
}
