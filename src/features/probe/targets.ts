import { hypervisorKey } from '../../core/lab/hypervisor.ts';
import { type ProbeTarget, targetAt } from '../../core/lab/probe-target.ts';
import type { LabModel } from '../../core/model/lab-model.ts';
import { expectations } from './expectation.ts';
import type { TargetToProbe } from './observed.ts';

/**
 * The hypervisors of the labs, and after them those that are named, each once. `saveConfig` is the file as
 * the user names it. Throws `InputError` for a target that is no address.
 */
export function targetsToProbe(
  model: LabModel,
  named: readonly (ProbeTarget | string)[],
  saveConfig: string | undefined,
): TargetToProbe[] {
  const expected = expectations(model);
  const targets = new Map<string, ProbeTarget>();
  // A GNS3 server speaks HTTP; the hypervisors that it starts are on ports that no file says.
  for (const { hypervisor } of expected.values()) {
    if (hypervisor.kind !== 'gns3') targets.set(hypervisorKey(hypervisor), hypervisor);
  }
  for (const one of named) {
    const target = typeof one === 'string' ? targetAt(one) : one;
    if (!targets.has(hypervisorKey(target))) targets.set(hypervisorKey(target), target);
  }
  return [...targets].map(([key, target]) => ({
    target,
    expectation: expected.get(key),
    saveFile: saveConfig === undefined || targets.size === 1 ? saveConfig : fileFor(saveConfig, target),
  }));
}

/** Several hypervisors on one host would write over each other's file. */
function fileFor(file: string, { host, port }: ProbeTarget): string {
  const suffix = `-${host.replace(/[^\w.-]/g, '_')}-${port}`;
  const match = /^(.*[^/\\])(\.[^./\\]+)$/.exec(file);
  return match === null ? file + suffix : `${match[1]}${suffix}${match[2]}`;
}
