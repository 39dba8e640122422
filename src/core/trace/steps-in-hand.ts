import type { ReleaseStep, Step } from '../allocation/step.ts';
import type { Link } from '../lab/lab.ts';

/** The steps of one lab, handed out link by link. */
export class StepsInHand {
  private readonly steps: Iterator<Step>;
  private next: IteratorResult<Step>;

  constructor(steps: Iterator<Step>) {
    this.steps = steps;
    this.next = steps.next();
  }

  /** The steps of a link, which stand in a row; none for a link that takes no part. */
  ofLink(link: Link): Step[] {
    const steps: Step[] = [];
    for (
      let { next } = this;
      !next.done && next.value.type !== 'release' && next.value.link === link;
      next = this.next
    ) {
      steps.push(next.value);
      this.next = this.steps.next();
    }
    return steps;
  }

  /** The step of an event that takes NIOs away. */
  release(): ReleaseStep {
    const { next } = this;
    if (next.done || next.value.type !== 'release') throw new Error('the steps are not those of the lab');
    this.next = this.steps.next();
    return next.value;
  }
}
