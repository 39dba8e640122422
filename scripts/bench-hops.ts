// Benchmark of reading an open project of GNS3, and of finding the chains of its links: no GNS3, but a folder
// like /proc, logs, and one process that answers for all uBridges and Dynamips (`gns3-farm.ts`). So the time
// is that of niostat and of its questions; what the kernel takes for a real /proc, and 40 ms for each reply
// of several lines of real programs, come on top. Prints figures and never fails.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { liveLinks } from '../src/core/open-project/live-links.ts';
import { quietUi } from '../src/core/ui.ts';
import { readOpenProject } from '../src/world/gns3-host/read-open-project.ts';
import { report, summary } from './bench/row.ts';
import type { Gns3Farm } from './gns3-farm.ts';

const RUNS = 5;

/** The first is what a class has; the other is more than a project ever had. */
const PROJECTS = [
  { routers: 100, vpcs: 100, links: 400, limitS: 1.2 },
  { routers: 250, vpcs: 250, links: 1000, limitS: 3 },
];

for (const { routers, vpcs, links, limitS } of PROJECTS) {
  const farm = fork(new URL('gns3-farm.ts', import.meta.url), [routers, vpcs, links].map(String), {
    serialization: 'advanced',
  });
  await measure(farm, `${routers + vpcs} nodes, ${links} links`, limitS);
  farm.disconnect();
  await once(farm, 'exit');
}

async function measure(farm: ChildProcess, what: string, limit: number): Promise<void> {
  const [{ proc, says }] = (await once(farm, 'message')) as [Gns3Farm];
  const read: number[] = [];
  const found: number[] = [];
  const busy: number[] = [];
  let whole = 0;
  for (let run = 0; run <= RUNS; run++) {
    const start = performance.now();
    const before = process.cpuUsage();
    const project = await readOpenProject(says, { stages: new Map([['local', { proc }]]) }, quietUi());
    const middle = performance.now();
    const { user, system } = process.cpuUsage(before);
    whole = liveLinks(project).filter(({ state }) => state === 'ESTABLISHED' || state === 'IDLE').length;
    const end = performance.now();
    // The first run compiles.
    if (run === 0) continue;
    read.push((middle - start) / 1000);
    busy.push((user + system) / 1e6);
    found.push((end - middle) / 1000);
  }
  report({
    name: `${what}: read`,
    ...summary(read),
    unit: 's',
    limit,
    remark: 'programs and /proc stood in for',
  });
  report({ name: `${what}: read, of a processor`, ...summary(busy), unit: 's' });
  report({
    name: `${what}: chains found`,
    ...summary(found),
    unit: 's',
    limit: 0.1,
    remark: `${whole} links are whole`,
  });
  const mib = process.resourceUsage().maxRSS / 1024;
  report({ name: `${what}: peak memory, with the TypeScript loader`, figure: mib, unit: 'MiB' });
}
