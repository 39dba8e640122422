import type { Lab } from '../../src/core/lab/lab.ts';
import type { Assumptions } from '../../src/core/model/assumptions.ts';

/** Labs of one kind in any size. */
export interface Shape {
  readonly name: string;
  /** Labs that run at once, with about so many devices, or links where a shape has few devices. */
  labs(size: number): Lab[];
  assumptions?(size: number): Assumptions;
  /** The most devices that the shape can have: a limit of the world and not of the program. */
  readonly most?: number;
}
