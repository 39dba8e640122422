import { counted } from '../../../core/text/counted.ts';
import { judged, ok, type Question, skipped } from './question.ts';

export const MEMORY: Question = {
  id: 'memory',
  title: 'Is there memory for the routers?',
  async ask(facts) {
    const routers = await facts.routersToStartHere();
    const withRam = routers.filter(({ ramMb }) => ramMb !== undefined);
    if (withRam.length === 0) return skipped('the lab does not say how much RAM its routers have');
    const neededMb = withRam.reduce((sum, { ramMb = 0 }) => sum + ramMb, 0);
    const availableMb = facts.availableMemoryMb();
    if (availableMb === undefined) return skipped('this system does not show how much memory is available');
    const silent = routers.length - withRam.length;
    const more = silent === 0 ? '' : `, ${counted(silent, 'router')} without a size not counted`;
    const sum = `${counted(withRam.length, 'router')}: ${neededMb} MiB of RAM, ${availableMb} MiB available${more}`;
    if (neededMb <= availableMb) return ok(sum);
    return judged(
      [
        {
          severity: 'warning',
          rule: 'memory',
          about: [],
          message: `the routers that are to start on this host have ${neededMb} MiB of RAM together, and ${availableMb} MiB are available`,
          remedy:
            'start fewer routers, or give them less RAM; less is needed where routers share an image (ghostios) and RAM is kept in files (mmap)',
        },
      ],
      '',
      sum,
    );
  },
};
