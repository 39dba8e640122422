import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { readLab } from '../../../../src/core/lab/read-lab.ts';
import { Stepper } from '../../../../src/core/trace/stepper.ts';
import { trace } from '../../../../src/core/trace/trace.ts';
import { layout } from '../../../../src/output/picture/layout.ts';
import { lookOf } from '../../../../src/output/picture/look-of.ts';
import { picture } from '../../../../src/output/picture/picture.ts';
import { topologyOf } from '../../../../src/output/picture/topology-of.ts';
import { modelOf } from '../../../support/model.ts';

const FOLDER = new URL('../../../../scenarios/', import.meta.url);

describe('a picture of which parts are kept from step to step', () => {
  for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'))) {
    it(`of ${file} is the one that is drawn anew`, () => {
      const model = modelOf(readLab(readFileSync(new URL(file, FOLDER), 'utf8'), file).labs);
      const stepper = new Stepper(() => trace(model, 'before-0.2.18'));
      const place = layout(topologyOf(model));
      const lookAt = (step: number) => lookOf(stepper.stateAt(step), stepper.eventsAt(step));
      const middle = Math.floor(stepper.lastStep / 2);
      for (const step of [0, stepper.lastStep, middle, middle + 1, 1]) {
        const anew = picture(layout(topologyOf(model)), lookAt(step));
        expect(picture(place, lookAt(step)), `step ${step}`).to.deep.equal(anew);
      }
    });
  }
});
