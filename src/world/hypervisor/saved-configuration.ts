import { wrapPort } from '../../core/address/port.ts';

/**
 * A UDP NIO as `hypervisor save_config` writes it: the one way in which a hypervisor reveals its ports
 * (docs/FACTS.md, "Objects of a hypervisor").
 */
export interface SavedUdpNio {
  readonly name: string;
  /** The port that was really bound; undefined if Dynamips was told 0, and the system chose one. */
  readonly localPort: number | undefined;
  /** Undefined for a NIO of `create_udp_auto` that is not connected. */
  readonly remoteHost: string | undefined;
  readonly remotePort: number | undefined;
  /** Where it is plugged in, such as `R1 1/0`, when a VM has it. */
  readonly boundTo?: string;
}

export interface SavedConfiguration {
  readonly udpNios: readonly SavedUdpNio[];
  /** VM name → AUX port, which no other command tells. */
  readonly auxPorts: ReadonlyMap<string, number>;
}

/**
 * Reads what `save_config` has written. Lines that say nothing about ports are passed over. Names may hold
 * spaces and Dynamips does not quote them, so a line is read from its end.
 */
export function parseSavedConfiguration(text: string): SavedConfiguration {
  const nios: SavedUdpNio[] = [];
  const auxPorts = new Map<string, number>();
  const boundTo = new Map<string, string>();
  // The lines about a router follow the one that makes it.
  let router = '';
  for (const line of text.split(/\r?\n/)) {
    const nio = /^nio create_udp (.+) (-?\d+) (\S+) (-?\d+)$/.exec(line);
    if (nio !== null) nios.push(savedNio(nio[1] as string, Number(nio[2]), nio[3] as string, Number(nio[4])));
    const aux = /^vm set_aux_tcp_port (.+) (-?\d+)$/.exec(line);
    if (aux !== null) auxPorts.set(aux[1] as string, wrapPort(Number(aux[2])));
    router = /^vm create (.+) -?\d+ \S+$/.exec(line)?.[1] ?? router;
    const prefix = `vm add_nio_binding ${router} `;
    const binding = line.startsWith(prefix) ? /^(\d+) (\d+) (.+)$/.exec(line.slice(prefix.length)) : null;
    if (binding !== null) boundTo.set(binding[3] as string, `${router} ${binding[1]}/${binding[2]}`);
  }
  return {
    udpNios: nios.map((nio) => {
      const place = boundTo.get(nio.name);
      return place === undefined ? nio : { ...nio, boundTo: place };
    }),
    auxPorts,
  };
}

/** `(null) -1` stands for "not connected", and the host of a connection that failed stays `(null)`. */
function savedNio(name: string, localPort: number, remoteHost: string, remotePort: number): SavedUdpNio {
  const isConnected = remoteHost !== '(null)';
  return {
    name,
    localPort: wrapPort(localPort) === 0 ? undefined : wrapPort(localPort),
    remoteHost: isConnected ? remoteHost : undefined,
    remotePort: isConnected ? wrapPort(remotePort) : undefined,
  };
}
