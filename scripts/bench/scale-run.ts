// Allocates, models and checks one large lab in a process of its own, as often as it is told, and prints the
// seconds of each time and the peak of memory as JSON: LINKS HOSTS HYPERVISORS-PER-HOST ROUNDS.
import { LabModel } from '../../src/core/model/lab-model.ts';
import { check } from '../../src/features/check/check.ts';
import { largeLab } from './large-lab.ts';

const [links = 0, hosts = 0, perHost = 0, rounds = 1] = process.argv.slice(2).map(Number);
const lab = largeLab({ links, hosts, perHost });
const seconds: number[] = [];
for (let round = 0; round < rounds; round++) {
  const start = performance.now();
  const { summary } = check(LabModel.of([lab]));
  seconds.push((performance.now() - start) / 1000);
  if (summary.error > 0) throw new Error('the lab of the benchmark must be well');
}
process.stdout.write(JSON.stringify({ seconds, peakMib: process.resourceUsage().maxRSS / 1024 }));
