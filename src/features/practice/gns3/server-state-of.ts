import type { Staged } from '../exercise.ts';
import { readDeeds } from './deeds.ts';
import { playServer, type ServerState } from './play-server.ts';

/**
 * What a server has come to after the deeds of the file; undefined without a server, or if they cannot be
 * read.
 */
export function serverStateOf(
  { server, place, files: [file] }: Staged,
  texts: Readonly<Record<string, string>>,
): ServerState | undefined {
  const text = file === undefined ? undefined : texts[file.name];
  if (server === undefined || place === undefined || text === undefined) return undefined;
  const deeds = readDeeds(text, server);
  return 'problem' in deeds ? undefined : playServer(server, place, deeds);
}
