import { MAX_PORT } from '../../address/port.ts';
import { present } from '../../present.ts';
import { looksLikeNio, parseNio } from '../endpoint.ts';
import {
  DEFAULT_BASE_AUX,
  DEFAULT_BASE_CONSOLE,
  DEFAULT_BASE_UDP,
  fileStem,
  findHypervisor,
  hypervisorName,
  parseHypervisorAddress,
  withoutSpaces,
} from '../hypervisor.ts';
import type { Device, Hypervisor, Image, Lab, LabEvent, Link, Location } from '../lab.ts';
import { type Problem, ProblemList, type ReadResult } from '../problem.ts';
import { readJsonText } from '../text/json-text.ts';
import type { PlainDocument } from '../text/plain-document.ts';
import { readYamlText } from '../text/yaml-text.ts';
import { type Connection, createLan, LAN, lanObstacle, Wiring } from '../wiring.ts';
import type { ScenarioDevice, ScenarioFile, ScenarioHypervisor } from './scenario-file.ts';
import { violationsOfScenario } from './scenario-schema.ts';

/** Reads a YAML scenario; each document of the file is a lab. Pure; never throws on any text. */
export function readScenario(text: string, file: string): ReadResult<Lab> {
  const problems = new ProblemList(file);
  const documents = readYamlText(text, problems);
  const inJson = problems.hasErrors && isJson(text) && !/\.ya?ml$/i.test(file) ? jsonProblems(text, file) : [];
  if (inJson.length > 0) return { labs: [], problems: inJson };
  if (documents.length === 0 && !problems.hasErrors) problems.error('there is no scenario in this file', 1, 1);
  const labs: Lab[] = [];
  for (const document of documents) {
    const lab = readDocument(document, file, problems, {
      isJson: isJson(text),
      number: documents.length > 1 ? labs.length + 1 : undefined,
    });
    if (lab !== undefined) labs.push(lab);
  }
  return { labs: problems.hasErrors ? [] : labs, problems: problems.finish() };
}

/** Reads a scenario that is a part of another file; its problems go to `problems`. */
export function readScenarioWithin(document: PlainDocument, file: string, problems: ProblemList): Lab | undefined {
  return readDocument(document, file, problems, { isJson: false, number: undefined });
}

function readDocument(
  document: PlainDocument,
  file: string,
  problems: ProblemList,
  how: { readonly isJson: boolean; readonly number: number | undefined },
): Lab | undefined {
  const violations = violationsOfScenario(document.value);
  for (const { pointer, message, onKey } of violations) {
    const { line, column } = onKey ? document.positionOfKey(pointer) : document.positionOf(pointer);
    problems.error(message, line, column);
  }
  if (violations.length > 0) return undefined;
  return new ScenarioReader(file, document, problems, how.isJson).read(how.number);
}

/** What is wrong with a text as JSON: its author knows of no YAML. */
function jsonProblems(text: string, file: string): readonly Problem[] {
  const problems = new ProblemList(file);
  readJsonText(text, problems);
  return problems.finish();
}

/** True if the whole scenario stands in braces. */
function isJson(text: string): boolean {
  return /^\uFEFF?\s*\{/.test(text);
}

class ScenarioReader {
  private readonly hypervisors: Hypervisor[] = [];
  private readonly devices = new Map<string, Device>();
  private readonly source: ScenarioFile;
  private readonly file: string;
  private readonly document: PlainDocument;
  private readonly problems: ProblemList;
  private readonly isJson: boolean;

  constructor(file: string, document: PlainDocument, problems: ProblemList, isJson: boolean) {
    this.file = file;
    this.isJson = isJson;
    this.document = document;
    this.problems = problems;
    this.source = document.value as ScenarioFile;
  }

  /** `number` tells the labs of one file apart when they have no name. */
  read(number: number | undefined): Lab {
    const { name, description, allocator, dynamips, os, ephemeralRange } = this.source;
    this.source.hypervisors?.forEach((hypervisor, index) => {
      this.readHypervisor(hypervisor, `/hypervisors/${index}`);
    });
    const images = (this.source.images ?? []).map((image, index): Image => {
      const names = image.hypervisors.map((address, n) =>
        this.hypervisor(address, `/images/${index}/hypervisors/${n}`),
      );
      return { name: image.name, hypervisors: names.filter((hypervisor) => hypervisor !== undefined) };
    });
    this.source.devices.forEach((device, index) => {
      this.readDevice(device, `/devices/${index}`);
    });
    if (ephemeralRange !== undefined && ephemeralRange[0] > ephemeralRange[1]) {
      this.error('ephemeralRange is written [first, last], the lower port first', '/ephemeralRange');
    }
    const wiring = new Wiring(this.devices);
    const links = (this.source.links ?? []).flatMap((text, index) => this.plug(wiring, text, `/links/${index}`));
    const events = this.readEvents(wiring);
    const stem = fileStem(this.file);
    return present({
      name: name ?? (number === undefined ? stem : `${stem} (lab ${number})`),
      file: this.file,
      format: 'scenario' as const,
      syntax: this.isJson ? ('json' as const) : undefined,
      description,
      allocator,
      dynamips,
      os,
      ephemeralRange: ephemeralRange && { first: ephemeralRange[0], last: ephemeralRange[1] },
      hypervisors: this.hypervisors,
      images,
      devices: [...this.devices.values()],
      links,
      events,
    });
  }

  private readHypervisor(source: ScenarioHypervisor, pointer: string): void {
    const address = parseHypervisorAddress(source.address);
    if (address === undefined || address.port < 1 || address.port > MAX_PORT) {
      const closed = withoutSpaces(source.address);
      const advice = closed === undefined ? 'expected host:port' : `remove the spaces, and write ${closed}`;
      this.error(`"${source.address}" is not an address: ${advice}`, `${pointer}/address`);
      return;
    }
    const { kind, host, port } = address;
    const { baseUdp, baseConsole, baseAux, workingDirectory, memoryLimit, dynamips } = source;
    const hypervisor = present({
      kind,
      host,
      port,
      name: hypervisorName(kind, host, port),
      baseUdp: baseUdp ?? DEFAULT_BASE_UDP[kind],
      baseConsole: baseConsole ?? DEFAULT_BASE_CONSOLE,
      baseAux: baseAux ?? DEFAULT_BASE_AUX,
      workingDirectory,
      memoryLimitMb: memoryLimit,
      dynamips,
      location: this.at(pointer),
    });
    this.hypervisors.push(hypervisor);
  }

  private readDevice(source: ScenarioDevice, pointer: string): void {
    const twin = this.devices.get(source.name);
    if (twin !== undefined) {
      this.error(
        `two devices are called "${source.name}", first in line ${twin.location?.line ?? '?'}`,
        `${pointer}/name`,
      );
      return;
    }
    const kind = source.kind ?? 'router';
    const hypervisor =
      source.hypervisor === undefined
        ? this.onlyHypervisor()
        : this.hypervisor(source.hypervisor, `${pointer}/hypervisor`);
    const { name, id, image, ram: ramMb, console, aux } = source;
    const location = this.at(pointer);
    this.devices.set(name, present({ name, kind, hypervisor, id, image, ramMb, console, aux, location }));
    if (hypervisor === undefined && source.hypervisor === undefined && this.source.allocator !== 'gns3-classic') {
      this.error(`${source.name} needs a hypervisor; only gns3-classic chooses one by itself`, pointer);
    }
  }

  /** With a single hypervisor there is nothing to say about where a device runs. */
  private onlyHypervisor(): Hypervisor | undefined {
    return this.hypervisors.length === 1 && this.source.images === undefined ? this.hypervisors[0] : undefined;
  }

  private readEvents(wiring: Wiring): LabEvent[] {
    return (this.source.events ?? []).flatMap((event, index): LabEvent[] => {
      const pointer = `/events/${index}`;
      if (event.add !== undefined)
        return this.plug(wiring, event.add, `${pointer}/add`).map((link) => ({ type: 'add', link }));
      if (event.remove !== undefined) {
        const connection = this.connection(event.remove, `${pointer}/remove`);
        const link = connection && wiring.disconnect(connection);
        if (link !== undefined) return [{ type: 'remove', link }];
        if (connection !== undefined)
          this.error(`there is no link "${event.remove}" to remove here`, `${pointer}/remove`);
        return [];
      }
      return this.stop(event.stop ?? '', `${pointer}/stop`);
    });
  }

  /** `localhost:7201`, or `uBridge of R2`. */
  private stop(what: string, pointer: string): LabEvent[] {
    const [, name] = /^\s*[uU]Bridge\s+of\s+(\S+)\s*$/.exec(what) ?? [];
    if (name === undefined) {
      const hypervisor = this.hypervisor(what, pointer);
      return hypervisor === undefined ? [] : [{ type: 'stop', hypervisor }];
    }
    const device = this.devices.get(name);
    if (device?.kind === 'router' && device.hypervisor !== undefined)
      return [{ type: 'stop', hypervisor: device.hypervisor, ubridgeOf: device }];
    this.error(`${name} has no uBridge: only routers of the lab have one`, pointer);
    return [];
  }

  private plug(wiring: Wiring, text: string, pointer: string): Link[] {
    const connection = this.connection(text, pointer);
    if (connection === undefined) return [];
    const obstacle = lanObstacle(this.devices, connection);
    if (obstacle !== undefined) {
      this.error(obstacle, pointer);
      return [];
    }
    createLan(this.devices, connection);
    const link = wiring.connect(connection);
    return link === undefined ? [] : [link];
  }

  private connection(text: string, pointer: string): Connection | undefined {
    const match = /^\s*(\S+)\s+(\S+)\s+--\s+(\S.*?)\s*$/.exec(text);
    const [, deviceName = '', interfaceName = '', right = ''] = match ?? [];
    const from = { deviceName, interface: interfaceName, location: this.at(pointer) };
    if (looksLikeNio(right)) {
      const nio = parseNio(right);
      if (typeof nio !== 'string') return { ...from, to: nio };
      this.error(nio, pointer);
      return undefined;
    }
    const words = right.split(/\s+/);
    const [first = '', second] = words;
    if (words.length !== 2 || second === undefined) {
      this.error(`"${right}" is not a link end: expected "DEVICE INTERFACE", "LAN n" or a NIO`, pointer);
      return undefined;
    }
    const isLan = first.toLowerCase() === 'lan' && !this.devices.has(first);
    return {
      ...from,
      to: { deviceName: isLan ? LAN : first, interface: second },
    };
  }

  private hypervisor(address: string, pointer: string): Hypervisor | undefined {
    const hypervisor = findHypervisor(this.hypervisors, address);
    if (hypervisor === undefined) this.error(`there is no hypervisor "${address}" in this scenario`, pointer);
    return hypervisor;
  }

  private at(pointer: string): Location {
    return { file: this.file, ...this.document.positionOf(pointer) };
  }

  private error(message: string, pointer: string): void {
    const { line, column } = this.document.positionOf(pointer);
    this.problems.error(message, line, column);
  }
}
