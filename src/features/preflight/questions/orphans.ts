import { ownerName } from '../../../core/sockets/holder-name.ts';
import { counted } from '../../../core/text/counted.ts';
import { projectOf } from '../pool-ports.ts';
import type { PreflightDetail } from '../result.ts';
import { judged, ok, type Question, skipped, unknown } from './question.ts';

export const ORPHANS: Question = {
  id: 'orphans',
  title: 'Is anything left from an earlier lab?',
  async ask(facts) {
    const ends = await facts.endsHere();
    const consoles = await facts.consolesHere();
    const pool = await facts.poolPorts();
    if (ends.length + consoles.length + pool.needed.length === 0) {
      return skipped(await facts.whyNothingHere());
    }
    const view = await facts.view();
    const own = await facts.ownProcesses();
    const rows = [
      ...ends.flatMap(({ localPort }) => view.udp(localPort)),
      ...consoles.flatMap(({ port }) => view.listening(port)),
      ...pool.held.flatMap(({ port }) => view.udp(port)),
    ];
    const passedOver = new Set(pool.held.flatMap(({ port, isGivenOut }) => (isGivenOut === false ? port : [])));
    const found = new Map<number, { name: string; ports: Set<number> }>();
    for (const row of rows) {
      const { pid } = row;
      if (pid === undefined || own.has(pid) || !view.isEmulators(row)) continue;
      const known = found.get(pid) ?? { name: ownerName(view, row), ports: new Set<number>() };
      known.ports.add(row.localPort);
      found.set(pid, known);
    }
    const details = [...found].map(([pid, { name, ports }]): PreflightDetail => {
      // Where nobody can tell, it is not called an orphan: the advice would be to kill it.
      const isLeft = facts.isOrphan(pid) === true;
      const project = projectOf(facts.directoryOfProcess(pid));
      const place = project === undefined ? '' : ` of the project in ${project}`;
      return {
        // A GNS3 server takes other ports then.
        severity: [...ports].every((port) => passedOver.has(port)) ? 'warning' : 'error',
        rule: isLeft ? 'orphan' : 'other-lab',
        message: `${name}${place} holds ${counted(ports.size, 'port')} of the lab${isLeft ? ', and the program that started it is gone' : ''}`,
        remedy: isLeft ? `if nobody uses it: kill ${pid}` : 'stop the lab that it belongs to',
      };
    });
    const hidden = rows.filter(({ pid }) => pid === undefined).length;
    if (details.length === 0 && hidden > 0) {
      return unknown(`this user may not see who holds ${counted(hidden, 'port')} of the lab: ask as root`);
    }
    if (details.length === 0) return ok('no emulator holds a port of the lab');
    return judged(
      details,
      '',
      `${counted(details.length, 'process holds', 'processes hold')} ports of the lab`,
      'niostat links -anp',
    );
  },
};
