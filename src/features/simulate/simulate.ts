import { wrapPort } from '../../core/address/port.ts';
import { unansweredNames } from '../../core/address/unanswered.ts';
import { GUI_POOL } from '../../core/allocation/gns3-server.ts';
import { filterOf } from '../../core/filter/filter.ts';
import { VERDICTS } from '../../core/kernel/verdict.ts';
import { isGns3Server, type PortRange } from '../../core/lab/lab.ts';
import type { LabModel } from '../../core/model/lab-model.ts';
import { simulatedDynamips } from '../../core/model/simulated-dynamips.ts';
import { present } from '../../core/present.ts';
import { hypervisorRows } from './hypervisor-rows.ts';
import { nioRows } from './nio-rows.ts';
import type { ConsoleRow, LabSummary, NioRow, SimulatedLink, SimulateResult } from './result.ts';
import { simulatedLinks } from './simulated-links.ts';

export type {
  ConsoleRow,
  EndName,
  HypervisorRow,
  LabSummary,
  NioRow,
  PoolSummary,
  SimulatedLink,
  SimulateResult,
  StartRow,
} from './result.ts';

export interface SimulateOptions {
  /** Which NIOs are listed, in the language of docs/FILTER.md; it changes no prediction. */
  readonly filter?: string | undefined;
}

/**
 * Says what becomes of every NIO of the labs, which run at once, in their order. Throws an `InputError` if
 * the filter cannot be read.
 */
export function simulate(model: LabModel, { filter }: SimulateOptions = {}): SimulateResult {
  const { allocations } = model;
  const { version, generation, assumed } = simulatedDynamips(model);
  const prediction = model.prediction(generation);
  const names = new Set(allocations.map((allocation) => allocation.allocator));
  const [allocator = 'dynagen'] = names;
  const unanswered = unansweredNames(model.assumptions.unanswered);
  const nios = nioRows(prediction, allocations);
  const links = simulatedLinks(model, prediction, nios);
  return {
    schemaVersion: 1,
    outcome: 'clean',
    labs: labSummaries(model),
    allocator: names.size > 1 ? 'mixed' : allocator,
    os: model.os,
    origins: prediction.origins(),
    dynamips: { version, assumed },
    ...(model.assumptions.addresses === undefined ? {} : { resolved: true }),
    ...(unanswered.length > 0 && { unanswered }),
    hypervisors: hypervisorRows(model, nios.rows),
    ...listedNios(nios.rows, links, filter),
    links,
    consoles: consoleRows(model),
    ...poolOf(model),
    ...startRows(model),
  };
}

/** @internal The labs as a result names them. */
export function labSummaries({ allocations }: LabModel): LabSummary[] {
  return allocations.map(({ lab: { name, file, format, description }, allocator }) =>
    present({ name, file, format, allocator, description }),
  );
}

/** To a filter a NIO is an end whose state is the verdict of its link. */
function listedNios(
  rows: readonly NioRow[],
  links: readonly SimulatedLink[],
  filter: string | undefined,
): Pick<SimulateResult, 'nios' | 'niosInAll'> {
  if (filter === undefined) return { nios: rows };
  const matches = filterOf(filter, VERDICTS);
  const verdicts = new Map(links.map(({ lab, name, verdict }) => [`${lab}\n${name}`, verdict]));
  const nios = rows.filter((nio) => {
    const { link, device, hypervisor, program, localAddress, remoteAddress, remotePort, bind } = nio;
    const state = verdicts.get(`${nio.lab}\n${link}`) ?? 'unknown';
    const named = present({ device, hypervisor, process: program });
    return matches({
      state,
      link,
      ends: [{ ...named, localAddress, localPort: bind.port, remoteAddress, remotePort: wrapPort(remotePort) }],
    });
  });
  return { nios, niosInAll: rows.length };
}

function consoleRows({ allocations }: LabModel): ConsoleRow[] {
  return allocations.flatMap(({ lab, consoles }) =>
    consoles.map(({ device, hypervisor, type, port, explicit, written, from }) =>
      present({
        lab: lab.name,
        device: device.name,
        hypervisor: hypervisor.name,
        host: hypervisor.host,
        type,
        port,
        explicit,
        written: explicit ? undefined : written,
        base: from?.base,
        index: from?.index,
      }),
    ),
  );
}

/** Labs of two rule sets have no pool in common. */
function poolOf({ allocations, serverConf }: LabModel): Pick<SimulateResult, 'pool'> {
  const [first] = allocations;
  if (first?.pool === undefined || allocations.some(({ allocator }) => allocator !== first.allocator)) return {};
  const said = serverConf?.ranges.udp;
  const assumed = said?.first === undefined || said.last === undefined;
  const isUsual = isGns3Server(first.allocator) && !isSameRange(first.pool, GUI_POOL);
  return { pool: { ...first.pool, assumed, ...(assumed && isUsual ? { usualOfGui: GUI_POOL } : {}) } };
}

function isSameRange(a: PortRange, b: PortRange): boolean {
  return a.first === b.first && a.last === b.last;
}

function startRows({ allocations }: LabModel): Pick<SimulateResult, 'atStart'> {
  const atStart = allocations.flatMap((allocation) =>
    allocation.atStart.map(({ device, hypervisor, count, ports }) => ({
      lab: allocation.lab.name,
      device: device.name,
      hypervisor: hypervisor.name,
      count,
      ports,
    })),
  );
  return atStart.length === 0 ? {} : { atStart };
}
