import { readdirSync } from 'node:fs';

/** The files of the commands, without their endings, with slashes: `check`, `teach`, `teach/walk`. */
export function commandFiles(): string[] {
  return readdirSync(new URL('../../src/cli/commands/', import.meta.url), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => path.replace('.ts', '').replaceAll('\\', '/'));
}
