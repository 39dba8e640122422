// Benchmarks: prints figures and ratios, and never fails. `npm run bench` runs it on the built program.
import { allocateAll } from '../src/core/allocation/allocate.ts';
import type { Device, Hypervisor, Lab, Link } from '../src/core/lab/lab.ts';
import { LabModel } from '../src/core/model/lab-model.ts';
import { check } from '../src/features/check/check.ts';

const HOSTS = 64;
const HYPERVISORS_PER_HOST = 16;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

/**
 * The lab of the scale benchmark: every hypervisor's range is well separated, link ends are spread over all
 * of them.
 */
function largeLab(linkCount: number): Lab {
  const portsPerHypervisor = Math.floor(50_000 / HYPERVISORS_PER_HOST);
  const hypervisors: Hypervisor[] = [];
  for (let host = 0; host < HOSTS; host++) {
    for (let index = 0; index < HYPERVISORS_PER_HOST; index++) {
      const address = `10.0.0.${host + 1}`;
      const port = 7200 + index;
      const baseUdp = 10_000 + index * portsPerHypervisor;
      hypervisors.push({
        kind: 'dynamips',
        host: address,
        port,
        name: `${address}:${port}`,
        baseUdp,
        baseConsole: 2000,
        baseAux: 4000,
      });
    }
  }
  const devices = hypervisors.map(
    (hypervisor, index): Device => ({ name: `R${index}`, kind: 'router', hypervisor, id: index % 1000 }),
  );
  const links: Link[] = [];
  for (let index = 0; index < linkCount; index++) {
    // 389 is coprime to the number of devices, so that every pair of hosts and hypervisors meets.
    const a = devices[index % devices.length] as Device;
    const b = devices[(index * 389 + 7) % devices.length] as Device;
    links.push({
      name: `${a.name} f${index}/0 -- ${b.name} f${index}/1`,
      a: { type: 'device', deviceName: a.name, device: a, interface: `f${index}/0` },
      b: { type: 'device', deviceName: b.name, device: b, interface: `f${index}/1` },
    });
  }
  return { name: 'large', file: 'large', format: 'scenario', hypervisors, images: [], devices, links, events: [] };
}

/** Seconds that allocating, modelling (each generation that matters) and checking take. */
function scaleSeconds(lab: Lab): { allocate: number; model: number; check: number; total: number } {
  const start = performance.now();
  allocateAll([lab], () => 'dynagen');
  const allocated = performance.now();
  const result = check(LabModel.of([lab]));
  const checked = performance.now();
  if (result.summary.error > 0) throw new Error('the lab of the benchmark must be well');
  const labModel = LabModel.of([lab]);
  const before = performance.now();
  labModel.prediction('from-0.2.18');
  const model = performance.now() - before;
  const seconds = (milliseconds: number): number => milliseconds / 1000;
  // `check` allocates, models and checks: it is the whole; the parts are measured beside it.
  return { allocate: seconds(allocated - start), model: seconds(model), check: 0, total: seconds(checked - allocated) };
}

const large = largeLab(500_000);
const small = largeLab(50_000);
scaleSeconds(small);
const runs = [0, 1, 2].map(() => ({ small: scaleSeconds(small).total, large: scaleSeconds(large) }));
const peak = process.resourceUsage().maxRSS / 1024;
const [first] = runs;
console.log(
  `scale: 500,000 links on ${HOSTS} × ${HYPERVISORS_PER_HOST} hypervisors, allocated, modelled and checked: ${median(runs.map((run) => run.large.total)).toFixed(2)} s (at most 2.00; of it about ${first?.large.allocate.toFixed(2)} s allocating, ${first?.large.model.toFixed(2)} s modelling)`,
);
console.log(
  `scale: ten times the links take ${median(runs.map((run) => run.large.total / run.small)).toFixed(1)} × the time (at most 12)`,
);
console.log(`scale: peak memory of this process, the lab itself included: ${peak.toFixed(0)} MiB (at most 1024)`);
