/** The bill of materials, held against the schema of CycloneDX and against what npm lists. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { billOfMaterials, faultsOfBill, type Materials } from '../../../../scripts/release/sbom.ts';
import { ROOT } from '../../../support/packed.ts';

interface Component {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly 'bom-ref': string;
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
  readonly licenses?: readonly unknown[];
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
}

interface Bill {
  readonly serialNumber: string;
  readonly metadata: { readonly timestamp: string; readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

const MANIFEST = {
  name: 'niostat',
  version: '1.2.3',
  description: 'A test.',
  license: 'MIT',
  dependencies: { a: '^1.0.0', '@s/b': '^2.0.0' },
};

/** `a` has a `c` of its own; `@s/b` takes the other; what is for another platform is not there. */
const LOCKED = {
  'node_modules/a': { version: '1.0.1', license: 'ISC', dependencies: { c: '^1.0.0' } },
  'node_modules/a/node_modules/c': { version: '1.5.0', license: '(MIT OR Apache-2.0)' },
  'node_modules/c': { version: '2.0.0', license: 'MIT' },
  'node_modules/@s/b': {
    version: '2.0.0',
    license: 'MIT',
    integrity: `sha512-${Buffer.alloc(64, 1).toString('base64')}`,
    dependencies: { c: '^2.0.0' },
    optionalDependencies: { d: '^1.0.0' },
  },
  'node_modules/dev': { version: '9.0.0', license: 'MIT' },
};

const MATERIALS: Materials = {
  manifest: MANIFEST,
  locked: LOCKED,
  bundled: [{ name: '@s/b', version: '2.0.0', licence: 'MIT', files: ['dist/one.cjs', 'dist/two.cjs'] }],
  executables: { 'niostat-linux-x64': '24.21.0', 'niostat-win-x64.exe': '24.21.0' },
  time: new Date('2026-04-05T06:07:08Z'),
  commit: '0123456789abcdef0123456789abcdef01234567',
};

const made = (materials: Materials): Bill => JSON.parse(billOfMaterials(materials));

describe('the bill of materials', () => {
  const bill = made(MATERIALS);
  const references = (ref: string): readonly string[] =>
    bill.dependencies.find((one) => one.ref === ref)?.dependsOn ?? [];

  it('is valid CycloneDX, which a bill with a fault is not', async () => {
    const text = billOfMaterials(MATERIALS);
    expect(await faultsOfBill(text)).to.deep.equal([]);
    expect((await faultsOfBill(text.replace('"platform"', '"plattform"'))).join()).to.match(/components\/\d+\/type/);
    expect(await faultsOfBill(text.replace('"urn:uuid:', '"urn:'))).to.have.length(1);
  });

  it('lists what is inside of files, and in which', () => {
    const [inside] = bill.components.filter(({ name, properties = [] }) => name === '@s/b' && properties.length > 0);
    expect(inside?.properties).to.deep.equal([
      { name: 'cdx:npm:package:bundled', value: 'true' },
      { name: 'niostat:file', value: 'dist/one.cjs' },
      { name: 'niostat:file', value: 'dist/two.cjs' },
    ]);
    expect(inside?.hashes).to.deep.equal([{ alg: 'SHA-512', content: '01'.repeat(64) }]);
    const node = bill.components.find(({ name }) => name === 'node');
    expect(node?.version).to.equal('24.21.0');
    expect(node?.properties?.map(({ value }) => value)).to.deep.equal(['niostat-linux-x64', 'niostat-win-x64.exe']);
  });

  it('lists what npm installs beside it, and who needs which', () => {
    const installed = bill.components.filter(({ purl, 'bom-ref': ref }) => ref === purl && purl.startsWith('pkg:npm/'));
    expect(installed.map(({ purl }) => purl).sort()).to.deep.equal([
      'pkg:npm/%40s/b@2.0.0',
      'pkg:npm/a@1.0.1',
      'pkg:npm/c@1.5.0',
      'pkg:npm/c@2.0.0',
    ]);
    expect(references('pkg:npm/niostat@1.2.3')).to.deep.equal([
      'bundled:pkg:npm/%40s/b@2.0.0',
      'pkg:generic/node@24.21.0',
      'pkg:npm/%40s/b@2.0.0',
      'pkg:npm/a@1.0.1',
    ]);
    expect(references('pkg:npm/a@1.0.1')).to.deep.equal(['pkg:npm/c@1.5.0']);
    expect(references('pkg:npm/%40s/b@2.0.0')).to.deep.equal(['pkg:npm/c@2.0.0']);
  });

  it('names licences as SPDX does', () => {
    const licencesOf = (purl: string) => bill.components.find((one) => one['bom-ref'] === purl)?.licenses;
    expect(licencesOf('pkg:npm/a@1.0.1')).to.deep.equal([{ license: { id: 'ISC' } }]);
    expect(licencesOf('pkg:npm/c@1.5.0')).to.deep.equal([{ expression: '(MIT OR Apache-2.0)' }]);
  });

  it('has the time of the commit, and a serial number that only another commit changes', () => {
    expect(bill.metadata.timestamp).to.equal('2026-04-05T06:07:08.000Z');
    // RFC 9562, 5.8: the digit of the version is 8, that of the variant is 8, 9, a or b.
    expect(bill.serialNumber).to.match(
      /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(made({ ...MATERIALS, executables: {} }).serialNumber).to.equal(bill.serialNumber);
    expect(
      made({ ...MATERIALS, commit: '0123456789abcdef0123456789abcdef01234567'.replace('1', '2') }).serialNumber,
    ).to.not.equal(bill.serialNumber);
  });

  it('lists the packages of this project that npm lists', () => {
    const read = (name: string) => JSON.parse(readFileSync(join(ROOT, name), 'utf8'));
    const { packages } = read('package-lock.json');
    const { components } = made({ ...MATERIALS, manifest: read('package.json'), locked: packages, bundled: [] });
    // Each line is `path:name@version`; the first is the project itself.
    const listed = execFileSync('npm', ['ls', '--omit=dev', '--all', '--parseable', '--long'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    const [, ...lines] = listed.trim().split('\n');
    expect(lines).to.not.be.empty;
    const names = components.filter(({ name }) => name !== 'node').map(({ name, version }) => `${name}@${version}`);
    expect(names.sort()).to.deep.equal(lines.map((line) => line.slice(line.lastIndexOf(':') + 1)).sort());
  });
});
