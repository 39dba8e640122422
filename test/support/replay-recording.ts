// node --import tsx test/support/replay-recording.ts FOLDER [--hops] [--explain] [FORMAT]
// prints the links of a recording of a live GNS3, as `niostat links gns3://` does where it runs.
import { hopsResult } from '../../src/features/hops/hops.ts';
import { HOPS_FORMATS, renderHops } from '../../src/features/hops/render/render.ts';
import { NO_PAINT } from '../../src/output/paint.ts';
import { replayRecording } from './recorded-gns3.ts';

const [folder = '', ...flags] = process.argv.slice(2);
const result = hopsResult(await replayRecording(folder), () => true);
const format = HOPS_FORMATS.find((one) => flags.includes(one)) ?? 'table';
const style = {
  command: `niostat links gns3:///${encodeURIComponent(result.project.name)}`,
  timeText: (atMs: number) => new Date(atMs).toISOString(),
  ...{ explain: flags.includes('--explain'), hops: flags.includes('--hops') },
  ...{ ssh: false, header: true, processes: flags.includes('-p') },
};
process.stdout.write(`${renderHops(result, format, { width: 80, paint: NO_PAINT }, style)}\n`);
