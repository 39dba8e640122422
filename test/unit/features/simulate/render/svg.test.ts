import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import { generationOf } from '../../../../../src/core/kernel/dynamips-version.ts';
import { readLab } from '../../../../../src/core/lab/read-lab.ts';
import type { LabModel } from '../../../../../src/core/model/lab-model.ts';
import { Stepper } from '../../../../../src/core/trace/stepper.ts';
import { trace } from '../../../../../src/core/trace/trace.ts';
import { lookOfResult } from '../../../../../src/features/simulate/render/look-of.ts';
import { simulateSvg } from '../../../../../src/features/simulate/render/svg.ts';
import { simulate } from '../../../../../src/features/simulate/simulate.ts';
import type { Look } from '../../../../../src/output/picture/look.ts';
import { lookOf } from '../../../../../src/output/picture/look-of.ts';
import { HOSTILE_NAMES, labOfNames } from '../../../../support/hostile-labs.ts';
import { modelOf } from '../../../../support/model.ts';
import { readProjectFile } from '../../../../support/source-files.ts';

const SCENARIOS = readdirSync(new URL('../../../../../scenarios/', import.meta.url)).filter((name) =>
  name.endsWith('.yaml'),
);

function modelOfText(text: string): LabModel {
  return modelOf(readLab(text, 'lab.yaml').labs);
}

function svgOf(model: LabModel, filter?: string): string {
  return simulateSvg(model, simulate(model, { filter }));
}

/** What is said of each end: its ports, what becomes of its frames, and where they come out. */
function endsOf({ ends }: Look): Map<string, unknown> {
  return new Map([...ends].filter(([, { link, router }]) => link !== undefined || router !== undefined).sort());
}

describe('simulate --format svg', () => {
  for (const name of SCENARIOS) {
    it(`says of ${name} what its trace says in the end`, () => {
      const model = modelOfText(readProjectFile(`scenarios/${name}`));
      const result = simulate(model);
      const generation = generationOf(result.dynamips.version) ?? 'from-0.2.18';
      const { end } = new Stepper(() => trace(model, generation));
      const [own, traced] = [lookOfResult(result), lookOf(end)];
      expect([...endsOf(own).keys()]).to.deep.equal([...endsOf(traced).keys()]);
      for (const [id, look] of endsOf(own)) expect(endsOf(traced).get(id), id).to.deep.equal(look);
    });
  }

  it('is a document with the sum as its description', () => {
    const svg = svgOf(modelOfText(readProjectFile('scenarios/full-mesh-3-routers.yaml')));
    expect(svg).to.match(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<svg xmlns="http:\/\/www.w3.org\/2000\/svg" /);
    expect(svg).to.include('<desc>3 links, all ok (dynagen on Linux, as Dynamips 0.2.24)</desc>');
  });

  it('draws ports of ends that the filter lets through', () => {
    const model = modelOfText(readProjectFile('scenarios/full-mesh-3-routers.yaml'));
    const ports = (filter?: string): string[] =>
      [...svgOf(model, filter).matchAll(/class="port"[^>]*>(\d+)</g)].map(([, port = '']) => port);
    expect(ports()).to.have.length(6);
    expect(ports('device R1').sort()).to.deep.equal(['10000', '10002']);
  });

  it('finds the ends of hostile names, and prints no character that hides text', () => {
    const svg = svgOf(modelOfText(labOfNames(HOSTILE_NAMES)));
    expect([...svg.matchAll(/class="port"/g)]).to.have.length(2 * HOSTILE_NAMES.length);
    const shown = [...svg.matchAll(/<(?:text|title)[^>]*>([^<]*)</g)].map(([, text = '']) => text).join('\n');
    expect(shown).to.not.match(/[\u202a-\u202e\u2066-\u2069]/);
  });
});
