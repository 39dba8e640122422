import { isWildcard } from '../../address/host.ts';
import { MAX_PORT } from '../../address/port.ts';
import type { Hypervisor } from '../lab.ts';
import type { JsonNode } from '../text/json-text.ts';
import type { Gns3Generation } from './gns3-generation.ts';
import { gns3Hypervisor, LOCAL_HOST } from './gns3-hypervisor.ts';
import type { Gns3Source, JsonObject } from './gns3-source.ts';

/** GNS3's HTTP port: 8000 in 1.x up to 1.3, 3080 later. */
const DEFAULT_PORT = 3080;
/**
 * Every host costs tables of all its ports, half a megabyte. A cluster of a large school has some dozens of
 * servers.
 */
const MAX_SERVERS = 256;
/** The name that the GNS3 VM gives itself; no project says its address. */
const VM_HOST = 'gns3vm';

/** A name or an address; anything else is not put into a command line or asked of the DNS. */
export const HOST = /^[\p{L}\p{N}_:][\p{L}\p{N}_.:%-]{0,252}$/u;

/** Where a server comes from. */
interface ServerOrigin {
  readonly isLocal: boolean;
  /** What the project writes about it. */
  readonly record?: JsonObject;
}

/**
 * The GNS3 servers of a project, one hypervisor for each host and port that has a device. `local` is this
 * machine; since 2.0 neither it nor the GNS3 VM is written down.
 */
export class Gns3Servers {
  /** Those that have a device, in the order of their first one. */
  readonly used: Hypervisor[] = [];
  private readonly source: Gns3Source;
  private readonly written = new Map<string, JsonObject>();
  private readonly byId = new Map<string, Hypervisor>();
  private readonly byName = new Map<string, Hypervisor>();
  private readonly generation: Gns3Generation;

  constructor(source: Gns3Source, records: readonly JsonObject[], generation: Gns3Generation) {
    this.source = source;
    this.generation = generation;
    for (const record of records) {
      const id = source.id(record, generation.serverId);
      if (id === undefined) source.warn(record, 'this server is passed over: it has no id');
      else if (this.written.has(id)) source.warn(record, `two servers have the id "${id}": the first one counts`);
      else this.written.set(id, record);
    }
  }

  /** The server that a device is on. */
  of(device: JsonObject): Hypervisor {
    const key = this.generation.serverIdOfNode;
    const id = this.source.id(device, key) ?? 'local';
    let server = this.byId.get(id);
    if (server === undefined) {
      const place = device.entries.get(key) ?? device;
      server = this.sameAs(this.read(id, place), place);
      this.byId.set(id, server);
    }
    return server;
  }

  private read(id: string, place: JsonNode): Hypervisor {
    const record = this.written.get(id);
    if (record !== undefined) return this.fromRecord(record, id);
    if (id === 'local') return this.server(LOCAL_HOST, DEFAULT_PORT, { isLocal: true });
    if (id === 'vm') {
      this.source.warn(place, `the project does not say where the GNS3 VM is: it is called "${VM_HOST}" here`);
      return this.server(VM_HOST, DEFAULT_PORT, { isLocal: false });
    }
    const host = HOST.test(id) ? id : VM_HOST;
    this.source.warn(place, `there is no server "${id}" in this project: it is taken for a host of its own`);
    return this.server(host, DEFAULT_PORT, { isLocal: false });
  }

  private fromRecord(record: JsonObject, id: string): Hypervisor {
    const { source } = this;
    const isLocal = this.generation.isLocal(source, record, id);
    const port = source.whole(record, 'port', [1, MAX_PORT]) ?? DEFAULT_PORT;
    const written = source.text(record, 'host') ?? '';
    if (written !== '' && !HOST.test(written)) {
      source.warn(record.entries.get('host') ?? record, `"${written}" is no host: this machine is assumed`);
    }
    const host = HOST.test(written) ? written : LOCAL_HOST;
    // A local server that listens on every address is reached by this one.
    return this.server(isLocal && isWildcard(host) ? LOCAL_HOST : host, port, { isLocal, record });
  }

  private server(host: string, port: number, { isLocal, record }: ServerOrigin): Hypervisor {
    const location = record && this.source.locationOf(record);
    return gns3Hypervisor(host, port, { isLocal, picksAddress: this.generation.picksAddress, location });
  }

  /** Two records of one host and port are one server. */
  private sameAs(server: Hypervisor, place: JsonNode): Hypervisor {
    const known = this.byName.get(server.name);
    if (known !== undefined) return known;
    if (this.used.length === MAX_SERVERS) {
      this.source.error(place, `this is the server number ${MAX_SERVERS + 1}: no project has so many`);
    }
    this.byName.set(server.name, server);
    this.used.push(server);
    return server;
  }
}
