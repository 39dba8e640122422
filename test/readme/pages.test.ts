/** Every command and flag that a page names is there. */
import { expect } from 'chai';
import { commandsIn, faultOf, type KnownCommand } from '../support/readme/named-commands.ts';
import { PROGRAM } from '../support/run-in-process.ts';
import { projectFiles, readProjectFile } from '../support/source-files.ts';
import { file } from '../support/text.ts';

/** The changelog names what there was. */
const PAGES = projectFiles().filter((path) => /^(README|CONTRIBUTING|SECURITY|docs\/.*)\.md$/.test(path));

const COMMANDS: readonly KnownCommand[] = PROGRAM.commands;

describe('the pages', () => {
  const named = PAGES.flatMap((path) => commandsIn(readProjectFile(path)).map((command) => ({ path, ...command })));

  it('name commands and flags that are there', () => {
    const faults = named.flatMap(({ path, line, words }) => {
      const fault = faultOf(words, COMMANDS);
      return fault === undefined ? [] : [`${path}:${line}: niostat ${words.join(' ')}: ${fault}`];
    });
    expect(faults).to.deep.equal([]);
  });

  it('name every command', () => {
    const all = COMMANDS.filter(({ hidden }) => hidden !== true).map(({ id }) => id);
    expect(
      all.filter((id) => !named.some(({ words }) => words.slice(0, id.split(':').length).join(':') === id)),
    ).to.deep.equal([]);
  });
});

describe('the search for commands in pages', () => {
  it('finds them in blocks, behind prompts, in pipes and between backticks, and not in prose', () => {
    const page = file`
      In prose niostat nonsense is no command, but ${'`'}niostat check --each a.net${'`'} is.
      ${'```'}console
      far$ niostat firewall lab.yaml --format nft \
        --host far | ssh root@far sh # niostat nonsense
      niostat: there is no command "nonsense"
      $ sudo niostat links -p && niostat probe 'a b'
      ${'```'}

          $ niostat links
          source <(niostat completion bash)
      `;
    expect(commandsIn(page)).to.deep.equal([
      { line: 1, words: ['check', '--each', 'a.net'] },
      { line: 3, words: ['firewall', 'lab.yaml', '--format', 'nft', '--host', 'far'] },
      { line: 6, words: ['links', '-p'] },
      { line: 6, words: ['probe', "'a", "b'"] },
      { line: 9, words: ['links'] },
      { line: 10, words: ['completion', 'bash'] },
    ]);
  });

  it('knows names, short flags together, flags that can be negated, and values that are told', () => {
    const check: KnownCommand = {
      id: 'check',
      aliases: [],
      hidden: false,
      flags: {
        each: { name: 'each', char: 'e', type: 'boolean' },
        color: { name: 'color', type: 'boolean', allowNo: true },
        'fail-on': { name: 'fail-on', type: 'option', options: ['error', 'note'], aliases: ['failing'] },
      },
    };
    for (const good of ['check', '--help', 'LAB…', 'check --each -e [--no-color]', 'check --fail-on=error']) {
      expect(faultOf(good.split(' '), [check]), good).to.equal(undefined);
    }
    for (const bad of [
      'chek',
      'check --ech',
      'check -ex',
      'check --no-each',
      'check --fail-on=never',
      'check --fail-on never',
      'check --failing note',
    ]) {
      expect(faultOf(bad.split(' '), [check]), bad).to.be.a('string');
    }
  });
});
