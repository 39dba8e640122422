import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync, readdirSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect } from 'chai';
import { loadText } from '../../../../src/world/files/load-text.ts';
import { Folder } from '../../../support/cli.ts';
import { type ZipEntry, zip } from '../../../support/zip.ts';

const PROJECT = `{ "topology": {}, "name": "${'x'.repeat(300)}" }`;
const project: ZipEntry = { name: 'project.gns3', data: PROJECT };
const image: ZipEntry = { name: 'images/IOS/c3640.bin', data: randomBytes(50_000), method: 0 };

const folder = new Folder();

/** How many descriptors this process has open, where the system tells. */
function openFiles(): number {
  return existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : 0;
}

/** What is loaded of an archive: the text, or the message of the failure without the path. */
async function load(bytes: Buffer | string): Promise<string> {
  const path = typeof bytes === 'string' ? bytes : folder.file('lab.gns3project', bytes);
  const loaded = await loadText(path, () => Readable.from([]));
  if ('text' in loaded) {
    expect(loaded.within).to.equal('project.gns3');
    return loaded.text;
  }
  expect(loaded.failure.message).to.match(/^\S+: /);
  expect(loaded.failure.message.startsWith(`${path}: `)).to.equal(true);
  return loaded.failure.message.slice(path.length + 2);
}

describe('a portable project', () => {
  describe('is read', () => {
    const good: Record<string, ZipEntry[]> = {
      'with its images before and behind it': [image, project, { ...image, name: 'images/QEMU/a.qcow2' }],
      'as it stands, not packed': [{ ...project, method: 0 }],
      'with sizes behind the data, as GNS3 writes it': [{ ...project, hasDescriptor: true }, image],
      'with sizes of 64 bits': [
        { ...image, isZip64: true },
        { ...project, isZip64: true },
      ],
      'with other projects in folders, such as snapshots': [project, { ...project, name: 'snapshots/a/project.gns3' }],
      'with 70,000 other files, more than 16 bits can count': [
        ...Array.from({ length: 70_000 }, (_, n): ZipEntry => ({ name: `f${n}`, data: '', method: 0 })),
        project,
      ],
    };
    for (const [title, entries] of Object.entries(good)) {
      it(title, async () => expect(await load(zip(entries))).to.equal(PROJECT));
    }

    it('from standard input', async () => {
      const bytes = zip([image, project]);
      const parts = [bytes.subarray(0, 3), bytes.subarray(3, 1000), bytes.subarray(1000)];
      const loaded = await loadText('-', () => Readable.from(parts));
      expect(loaded).to.deep.equal({ text: PROJECT, within: 'project.gns3' });
    });

    it('out of six gigabytes, of which it reads next to nothing', async () => {
      // A file with a hole: what is not written takes no room on the disk.
      const path = join(folder.path, 'big.gns3project');
      const start = 6 * 1024 ** 3;
      const file = openSync(path, 'w');
      writeSync(file, zip([image]).subarray(0, 1000), 0, 1000, 0);
      const bytes = zip([project], start);
      writeSync(file, bytes, 0, bytes.length, start);
      closeSync(file);
      expect(await load(path)).to.equal(PROJECT);
    });

    it('in UTF-16 too', async () => {
      const data = Buffer.from(`\uFEFF${PROJECT}`, 'utf16le');
      expect(await load(zip([{ ...project, data }]))).to.equal(`\uFEFF${PROJECT}`);
    });
  });

  describe('is refused', () => {
    const encrypted = { ...project, flags: 1 };
    const zeros = Buffer.alloc(20_000_000);
    const bad: Array<[string, ZipEntry[], RegExp]> = [
      ['without a project', [image], /^it holds no project\.gns3/],
      ['without anything', [], /^it holds no project\.gns3/],
      [
        'with the project in a folder',
        [{ ...project, name: 'lab/project.gns3' }],
        /at its top, where GNS3 looks for it, but lab\/project\.gns3; unpack the archive/,
      ],
      ['with the project under another name', [{ ...project, name: 'ring.gns3' }], /but ring\.gns3; unpack/],
      ['with two projects', [project, project], /^it has 2 files called project\.gns3/],
      [
        'with a name that leads out of it',
        [project, { ...image, name: '../../x' }],
        /outside of its folder.*export the project again/,
      ],
      ['with an absolute name', [{ ...image, name: '/etc/x' }, project], /outside of its folder/],
      ['that is encrypted', [encrypted], /encrypted; unpack the archive with its password/],
      ['that is strongly encrypted', [{ ...project, flags: 0x41 }], /encrypted/],
      ['packed by LZMA', [{ ...project, method: 14 }], /packed by LZMA; export the project again with Zip/],
      ['packed by Zstandard', [{ ...project, method: 93 }], /packed by Zstandard/],
      ['packed by something unknown', [{ ...project, method: 77 }], /packed by method 77/],
      ['that is a bomb of zeros', [{ ...project, data: zeros }], /less than a 300th of its size/],
      ['that says it has 3 GB', [{ ...project, claims: { size: 3e9 } }], /larger than 64 MiB/],
      ['that says it has 8 EB', [{ ...project, isZip64: true, claims: { size: 2 ** 62 } }], /larger than 64 MiB/],
      [
        'that is larger than it says',
        [{ ...project, data: zeros, claims: { size: 1000 } }],
        /damaged \(too many bytes/,
      ],
      ['that is smaller than it says', [{ ...project, claims: { size: 5000 } }], /damaged \(not enough bytes/],
      ['whose checksum is wrong', [{ ...project, claims: { crc: 1 } }], /damaged \(the checksum/],
      [
        'whose data lies behind its end',
        [{ ...project, claims: { packedSize: 50_000_000 } }],
        /a part of this ZIP is missing/,
      ],
      ['that is no UTF-8', [{ ...project, data: Buffer.from([0x7b, 0xe9, 0x7d]) }], /not UTF-8 text/],
    ];
    for (const [title, entries, message] of bad) {
      it(title, async () => {
        const before = openFiles();
        const bytes = zip(entries);
        if (title === 'that is no UTF-8') {
          const loaded = await loadText(folder.file('lab.gns3project', bytes), () => Readable.from([]));
          expect(JSON.stringify(loaded)).to.match(/lab\.gns3project:project\.gns3:1:2: not UTF-8/);
        } else expect(await load(bytes)).to.match(message);
        expect(openFiles()).to.be.at.most(before);
      });
    }

    it('wherever it is cut off', async () => {
      const bytes = zip([image, project]);
      for (const length of [4, 30, 1000, bytes.length - 200, bytes.length - 22, bytes.length - 1]) {
        expect(await load(bytes.subarray(0, length)), String(length)).to.match(/a part of this ZIP is missing/);
      }
    });

    it('with a sentence and never with a crash, whatever byte is wrong', async () => {
      const bytes = zip([
        { ...project, isZip64: true },
        { ...image, data: 'x' },
      ]);
      for (let at = 4; at < bytes.length; at++) {
        const wrong = Buffer.from(bytes);
        wrong[at] = (wrong[at] ?? 0) ^ 0xff;
        const said = await load(wrong);
        expect(
          said === PROJECT || /unpack|export|copy|portable|not a project/.test(said),
          `byte ${at}: ${said}`,
        ).to.equal(true);
      }
    });

    it('with more than 100,000 files', async () => {
      const entries = Array.from({ length: 100_001 }, (): ZipEntry => ({ name: 'a', data: '', method: 0 }));
      expect(await load(zip(entries))).to.match(/^it has 100001 files/);
    });

    it('from standard input if it is larger than what is kept in memory', async () => {
      const stdin = function* (): Generator<Buffer> {
        yield zip([image]);
        for (;;) yield Buffer.alloc(1024 * 1024);
      };
      const loaded = await loadText('-', () => Readable.from(stdin()));
      expect(loaded).to.have.nested.property('failure.code', 'TOO_LARGE');
      expect(JSON.stringify(loaded)).to.include('name the file instead of -');
    });
  });
});
