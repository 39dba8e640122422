/** Copy buttons: what they put on the clipboard is what can be pasted into the lab. */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { describeIn } from '../support/browser.ts';
import { niostat } from '../support/run-in-process.ts';
import { labFile, pageOf, SAME_BASE } from './pages.ts';

describeIn('chromium', 'a copy button', (open) => {
  it('copies the lines that mend the lab', async () => {
    const { page } = await open(await pageOf('simulate', SAME_BASE), {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const button = page.locator('#findings [data-do^="copy"]').first();
    await button.click();
    await page.locator('[data-copied]').first().waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    const lab = readFileSync(new URL(`../../${SAME_BASE}`, import.meta.url), 'utf8');
    const [address = '', base = ''] = copied.split('\n');
    expect(address).to.equal('  - address: 127.0.0.1:7201');
    // Pasted into the entry of the same hypervisor, over its base, they leave nothing to be found.
    const [before = '', entry = ''] = lab.split(`${address}\n`);
    const mended = labFile('mended.yaml', `${before}${address}\n${entry.replace(/ {4}baseUdp: 10000/, base)}`);
    const { code, stdout } = await niostat(['check', mended]);
    expect(code, stdout).to.equal(0);
  });
});
