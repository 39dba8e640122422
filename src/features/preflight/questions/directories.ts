import { present } from '../../../core/present.ts';
import { counted } from '../../../core/text/counted.ts';
import { someOf } from '../../../core/text/listed.ts';
import { makeFoldersCommand } from '../../../core/text/system-commands.ts';
import type { DirectoryState } from '../../../world/files/directory-state.ts';
import type { PathHere } from '../../../world/files/path-here.ts';
import type { PreflightDetail } from '../result.ts';
import { judged, type Question, skipped, unknown } from './question.ts';

type Problem = Exclude<DirectoryState, 'usable'> | Extract<PathHere, { why: string }>['why'];

const PROBLEMS: Readonly<Record<Problem, { readonly what: string; readonly remedy: string }>> = {
  missing: { what: 'does not exist', remedy: 'make it (Dynamips will not create it)' },
  'not-a-directory': { what: 'is not a directory', remedy: 'name a directory' },
  'not-writable': { what: 'cannot be written to by this user', remedy: 'change its owner, or name another one' },
  relative: { what: 'is relative: where it is depends on where Dynamips is started', remedy: 'write the whole path' },
  tilde: { what: 'begins with ~, which Dynamips does not expand', remedy: 'write the whole path' },
  foreign: { what: 'is a path of another system', remedy: 'name a directory of this host' },
};

function makeOf(path: string): string {
  return `\`${makeFoldersCommand([path])}\` (Dynamips will not create it)`;
}

export const DIRECTORIES: Question = {
  id: 'directories',
  title: 'Can the working directories be used?',
  async ask(facts) {
    const hypervisors = (await facts.hypervisorsHere()).filter(({ workingDirectory }) => workingDirectory);
    const here = new Set(hypervisors);
    const away = facts.hypervisors.filter((one) => one.workingDirectory !== undefined && !here.has(one));
    const notSeen = `${someOf(away.map(({ name }) => name))}: not seen from this host, run preflight there`;
    if (hypervisors.length === 0) return skipped(away.length === 0 ? 'the lab names none on this host' : notSeen);
    const details: PreflightDetail[] = [];
    const missing = new Set<string>();
    for (const hypervisor of hypervisors) {
      const { name, workingDirectory = '', location } = hypervisor;
      const place = await facts.workingDirectoryOf(hypervisor);
      const state = 'path' in place ? await facts.directoryState(place.path) : place.why;
      if (state === 'usable') continue;
      const { what, remedy } = PROBLEMS[state];
      const severity: PreflightDetail['severity'] = state === 'relative' ? 'note' : 'error';
      if (state === 'missing' && 'path' in place) missing.add(place.path);
      const message = `${workingDirectory}, the working directory of ${name}, ${what}`;
      const cause = {
        id: `directory ${state} ${workingDirectory}`,
        title: `${workingDirectory} ${what}; it is the working directory of`,
        items: [{ what: name }],
      };
      const mend = state === 'missing' && 'path' in place ? makeOf(place.path) : remedy;
      const about = [name, workingDirectory];
      details.push(present({ severity, rule: `directory-${state}`, about, message, remedy: mend, location, cause }));
    }
    const number = counted(
      new Set(hypervisors.map((one) => one.workingDirectory)).size,
      'working directory',
      'working directories',
    );
    const make = missing.size === 0 ? undefined : makeFoldersCommand([...missing]);
    const answer = judged(
      details,
      `${number} can be written to${away.length === 0 ? '' : `; ${notSeen}`}`,
      'not every working directory can be used',
      make,
    );
    const [notKnown] = details;
    return answer.state === 'ok' && notKnown !== undefined
      ? { ...unknown(notKnown.message, 'write the whole path of the working directory'), details }
      : answer;
  },
};
