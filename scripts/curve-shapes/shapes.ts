import { explicitShapes } from './explicit-shapes.ts';
import { findingShapes } from './finding-shapes.ts';
import { gns3Shapes } from './gns3-shapes.ts';
import { hostShapes } from './host-shapes.ts';
import { hypervisorShapes } from './hypervisor-shapes.ts';
import { labShapes } from './lab-shapes.ts';
import { linkShapes } from './link-shapes.ts';
import { portShapes } from './port-shapes.ts';
import type { Shape } from './shape.ts';

/** Every shape of which the curves are measured: each puts very much of one thing into one place. */
export const SHAPES: readonly Shape[] = [
  ...portShapes,
  ...hypervisorShapes,
  ...linkShapes,
  ...explicitShapes,
  ...hostShapes,
  ...gns3Shapes,
  ...labShapes,
  ...findingShapes,
];
