import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Generation } from '../../../src/core/kernel/dynamips-version.ts';
import { LineClient } from '../../support/line-client.ts';
import { freePorts } from '../../support/real-sockets.ts';
import { HAS_DYNAMIPS, SUBJECTS, type Subject, withHypervisor } from '../../support/subjects.ts';

/**
 * What Dynamips 0.2.14 was seen to answer, as data. In `transcripts/*.txt`:
 *
 *   == a title                       a new transcript, played in a hypervisor of its own
 *   == a title [before-0.2.18]       the same, for this generation only
 *   ; a remark
 *   > nio list                       a line that is sent; \t and \r stand for a tab and CR
 *   100-OK                           a line of the reply, exactly
 *   <closed>                         the hypervisor ends the connection; the next command goes over a new one
 *
 * `{P1}` to `{P9}` stand for nine free UDP ports in a row. Every transcript was recorded from the real one,
 * with the exception of those for `from-0.2.18`, whose replies docs/FACTS.md, "Sharing a port", reports of
 * 0.2.24.
 */
const FOLDER = new URL('transcripts/', import.meta.url);

const PORT_COUNT = 9;

interface Exchange {
  readonly command: string;
  readonly reply: string[];
  isClosed: boolean;
}

interface Transcript {
  readonly title: string;
  readonly generation: Generation | undefined;
  readonly exchanges: Exchange[];
}

function readTranscripts(text: string): Transcript[] {
  const transcripts: Transcript[] = [];
  for (const line of text.split('\n')) {
    const heading = /^== (.*?)(?: \[(before-0\.2\.18|from-0\.2\.18)\])?$/.exec(line);
    const exchanges = transcripts.at(-1)?.exchanges;
    if (heading !== null) {
      const [, title = '', generation] = heading;
      transcripts.push({ title, generation: generation as Generation | undefined, exchanges: [] });
    } else if (line.startsWith('>')) {
      exchanges?.push({ command: unescaped(line.slice(2)), reply: [], isClosed: false });
    } else if (line === '<closed>') {
      const last = exchanges?.at(-1);
      if (last !== undefined) last.isClosed = true;
    } else if (line !== '' && !line.startsWith(';')) {
      exchanges?.at(-1)?.reply.push(unescaped(line));
    }
  }
  return transcripts;
}

function unescaped(text: string): string {
  return text.replaceAll('\\t', '\t').replaceAll('\\r', '\r');
}

/**
 * Dynamips 0.2.14 was seen to end itself now and then where a NIO is bound twice; it did in none of 200 runs
 * that did nothing else. What it has answered before counts.
 */
const MAY_END = /\bbound (?:twice|to a switch and to a bridge)\b/;

/**
 * Plays the commands and returns what was really answered, in the form of the expectation; up to the command
 * at which Dynamips has ended itself where it may.
 */
async function play(transcript: Transcript, subject: Subject, ports: readonly number[]): Promise<string[]> {
  return withHypervisor(subject, async ({ port }) => {
    const lines: string[] = [];
    let client = await LineClient.connect(port);
    try {
      for (const { command, isClosed } of transcript.exchanges) {
        const reply = await client.ask(withPorts(command, ports)).catch((error: Error) => {
          if (!mayEnd(transcript, subject) || !error.message.startsWith('the connection ended')) throw error;
        });
        if (reply === undefined) return lines;
        lines.push(`> ${command}`, ...reply);
        if (!isClosed) continue;
        lines.push(`<closed>${await client.ended()}`);
        client = await LineClient.connect(port);
      }
    } finally {
      client.close();
    }
    return lines;
  });
}

function mayEnd({ title }: Transcript, { isReal }: Subject): boolean {
  return isReal && MAY_END.test(title);
}

function withPorts(text: string, ports: readonly number[]): string {
  return text.replaceAll(/\{P(\d)\}/g, (_, index) => String(ports[Number(index) - 1]));
}

function expectedLines(transcript: Transcript, ports: readonly number[]): string[] {
  return transcript.exchanges.flatMap(({ command, reply, isClosed }) => [
    `> ${command}`,
    ...reply.map((line) => withPorts(line, ports)),
    ...(isClosed ? ['<closed>'] : []),
  ]);
}

describe('transcripts of Dynamips', () => {
  if (!HAS_DYNAMIPS && process.env['NIOSTAT_REQUIRE_DYNAMIPS'] === '1') {
    it('are compared with the real Dynamips', () => {
      expect.fail('NIOSTAT_REQUIRE_DYNAMIPS=1 asks for the real Dynamips, but there is no dynamips on the PATH');
    });
  }

  const files = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.txt'))
    .sort();
  for (const subject of SUBJECTS) {
    describe(subject.name, () => {
      for (const file of files) {
        const transcripts = readTranscripts(readFileSync(new URL(file, FOLDER), 'utf8'));
        for (const transcript of transcripts) {
          if (transcript.generation !== undefined && transcript.generation !== subject.generation) continue;
          it(`${file.replace('.txt', '')}: ${transcript.title}`, async () => {
            const ports = await freePorts(PORT_COUNT);
            const lines = await play(transcript, subject, ports);
            const expected = expectedLines(transcript, ports);
            const isWhole = lines.filter((line) => line.startsWith('> ')).length === transcript.exchanges.length;
            expect(lines).to.deep.equal(isWhole ? expected : expected.slice(0, lines.length));
            expect(lines).to.not.deep.equal([]);
          });
        }
      }
    });
  }
});
