// Traces one large lab in a process of its own, as often as it is told, and prints as JSON the seconds of
// the processor for each time, which other programs do not lengthen, and the peak of memory:
// LINKS ALLOCATOR apart|shared ROUNDS.
import type { AllocatorName, Lab } from '../../src/core/lab/lab.ts';
import { LabModel } from '../../src/core/model/lab-model.ts';
import { trace } from '../../src/core/trace/trace.ts';
import { largeLab } from './large-lab.ts';
import { onOneHost } from './on-one-host.ts';

const [links = '0', allocator = 'dynagen', shape = 'apart', rounds = '1'] = process.argv.slice(2);
const apart = largeLab({ links: Number(links), hosts: 64, perHost: 16 });
const lab: Lab = shape === 'shared' ? onOneHost(apart) : apart;
const model = LabModel.of([lab], { allocator: allocator as AllocatorName });
const seconds: number[] = [];
for (let round = 0; round < Number(rounds); round++) {
  const start = process.cpuUsage();
  let last = 0;
  for (const { step } of trace(model, 'from-0.2.18')) last = step;
  const { user, system } = process.cpuUsage(start);
  seconds.push((user + system) / 1e6);
  if (last === 0) throw new Error('the lab of the benchmark must have links');
}
process.stdout.write(JSON.stringify({ seconds, peakMib: process.resourceUsage().maxRSS / 1024 }));
