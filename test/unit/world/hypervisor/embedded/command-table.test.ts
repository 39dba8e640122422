import { expect } from 'chai';
import { answer } from '../../../../../src/world/hypervisor/embedded/command-table.ts';
import { emptyRegistries, type Objects } from '../../../../../src/world/hypervisor/embedded/objects.ts';
import { WorkingDirectory } from '../../../../../src/world/hypervisor/embedded/working-directory.ts';
import type { Reply } from '../../../../../src/world/hypervisor/reply.ts';
import { lookUpName } from '../../../../../src/world/network/look-up-name.ts';
import { Folder } from '../../../../support/cli.ts';

describe('answer', () => {
  let objects: Objects;

  beforeEach(async () => {
    const workingDirectory = await WorkingDirectory.open(new Folder().path);
    objects = {
      version: '0.2.24',
      host: '127.0.0.1',
      lookUp: lookUpName,
      workingDirectory,
      ...emptyRegistries(),
    };
  });

  function ask(...words: string[]): Promise<Reply> {
    return answer({ words }, objects);
  }

  const NAMING: ReadonlyArray<readonly [string, (name: string) => string[]]> = [
    ['nio create_null', (name) => ['nio', 'create_null', name]],
    ['nio_bridge create', (name) => ['nio_bridge', 'create', name]],
    ['ethsw create', (name) => ['ethsw', 'create', name]],
    ['vm create', (name) => ['vm', 'create', name, '1', 'c7200']],
  ];

  for (const [command, words] of NAMING) {
    it(`${command} takes a name of 1024 characters and refuses one of 1025`, async () => {
      expect((await ask(...words('n'.repeat(1024)))).code).to.equal(100);
      expect((await ask(...words('n'.repeat(1025)))).code).to.equal(204);
      const [module = ''] = words('');
      expect((await ask(module, 'list')).messages).to.have.length(1);
    });
  }

  it('refuses a new name of 1025 characters, and keeps the old one', async () => {
    await ask('nio', 'create_null', 'n0');
    expect((await ask('nio', 'rename', 'n0', 'n'.repeat(1025))).code).to.equal(204);
    expect((await ask('nio', 'list')).messages).to.deep.equal(['n0']);
  });

  it('lets hypervisor parser_test have words of any length: none of them is kept', async () => {
    const [long, longer] = ['a'.repeat(1025), 'b'.repeat(60_000)] as const;
    expect(await ask('hypervisor', 'parser_test', long, 'c', longer)).to.deep.equal({
      code: 100,
      text: 'OK',
      messages: [`arg 0 (len 1025): "${long}"`, 'arg 1 (len 1): "c"', `arg 2 (len 60000): "${longer}"`],
    });
  });
});
