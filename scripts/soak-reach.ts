// Opens a responder, reaches it and closes it again and again: the process may not grow or keep a descriptor.
// `node --import tsx scripts/soak-reach.ts [ROUNDS]`
import { LabModel } from '../src/core/model/lab-model.ts';
import { reach } from '../src/features/reach/reach.ts';
import { respond } from '../src/features/reach/respond.ts';
import { HostNames } from '../src/world/network/host-names.ts';
import { roundsFrom, soak } from './bench/soak.ts';

const TOKEN = 'correct-horse-battery-staple';
const HOST = '127.0.0.1';
const PORTS = { udpPorts: Array.from({ length: 20 }, (_, index) => 16_000 + index), tcpPorts: [16_000] };

const rounds = roundsFrom(process.argv, 500);
const model = LabModel.of([]);
await soak('reach and respond', rounds, {}, async (signal) => {
  const over = new AbortController();
  const options = { ...PORTS, listen: HOST, token: TOKEN, durationMs: 60_000, names: new HostNames() };
  let reached: ReturnType<typeof reach> | undefined;
  await respond(model, options, {
    signal: over.signal,
    progress: () => undefined,
    ready: () => {
      const asked = { ...PORTS, hosts: [HOST], token: TOKEN, all: false, timeoutMs: 10_000, ssh: false };
      reached = reach(model, asked, { signal, progress: () => undefined });
      void reached.finally(() => over.abort()).catch(() => undefined);
    },
  });
  const outcome = (await reached)?.outcome;
  if (outcome !== 'clean' && !signal.aborted) throw new Error(`reach ended as ${outcome}`);
});
