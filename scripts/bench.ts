// `npm run bench`: all benchmarks one after the other, or those that are named, such as `curves`; flags go to
// them as they are. Each prints its figures with their limits and never fails.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const ALL = readdirSync(FOLDER).flatMap((file) => /^bench-(.+)\.ts$/.exec(file)?.[1] ?? []);

const words = process.argv.slice(2);
// What follows the first flag may be its value.
const flag = words.findIndex((word) => word.startsWith('-'));
const named = words.slice(0, flag === -1 ? words.length : flag);
const others = words.slice(named.length);
if (!named.every((name) => ALL.includes(name)))
  throw new Error(`there is no such benchmark: ${named.join(' ')}; there are ${ALL.join(', ')}`);

for (const name of named.length > 0 ? named : ALL) {
  const args = [...process.execArgv, `${FOLDER}bench-${name}.ts`, ...others];
  const { status, error } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (error !== undefined) throw error;
  if (status !== 0) process.exitCode = 1;
}
