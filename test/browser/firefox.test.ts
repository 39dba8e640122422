/** Firefox loads a page, steps through it and says nothing; what a page does is tried in Chromium. */
import { expect } from 'chai';
import { describeIn } from '../support/browser.ts';
import { HOSTILE_NAMES, labOfNames } from '../support/hostile-labs.ts';
import { lastStepOf as lastStepOfTrace } from '../support/trace-rows.ts';
import { tablesAlong } from './in-page.ts';
import { labFile, pageOf, SAME_BASE, traceOf } from './pages.ts';
import { click, expectNoOverflow, press, slideTo, stepOf } from './reader.ts';

const LABS = [SAME_BASE, 'scenarios/link-churn.yaml', 'scenarios/gns3-server-pool.yaml'];

describeIn('firefox', 'the page of a scenario', (open) => {
  for (const lab of LABS) {
    it(`of ${lab} opens, and steps there and back`, async () => {
      const last = lastStepOfTrace(await traceOf(lab));
      const { page } = await open(`${await pageOf('simulate', lab)}#step=0`);
      const forward = await page.evaluate(tablesAlong, { action: 'forward', clicks: last });
      expect(await stepOf(page)).to.equal(last);
      const back = await page.evaluate(tablesAlong, { action: 'back', clicks: last });
      expect(back.reverse()).to.deep.equal(forward);
      expect(forward.at(-1)).to.not.be.empty;
    });
  }

  it('takes keys, the slider, the switch and a link to a moment', async () => {
    const { page } = await open(`${await pageOf('simulate', SAME_BASE)}#step=4&generation=0.2.17`);
    expect(await page.locator('.step').innerText()).to.match(/206/);
    await press(page, 'g');
    expect(await page.locator('.step').innerText()).to.match(/SO_REUSEADDR/);
    await press(page, 'Home', 'ArrowRight');
    expect(await stepOf(page)).to.equal(1);
    await slideTo(page, 5);
    expect(await stepOf(page)).to.equal(5);
    await click(page, 'back');
    expect(await stepOf(page)).to.equal(4);
  });

  it('shows hostile names as text, and holds its layout on a phone', async () => {
    const lab = labFile('hostile.yaml', labOfNames(HOSTILE_NAMES));
    const { page } = await open(await pageOf('simulate', lab), { viewport: { width: 360, height: 740 } });
    await expectNoOverflow(page);
  });
});
