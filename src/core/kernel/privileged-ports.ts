import type { KernelKnowledge } from './situation.ts';

/**
 * False on Windows and on macOS from 10.14 on, where every user can bind any port of the wildcard
 * (docs/FACTS.md, "macOS sockets"), and where `niostat kernel` was answered so.
 */
export function hasPrivilegedPorts(kernel: KernelKnowledge): boolean {
  return kernel.answerTo('port-below-1024').bind.value !== 'bound';
}
