import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { niostat, type Run } from './cli.ts';

/** Leaves the highest resident memory of its process in a file, in KiB. */
const TELL_PEAK = `
  process.once('exit', () => {
    require('node:fs').writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS));
  });
`;

/** Runs the built program, and says how much memory it has had at the most. */
export async function niostatWithPeak(args: readonly string[]): Promise<Run & { readonly peakMib: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'niostat-peak-'));
  try {
    const [script, file] = [join(folder, 'tell-peak.cjs'), join(folder, 'peak')];
    await writeFile(script, TELL_PEAK);
    const run = await niostat(args, { env: { NODE_OPTIONS: `--require=${script}`, PEAK_FILE: file } });
    return { ...run, peakMib: Number(await readFile(file, 'utf8')) / 1024 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
