import { GENERATION_TITLE, type Generation } from '../kernel/dynamips-version.ts';
import { leastSure } from '../kernel/grade.ts';
import type { Origin } from '../kernel/systems/statement.ts';
import type { Hypervisor } from '../lab/lab.ts';
import { present } from '../present.ts';
import { counted } from '../text/counted.ts';
import { listed } from '../text/listed.ts';
import type { CheckContext } from './context.ts';
import type { Consequence } from './finding.ts';
import type { FirstOnes } from './first-ones.ts';
import { harmOf } from './harm.ts';

/** As many broken links are told of one by one; where one more is broken, it is named too. */
const NAMED_LINKS = 5;

/**
 * What the users of these hypervisors will see when the lab starts, for each generation of Dynamips that may
 * be running.
 */
export function consequencesFor(context: CheckContext, hypervisors: readonly Hypervisor[]): Consequence[] {
  const concerned = new Set(hypervisors);
  return context.generations.map((generation) => {
    const { text, links } = describe(context, generation, concerned);
    return present({
      dynamips: GENERATION_TITLE[generation],
      text,
      links: links.length === 0 ? undefined : links,
      ...originOf(context, generation, concerned),
    });
  });
}

/** What the sentence rests on: the least sure statement about the example in it. */
function originOf(context: CheckContext, generation: Generation, concerned: ReadonlySet<Hypervisor>): Origin {
  const collisions = context.collisions(generation);
  if (collisions.collidingPorts(concerned, 'unknown').count > 0) return { grade: 'unknown', place: '' };
  const [first] = collisions.brokenOn(concerned, 1).first;
  const { bind, receiver } = context.kernel.answerTo(
    generation === 'from-0.2.18' ? 'reuse-reuse-different' : 'plain-plain-different',
  );
  const origins: readonly Origin[] = first?.sockets.flatMap((one) => [one.bindOrigin, one.framesOrigin]) ?? [
    bind,
    receiver,
  ];
  const worst = leastSure(origins.map(({ grade }) => grade));
  const { grade, place } = origins.find((origin) => origin.grade === worst) ?? bind;
  return { grade, place };
}

interface Description {
  readonly text: string;
  readonly links: readonly string[];
}

function describe(context: CheckContext, generation: Generation, concerned: ReadonlySet<Hypervisor>): Description {
  const collisions = context.collisions(generation);
  const unknown = collisions.collidingPorts(concerned, 'unknown');
  if (unknown.count > 0) {
    const text = `two NIOs want ${ports(unknown)}; what this system or wrapper does then is not known: expect it to fail`;
    return { text, links: [] };
  }
  const fallback = collisions.collidingPorts(concerned, 'fallback');
  if (fallback.count > 0) return { text: fallbackText(fallback), links: [] };
  const refused = collisions.collidingPorts(concerned, 'refused');
  const links = brokenLinks(context, generation, concerned);
  if (refused.count > 0) {
    const names = [...new Set(collisions.refusing(concerned).map(({ name }) => name))];
    const verb = names.length === 1 ? 'answers' : 'answer';
    return { text: `${listed(names)} ${verb} "206-unable to create UDP NIO" for ${ports(refused)}`, links };
  }
  const colliding = collisions.collidingPorts(concerned, 'all');
  if (colliding.count === 0) return { text: 'no port is taken twice', links: [] };
  if (links.length === 0) {
    return {
      text: `no error is shown; two NIOs share ${ports(colliding)}; all peers differ, so every frame arrives`,
      links,
    };
  }
  return { text: 'no error is shown', links };
}

function fallbackText(fallback: FirstOnes): string {
  const [verb, nio, far] = fallback.count === 1 ? ['is', 'that NIO is', 'it'] : ['are', 'those NIOs are', 'them'];
  return `no error is shown; ${ports(fallback)} ${verb} taken on ::1, so ${nio} bound on 127.0.0.1, and the far ends on ::1 never meet ${far}`;
}

function ports({ count, first }: FirstOnes): string {
  const examples = first.join(', ');
  if (count === 1) return `UDP port ${examples}`;
  return count > first.length ? `${count} UDP ports (${examples}, …)` : `UDP ports ${examples}`;
}

/** A line for each of the first broken links, and one for the number of the others. */
function brokenLinks(context: CheckContext, generation: Generation, concerned: ReadonlySet<Hypervisor>): string[] {
  const collisions = context.collisions(generation);
  const { count, first } = collisions.brokenOn(concerned, NAMED_LINKS + 1);
  const shown = count > NAMED_LINKS + 1 ? first.slice(0, NAMED_LINKS) : first;
  const lines = shown.map((link) => harmOf(context, generation, link)).filter((line) => line !== '');
  const left = count - shown.length;
  return left === 0 ? lines : [...lines, `${counted(left, 'more link')} do not work`];
}
