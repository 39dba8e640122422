import { stringify } from 'csv-stringify/sync';
import type { SimulateResult } from '../result.ts';
import { endText } from './end-text.ts';
import type { NioStyle } from './rows.ts';

/** One row per NIO; text that a spreadsheet would run as a formula is escaped. */
export function simulateCsv(result: SimulateResult, { header }: Pick<NioStyle, 'header'>): string {
  const verdicts = new Map(result.links.map((link) => [`${link.lab}\n${link.name}`, link.verdict]));
  const rows = result.nios.map((nio) => ({
    lab: nio.lab,
    hypervisor: nio.hypervisor,
    owner: nio.owner,
    device: nio.device,
    interface: nio.interface,
    link: nio.link,
    localAddress: nio.localAddress,
    localPort: nio.localPort,
    remoteHost: nio.remoteHost,
    remoteAddress: nio.remoteAddress,
    remotePort: nio.remotePort,
    bind: nio.bind.outcome,
    boundPort: nio.bind.port,
    framesTo: nio.frames.to,
    receiver: nio.frames.receiver ? `${nio.frames.receiver.device} ${nio.frames.receiver.interface}` : '',
    verdict: verdicts.get(`${nio.lab}\n${nio.link}`) ?? '',
    bindReason: nio.bind.reason ?? '',
    openName: nio.frames.openName ?? '',
    bindGrade: nio.bind.grade,
    bindPlace: nio.bind.place,
    framesGrade: nio.frames.grade,
    framesPlace: nio.frames.place,
    hears: nio.hears.map(endText).join(', '),
    hearsUnknown: nio.hearsUnknown ? 'true' : '',
    program: nio.program ?? '',
  }));
  return stringify(rows, { header, escape_formulas: true, columns: COLUMNS }).trimEnd();
}

const COLUMNS = [
  'lab',
  'hypervisor',
  'owner',
  'device',
  'interface',
  'link',
  'localAddress',
  'localPort',
  'remoteHost',
  'remoteAddress',
  'remotePort',
  'bind',
  'boundPort',
  'framesTo',
  'receiver',
  'verdict',
  'bindReason',
  'openName',
  'bindGrade',
  'bindPlace',
  'framesGrade',
  'framesPlace',
  'hears',
  'hearsUnknown',
  'program',
];
