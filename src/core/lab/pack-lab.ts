import type { Device, DeviceEnd, Hypervisor, Image, Lab, LabEvent, Link, Location, NioEnd } from './lab.ts';

/**
 * A lab as plain JSON: what is one object in the lab is one entry in a list, and named by its place there. In
 * each list the entries of the lab come first, in their order, and then those that only others refer to.
 */
export interface PackedLab extends Omit<Lab, 'hypervisors' | 'images' | 'devices' | 'links' | 'events'> {
  /** How many entries of the lists are the lab's own, where others follow. */
  readonly own?: { readonly hypervisors: number; readonly devices: number; readonly links: number };
  readonly hypervisors: readonly PackedHypervisor[];
  readonly images: ReadonlyArray<{ readonly name: string; readonly hypervisors: readonly number[] }>;
  readonly devices: readonly PackedDevice[];
  readonly links: readonly PackedLink[];
  readonly events: readonly PackedEvent[];
}

/** A place in the lab's own file as line and column, any other one in full. */
type PackedLocation = readonly [line: number, column: number] | Location;

interface Placed {
  readonly location?: PackedLocation;
}

type PackedHypervisor = Omit<Hypervisor, 'location'> & Placed;
type PackedDevice = Omit<Device, 'location' | 'hypervisor'> & Placed & { readonly hypervisor?: number };

/**
 * A device by its place, and as the file calls it if that is not its name; or by that alone where there is
 * none of that name.
 */
type PackedEnd = readonly [device: number | string, name: string, called?: string];

type PackedLink = Omit<Link, 'location' | 'a' | 'b' | 'heldBy'> &
  Placed & { readonly a: PackedEnd; readonly b: PackedEnd | NioEnd; readonly heldBy?: number };

type PackedEvent =
  | { readonly type: 'add' | 'remove'; readonly link: number }
  | { readonly type: 'stop'; readonly hypervisor: number; readonly ubridgeOf?: number };

/** Objects with their places; one that has none yet gets the next. */
class Places<T> {
  readonly items: T[];
  private readonly places: Map<T, number>;

  constructor(items: readonly T[]) {
    this.items = [...items];
    this.places = new Map(items.map((item, place) => [item, place]));
  }

  of(item: T): number {
    const known = this.places.get(item);
    if (known !== undefined) return known;
    this.places.set(item, this.items.length);
    return this.items.push(item) - 1;
  }

  /** All items, those among them that packing the others has found. */
  pack<P>(packItem: (item: T) => P): P[] {
    const packed: P[] = [];
    for (let place = 0; place < this.items.length; place++) packed.push(packItem(this.items[place] as T));
    return packed;
  }
}

/** The lab as plain JSON, without loss; `unpackLab` reads it. */
export function packLab(lab: Lab): PackedLab {
  const hypervisors = new Places(lab.hypervisors);
  const devices = new Places(lab.devices);
  const links = new Places(lab.links);
  const placed = (location: Location | undefined) => packedLocation(location, lab.file);
  const packedEnd = ({ device, deviceName, interface: name }: DeviceEnd): PackedEnd => {
    if (device === undefined) return [deviceName, name];
    const place = devices.of(device);
    return device.name === deviceName ? [place, name] : [place, name, deviceName];
  };
  const events = lab.events.map(
    (event): PackedEvent =>
      event.type === 'stop'
        ? {
            type: 'stop',
            hypervisor: hypervisors.of(event.hypervisor),
            ...(event.ubridgeOf && { ubridgeOf: devices.of(event.ubridgeOf) }),
          }
        : { type: event.type, link: links.of(event.link) },
  );
  const packedLinks = links.pack(({ a, b, heldBy, location, ...link }) => ({
    ...link,
    a: packedEnd(a),
    b: b.type === 'nio' ? b : packedEnd(b),
    ...(heldBy && { heldBy: links.of(heldBy) }),
    ...placed(location),
  }));
  const packedDevices = devices.pack(({ hypervisor, location, ...device }) => ({
    ...device,
    ...(hypervisor && { hypervisor: hypervisors.of(hypervisor) }),
    ...placed(location),
  }));
  const images = lab.images.map((image) => ({
    ...image,
    hypervisors: image.hypervisors.map((h) => hypervisors.of(h)),
  }));
  const own = { hypervisors: lab.hypervisors.length, devices: lab.devices.length, links: lab.links.length };
  const lists = { hypervisors: hypervisors.items, devices: devices.items, links: links.items };
  const hasOthers = (['hypervisors', 'devices', 'links'] as const).some((list) => lists[list].length > own[list]);
  return {
    ...lab,
    ...(hasOthers && { own }),
    hypervisors: hypervisors.pack(({ location, ...hypervisor }) => ({ ...hypervisor, ...placed(location) })),
    images,
    devices: packedDevices,
    links: packedLinks,
    events,
  };
}

function packedLocation(location: Location | undefined, file: string): Placed {
  if (location === undefined) return {};
  const { line, column, within } = location;
  return { location: location.file === file && within === undefined ? [line, column] : location };
}

/** The lab that `packLab` has packed: what was one object is one again. */
export function unpackLab({ own, ...packed }: PackedLab): Lab {
  const { file } = packed;
  const hypervisors = packed.hypervisors.map(({ location, ...hypervisor }): Hypervisor => {
    return { ...hypervisor, ...placeOf(location, file) };
  });
  const devices = packed.devices.map(({ hypervisor, location, ...device }): Device => {
    const on = hypervisor === undefined ? {} : { hypervisor: at(hypervisors, hypervisor) };
    return { ...device, ...on, ...placeOf(location, file) };
  });
  const links = unpackedLinks(packed.links, devices, file);
  const events = packed.events.map(
    (event): LabEvent =>
      event.type === 'stop'
        ? {
            type: 'stop',
            hypervisor: at(hypervisors, event.hypervisor),
            ...(event.ubridgeOf !== undefined && { ubridgeOf: at(devices, event.ubridgeOf) }),
          }
        : { type: event.type, link: at(links, event.link) },
  );
  const images = packed.images.map((image): Image => {
    return { ...image, hypervisors: image.hypervisors.map((place) => at(hypervisors, place)) };
  });
  return {
    ...packed,
    hypervisors: hypervisors.slice(0, own?.hypervisors),
    images,
    devices: devices.slice(0, own?.devices),
    links: links.slice(0, own?.links),
    events,
  };
}

function unpackedLinks(packed: readonly PackedLink[], devices: readonly Device[], file: string): Link[] {
  const links = packed.map(({ a, b, heldBy: _, location, ...link }): Link & { heldBy?: Link } => {
    return { ...link, a: endOf(a, devices), b: 'type' in b ? b : endOf(b, devices), ...placeOf(location, file) };
  });
  for (const [place, { heldBy }] of packed.entries()) {
    if (heldBy !== undefined) at(links, place).heldBy = at(links, heldBy);
  }
  return links;
}

function endOf([device, name, called]: PackedEnd, devices: readonly Device[]): DeviceEnd {
  if (typeof device === 'string') return { type: 'device', deviceName: device, device: undefined, interface: name };
  const found = at(devices, device);
  return { type: 'device', deviceName: called ?? found.name, device: found, interface: name };
}

function placeOf(location: PackedLocation | undefined, file: string): { location?: Location } {
  if (location === undefined) return {};
  if ('line' in location) return { location };
  const [line, column] = location;
  return { location: { file, line, column } };
}

function at<T>(items: readonly T[], place: number): T {
  const item = items[place];
  if (item === undefined) throw new RangeError(`a packed lab names entry ${place} of a list of ${items.length}`);
  return item;
}
