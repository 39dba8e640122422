/**
 * Runs command lines one after the other, as a terminal of so many columns and with --json. Takes
 * `{ columns, commands }` as its only argument, prints `ScreenAndResult[]`: for a network namespace, where each
 * process costs half a second.
 */
import { niostat } from './run-in-process.ts';

export interface ScreenAndResult {
  readonly args: readonly string[];
  readonly screen: string;
  readonly stderr: string;
  readonly code: number | null;
  readonly json: string;
}

const { columns, commands } = JSON.parse(process.argv[2] ?? '');
const results: ScreenAndResult[] = [];
for (const args of commands) {
  const { stdout: screen, stderr, code } = await niostat(args, { columns });
  const { stdout: json } = await niostat([...args, '--json']);
  results.push({ args, screen, stderr, code, json });
}
process.stdout.write(JSON.stringify(results));
