import { MAX_PORT } from '../../address/port.ts';
import { present } from '../../present.ts';
import { looksLikeNio, parseNio } from '../endpoint.ts';
import {
  DEFAULT_BASE_AUX,
  DEFAULT_BASE_CONSOLE,
  DEFAULT_BASE_UDP,
  fileStem,
  hypervisorName,
  parseHypervisorAddress,
  withoutSpaces,
} from '../hypervisor.ts';
import type { Device, Hypervisor, Lab, Link, Location } from '../lab.ts';
import { ProblemList, type ReadResult } from '../problem.ts';
import { type Connection, createLan, LAN, lanObstacle, Wiring } from '../wiring.ts';
import { deviceType, isRouterModel, modelsOf, takesDefaultsOf } from './net-devices.ts';
import { type NetEntry, type NetSection, readNetSyntax } from './net-syntax.ts';

/** An interface of a router or of a wrapper's machine; Dynagen looks at the beginning only. */
const INTERFACE = /^(?:ids-sensor|analysis-module|gi|fa|at|se|et|eth|po|id|an|g|f|a|s|e|p|i)\d/i;
/** Dynagen 0.11 refuses any other interface in Pemuwrapper (`Dynagen/dynagen.py`, `smartslot`). */
const PEMU_INTERFACE = /^(?:e|et|eth)(?:0\/)?[0-4]$/i;
const SWITCH_PORT = /^\d+$/;
/** What stands first in the line of an Ethernet switch port. */
const PORT_TYPE = /^(?:access|dot1q|qinq)$/i;
/** Frame Relay `1:101`, ATM `1:10` and `1:10:100`: a mapping inside the switch, no link. */
const MAPPING = /^\d+:\d+(?::\d+)?$/;

/**
 * Settings of a device that say nothing about ports (Dynagen 0.13). Any other key is misspelt, and said to
 * be.
 */
const SETTINGS = new Set(
  (
    'aux autostart chassis clock cnfg configuration confreg console console_support console_telnet_server disk0 disk1 ' +
    'exec_area first_nic_managed flavor ghostios ghostsize guestcontrol_password guestcontrol_user headless_mode hx hy ' +
    'idlemax idlepc idlepcdrift idlesleep image image1 image2 initrd iomem jitsharing kernel kernel_cmdline key kvm mac ' +
    'midplane mmap model monitor netcard nics npe nvram oldidle options ram rel rom serial sparsemem symbol usermod ' +
    'x y z'
  ).split(' '),
);
/**
 * Settings of a hypervisor or wrapper (Dynagen 0.13); a misspelt base is passed over by Dynagen without a
 * word.
 */
const HYPERVISOR_SETTINGS = new Set(['port', 'udp', 'console', 'aux', 'workingdir', 'qemupath', 'qemuimgpath']);

const HARDWARE = /^(?:slot\d+|wic\d+\/\d+)$/i;

/** Where Pemuwrapper's ports begin (gns3-legacy `Dynagen/pemu_lib.py`; docs/FACTS.md, "Ports by Dynagen"). */
const PEMU_BASE =
  "Pemuwrapper's UDP ports begin at 30000 in Dynagen 0.11, at 33000 in GNS3 0.4.1 to 0.6.1; 30000 is assumed";

/** A device as its section is headed, and the sections of router models beside it. */
interface DeviceHeader {
  readonly type: string;
  readonly name: string;
  readonly hypervisor: Hypervisor;
  readonly models: ReadonlyMap<string, NetSection>;
}

interface Declared {
  readonly device: Device;
  readonly section: NetSection;
}

/**
 * Reads a Dynagen or GNS3 0.8 `.net` file: pure, and linear in the length of the text. `links` come in the
 * order in which Dynagen connects them (docs/FACTS.md, "Ports by Dynagen"): ETHSW lines first, then explicit
 * NIOs of hubs, then the lines of routers and other devices, hub lines last.
 */
export function readNet(text: string, file: string): ReadResult<Lab> {
  const problems = new ProblemList(file);
  const root = readNetSyntax(text, problems);
  const reader = new NetReader(file, problems);
  const lab = reader.read(root);
  return { labs: problems.hasErrors ? [] : [lab], problems: problems.finish() };
}

class NetReader {
  private readonly hypervisors: Hypervisor[] = [];
  private readonly devices = new Map<string, Device>();
  private readonly declared: Declared[] = [];
  private defaultModel = '7200';
  private readonly file: string;
  private readonly problems: ProblemList;

  constructor(file: string, problems: ProblemList) {
    this.file = file;
    this.problems = problems;
  }

  read(root: NetSection): Lab {
    if (root.sections.length === 0 && !this.problems.hasErrors) {
      this.problems.error('no [host:port] section: this is not a Dynagen lab', 1, 1);
    }
    this.defaultModel = find(root, 'model')?.value ?? this.defaultModel;
    for (const section of root.sections) {
      if (section.name.toUpperCase() !== 'GNS3-DATA') this.readHypervisor(section);
    }
    const version = find(root, 'version');
    const links = this.wire();
    return present({
      name: fileStem(this.file),
      file: this.file,
      format: 'dynagen' as const,
      writtenBy: version?.value ? { version: version.value, location: this.at(version) } : undefined,
      hypervisors: this.hypervisors,
      images: [],
      devices: [...this.devices.values()],
      links,
      events: [],
    });
  }

  private readHypervisor(section: NetSection): void {
    const address = parseHypervisorAddress(section.name);
    if (address === undefined) {
      const closed = closedSection(section.name);
      const expected = 'expected [host:port], [host], [qemu host:port], [vbox host:port] or [pemu host]';
      this.errorAt(
        section,
        `[${section.name}] is not a hypervisor: ${closed === undefined ? expected : `remove the spaces, and write [${closed}]`}`,
      );
      return;
    }
    const { kind, host } = address;
    if (kind === 'pemu') this.reportPemu(section, address);
    const number = (key: string, fallback: number): number => this.number(find(section, key), fallback);
    const port = number('port', address.port);
    if (port < 1 || port > MAX_PORT) {
      this.errorAt(section, `TCP port ${port} of [${section.name}] is not between 1 and 65535`);
    }
    this.reportUnknownSettings(section);
    const ownBase = kind === 'pemu' ? undefined : find(section, 'udp');
    const hypervisor: Hypervisor = present({
      kind,
      host,
      port,
      name: hypervisorName(kind, host, port),
      baseUdp: this.number(ownBase, DEFAULT_BASE_UDP[kind]),
      baseConsole: number('console', DEFAULT_BASE_CONSOLE),
      baseAux: number('aux', DEFAULT_BASE_AUX),
      workingDirectory: find(section, 'workingdir')?.value || undefined,
      location: this.at(section),
    });
    this.hypervisors.push(hypervisor);

    this.readDevices(section, hypervisor);
  }

  private readDevices(section: NetSection, hypervisor: Hypervisor): void {
    const models = new Map<string, NetSection>();
    for (const subsection of section.sections) {
      const words = subsection.name.split(/\s+/);
      const [type = '', name] = words;
      if (words.length === 1) {
        if (takesDefaultsOf(hypervisor.kind, type)) models.set(type, subsection);
        else this.reportUnknownModel(`[[${type}]]`, type, hypervisor, subsection);
      } else if (words.length === 2 && name !== undefined)
        this.readDevice({ type, name, hypervisor, models }, subsection);
      else {
        this.errorAt(subsection, `[[${subsection.name}]] has more than a type and a name; a device name has no spaces`);
      }
    }
  }

  private readDevice({ type, name, hypervisor, models }: DeviceHeader, section: NetSection): void {
    const known = deviceType(type, hypervisor.kind);
    if (known === undefined) {
      this.problems.warning(
        `[[${section.name}]] is passed over: unknown device type "${type}"`,
        section.line,
        section.column,
      );
      return;
    }
    const twin = this.devices.get(name);
    if (twin !== undefined) {
      const where = twin.location === undefined ? '' : `, first in line ${twin.location.line}`;
      this.problems.error(`two devices are called "${name}"${where}`, section.line, section.column);
      return;
    }
    const { kind } = known;
    const named = known.model ?? (find(section, 'model')?.value || this.defaultModel);
    if (kind === 'router' && !isRouterModel(named)) {
      this.reportUnknownModel(name, named, hypervisor, find(section, 'model') ?? section);
      return;
    }
    // Dynagen calls a 7206 a 7200.
    const model = models.get(named === '7206' ? '7200' : named);
    const device: Mutable<Device> = { name, kind, hypervisor, location: this.at(section) };
    const image = setting(section, model, 'image')?.value;
    if (image) device.image = image;
    if (kind === 'router') {
      const configFile = setting(section, model, 'cnfg')?.value;
      if (configFile) device.configFile = configFile;
      this.setNumber(device, 'ramMb', setting(section, model, 'ram'));
      this.setNumber(device, 'aux', setting(section, model, 'aux'));
    }
    if (kind === 'router' || kind === 'qemu') this.setNumber(device, 'console', setting(section, model, 'console'));
    this.devices.set(name, device);
    this.declared.push({ device, section });
  }

  private setNumber(device: Mutable<Device>, property: 'ramMb' | 'aux' | 'console', entry: NetEntry | undefined): void {
    if (entry !== undefined && entry.value !== '') device[property] = this.number(entry, 0);
  }

  private wire(): Link[] {
    const wiring = new Wiring(this.devices);
    return this.connections().flatMap((connection): Link[] => {
      const obstacle = lanObstacle(this.devices, connection);
      if (obstacle !== undefined) {
        if (connection.location !== undefined) this.warnAt(connection.location, obstacle);
        return [];
      }
      createLan(this.devices, connection);
      const link = wiring.connect(connection);
      return link === undefined ? [] : [link];
    });
  }

  /** In the order in which Dynagen connects them. */
  private connections(): Connection[] {
    const ethernetSwitches: Connection[] = [];
    const hubNios: Connection[] = [];
    const others: Connection[] = [];
    const hubs: Connection[] = [];
    for (const { device, section } of this.declared) {
      for (const entry of section.entries) {
        const connection = this.readConnection(device, entry);
        if (connection === undefined) continue;
        if (device.kind === 'ethernet-switch') ethernetSwitches.push(connection);
        else if (device.kind !== 'hub') others.push(connection);
        else if ('type' in connection.to) hubNios.push(connection);
        else hubs.push(connection);
      }
    }
    return [...ethernetSwitches, ...hubNios, ...others, ...hubs];
  }

  private readConnection(device: Device, entry: NetEntry): Connection | undefined {
    const onSwitch = device.kind !== 'router' && device.kind !== 'qemu' && device.kind !== 'vbox';
    if (onSwitch ? !SWITCH_PORT.test(entry.key) : !INTERFACE.test(entry.key)) {
      this.reportUnknownKey(device, entry, onSwitch);
      return undefined;
    }
    if (device.hypervisor?.kind === 'pemu' && !PEMU_INTERFACE.test(entry.key)) {
      this.warnAt(entry, `"${entry.key}" of ${device.name} is passed over: Pemuwrapper has the interfaces e0 to e4`);
      return undefined;
    }
    const words = entry.value === '' ? undefined : this.targetOf(device, entry);
    return words === undefined ? undefined : this.connectionTo(device, entry, words);
  }

  /** The words that name what a port is connected to, without what a switch says about the port itself. */
  private targetOf(device: Device, entry: NetEntry): string[] | undefined {
    const words = entry.value.split(/\s+/);
    const [first = ''] = words;
    switch (device.kind) {
      case 'ethernet-switch':
        if (words.length !== 2) return words.length < 2 ? words : words.slice(2);
        if (!PORT_TYPE.test(first)) this.reportPassedOver(device, entry);
        return undefined;
      case 'atm-bridge':
        // Only `1 = PORT:VPI:VCI DEVICE INTERFACE` makes a link.
        return words.length === 3 && MAPPING.test(first) ? words.slice(1) : undefined;
      case 'frame-relay-switch':
      case 'atm-switch':
        return words.length === 1 && MAPPING.test(first) ? undefined : words;
      default:
        return words;
    }
  }

  private connectionTo(device: Device, entry: NetEntry, words: readonly string[]): Connection | undefined {
    const [first = '', second] = words;
    if (words.length === 1 && looksLikeNio(first)) {
      const nio = parseNio(first);
      if (typeof nio !== 'string') return this.stated(device, entry, nio);
      this.problems.error(`${device.name} ${entry.key}: ${nio}`, entry.line, entry.column);
      return undefined;
    }
    // The file name of a NIO may hold spaces, as in NIO_gen_eth:\Device\My Card; a UDP NIO has none.
    const spaced = looksLikeNio(first) ? parseNio(words.join(' ')) : undefined;
    if (typeof spaced === 'string' && /^nio_udp/i.test(first)) {
      this.errorAt(entry, `${device.name} ${entry.key}: ${spaced}`);
      return undefined;
    }
    if (looksLikeNio(first)) return this.stated(device, entry, { type: 'nio', text: words.join(' ') });
    if (words.length !== 2 || second === undefined) {
      this.problems.error(
        `"${entry.value}" is not a link: expected "DEVICE INTERFACE", "LAN n" or a NIO`,
        entry.line,
        entry.column,
      );
      return undefined;
    }
    if (first.toLowerCase() === 'lan' && !this.devices.has(first)) {
      return this.stated(device, entry, { deviceName: LAN, interface: second });
    }
    return this.stated(device, entry, { deviceName: first, interface: second });
  }

  private stated(device: Device, entry: NetEntry, to: Connection['to']): Connection {
    return { deviceName: device.name, interface: entry.key, to, location: this.at(entry) };
  }

  private reportUnknownKey(device: Device, entry: NetEntry, onSwitch: boolean): void {
    if (onSwitch && MAPPING.test(entry.key)) return;
    if (HARDWARE.test(entry.key) || SETTINGS.has(entry.key.toLowerCase())) return;
    this.problems.warning(
      `"${entry.key}" of ${device.name} is passed over: neither a setting nor an interface`,
      entry.line,
      entry.column,
    );
  }

  private reportUnknownSettings(section: NetSection): void {
    for (const { key, line, column } of section.entries) {
      if (HYPERVISOR_SETTINGS.has(key.toLowerCase())) continue;
      this.problems.warning(
        `"${key}" of [${section.name}] is passed over: it is no setting of a hypervisor`,
        line,
        column,
      );
    }
  }

  private reportPassedOver(device: Device, entry: NetEntry): void {
    this.problems.warning(
      `"${entry.key} = ${entry.value}" of ${device.name} is passed over: a switch port is written "access VLAN DEVICE INTERFACE"`,
      entry.line,
      entry.column,
    );
  }

  private number(entry: NetEntry | undefined, fallback: number): number {
    if (entry === undefined || entry.value === '') return fallback;
    // Nine digits are far past every port and RAM size, and still fit the 32-bit columns of a NIO table.
    if (/^-?\d{1,9}$/.test(entry.value)) return Number(entry.value);
    this.problems.error(
      `${entry.key} must be a whole number of at most nine digits, not "${entry.value}"`,
      entry.line,
      entry.column,
    );
    return fallback;
  }

  /** Pemuwrapper always listens on one port, and its ports have one base, whatever the file says. */
  private reportPemu(section: NetSection, { host, portWritten }: { host: string; portWritten: boolean }): void {
    if (portWritten) {
      this.errorAt(section, `[${section.name}]: Pemuwrapper has no other port than 10525; write [pemu ${host}]`);
    }
    const udp = find(section, 'udp');
    if (udp !== undefined) {
      this.warnAt(udp, `"udp" of [${section.name}] is passed over: ${PEMU_BASE}`);
    } else {
      this.warnAt(section, `[${section.name}]: ${PEMU_BASE}`);
    }
  }

  private reportUnknownModel(
    what: string,
    model: string,
    { kind }: Hypervisor,
    place: { readonly line: number; readonly column: number },
  ): void {
    this.warnAt(
      place,
      `${what} is passed over: Dynagen knows no model "${model}" here, and refuses the file; it knows ${modelsOf(kind).join(', ')}`,
    );
  }

  private errorAt({ line, column }: { readonly line: number; readonly column: number }, message: string): void {
    this.problems.error(message, line, column);
  }

  private warnAt({ line, column }: { readonly line: number; readonly column: number }, message: string): void {
    this.problems.warning(message, line, column);
  }

  private at(place: { readonly line: number; readonly column: number }): Location {
    return { file: this.file, line: place.line, column: place.column };
  }
}

/** What a device says, or else what is said for its model. */
function setting(section: NetSection, model: NetSection | undefined, key: string): NetEntry | undefined {
  return find(section, key) ?? (model && find(model, key));
}

/** Keys may be written in any case. */
function find(section: NetSection, key: string): NetEntry | undefined {
  return section.entries.find((entry) => entry.key.length === key.length && entry.key.toLowerCase() === key);
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A section that only spaces spoil, as Dynagen takes it; undefined if it is another mistake. */
function closedSection(name: string): string | undefined {
  const closed = withoutSpaces(name);
  const address = closed === undefined ? undefined : parseHypervisorAddress(closed);
  // Pemuwrapper is named without a port.
  return address?.kind === 'pemu' ? `pemu ${address.host}` : closed;
}
