// The packages whose code the build takes into dist/, and LICENSES-THIRD-PARTY.txt with their licences.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Left by the build, and not in the package: what was taken, as `bundledPackages` gives it. */
const LIST = 'dist/bundled-packages.json';

const HEAD = `The files of dist/ hold code of the packages below, and that of niostat, whose licence is in LICENSE.
`;

/**
 * The folders of the packages of which an output of esbuild has code: pairs of the output's path and a
 * folder such as `node_modules/yaml`.
 */
export function packagesIn({ outputs }) {
  return Object.entries(outputs).flatMap(([output, { inputs }]) => {
    const used = Object.keys(inputs).filter((input) => inputs[input].bytesInOutput > 0);
    const folders = used.flatMap((input) => /^.*\bnode_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []);
    return [...new Set(folders)].map((folder) => [output, folder]);
  });
}

/**
 * The same as a list for people and programs: name, version, licence (an expression of SPDX) and files, such
 * as `dist/labs.cjs`, of each package; `taken` are pairs of such a file and the folder of the package.
 */
export function listPackages(taken) {
  const packages = [...new Set(taken.map(([, folder]) => folder))].map((folder) => {
    const { name, version, license, author } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
    const files = [...new Set(taken.filter(([, other]) => other === folder).map(([file]) => file))].sort();
    return { name, version, licence: license, files, text: licenceText(folder, { name, license, author }) };
  });
  const key = ({ name, version }) => `${name}@${version}`;
  return packages.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** Its licence and notices. The build fails for a package without, unless its manifest says enough. */
function licenceText(folder, { name, license, author }) {
  const files = readdirSync(join(ROOT, folder)).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
  if (files.length > 0)
    return files
      .sort()
      .map((file) => plain(readFileSync(join(ROOT, folder, file), 'utf8')))
      .join('\n');
  if (license !== 'MIT' || author === undefined) throw new Error(`${folder} has no licence; see scripts/licences.mjs`);
  const [, , , ...terms] = readFileSync(join(ROOT, 'LICENSE'), 'utf8').trimEnd().split('\n');
  return plain(
    [`${name} comes without its licence. Its package.json says: MIT, by ${author.name ?? author}.`, ...terms].join(
      '\n',
    ),
  );
}

/** In ASCII, as the portable file must be that carries it; what has no letter there stands as an escape. */
function plain(text) {
  const letters = text.replace(/[“”]/g, '"').replace(/[‘’]/g, "'").replaceAll('©', '(c)').normalize('NFD');
  const lines = letters
    .replace(/[\u0300-\u036f\ufeff]/g, '')
    .replaceAll('\r\n', '\n')
    .trim();
  return `${lines.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
}

/** The text of a package's licence in a comment that tools which shorten code keep. */
export function licenceComment(packages) {
  if (packages.length === 0) return '';
  const texts = packages.map(({ name, version, text }) => `${name} ${version}\n\n${text}`);
  return `/*! The code of these packages is in this program.\n\n${texts.join('\n').replaceAll('*/', '* /')}*/\n`;
}

/** Writes the texts for readers, and the list for `bundledPackages`. */
export function writeLicences(packages) {
  const rule = `\n${'-'.repeat(78)}\n\n`;
  const sections = packages.map(
    ({ name, version, licence, files, text }) => `${name} ${version} (${licence})\nIn ${files.join(', ')}\n\n${text}`,
  );
  writeFileSync(join(ROOT, 'LICENSES-THIRD-PARTY.txt'), [HEAD, ...sections].join(rule));
  const list = packages.map(({ text, ...one }) => one);
  writeFileSync(join(ROOT, LIST), `${JSON.stringify(list, undefined, 1)}\n`);
}

/** The packages whose code is in dist/: `{ name, version, licence, files }` of each; needs a build. */
export function bundledPackages() {
  return JSON.parse(readFileSync(join(ROOT, LIST), 'utf8'));
}
