import * as Flags from '@oclif/core/flags';
import { InputError } from '../core/errors/input-error.ts';
import { readServerConf, type ServerConf } from '../core/lab/gns3/server-conf.ts';
import { loadText } from '../world/files/load-text.ts';

export const serverConfFlag = {
  'server-conf': Flags.string({
    helpValue: '<file>',
    description:
      'gns3_server.conf of the GNS3 server that runs the labs: its port ranges count, its misspelt keys are found.',
  }),
};

/**
 * Reads the file that the flag names; throws `InputError` if it cannot be read or no server would start with
 * it.
 */
export async function serverConfFrom(flags: { 'server-conf': string | undefined }): Promise<ServerConf | undefined> {
  const path = flags['server-conf'];
  if (path === undefined) return undefined;
  const loaded = await loadText(path, () => process.stdin);
  if ('failure' in loaded) {
    throw new InputError(loaded.failure.code, loaded.failure.message, {
      next: 'name a gns3_server.conf; GNS3 keeps it in its configuration folder, such as ~/.config/GNS3/2.2',
    });
  }
  if (loaded.within !== undefined) {
    throw new InputError('BAD_SERVER_CONF', `${path} is a portable project of GNS3, not a gns3_server.conf`);
  }
  const { conf, problems } = readServerConf(loaded.text, path === '-' ? '(stdin)' : path);
  if (conf === undefined) {
    throw new InputError('BAD_SERVER_CONF', `${path} cannot be used as a server configuration`, { problems });
  }
  return conf;
}
