/** Moving through a lab: buttons, keys, slider, switches, links to a moment. */
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { describeIn } from '../support/browser.ts';
import { MESH, pageOf, SAME_BASE } from './pages.ts';
import { click, lastStepOf, press, slideTo, stepOf } from './reader.ts';

/** The step after each of these, done one after the other. */
async function stepsAfter<T>(page: Page, all: readonly T[], does: (one: T) => Promise<void>): Promise<number[]> {
  const steps: number[] = [];
  for (const one of all) {
    await does(one);
    steps.push(await stepOf(page));
  }
  return steps;
}

describeIn('chromium', 'moving through a lab', (open) => {
  // Three links of Dynagen: two ports, two sockets and the link itself are the steps of each.
  const last = 15;

  it('begins with the lab as it runs', async () => {
    const { page } = await open(await pageOf('simulate', MESH));
    expect([await stepOf(page), await lastStepOf(page)]).to.deep.equal([last, last]);
  });

  it('goes by buttons', async () => {
    const { page } = await open(await pageOf('simulate', MESH));
    const buttons = ['first', 'forward', 'forward', 'back', 'last', 'back'];
    const steps = await stepsAfter(page, buttons, (button) => click(page, button));
    expect(steps).to.deep.equal([0, 1, 2, 1, last, last - 1]);
  });

  it('moves no box of the picture', async () => {
    const { page } = await open(`${await pageOf('simulate', SAME_BASE)}#step=0`, {
      viewport: { width: 1600, height: 900 },
    });
    const places = new Set<string | undefined>();
    await stepsAfter(page, [0, 1, 2, 3, 4, 5], async (step) => {
      await slideTo(page, step);
      places.add(
        await page.evaluate(() => JSON.stringify(document.querySelector('svg.picture')?.getBoundingClientRect())),
      );
    });
    const [place] = places;
    expect(places.size).to.equal(1);
    expect(place).to.match(/"width":[1-9]/);
  });

  it('goes by keys', async () => {
    const { page } = await open(await pageOf('simulate', MESH));
    const keys = ['Home', 'ArrowLeft', 'ArrowRight', 'ArrowRight', 'ArrowLeft', 'End', 'ArrowRight', 'ArrowLeft'];
    const steps = await stepsAfter(page, keys, (key) => press(page, key));
    expect(steps).to.deep.equal([0, 0, 1, 2, 1, last, last, last - 1]);
  });

  it('goes link by link', async () => {
    const { page } = await open(`${await pageOf('simulate', MESH)}#step=0`);
    const keys = ['Shift+ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowLeft'];
    expect(await stepsAfter(page, keys, (key) => press(page, key))).to.deep.equal([5, 10, 15, 10]);
  });

  it('goes by the slider', async () => {
    const { page } = await open(await pageOf('simulate', MESH));
    expect(await stepsAfter(page, [7, 0, 15], (step) => slideTo(page, step))).to.deep.equal([7, 0, 15]);
  });

  it('leaves keys to a field that is typed in, and to the browser', async () => {
    const { page } = await open(`${await pageOf('simulate', MESH)}#step=3`);
    await press(page, 'Control+ArrowRight', 'Alt+ArrowLeft', 'Control+Home');
    expect(await stepOf(page)).to.equal(3);
    await press(page, '/');
    await page.keyboard.type('R2 g? ');
    await press(page, 'ArrowLeft', 'Home', 'End');
    expect(await stepOf(page)).to.equal(3);
    expect(await page.locator('[data-do="find"]').inputValue()).to.equal('R2 g? ');
  });

  it('plays to the end, and then from the start again', async () => {
    const { page } = await open(`${await pageOf('simulate', SAME_BASE)}#step=4`);
    await press(page, ' ');
    await page.waitForFunction(() => document.querySelector<HTMLInputElement>('input[data-do="step"]')?.value === '5');
    await page.waitForSelector('[data-do="play"]:text("Play"), [data-do="play"][aria-label*="Play"]');
    await press(page, ' ');
    expect(await stepOf(page)).to.equal(0);
    await press(page, ' ');
  });
});

describeIn('chromium', 'switches of a lab', (open) => {
  it('change the generation, and keep the step', async () => {
    const { page } = await open(`${await pageOf('simulate', SAME_BASE)}#step=4`);
    const step = page.locator('.step');
    expect(await step.innerText())
      .to.match(/SO_REUSEADDR/)
      .and.not.match(/206/);
    await click(page, 'generation:before-0.2.18');
    expect(await step.innerText()).to.match(/206/);
    expect(await stepOf(page)).to.equal(4);
    await press(page, 'g');
    expect(await step.innerText()).to.match(/SO_REUSEADDR/);
    expect(await stepOf(page)).to.equal(4);
  });

  it('change who gives the ports, and keep the moment, which is another step then', async () => {
    // A link of GNS3 2.2 has two more steps than one of Dynagen: the tunnel of each router.
    const { page } = await open(`${await pageOf('simulate', MESH)}#step=6`);
    expect(await lastStepOf(page)).to.equal(15);
    const rules = page.locator('select[data-do="allocator"]');
    await rules.selectOption('gns3-server-2.2.3');
    expect([await stepOf(page), await lastStepOf(page)]).to.deep.equal([8, 21]);
    await rules.selectOption('dynagen');
    expect([await stepOf(page), await lastStepOf(page)]).to.deep.equal([6, 15]);
  });

  it('stay at the end of a lab, however many steps it has', async () => {
    const { page } = await open(await pageOf('simulate', MESH));
    await page.locator('select[data-do="allocator"]').selectOption('gns3-server-2.2.3');
    expect(await stepOf(page)).to.equal(21);
  });

  it('go on by the key a to the next that gives ports', async () => {
    const { page } = await open(`${await pageOf('simulate', MESH)}#step=6`);
    const rules = page.locator('select[data-do="allocator"]');
    await press(page, 'a');
    expect(await rules.inputValue()).to.not.equal('dynagen');
  });
});

describeIn('chromium', 'a link to a moment', (open) => {
  it('opens the step and the generation that it names', async () => {
    const { page } = await open(`${await pageOf('simulate', SAME_BASE)}#step=4&generation=0.2.17`);
    expect(await stepOf(page)).to.equal(4);
    expect(await page.locator('.step').innerText()).to.match(/206/);
    const pressed = page.locator('[data-do="generation:before-0.2.18"]');
    expect(await pressed.getAttribute('aria-pressed')).to.equal('true');
  });

  it('is made of what the reader does', async () => {
    const { page } = await open(`${await pageOf('simulate', MESH)}`);
    await press(page, 'Home', 'ArrowRight', 'ArrowRight', 'g');
    await page.waitForURL((url) => url.hash === '#step=2&generation=0.2.17');
  });

  it('can be typed into the address of an open page', async () => {
    const { page } = await open(`${await pageOf('simulate', MESH)}#step=2`);
    await page.evaluate(() => location.assign('#step=9&allocator=gns3-server-2.2.3'));
    await page.waitForFunction(() => document.querySelector<HTMLInputElement>('input[data-do="step"]')?.value === '9');
    expect(await page.locator('select[data-do="allocator"]').inputValue()).to.equal('gns3-server-2.2.3');
  });

  for (const fragment of [
    'step=-1&generation=9&allocator=x&open=&quiz=maybe',
    'step=1e9999&step=%00',
    'step=99999999999999999999&generation=%E0%A4%A',
    '<script>alert(1)</script>',
    'open=__proto__,constructor&find=%ff',
    `find=${'x'.repeat(100_000)}`,
    '&&&===%',
  ]) {
    it(`shows the lab for ${fragment.slice(0, 50)} too`, async () => {
      const { page } = await open(`${await pageOf('simulate', MESH)}#${fragment}`);
      expect(await lastStepOf(page)).to.equal(15);
      await press(page, 'Home');
      expect(await stepOf(page)).to.equal(0);
    });
  }

  it('stays when the page is loaded anew, with the panels that were open', async () => {
    const { page } = await open(`${await pageOf('simulate', MESH)}#step=7`, { viewport: { width: 360, height: 740 } });
    await click(page, 'open:findings');
    await page.waitForURL(/#step=7&open=findings$/);
    await page.reload();
    expect(await stepOf(page)).to.equal(7);
    expect(await page.locator('#findings').isVisible()).to.equal(true);
    expect(await page.locator('#consoles').isVisible()).to.equal(false);
  });
});
