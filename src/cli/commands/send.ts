import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { InputError } from '../../core/errors/input-error.ts';
import { targetAt } from '../../core/lab/probe-target.ts';
import { refusalWords } from '../../features/send/refusal-words.ts';
import { renderReply } from '../../features/send/render/reply.ts';
import { commandLine, isDestructive, type SendResult, send } from '../../features/send/send.ts';
import { agrees } from '../agrees.ts';
import { BaseCommand } from '../base-command.ts';
import { durationFlag } from '../duration.ts';
import { say } from '../remarks.ts';

export default class Send extends BaseCommand {
  static override summary = 'Send one command to a hypervisor and print its reply.';
  static override description =
    'Several words are sent as they are, with quotes where Dynamips needs them; one word with blanks in it is sent as the whole line. Commands that stop, reset, delete or save something ask first; exits 1 if the hypervisor refuses (2xx).';
  static override strict = false;
  static override args = {
    target: Args.string({ description: 'host:port of the hypervisor.', required: true }),
    command: Args.string({ description: 'Module, command and arguments.', required: true }),
  };
  static override flags = {
    timeout: durationFlag({
      default: 30_000,
      defaultHelp: async () => '30s',
      description: 'Time limit for the name, the connection, and the reply: stopping a router takes up to ten seconds.',
    }),
    yes: Flags.boolean({
      char: 'y',
      description: 'Do not ask before a command that stops, resets, deletes or saves something.',
    }),
  };
  static override examples = [
    '<%= config.bin %> send 127.0.0.1:7200 hypervisor version',
    '<%= config.bin %> send 127.0.0.1:7200 nio get_stats nio0',
    '<%= config.bin %> send 127.0.0.1:7200 --yes hypervisor reset',
  ];

  async run(): Promise<SendResult> {
    const parsed = await this.parse(Send);
    const { flags } = parsed;
    const [address = '', ...words] = this.typed(parsed);
    const target = targetAt(address);
    const line = commandLine(words);
    if (isDestructive(line) && !flags.yes) await confirm(line, target.name);
    const { result } = await this.interruptibly((ui) => send(target, line, { timeoutMs: flags.timeout }, ui));
    const refusal = refusalWords(result.reply.code);
    if (refusal !== undefined && !this.jsonEnabled()) say(refusal);
    return this.finish(result, () => renderReply(result));
  }
}

/** Asks on the terminal; without one it cannot ask. */
async function confirm(line: string, name: string): Promise<void> {
  const refusal = new InputError(
    'NOT_CONFIRMED',
    `"${line}" stops, resets, deletes or saves something on ${name}, and was not confirmed`,
    {
      next: 'add --yes to send it without a question',
    },
  );
  if (!process.stdin.isTTY) throw refusal;
  if (!(await agrees(`Really send "${line}" to ${name}?`, 'interrupted: nothing was sent'))) throw refusal;
}
