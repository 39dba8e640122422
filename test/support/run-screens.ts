/**
 * Runs command lines one after the other, with --json and as a terminal of each width. Takes
 * `{ widths, commands }` as its only argument, prints `ScreensAndResult[]`: for a network namespace, where
 * each process costs half a second.
 */
import { niostat } from './run-in-process.ts';

export interface ScreensAndResult {
  readonly args: readonly string[];
  readonly json: string;
  /** What a terminal of so many columns shows, of both streams. */
  readonly screens: readonly { readonly columns: number; readonly text: string }[];
}

const { widths, commands } = JSON.parse(process.argv[2] ?? '');
const results: ScreensAndResult[] = [];
for (const args of commands) {
  const { stdout: json } = await niostat([...args, '--json']);
  const screens: { columns: number; text: string }[] = [];
  for (const columns of widths) {
    const { stdout, stderr } = await niostat(args, { columns });
    screens.push({ columns, text: stdout + stderr });
  }
  results.push({ args, json, screens });
}
process.stdout.write(JSON.stringify(results));
