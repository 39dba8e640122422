import { readFileSync, statSync } from 'node:fs';
import { MAX_PORT } from '../../core/address/port.ts';
import { readServerConf, type ServerSetting } from '../../core/lab/gns3/server-conf.ts';
import { SECTIONS } from '../../core/lab/gns3/server-keys.ts';
import { present } from '../../core/present.ts';
import { REASONS } from '../files/reasons.ts';
import type { ConfFiles } from './conf-places.ts';
import type { Credentials, LoginRequest } from './credentials.ts';
import { outsideText } from './outside-text.ts';

/** GNS3 listens there if its file does not say otherwise (gns3-server `run.py`, `schemas/config.py`). */
export const DEFAULT_PORT = 3080;
const DEFAULT_HOST = '0.0.0.0';

/** A file has some forty lines. */
const MAX_BYTES = 1_000_000;

/** What GNS3 3 creates its first user with if its file says nothing else. It is never tried. */
const DEFAULT_ADMIN = 'admin';

/** A server of this host, as its files say it. */
export interface ConfiguredServer {
  /** The address that it listens on: `0.0.0.0` is every one. */
  readonly host: string;
  /** TCP. */
  readonly port: number;
  readonly isSecure: boolean;
  /** The file of its certificate. */
  readonly certificate?: string;
  readonly credentials: Readonly<Partial<Record<LoginRequest['kind'], Credentials>>>;
}

export interface ReadConfs {
  readonly server?: ConfiguredServer;
  /** Files that cannot be used, in sentences. */
  readonly remarks: readonly string[];
}

/** Reads the files of one server; no `server` if nothing is said of it. Never throws. */
export function readConfs({ files, generation, listens }: ConfFiles): ReadConfs {
  const remarks: string[] = [];
  const settings = new Map<string, ServerSetting>();
  let isThere = false;
  for (const file of files) {
    const read = readConf(file);
    if (read === undefined) continue;
    if (typeof read === 'string') {
      remarks.push(read);
      continue;
    }
    isThere = true;
    for (const setting of read) settings.set(`${setting.section}.${setting.key}`, setting);
  }
  if (!isThere && listens === undefined) return { remarks };
  return { server: { ...serverOf(settings, generation), ...listens }, remarks };
}

/** Its settings, undefined if there is no such file, or a sentence that says why it cannot be used. */
function readConf(file: string): readonly ServerSetting[] | string | undefined {
  try {
    const about = statSync(file);
    // To read from a pipe would wait for a writer, and from a device have no end.
    if (!about.isFile() && !about.isDirectory()) return `${outsideText(file)} is no file: it is passed over`;
    if (about.size > MAX_BYTES) return `${outsideText(file)} is too large: it is passed over`;
    const { conf, problems } = readServerConf(readFileSync(file, 'utf8'), file);
    if (conf !== undefined) return conf.settings;
    const [problem] = problems.filter(({ severity }) => severity === 'error');
    const place = problem === undefined ? '' : `:${problem.location.line}: ${outsideText(problem.message)}`;
    return `${outsideText(file)}${place}: the file is passed over`;
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    return `${outsideText(file)} cannot be read: ${REASONS[code] ?? outsideText(message)}`;
  }
}

function serverOf(settings: ReadonlyMap<string, ServerSetting>, generation: ConfFiles['generation']): ConfiguredServer {
  const settingOf = (key: string): string | undefined => settings.get(`${SECTIONS.server}.${key}`)?.value || undefined;
  const port = Number(settingOf('port') ?? DEFAULT_PORT);
  const isSecure =
    (generation !== 3 && isTrue(settingOf('ssl'))) || (generation !== 2 && isTrue(settingOf('enable_ssl')));
  return present({
    host: settingOf('host') ?? DEFAULT_HOST,
    port: Number.isInteger(port) && port >= 1 && port <= MAX_PORT ? port : DEFAULT_PORT,
    isSecure,
    certificate: isSecure ? settingOf('certfile') : undefined,
    credentials: present({ basic: basicOf(settings), token: adminOf(settings) }),
  });
}

/** Those of 2.x, where the file says that they are asked for. */
function basicOf(settings: ReadonlyMap<string, ServerSetting>): Credentials | undefined {
  const [auth, user, password] = ['auth', 'user', 'password'].map((key) => settings.get(`${SECTIONS.server}.${key}`));
  if (!isTrue(auth?.value) || !user?.value || password === undefined) return undefined;
  return { user: user.value, password: password.value, from: password.location.file };
}

/** Those that 3.x has created its first user with, unless they are everybody's. */
function adminOf(settings: ReadonlyMap<string, ServerSetting>): Credentials | undefined {
  const password = settings.get(`${SECTIONS.controller}.default_admin_password`);
  const user = settings.get(`${SECTIONS.controller}.default_admin_username`)?.value || DEFAULT_ADMIN;
  if (password === undefined || password.value === '' || password.value === DEFAULT_ADMIN) return undefined;
  return { user, password: password.value, from: password.location.file };
}

/** As configparser and pydantic read it. */
function isTrue(value: string | undefined): boolean {
  return /^(1|yes|true|on|y|t)$/i.test(value ?? '');
}
