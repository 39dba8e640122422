/** That the tests in browsers would see a page that does what it must not. */
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { describeIn } from '../support/browser.ts';
import type { BrowserName } from '../support/browser-path.ts';
import { Folder } from '../support/cli.ts';

const folder = new Folder();
const urlOf = (name: string, html: string): string => pathToFileURL(folder.file(name, html)).href;

const POLICY = `<meta http-equiv="content-security-policy" content="default-src 'none'; script-src 'none'">`;

/** A page that breaks its policy, and what each browser calls that. */
const FORBIDDEN: Readonly<Record<BrowserName, RegExp>> = {
  chromium: /violates the following Content Security Policy directive/,
  firefox: /violates the following directive/,
};

for (const name of ['chromium', 'firefox'] as const) {
  describeIn(name, 'the noise of a page', (open) => {
    it('is nothing for a page that is quiet', async () => {
      const { page, noise } = await open(urlOf('quiet.html', '<!doctype html><p>All is well.</p>'));
      expect(await page.textContent('p')).to.equal('All is well.');
      expect(noise.take()).to.deep.equal([]);
    });

    it('has messages and faults', async () => {
      const script = "<script>console.info('one'); throw new TypeError('two')</script>";
      const { noise } = await open(urlOf('loud.html', `<!doctype html>${script}`));
      expect(await noise.until(/^fault/)).to.deep.equal(['console info: one', 'fault: two']);
    });

    it('has what the policy of the page forbids', async () => {
      const { page, noise } = await open(
        urlOf('bad.html', `<!doctype html>${POLICY}<script>document.title = 'x'</script>`),
      );
      expect(await page.title()).to.equal('');
      expect(await noise.until(FORBIDDEN[name])).to.have.lengthOf(1);
    });
  });
}

describeIn('chromium', 'the noise of a page', (open) => {
  it('has requests, dialogs and windows', async () => {
    const script = "alert('three'); open('about:blank')";
    const { noise } = await open(urlOf('far.html', `<!doctype html><img src="image.png"><script>${script}</script>`));
    const said = (await noise.until(/^window: about:blank$/)).join('\n');
    expect(said).to.match(/^request: file:\S+\/image\.png$/m);
    expect(said).to.match(/^dialog: three$/m);
  });
});
