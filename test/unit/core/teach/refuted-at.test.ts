import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { generationOf } from '../../../../src/core/kernel/dynamips-version.ts';
import { LabModel } from '../../../../src/core/model/lab-model.ts';
import { REFUTED_AT } from '../../../../src/core/teach/refuted-at.ts';
import { trace } from '../../../../src/core/trace/trace.ts';
import { scenarioLab } from '../../../support/read.ts';

describe('where beliefs are refuted', () => {
  for (const [belief, { lab, at, dynamips = '0.2.24' }] of Object.entries(REFUTED_AT)) {
    it(`${belief}: ${lab} has the moment ${at}`, () => {
      const text = readFileSync(`scenarios/lessons/labs/${lab}.yaml`, 'utf8');
      const model = LabModel.of([scenarioLab(text)]);
      const anchors = [...trace(model, generationOf(dynamips) ?? 'from-0.2.18')].map((event) => event.at);
      expect(anchors).to.include(at);
    });
  }
});
