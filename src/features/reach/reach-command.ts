import { portRanges, portRangesText } from '../../core/address/port-ranges.ts';
import type { LabModel } from '../../core/model/lab-model.ts';
import { labWords } from '../../core/model/lab-words.ts';

export interface ReachCommand {
  /** That of the responder; undefined where it is not known. */
  readonly address: string | undefined;
  /** The ports that were named, not those of the labs. */
  readonly udpPorts: readonly number[];
  readonly tcpPorts: readonly number[];
}

/**
 * What to type on the other host. It asks for the token, which `ps` would show in a command line
 * (docs/FACTS.md, "Files and processes on Linux"). It has the same labs, assumptions and ports: what is tried
 * over there is what is open here.
 */
export function reachCommand(model: LabModel, { address = 'HOST', udpPorts, tcpPorts }: ReachCommand): string {
  return [
    'niostat reach',
    model.labs.length > 0 ? labWords(model) : address,
    ...portsFlag('--udp', udpPorts),
    ...portsFlag('--tcp', tcpPorts),
    '--token-file -',
  ].join(' ');
}

function portsFlag(flag: string, ports: readonly number[]): string[] {
  return ports.length === 0 ? [] : [`${flag} ${portRangesText(portRanges(ports))}`];
}
