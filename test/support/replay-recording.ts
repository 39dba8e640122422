/** `node --import tsx test/support/replay-recording.ts FOLDER`: the links of a recording, then hop by hop. */
import { hopsResult } from '../../src/features/hops/hops.ts';
import { renderHops } from '../../src/features/hops/render/render.ts';
import { NO_PAINT } from '../../src/output/paint.ts';
import { replayRecording } from './recorded-gns3.ts';

async function show(folder: string): Promise<void> {
  const result = hopsResult(await replayRecording(folder), () => true);
  const style = {
    command: 'niostat links',
    timeText: (atMs: number) => new Date(atMs).toISOString(),
    ...{ processes: true, explain: false, ssh: false, header: true },
  };
  for (const hops of [false, true]) {
    process.stdout.write(`${renderHops(result, 'table', { width: 80, paint: NO_PAINT }, { ...style, hops })}\n\n`);
  }
}

const [folder] = process.argv.slice(2);
if (folder === undefined) process.stderr.write('usage: replay-recording.ts FOLDER\n');
else void show(folder);
