import { portListText, portRanges } from '../../core/address/port-ranges.ts';
import type { PortReach, ProtocolPorts } from './result.ts';
import { PROTOCOLS } from './transport-protocol.ts';

/** The same ports as ranges, by protocol; a protocol without any is missing. */
export function protocolPorts(ports: readonly PortReach[]): ProtocolPorts[] {
  return PROTOCOLS.flatMap((protocol) => {
    const own = ports.filter((one) => one.protocol === protocol).map(({ port }) => port);
    return own.length === 0 ? [] : [{ protocol, ports: portRanges(own) }];
  });
}

/** `UDP 10050-10099 and TCP 2000, 7200`. */
export function portsInWords(ports: readonly ProtocolPorts[]): string {
  return ports.map((one) => `${one.protocol.toUpperCase()} ${portListText(one.ports)}`).join(' and ');
}
