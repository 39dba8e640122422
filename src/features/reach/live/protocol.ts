/**
 * What `reach` and `respond` say to each other: one request, one answer that is never longer. Both carry a
 * code that is made with the token, so that the token itself never goes over the wire and an answer proves
 * that the responder knows it.
 *
 *     magic 4 | version 1 | type 1 | port 2 | nonce 8 | code 16 | body
 *
 * The code is HMAC-SHA256 over all the rest, cut to 16 bytes as RFC 2104 §5 allows. The port is the one that
 * the request was sent to: a request that was caught on its way is good for nothing at another port.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Protocol } from '../transport-protocol.ts';

const VERSION = 1;

/**
 * Different, so that no answer can be played back as a request: two responders would talk to each other for
 * ever.
 */
const MAGIC = { request: Buffer.from('NIO?'), answer: Buffer.from('NIO!') } as const;

const TYPES = { echo: 1, 'echo-short': 2, listening: 3 } as const;

/**
 * `echo` is answered in the size of the request, `echo-short` as shortly as can be, `listening` with what the
 * responder holds.
 */
export type QuestionType = keyof typeof TYPES;

const [PORT_AT, NONCE_AT, CODE_AT] = [6, 8, 16];

/** The shortest message: one without a body. */
export const SHORTEST_BYTES = 32;

/**
 * A frame of 1514 bytes is the largest that anybody needs to ask for; what is longer was not made by `reach`.
 */
export const LONGEST_BYTES = 2048;

/** Bytes of a maximal Ethernet frame without its checksum: what a NIO puts into one datagram. */
export const FULL_FRAME_BYTES = 1514;

/** The number of ports that fit into a datagram which no Ethernet has to cut up. */
export const MAX_LISTED_PORTS = 512;

/** As IP numbers them. */
const PROTOCOL_NUMBERS: Readonly<Record<Protocol, number>> = { udp: 17, tcp: 6 };

interface Message {
  readonly type: QuestionType;
  readonly port: number;
  readonly nonce: Uint8Array;
  readonly body: Uint8Array;
}

/** A request that waits for its answer. */
export interface Request {
  readonly type: QuestionType;
  readonly port: number;
  readonly nonce: Buffer;
  readonly datagram: Buffer;
}

/** A request for an echo, `sizeBytes` long in all. */
export function echoRequest(
  type: 'echo' | 'echo-short',
  { port, token, sizeBytes = SHORTEST_BYTES }: { port: number; token: string; sizeBytes?: number },
): Request {
  return request({ type, port, body: Buffer.alloc(Math.max(0, sizeBytes - SHORTEST_BYTES)) }, token);
}

/** Asks which of at most `MAX_LISTED_PORTS` ports the responder holds. */
export function listeningRequest(
  protocol: Protocol,
  ports: readonly number[],
  { port, token }: { port: number; token: string },
): Request {
  const body = Buffer.alloc(1 + 2 * ports.length);
  body.writeUInt8(PROTOCOL_NUMBERS[protocol]);
  for (const [index, one] of ports.entries()) body.writeUInt16BE(one, 1 + 2 * index);
  return request({ type: 'listening', port, body }, token);
}

function request(message: Omit<Message, 'nonce'>, token: string): Request {
  const nonce = randomBytes(8);
  return { type: message.type, port: message.port, nonce, datagram: encode('request', { ...message, nonce }, token) };
}

export interface AnswerContext {
  readonly token: string;
  /** The port that the request came to. */
  readonly port: number;
  /** Whether the responder holds a port. */
  readonly holds: (protocol: Protocol, port: number) => boolean;
}

/**
 * The answer to what has come in, or undefined for whatever is not a request of somebody who knows the token:
 * that one gets no answer at all. Never longer than the request, so that nobody can make a responder send
 * more than he sends himself.
 */
export function answerTo(datagram: Uint8Array, { token, port, holds }: AnswerContext): Buffer | undefined {
  const message = decode('request', datagram, token);
  if (message === undefined || message.port !== port) return undefined;
  const body = answerBody(message, holds);
  return body === undefined ? undefined : encode('answer', { ...message, body }, token);
}

function answerBody({ type, body }: Message, holds: AnswerContext['holds']): Uint8Array | undefined {
  if (type === 'echo') return body;
  if (type === 'echo-short') return new Uint8Array(0);
  const protocol = body[0] === PROTOCOL_NUMBERS.udp ? 'udp' : body[0] === PROTOCOL_NUMBERS.tcp ? 'tcp' : undefined;
  const count = (body.length - 1) / 2;
  if (protocol === undefined || !Number.isInteger(count) || count < 1 || count > MAX_LISTED_PORTS) return undefined;
  const bits = new Uint8Array(Math.ceil(count / 8));
  for (let index = 0; index < count; index++) {
    const asked = ((body[1 + 2 * index] ?? 0) << 8) | (body[2 + 2 * index] ?? 0);
    if (holds(protocol, asked)) bits[index >> 3] = (bits[index >> 3] ?? 0) | (1 << (index & 7));
  }
  return bits;
}

/** The body of an answer if it is that to this request, by somebody who knows the token. */
export function readAnswer(
  datagram: Uint8Array,
  { type, port, nonce }: Request,
  token: string,
): Uint8Array | undefined {
  const message = decode('answer', datagram, token);
  if (message === undefined || message.type !== type || message.port !== port) return undefined;
  return Buffer.compare(message.nonce, nonce) === 0 ? message.body : undefined;
}

/**
 * Which of the ports that were asked for the responder holds; undefined if the answer is too short for them.
 */
export function readListening(body: Uint8Array, ports: readonly number[]): Map<number, boolean> | undefined {
  if (body.length !== Math.ceil(ports.length / 8)) return undefined;
  return new Map(ports.map((port, index) => [port, (((body[index >> 3] ?? 0) >> (index & 7)) & 1) === 1]));
}

function encode(kind: 'request' | 'answer', { type, port, nonce, body }: Message, token: string): Buffer {
  const datagram = Buffer.alloc(SHORTEST_BYTES + body.length);
  datagram.set(MAGIC[kind]);
  datagram.writeUInt8(VERSION, 4);
  datagram.writeUInt8(TYPES[type], 5);
  datagram.writeUInt16BE(port, PORT_AT);
  datagram.set(nonce, NONCE_AT);
  datagram.set(body, SHORTEST_BYTES);
  datagram.set(codeOf(datagram, token), CODE_AT);
  return datagram;
}

function decode(kind: 'request' | 'answer', bytes: Uint8Array, token: string): Message | undefined {
  if (bytes.length < SHORTEST_BYTES || bytes.length > LONGEST_BYTES) return undefined;
  const datagram = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (datagram.compare(MAGIC[kind], 0, 4, 0, 4) !== 0 || datagram[4] !== VERSION) return undefined;
  const type = (Object.keys(TYPES) as QuestionType[]).find((name) => TYPES[name] === datagram[5]);
  if (type === undefined) return undefined;
  // In constant time: how long a comparison takes must not tell how much of a guess was right.
  if (!timingSafeEqual(datagram.subarray(CODE_AT, SHORTEST_BYTES), codeOf(datagram, token))) return undefined;
  return {
    type,
    port: datagram.readUInt16BE(PORT_AT),
    nonce: datagram.subarray(NONCE_AT, CODE_AT),
    body: datagram.subarray(SHORTEST_BYTES),
  };
}

/** Over everything but the code itself. */
function codeOf(datagram: Buffer, token: string): Buffer {
  const hmac = createHmac('sha256', token);
  hmac.update(datagram.subarray(0, CODE_AT)).update(datagram.subarray(SHORTEST_BYTES));
  return hmac.digest().subarray(0, SHORTEST_BYTES - CODE_AT);
}
