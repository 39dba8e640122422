import type { Goal, GoalState, Seen } from './exercise.ts';
import { judgeClean } from './goals/clean.ts';
import { judgeConsoles } from './goals/consoles.ts';
import { judgeKeep } from './goals/keep.ts';
import { judgeLines } from './goals/lines.ts';
import { judgeLinks } from './goals/links.ts';
import type { Judged } from './goals/now.ts';
import { judgeOrphans } from './goals/orphans.ts';
import { judgePorts } from './goals/ports.ts';
import { judgeRoom } from './goals/room.ts';

/** Which goals are reached now, in the order of the exercise. Pure; never throws on any text of a student. */
export function judge(seen: Seen): GoalState[] {
  return seen.staged.goals.map((goal) => ({ goal, ...judged(goal, seen) }));
}

/** True if all goals are reached: the same, and what is costly to judge is left for the last. */
export function isSolved(seen: Seen): boolean {
  const { goals } = seen.staged;
  const [costly, cheap] = [goals.filter(isCostly), goals.filter((goal) => !isCostly(goal))];
  return [...cheap, ...costly].every((goal) => judged(goal, seen).isReached);
}

function isCostly({ goal }: Goal): boolean {
  return goal === 'clean';
}

/** A goal as the log of a practice names it: `links`, `links:afternoon.yaml`, `keep`. */
export function goalId(goal: Goal): string {
  return goal.goal === 'links' && goal.files !== undefined ? `links:${goal.files.join(',')}` : goal.goal;
}

function judged(goal: Goal, seen: Seen): Judged {
  switch (goal.goal) {
    case 'links':
      return judgeLinks(seen, goal.files);
    case 'clean':
      return judgeClean(seen);
    case 'room':
      return judgeRoom(seen, goal.ends);
    case 'lines':
      return judgeLines(seen, goal.most);
    case 'keep':
      return judgeKeep(seen, goal);
    case 'ports':
      return judgePorts(seen, goal.file);
    case 'consoles':
      return judgeConsoles(seen);
    case 'orphans':
      return judgeOrphans(seen);
  }
}
