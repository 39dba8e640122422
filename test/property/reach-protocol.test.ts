import { expect } from 'chai';
import {
  answerTo,
  echoRequest,
  LONGEST_BYTES,
  listeningRequest,
  MAX_LISTED_PORTS,
  probeRequest,
  readAnswer,
  readListening,
  receivedRequest,
  runOfProbe,
  SHORTEST_BYTES,
} from '../../src/features/reach/live/protocol.ts';
import { fc } from '../support/property.ts';

const TOKEN = 'a token that nobody else has';
const ports = fc.integer({ min: 1, max: 65_535 });
const sizes = fc.integer({ min: SHORTEST_BYTES, max: LONGEST_BYTES });
const tokens = fc.string({ minLength: 1, maxLength: 40 });

/** What a responder that holds the even ports, and tells of each its lower byte, answers on `port`. */
function answerOn(port: number, datagram: Uint8Array, token = TOKEN): Buffer | undefined {
  return answerTo(datagram, {
    token,
    port,
    holds: (protocol, one) => protocol === 'udp' && one % 2 === 0,
    receipts: (_run, listed) => Uint8Array.from(listed, (one) => one & 0xff),
  });
}

const runs = fc.uint8Array({ minLength: 8, maxLength: 8 });

const requests = fc.oneof(
  fc
    .tuple(fc.constantFrom('echo' as const, 'echo-short' as const), ports, sizes)
    .map(([type, port, sizeBytes]) => echoRequest(type, { port, token: TOKEN, sizeBytes })),
  fc
    .tuple(fc.constantFrom('udp' as const, 'tcp' as const), fc.array(ports, { minLength: 1, maxLength: 512 }), ports)
    .map(([protocol, listed, port]) => listeningRequest(protocol, listed, { port, token: TOKEN })),
  fc.tuple(runs, ports).map(([run, port]) => probeRequest(run, { port, token: TOKEN })),
  fc
    .tuple(runs, fc.array(ports, { minLength: 1, maxLength: 512 }), ports)
    .map(([run, listed, port]) => receivedRequest(run, listed, { port, token: TOKEN })),
);

describe('the protocol of reach and respond', () => {
  it('answers a request of who knows the token, with no more bytes than it has', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const answer = answerOn(request.port, request.datagram);
        expect(answer).not.to.equal(undefined);
        expect(answer?.length).to.be.at.most(request.datagram.length);
        expect(readAnswer(answer as Buffer, request, TOKEN)).not.to.equal(undefined);
      }),
    );
  });

  it('an echo comes back as long as it was sent, and a short one with 32 bytes', () => {
    fc.assert(
      fc.property(ports, sizes, (port, sizeBytes) => {
        const echo = echoRequest('echo', { port, token: TOKEN, sizeBytes });
        expect([echo.datagram.length, answerOn(port, echo.datagram)?.length]).to.deep.equal([sizeBytes, sizeBytes]);
        const short = echoRequest('echo-short', { port, token: TOKEN, sizeBytes });
        expect(answerOn(port, short.datagram)?.length).to.equal(32);
      }),
    );
  });

  it('says of each port whether it is held', () => {
    fc.assert(
      fc.property(ports, fc.uniqueArray(ports, { minLength: 1, maxLength: MAX_LISTED_PORTS }), (port, listed) => {
        for (const protocol of ['udp', 'tcp'] as const) {
          const request = listeningRequest(protocol, listed, { port, token: TOKEN });
          const body = readAnswer(answerOn(port, request.datagram) as Buffer, request, TOKEN) as Uint8Array;
          const held = readListening(body, listed);
          for (const one of listed) expect(held?.get(one)).to.equal(protocol === 'udp' && one % 2 === 0);
        }
      }),
    );
  });

  it('tells what it has received of a run, a byte for each port, and of a probe the run', () => {
    fc.assert(
      fc.property(runs, ports, fc.array(ports, { minLength: 1, maxLength: MAX_LISTED_PORTS }), (run, port, listed) => {
        const request = receivedRequest(run, listed, { port, token: TOKEN });
        const body = readAnswer(answerOn(port, request.datagram) as Buffer, request, TOKEN);
        expect([...(body ?? [])]).to.deep.equal(listed.map((one) => one & 0xff));
        expect(runOfProbe(request.datagram)).to.equal(undefined);
        expect([...(runOfProbe(probeRequest(run, { port, token: TOKEN }).datagram) ?? [])]).to.deep.equal([...run]);
        expect(runOfProbe(echoRequest('echo-short', { port, token: TOKEN }).datagram)).to.equal(undefined);
      }),
    );
  });

  it('never answers without the token', () => {
    fc.assert(
      fc.property(ports, sizes, tokens, (port, sizeBytes, token) => {
        fc.pre(token !== TOKEN);
        expect(answerOn(port, echoRequest('echo', { port, token, sizeBytes }).datagram)).to.equal(undefined);
      }),
    );
  });

  it('never throws, and is silent, whatever comes', () => {
    const beginnings = [
      Buffer.alloc(0),
      Buffer.from('NIO?\x01\x01'),
      Buffer.from('NIO?\x01\x03'),
      Buffer.from('NIO?\x01\x04'),
      Buffer.from('NIO!\x01\x01'),
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...beginnings),
        fc.uint8Array({ maxLength: 3000 }),
        ports,
        (beginning, rest, port) => {
          expect(answerOn(port, Buffer.concat([beginning, rest]))).to.equal(undefined);
        },
      ),
    );
  });

  it('is silent when one bit is another, a byte is missing, or one too many', () => {
    fc.assert(
      fc.property(requests, fc.nat(), fc.integer({ min: 0, max: 7 }), ({ datagram, port }, at, bit) => {
        const flipped = Buffer.from(datagram);
        const index = at % flipped.length;
        flipped[index] = (flipped[index] ?? 0) ^ (1 << bit);
        for (const wrong of [
          flipped,
          datagram.subarray(1),
          datagram.subarray(0, -1),
          Buffer.concat([datagram, Buffer.alloc(1)]),
        ])
          expect(answerOn(port, wrong)).to.equal(undefined);
      }),
    );
  });

  it('is silent at another port than the one that was meant, and to its own answers', () => {
    fc.assert(
      fc.property(requests, ports, (request, other) => {
        fc.pre(other !== request.port);
        expect(answerOn(other, request.datagram)).to.equal(undefined);
        const answer = answerOn(request.port, request.datagram) as Buffer;
        expect(answerOn(request.port, answer)).to.equal(undefined);
      }),
    );
  });

  it('takes no answer for that to another request, or of somebody else', () => {
    fc.assert(
      fc.property(ports, fc.uint8Array({ maxLength: 100 }), (port, noise) => {
        const [one, other] = [1, 2].map(() => echoRequest('echo', { port, token: TOKEN })) as [
          ReturnType<typeof echoRequest>,
          ReturnType<typeof echoRequest>,
        ];
        const answer = answerOn(port, one.datagram) as Buffer;
        expect(readAnswer(answer, other, TOKEN)).to.equal(undefined);
        expect(readAnswer(answer, one, `${TOKEN}.`)).to.equal(undefined);
        expect(readAnswer(noise, one, TOKEN)).to.equal(undefined);
      }),
    );
  });
});
