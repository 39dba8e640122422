import { isIp, looksLikeIp } from '../../address/ip-address.ts';
import { MAX_PORT } from '../../address/port.ts';
import { present } from '../../present.ts';
import type { Location, PortRange, ServerRanges } from '../lab.ts';
import { ProblemList, type ReadResult } from '../problem.ts';
import { HOST } from './gns3-servers.ts';
import { SECTIONS } from './server-keys.ts';

/** A GNS3 server's file has some forty lines; one with thousands of keys is another file. */
const MAX_CHARACTERS = 1_000_000;

/** The section of configparser that may stand several times. */
const DEFAULTS = 'DEFAULT';

/** A key of the file, in the section where it stands. */
export interface ServerSetting {
  readonly section: string;
  /** In lower case: the server does not tell upper from lower. */
  readonly key: string;
  readonly value: string;
  readonly location: Location;
}

/** A `gns3_server.conf`. */
export interface ServerConf {
  readonly file: string;
  readonly ranges: ServerRanges;
  /** The address that the server listens on, if the file says it. */
  readonly host?: string;
  readonly settings: readonly ServerSetting[];
}

/**
 * Reads a `gns3_server.conf` as Python's configparser does: `key = value` or `key: value` in `[Section]`,
 * keys in any case, sections not, whole-line comments with `#` and `;`, a value going on in lines that are
 * indented more than its key. Pure; never throws. What the server would not start with is an error.
 */
export function readServerConf(text: string, file: string): ReadConf {
  const problems = new ProblemList(file);
  if (text.length > MAX_CHARACTERS) {
    problems.error(`a server configuration has no more than ${MAX_CHARACTERS} characters`, 1, 1);
    return { problems: problems.finish() };
  }
  const settings = readSettings(text.replace(/^\uFEFF/, ''), file, problems);
  const ranges = rangesOf(settings, problems);
  const host = hostOf(settings, problems);
  return problems.hasErrors
    ? { problems: problems.finish() }
    : { conf: present({ file, ranges, host, settings }), problems: problems.finish() };
}

/** The file, unless it has an error. */
export interface ReadConf extends Pick<ReadResult<never>, 'problems'> {
  readonly conf?: ServerConf;
}

function readSettings(text: string, file: string, problems: ProblemList): ServerSetting[] {
  const settings: ServerSetting[] = [];
  const firstLines = new FirstLines(problems);
  let section: string | undefined;
  /** Of the key whose value may go on. */
  let keyColumn: number | undefined;
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const written = raw.trim();
    const location: Location = { file, line: index + 1, column: raw.length - raw.trimStart().length + 1 };
    const { line, column } = location;
    if (written === '' || written.startsWith('#') || written.startsWith(';')) continue;
    if (keyColumn !== undefined && column > keyColumn) continue;
    const header = /^\[([^\]]+)\]/.exec(written);
    if (header !== null) {
      section = header[1] ?? '';
      keyColumn = undefined;
      if (section !== DEFAULTS) firstLines.see(section, location, `[${section}] stands twice`);
      continue;
    }
    const [, key = '', value = ''] = /^([^=:]*?)\s*[=:]\s*(.*)$/.exec(written) ?? [];
    if (key === '') problems.error(`"${written}" is neither [Section] nor key = value`, line, column);
    else if (section === undefined) problems.error(`"${key}" stands before the first [Section]`, line, column);
    else {
      const name = key.toLowerCase();
      firstLines.see(`${section}\n${name}`, location, `"${key}" stands twice in [${section}]`);
      settings.push({ section, key: name, value, location });
    }
    keyColumn = key === '' ? undefined : column;
  }
  return settings;
}

/** Reports what stands in the file for the second time. */
class FirstLines {
  private readonly lines = new Map<string, number>();
  private readonly problems: ProblemList;

  constructor(problems: ProblemList) {
    this.problems = problems;
  }

  see(name: string, { line, column }: Location, complaint: string): void {
    const first = this.lines.get(name);
    if (first === undefined) this.lines.set(name, line);
    else this.problems.error(`${complaint}, first in line ${first}: the server does not start`, line, column);
  }
}

function hostOf(settings: readonly ServerSetting[], problems: ProblemList): string | undefined {
  const setting = settings.find(({ section, key }) => section === SECTIONS.server && key === 'host');
  if (setting === undefined || setting.value === '') return undefined;
  const { value, location } = setting;
  if (HOST.test(value) && (isIp(value) || !looksLikeIp(value))) return value;
  problems.error(`host must be a name or an address, not "${value}"`, location.line, location.column);
  return undefined;
}

function rangesOf(settings: readonly ServerSetting[], problems: ProblemList): ServerRanges {
  const port = (key: string): number | undefined => {
    const setting = settings.find((one) => one.section === SECTIONS.server && one.key === key);
    if (setting === undefined) return undefined;
    const number = /^[+-]?\d{1,9}$/.test(setting.value) ? Number(setting.value) : Number.NaN;
    if (number >= 1 && number <= MAX_PORT) return number;
    const { line, column } = setting.location;
    problems.error(`${key} must be a port from 1 to ${MAX_PORT}, not "${setting.value}"`, line, column);
    return undefined;
  };
  const range = (name: string): Partial<PortRange> => {
    return present({ first: port(`${name}_start_port_range`), last: port(`${name}_end_port_range`) });
  };
  return { udp: range('udp'), consoles: range('console'), vnc: range('vnc_console') };
}
