import { openFilesLimitFor, openFilesNeeded, SELECT_OPEN_FILES } from '../../../core/kernel/open-files.ts';
import { counted } from '../../../core/text/counted.ts';
import type { HypervisorProbe } from '../../probe/result.ts';
import type { RunningHypervisor } from '../live/facts.ts';
import type { PreflightDetail } from '../result.ts';
import { judged, type Question, skipped, unknown, whyNoneAnswers } from './question.ts';

export const DESCRIPTORS: Question = {
  id: 'descriptors',
  title: 'Can the hypervisors open all sockets?',
  async ask(facts) {
    const { running, hidden } = await facts.openFilesOfHypervisors();
    if (running.length === 0) {
      if (hidden.length === 0) return skipped(whyNoneIsSeen((await facts.probe()).hypervisors));
      return unknown(`this user may not see what ${hidden[0]} has open: ask as root`);
    }
    const details = running.flatMap(detailOf);
    if (details.length === 0 && hidden.length > 0) {
      return unknown(`this user may not see what ${hidden[0]} has open: ask as root`);
    }
    const limits = [...new Set(running.map(({ files }) => files.limit))].join(', ');
    return judged(
      details,
      `${counted(running.length, 'hypervisor')} may open ${limits} each, which is enough`,
      `${details.length} of ${counted(running.length, 'hypervisor')} cannot open enough`,
    );
  },
};

/** One that answers and is not among those of this host is elsewhere. */
function whyNoneIsSeen(hypervisors: readonly HypervisorProbe[]): string {
  const isAnyOpen = hypervisors.some(({ tcp }) => tcp.state === 'open');
  return isAnyOpen ? 'no hypervisor runs on this host' : whyNoneAnswers(hypervisors);
}

function detailOf({ load, pid, files, probe }: RunningHypervisor): PreflightDetail[] {
  const { hypervisor } = load;
  const { version, generation, nios = [], vms = [] } = probe;
  const isOld = generation === 'before-0.2.18';
  const limit = isOld ? Math.min(files.limit, SELECT_OPEN_FILES) : files.limit;
  // What it has already, of the lab or of another, is among those that are open.
  const more = Math.max(0, openFilesNeeded(load) - openFilesNeeded({ ends: nios.length, routers: vms.length }));
  if (files.open + more <= limit) return [];
  const effect =
    isOld && files.limit > limit
      ? `Dynamips ${version} aborts at descriptor ${SELECT_OPEN_FILES}`
      : 'it answers 206 to what comes after, whatever the ports are';
  return [
    {
      severity: 'error',
      rule: 'out-of-descriptors',
      about: [hypervisor.name],
      message: `${hypervisor.name} (pid ${pid}) has ${Math.min(files.open, limit)} of ${limit} descriptors open, and the lab takes ${more} more: ${effect}`,
      remedy: remedyFor({ own: openFilesNeeded(load), isOld, limit, hypervisor: hypervisor.name }),
    },
  ];
}

/** If the lab alone would fit, what is open is left from clients that hung up, and a fresh start frees it. */
function remedyFor(now: { own: number; isOld: boolean; limit: number; hypervisor: string }): string {
  if (now.own <= now.limit) return `start ${now.hypervisor} again: clients that hung up have left descriptors open`;
  if (now.isOld && now.own > SELECT_OPEN_FILES) return 'put some of its devices on another hypervisor';
  return `start it again with a higher limit: ulimit -n ${openFilesLimitFor(now.own)}`;
}
