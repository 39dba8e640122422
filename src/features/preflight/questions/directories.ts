import { present } from '../../../core/present.ts';
import { counted } from '../../../core/text/counted.ts';
import type { DirectoryState } from '../../../world/files/directory-state.ts';
import type { PreflightDetail } from '../result.ts';
import { judged, type Question, skipped } from './question.ts';

const PROBLEMS: Readonly<
  Record<Exclude<DirectoryState, 'usable'>, { readonly what: string; readonly remedy: string }>
> = {
  missing: { what: 'does not exist', remedy: 'make it: Dynamips does not' },
  'not-a-directory': { what: 'is no directory', remedy: 'name a directory' },
  'not-writable': { what: 'cannot be written to by this user', remedy: 'change its owner, or name another one' },
  relative: { what: 'is relative: where it is depends on where Dynamips is started', remedy: 'write the whole path' },
  foreign: { what: 'is a path of another system', remedy: 'name a directory of this host' },
};

export const DIRECTORIES: Question = {
  id: 'directories',
  title: 'Can the working directories be used?',
  async ask(facts) {
    const hypervisors = (await facts.hypervisorsHere()).filter(({ workingDirectory }) => workingDirectory);
    if (hypervisors.length === 0) return skipped('no working directory on this host is written down');
    const details: PreflightDetail[] = [];
    for (const { name, workingDirectory = '', location } of hypervisors) {
      const state = await facts.directoryState(workingDirectory);
      if (state !== 'usable') {
        const { what, remedy } = PROBLEMS[state];
        const severity: PreflightDetail['severity'] = state === 'relative' ? 'note' : 'error';
        const message = `${workingDirectory}, the working directory of ${name}, ${what}`;
        details.push(present({ severity, rule: `directory-${state}`, message, remedy, location }));
      }
    }
    const number = counted(
      new Set(hypervisors.map((one) => one.workingDirectory)).size,
      'working directory',
      'working directories',
    );
    return judged(details, `${number} can be written to`, 'not every working directory can be used');
  },
};
