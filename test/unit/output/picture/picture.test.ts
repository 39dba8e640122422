import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import { validateXML } from 'xmllint-wasm';
import type { Generation } from '../../../../src/core/kernel/dynamips-version.ts';
import { readLab } from '../../../../src/core/lab/read-lab.ts';
import type { LabModel } from '../../../../src/core/model/lab-model.ts';
import { Stepper } from '../../../../src/core/trace/stepper.ts';
import { trace } from '../../../../src/core/trace/trace.ts';
import type { Element, Markup } from '../../../../src/output/markup/markup.ts';
import { FATE_LOOK, FATE_NAMES } from '../../../../src/output/picture/fate-look.ts';
import { layout } from '../../../../src/output/picture/layout.ts';
import type { Look } from '../../../../src/output/picture/look.ts';
import { lookOf } from '../../../../src/output/picture/look-of.ts';
import { picture } from '../../../../src/output/picture/picture.ts';
import { fileStyle, pictureStyle } from '../../../../src/output/picture/picture-style.ts';
import { svgFile } from '../../../../src/output/picture/svg-file.ts';
import { topologyOf } from '../../../../src/output/picture/topology-of.ts';
import { HOSTILE_NAMES, labOfLongNames, labOfNames } from '../../../support/hostile-labs.ts';
import { modelOf } from '../../../support/model.ts';
import { readProjectFile } from '../../../support/source-files.ts';

const SCENARIOS = readdirSync(new URL('../../../../scenarios/', import.meta.url)).filter((name) =>
  name.endsWith('.yaml'),
);

const NEW: Generation = 'from-0.2.18';
const OLD: Generation = 'before-0.2.18';

function modelOfText(text: string, file = 'lab.yaml'): LabModel {
  return modelOf(readLab(text, file).labs);
}

function scenario(name: string): LabModel {
  return modelOfText(readProjectFile(`scenarios/${name}.yaml`));
}

function stepper(model: LabModel, generation = NEW): Stepper {
  return new Stepper(() => trace(model, generation));
}

/** The picture of a lab at a step, the last one if none is given. */
function drawn(model: LabModel, { step, generation = NEW }: { step?: number; generation?: Generation } = {}): Element {
  const steps = stepper(model, generation);
  const at = step ?? steps.lastStep;
  return picture(layout(topologyOf(model)), lookOf(steps.stateAt(at), steps.eventsAt(at)));
}

function elementsOf(markup: Markup): Element[] {
  return typeof markup === 'string' ? [] : [markup, ...markup.children.flatMap(elementsOf)];
}

function classesOf({ attributes }: Element): string[] {
  return String(attributes['class'] ?? '').split(' ');
}

function withClass(markup: Markup, name: string): Element[] {
  return elementsOf(markup).filter((element) => classesOf(element).includes(name));
}

function textOf(markup: Markup): string {
  if (typeof markup === 'string') return markup;
  return markup.tag === 'title' ? '' : markup.children.map(textOf).join('');
}

/** `R1 f0/0 peer` for each end that sends, and has no socket. */
function lanes(markup: Markup): string[] {
  return [...withClass(markup, 'lane'), ...withClass(markup, 'hatched')].map((element) => {
    const fate = classesOf(element).find((name) => name.startsWith('fate-')) ?? 'refused';
    return `${element.attributes['data-end']} ${fate.replace('fate-', '')}`;
  });
}

/** An SVG document of a lab when all has happened. */
function fileOf(model: LabModel): string {
  const names = model.labs.map(({ name }) => name).join(', ');
  return svgFile(topologyOf(model), lookOf(stepper(model).end), { title: names, description: names });
}

describe('the picture of a lab', () => {
  it('lights a port that is there, and no place where none is left', () => {
    const lit = withClass(drawn(scenario('stop-hypervisor')), 'lit');
    const lamps = lit.map((end) => [withClass(end, 'port').length, withClass(end, 'lamp').length]);
    // Two ends stay on the hypervisor that runs, two go with the other one.
    expect(lamps).to.have.deep.members([
      [1, 1],
      [1, 1],
      [0, 0],
      [0, 0],
    ]);
  });

  for (const name of SCENARIOS) {
    it(`has every port of ${name}, a line for each link, and one for the frames of each end`, () => {
      const model = modelOfText(readProjectFile(`scenarios/${name}`));
      const { end } = stepper(model);
      const svg = drawn(model);
      const open = end.sockets.filter(({ isClosed, boundPort, bind }) => !isClosed && (boundPort ?? 1) > 0 && bind);
      // A port that nobody knows is a question mark.
      const ports = open.map(({ bind, boundPort, port }) => String(bind === 'refused' ? port : (boundPort ?? '?')));
      expect(withClass(svg, 'port').map(textOf)).to.include.members(ports);
      const sending = open.filter(({ role }) => role === undefined || role === 'link');
      const shown = lanes(svg).map((lane) => lane.replace(/ [a-z]+$/, ''));
      expect(shown).to.include.members(sending.map((socket) => socket.end));
      const wires = withClass(svg, 'wire').flatMap(({ attributes }) =>
        `${attributes['data-link'] ?? ''}`.split(' ').map(Number),
      );
      expect(wires).to.include.members(end.links.filter(({ hasFailed }) => !hasFailed).map(({ number }) => number));
    });
  }

  it('shows who hears whom where one base is used twice, by generation', () => {
    const model = scenario('two-hypervisors-same-base');
    expect(lanes(drawn(model))).to.have.members(['R1 f0/0 peer', 'R2 f0/0 self']);
    expect(lanes(drawn(model, { generation: OLD }))).to.have.members(['R1 f0/0 self', 'R2 f0/0 refused']);
    expect(withClass(drawn(model, { generation: OLD }), 'sign').map(textOf)).to.have.members(['↺', '⊘ 206']);
  });

  it('leads what goes astray to the end where it comes out', () => {
    const svg = drawn(scenario('link-churn'));
    const places = layout(topologyOf(scenario('link-churn')));
    const of = (name: string) => {
      const ends = places.links.flatMap(({ a, b }) => [a, b]);
      return ends.find(({ node }) => node.name === name);
    };
    const lane = withClass(svg, 'lane').find(({ attributes }) => attributes['data-end'] === 'R3 f0/0');
    // R3 sends to port 10011, which R2 has too.
    expect(lane && classesOf(lane)).to.include('fate-other');
    expect(withClass(svg, 'sign').map(textOf)).to.have.members(['⤳ R2', '⤳ R1']);
    const [x, y] = String(lane?.attributes['d']).split(/[ML]/).at(-1)?.split(' ').map(Number) ?? [];
    expect(x).to.equal(of('R2 f0/0')?.start.x);
    expect(Math.abs((y ?? 0) - (of('R2 f0/0')?.y ?? 0))).to.be.below(20);
  });

  it('shows at each step what has happened so far, and lights what happens now', () => {
    const model = scenario('full-mesh-3-routers');
    const texts = (step: number): string[] => withClass(drawn(model, { step }), 'port').map(textOf);
    expect(texts(0)).to.deep.equal([]);
    expect(texts(1)).to.deep.equal(['10000']);
    expect(texts(2)).to.deep.equal(['10000', '10001']);
    expect(lanes(drawn(model, { step: 4 }))).to.deep.equal([]);
    expect(lanes(drawn(model, { step: 5 }))).to.have.members(['R1 f0/0 peer', 'R2 f0/0 peer']);
    expect(withClass(drawn(model, { step: 2 }), 'lit').map(textOf)).to.deep.equal(['f0/010001']);
    expect(textOf(drawn(model, { step: 1 }))).to.include('base 10000 · next 10001');
    expect(withClass(drawn(model, { step: 1 }), 'moved')).to.have.length(1);
  });

  it('moves no box and no line of a link from step to step', () => {
    const model = scenario('stop-hypervisor');
    const still = (step: number): unknown[] =>
      elementsOf(drawn(model, { step }))
        .filter(({ tag, attributes }) => tag === 'rect' || attributes['data-link'] !== undefined)
        .filter((element) => !classesOf(element).includes('lamp'))
        .map(({ attributes: { x, y, width, height, d } }) => [x, y, width, height, d]);
    for (let step = 1; step <= stepper(model).lastStep; step++) expect(still(step)).to.deep.equal(still(0));
  });

  it('shows three ports of an end that has a uBridge', () => {
    const svg = drawn(scenario('gns3-server-pool'));
    expect(withClass(svg, 'ubridge').length).to.equal(3);
    // Three uBridges with three ports each, and one end of a switch without.
    expect(withClass(svg, 'port')).to.have.length(10);
  });

  it('says of a hypervisor that it has stopped', () => {
    expect(textOf(drawn(scenario('stop-hypervisor')))).to.include('stopped');
  });

  it('gives elements keys that are theirs alone', () => {
    for (const name of ['switches-hubs-lans', 'gns3-server-pool', 'two-labs-one-host']) {
      const keys = drawn(scenario(name)).children.map((child) =>
        typeof child === 'string' ? '' : child.attributes['key'],
      );
      expect(keys.filter((key) => key === undefined)).to.deep.equal([]);
      expect(
        keys.filter((key, index) => keys.indexOf(key) !== index),
        name,
      ).to.deep.equal([]);
    }
  });

  it('hides what a look does not tell', () => {
    const model = scenario('full-mesh-3-routers');
    const nothing: Look = { ends: new Map(), hypervisors: new Map(), links: new Map() };
    const text = textOf(picture(layout(topologyOf(model)), nothing));
    expect(text).to.include('R1').and.to.not.match(/\d{5}/);
  });
});

describe('an SVG file', () => {
  it('is well-formed for every scenario, and for hostile names', async () => {
    const models = [
      ...SCENARIOS.map((name) => modelOfText(readProjectFile(`scenarios/${name}`))),
      modelOfText(labOfNames(HOSTILE_NAMES)),
      modelOfText(labOfLongNames(), 'lab.net'),
    ];
    const xml = models.map((model, index) => ({ fileName: `${index}.svg`, contents: fileOf(model) }));
    const { errors } = await validateXML({ xml, normalization: 'c14n' });
    expect(errors).to.deep.equal([]);
    const tags = new Set(xml.flatMap(({ contents }) => [...contents.matchAll(/<([a-z]+)/gi)].map(([, tag]) => tag)));
    expect([...tags]).to.have.members(['svg', 'title', 'desc', 'style', 'rect', 'path', 'g', 'text', 'tspan']);
  });

  it('has a title and a description, and the words of the fates that are in it', () => {
    const svg = fileOf(scenario('two-hypervisors-same-base'));
    expect(svg).to.match(/<svg [^>]*role="img"[^>]*><title>[^<]+<\/title><desc>[^<]+<\/desc>/);
    expect(svg).to.include('comes back').and.to.include('arrives').and.to.not.include('goes astray');
  });

  it('is legible without custom properties, light and dark', () => {
    expect(fileStyle()).to.not.match(/var\(|\$/);
    expect(fileStyle()).to.include('prefers-color-scheme: dark');
    expect(pictureStyle()).to.not.include('$');
  });
});

describe('the look of fates', () => {
  it('tells each from the others by its sign alone, and by its stroke and sign', () => {
    expect(new Set(FATE_NAMES.map((name) => FATE_LOOK[name].sign)).size).to.equal(FATE_NAMES.length);
    expect(new Set(FATE_NAMES.map((name) => FATE_LOOK[name].word)).size).to.equal(FATE_NAMES.length);
  });

  it('has 3 : 1 at least on the grounds of pictures', () => {
    for (const name of FATE_NAMES) {
      const { light, dark } = FATE_LOOK[name];
      for (const ground of ['#ffffff', '#f4f5f7']) expect(contrast(light, ground), name).to.be.at.least(3);
      for (const ground of ['#16181d', '#1d2026']) expect(contrast(dark, ground), name).to.be.at.least(3);
    }
  });

  it('is measured as WCAG does', () => {
    expect(contrast('#000000', '#ffffff')).to.be.closeTo(21, 0.01);
    expect(contrast('#777777', '#ffffff')).to.be.closeTo(4.48, 0.01);
  });
});

/** WCAG 2.2, "contrast ratio". */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
