import { type Lab, stopName } from '../../../core/lab/lab.ts';
import { changedLines } from '../changed-lines.ts';
import type { Goal, Seen } from '../exercise.ts';
import { serverStateOf } from '../gns3/server-state-of.ts';
import { firstModel } from '../labs-of-files.ts';
import { type Judged, UNREADABLE } from './now.ts';

/** Something is as it was: the events of a lab, another program on this machine, a whole file. */
export function judgeKeep(seen: Seen, { what, name }: Extract<Goal, { goal: 'keep' }>): Judged {
  switch (what) {
    case 'program':
      return seen.isProgramThere ? { isReached: true, now: 'it runs' } : { isReached: false, now: 'it has ended' };
    case 'file':
      return judgeFile(seen, name);
    case 'link':
      return judgeLink(seen, name);
    case 'events':
      return judgeEvents(seen, name);
  }
}

/** A link over which somebody works. */
function judgeLink({ staged, files }: Seen, name: string): Judged {
  const isReached = serverStateOf(staged, files)?.interrupted.has(name) === false;
  return { isReached, now: isReached ? 'it was not touched' : 'it was interrupted' };
}

function judgeFile({ staged, files }: Seen, name: string): Judged {
  const text = files[name];
  if (text === undefined) return { isReached: false, now: 'the file is gone' };
  const first = staged.files.find((file) => file.name === name)?.text ?? '';
  const isReached = changedLines(first, text).count === 0;
  return { isReached, now: isReached ? 'as it was' : 'it was changed' };
}

function judgeEvents({ staged, model }: Seen, name: string): Judged {
  if (model === undefined) return UNREADABLE;
  const before = eventsOf(firstModel(staged).labs, name);
  const now = eventsOf(model.labs, name);
  const isReached = before.length === now.length && before.every((event, index) => event === now[index]);
  if (isReached) return { isReached, now: 'as they were' };
  return { isReached, now: now.length < before.length ? `${now.length} of ${before.length} are there` : 'changed' };
}

function eventsOf(labs: readonly Lab[], file: string): string[] {
  return labs.flatMap((lab) =>
    lab.file !== file
      ? []
      : lab.events.map((event) =>
          event.type === 'stop' ? `stop ${stopName(event)}` : `${event.type} ${event.link.name}`,
        ),
  );
}
