import { counted } from '../../../core/text/counted.ts';
import type { Goal } from '../exercise.ts';

/** A goal as it stands on the screen: at most 38 columns, unless the name of a file or program is long. */
export function goalWords(goal: Goal): string {
  switch (goal.goal) {
    case 'links':
      return goal.files === undefined ? 'every link ESTABLISHED' : `links of ${goal.files.join(', ')} ESTABLISHED`;
    case 'clean':
      return 'niostat check finds nothing';
    case 'room':
      return `room for ${counted(goal.ends, 'more link end')}`;
    case 'lines':
      return goal.most === 0 ? 'no line changed' : `at most ${counted(goal.most, 'line')} changed`;
    case 'keep':
      return KEPT[goal.what](goal.name);
    case 'ports':
      return `ports in ${goal.file} as they are`;
    case 'orphans':
      return 'no program of a server that is gone';
    case 'consoles':
      return 'every console answers with its router';
  }
}

const KEPT: Readonly<Record<Extract<Goal, { goal: 'keep' }>['what'], (name: string) => string>> = {
  program: (name) => `${name} goes on running`,
  events: (name) => `events of ${name} as they were`,
  file: (name) => `${name} as it was`,
  link: (name) => `${name} left alone`,
};
