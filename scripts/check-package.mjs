// `npm run check:package`: the package as users get it, held against the rules of `publint`, and of
// `attw` for each way in which Node and TypeScript resolve an import. Needs a build.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const root = fileURLToPath(new URL('..', import.meta.url));
const [given] = process.argv.slice(2);

const tarball = given === undefined ? packed() : readFileSync(given);
const problems = [...(await problemsOfTypes()), ...(await problemsOfManifest())];
for (const problem of problems) console.error(`check:package: ${problem}`);
if (problems.length > 0) process.exitCode = 1;
else console.log('check:package: publint and attw have nothing to say');

/** The tarball of the build that is there: a build made here would be one that no test has seen. */
function packed() {
  if (!existsSync(join(root, 'dist', 'index.cjs'))) {
    console.error('check:package: there is no build; run npm run build first');
    process.exit(2);
  }
  const folder = mkdtempSync(join(tmpdir(), 'niostat-package-'));
  try {
    const args = ['pack', '--ignore-scripts', '--offline', '--json', '--pack-destination', folder];
    const options = { cwd: root, encoding: 'utf8', maxBuffer: 1 << 24, stdio: ['ignore', 'pipe', 'pipe'] };
    const [{ filename }] = JSON.parse(execFileSync('npm', args, { ...options, shell: process.platform === 'win32' }));
    return readFileSync(join(folder, filename));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What attw's command line would show: each kind of problem, and where it is. */
async function problemsOfTypes() {
  const { types, problems } = await checkPackage(createPackageFromTarballData(tarball));
  if (!types) return ['attw: there are no types'];
  return problems.map((problem) => `attw: ${JSON.stringify(problem)}`);
}

async function problemsOfManifest() {
  const bytes = tarball.buffer.slice(tarball.byteOffset, tarball.byteOffset + tarball.length);
  const { messages, pkg } = await publint({ pack: { tarball: bytes }, strict: true });
  return messages.map((message) => `publint: ${formatMessage(message, pkg, { color: false })}`);
}
