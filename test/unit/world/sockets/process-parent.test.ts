import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { isOrphan } from '../../../../src/world/sockets/process-parent.ts';
import { Folder } from '../../../support/cli.ts';

/** A tree like /proc: a process with this line of `stat`, and its parent's name. */
function proc(stat: string, parents: Readonly<Record<number, string>> = {}): string {
  const root = new Folder().path;
  mkdirSync(join(root, '812'));
  writeFileSync(join(root, '812', 'stat'), stat);
  for (const [pid, name] of Object.entries(parents)) {
    mkdirSync(join(root, pid));
    writeFileSync(join(root, pid, 'comm'), `${name}\n`);
  }
  return root;
}

/** The fields of proc_pid_stat(5): pid, name in brackets, state, parent, and more numbers. */
function stat(name: string, parent: number): string {
  return `812 (${name}) S ${parent} 812 812 0 -1 4194304 89 0 0 0 0 0 0 0 20 0 1 0 5012 2633728 214\n`;
}

describe('isOrphan', () => {
  it('is true for a child of the first process', () => {
    expect(isOrphan(812, proc(stat('ubridge', 1)))).to.equal(true);
  });

  it('is true for a child of the service manager of a session, which is given what others leave behind', () => {
    expect(isOrphan(812, proc(stat('ubridge', 1733), { 1733: 'systemd' }))).to.equal(true);
  });

  it('is false for a child of a shell', () => {
    expect(isOrphan(812, proc(stat('ubridge', 1733), { 1733: 'bash' }))).to.equal(false);
  });

  it('looks at the parent of both processes of a VPCS', () => {
    const root = (parent: number): string => {
      const path = proc(stat('vpcs', 811), { 811: 'vpcs', 1733: 'python3' });
      writeFileSync(join(path, '812', 'comm'), 'vpcs\n');
      writeFileSync(join(path, '811', 'stat'), `811 (vpcs) S ${parent} 811 811 0 -1 4194304\n`);
      return path;
    };
    expect(isOrphan(812, root(1))).to.equal(true);
    expect(isOrphan(812, root(1733))).to.equal(false);
  });

  it('reads a name with brackets, spaces and numbers in it', () => {
    const root = (parent: number): string => proc(stat('a) S 1 (b', parent), { 1733: 'bash' });
    expect(isOrphan(812, root(1733))).to.equal(false);
    expect(isOrphan(812, root(1))).to.equal(true);
  });

  it('is not known for a process that is gone, of which nothing can be read, or where there is no /proc', () => {
    expect(isOrphan(813, proc(stat('ubridge', 1)))).to.equal(undefined);
    expect(isOrphan(812, proc(''))).to.equal(undefined);
    expect(isOrphan(812, proc(stat('ubridge', 1733)))).to.equal(undefined);
    expect(isOrphan(812, join(new Folder().path, 'nosuch'))).to.equal(undefined);
  });
});
