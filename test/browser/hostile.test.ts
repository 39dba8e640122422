/** Labs whose names try to be markup, script, or too long. */
import { expect } from 'chai';
import { describeIn, type Tab } from '../support/browser.ts';
import { HOSTILE_NAMES, labOfLongNames, labOfNames } from '../support/hostile-labs.ts';
import { turningText } from './in-page.ts';
import { labFile, pageOf } from './pages.ts';
import { click, expectNoOverflow, lastStepOf, press, stepOf } from './reader.ts';

const PHONE = { viewport: { width: 360, height: 740 } } as const;

/** Whatever a lab could make of the page that is no text: nothing, and the program is the only script. */
async function expectOnlyText({ page }: Tab): Promise<void> {
  const odd = await page.evaluate(() =>
    [
      ...document.body.querySelectorAll(
        'img, iframe, object, embed, a[href^="javascript:" i], [onload], [onerror], marquee',
      ),
    ]
      .concat([...document.querySelectorAll('script:not([type="application/json"])')].slice(1))
      .map(({ outerHTML }) => outerHTML.slice(0, 200)),
  );
  expect(odd).to.deep.equal([]);
}

describeIn('chromium', 'a lab with hostile names', (open) => {
  // Its policy would report what runs, and a tab that has said anything fails its test.
  it('shows them as text, at every step', async () => {
    const lab = labFile('hostile.yaml', labOfNames(HOSTILE_NAMES));
    const tab = await open(`${await pageOf('simulate', lab)}#step=0`);
    const { page } = tab;
    const last = await lastStepOf(page);
    expect(last).to.be.above(0);
    for (let step = 0; step < last; step++) await press(page, 'ArrowRight');
    expect(await stepOf(page)).to.equal(last);
    const text = await page.innerText('#sockets');
    for (const name of HOSTILE_NAMES.filter((one) => /^[ -~]+$/.test(one))) expect(text).to.include(name);
    expect(await page.evaluate(turningText), 'text that turns what is around it').to.deep.equal([]);
    await expectOnlyText(tab);
  });

  it('shows them as text in the list of consoles, findings and ports too', async () => {
    const lab = labFile('hostile-collision.net', collision());
    const tab = await open(await pageOf('check', lab), PHONE);
    for (const panel of ['findings', 'consoles', 'ports', 'sockets']) {
      await click(tab.page, `open:${panel}`);
      await expectOnlyText(tab);
      await expectNoOverflow(tab.page);
    }
  });

  it('copies them as text', async () => {
    const lab = labFile('hostile-collision.net', collision());
    const tab = await open(await pageOf('check', lab));
    for (const button of await tab.page.locator('[data-do^="copy"]:visible').all()) await button.click();
    await expectOnlyText(tab);
  });

  it('holds its layout on a phone and on a projector', async () => {
    const lab = labFile('hostile.yaml', labOfNames(HOSTILE_NAMES));
    const { page } = await open(await pageOf('simulate', lab), PHONE);
    await expectNoOverflow(page);
    await page.setViewportSize({ width: 1920, height: 1080 });
    await expectNoOverflow(page);
  });

  it('is titled by its name, and nothing else', async () => {
    const name = '</title><script>alert(1)</script>';
    const lab = labFile('title.yaml', labOfNames([name, 'R2']));
    const { page } = await open(await pageOf('simulate', lab));
    expect(await page.title()).to.include(name);
  });
});

describeIn('chromium', 'a lab with names of 10 kB', (open) => {
  for (const [where, options] of Object.entries({ 'a phone': PHONE, 'a desk': {} })) {
    it(`holds its layout on ${where}, at every step`, async () => {
      const lab = labFile('long.net', labOfLongNames());
      const { page } = await open(`${await pageOf('simulate', lab)}#step=0`, options);
      for (let step = 0; step <= (await lastStepOf(page)); step++) {
        await expectNoOverflow(page);
        await press(page, 'ArrowRight');
      }
    });
  }
});

/** Two hypervisors with one base, whose working folder and routers have hostile names. */
function collision(): string {
  const [first, second, third] = HOSTILE_NAMES;
  return `[localhost:7200]
    workingdir = /tmp/${first}
    udp = 10000
    [[ROUTER ${first}]]
        console = 2000
        f0/0 = ${second} f0/0
[localhost:7201]
    workingdir = /tmp/${third}
    udp = 10000
    [[ROUTER ${second}]]
        console = 2000
`;
}
