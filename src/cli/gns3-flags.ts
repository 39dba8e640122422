import { readFileSync, statSync } from 'node:fs';
import * as Flags from '@oclif/core/flags';
import { InputError } from '../core/errors/input-error.ts';
import { REASONS } from '../world/files/reasons.ts';
import type { Credentials } from '../world/gns3-server/credentials.ts';
import type { ServerOptions } from '../world/gns3-server/server-options.ts';
import type { HostNames } from '../world/network/host-names.ts';
import { keepSecret } from '../world/secrets.ts';

/** Who logs in, and with what: in arguments ps would show them to everybody. */
const USER = 'NIOSTAT_GNS3_USER';
const PASSWORD = 'NIOSTAT_GNS3_PASSWORD';

/** A bundle of all authorities of a system has 200 KB. */
const MAX_CA_BYTES = 4 * 1024 * 1024;

/**
 * A controller in a class of thirty answers in some 100 ms, and asks other computes for their ports itself.
 */
const TIMEOUT_MS = 10_000;

export const gns3Flags = {
  ca: Flags.string({
    helpValue: '<file>',
    description: 'Certificates in PEM that are trusted, too, for gns3s://: that of your authority, or of the server.',
  }),
  insecure: Flags.boolean({
    description: 'Send a password over plain http to another host, where others could read it.',
  }),
};

export interface Gns3Flags {
  readonly ca: string | undefined;
  readonly insecure: boolean;
}

/**
 * How a GNS3 server is asked, for all readings of a run. Credentials are those of the variables
 * NIOSTAT_GNS3_USER and NIOSTAT_GNS3_PASSWORD, which are taken out of the environment, so that no program
 * that is started here gets them; those of a gns3_server.conf of this host; or what is typed on a terminal.
 * Throws `InputError` for certificates that cannot be read.
 */
export function serverOptionsFrom(flags: Gns3Flags, names: HostNames, timeoutMs = TIMEOUT_MS): ServerOptions {
  const { [USER]: user = '', [PASSWORD]: password = '' } = process.env;
  delete process.env[PASSWORD];
  if (password !== '') keepSecret(password);
  if (user === '' && password !== '') {
    throw new InputError('BAD_CREDENTIALS', `${PASSWORD} is set, and ${USER} is not`, { next: `set ${USER}, too` });
  }
  const given = user === '' || password === '' ? undefined : { user, password, from: PASSWORD };
  let typed: Credentials | undefined;
  return {
    credentials: given,
    ca: flags.ca === undefined ? undefined : certificatesIn(flags.ca),
    insecure: flags.insecure,
    timeoutMs,
    names,
    kept: new Map(),
    async prompt(server, signal) {
      const { askCredentials } = await import('./ask-credentials.ts');
      typed ??= await askCredentials(server, { user: user === '' ? undefined : user, signal });
      return typed;
    },
  };
}

function certificatesIn(file: string): string {
  const next = 'name a file in PEM, which has a line -----BEGIN CERTIFICATE-----';
  try {
    // A device may have no end; a pipe of a shell has.
    const about = statSync(file);
    const bytes = about.isCharacterDevice() ? Buffer.alloc(0) : readFileSync(file);
    const text = bytes.subarray(0, MAX_CA_BYTES).toString('latin1');
    if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  } catch (error) {
    const { code = 'UNKNOWN', message } = error as NodeJS.ErrnoException;
    throw new InputError(code, `cannot read ${file}: ${REASONS[code] ?? message}`, { next });
  }
  throw new InputError('BAD_CA', `${file} holds no certificate`, { next });
}
