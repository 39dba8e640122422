// Two hypervisors on this host for a soak: the real Dynamips where it is installed, else `niostat
// hypervisor`.
import { HYPERVISOR_PROGRAMS, type HypervisorProcess } from '../../test/support/hypervisor-process.ts';

export async function withTwoHypervisors(
  work: (hypervisors: readonly [HypervisorProcess, HypervisorProcess], name: string) => Promise<void>,
): Promise<void> {
  const program = HYPERVISOR_PROGRAMS.at(-1);
  if (program === undefined) throw new Error('there is no hypervisor to be started');
  const one = await program.start();
  try {
    const other = await program.start();
    try {
      await work([one, other], program.name);
    } finally {
      await other.stop();
    }
  } finally {
    await one.stop();
  }
}
