// Rehearses a lab on two hypervisors again and again: none of the three may grow or keep a descriptor.
// `node --import tsx scripts/soak-rehearse.ts [ROUNDS]`
import { LabModel } from '../src/core/model/lab-model.ts';
import { rehearse } from '../src/features/rehearse/rehearse.ts';
import { betweenLab, PATIENT } from '../test/support/rehearsal.ts';
import { roundsFrom, soak } from './bench/soak.ts';
import { withTwoHypervisors } from './bench/two-hypervisors.ts';

const rounds = roundsFrom(process.argv, 300);
await withTwoHypervisors(async ([one, other], name) => {
  const lab = betweenLab(5, { port: one.port, baseUdp: 14_000 }, { port: other.port, baseUdp: 15_000 });
  const watched = { [`one ${name}`]: one.pid, [`another ${name}`]: other.pid };
  await soak('rehearse', rounds, watched, async (signal) => {
    const { outcome } = await rehearse(LabModel.of([lab]), PATIENT, { signal, progress: () => undefined });
    if (outcome !== 'clean') throw new Error(`the rehearsal ended as ${outcome}`);
  });
});
