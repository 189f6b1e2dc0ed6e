import { randomBytes, randomInt } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { HttpProblem } from '../platform/http.ts';
import { CallbackJsonReader } from './callback-json.ts';

interface Read {
  value: unknown;
  pictures: Buffer[];
}

function read(text: string | Buffer, cuts: number[] = []): Read {
  const body = Buffer.from(text);
  const pictures: Buffer[][] = [];
  const reader = new CallbackJsonReader(() => {
    const bytes: Buffer[] = [];
    pictures.push(bytes);
    return {
      writeMade(length, make) {
        const room = Buffer.alloc(length);
        make(room);
        bytes.push(room);
      },
    };
  });
  const edges = [0, ...[...cuts].sort((a, b) => a - b), body.length];
  for (let i = 1; i < edges.length; i++) reader.write(body.subarray(edges[i - 1], edges[i]));
  return { value: reader.end(), pictures: pictures.map((pieces) => Buffer.concat(pieces)) };
}

const refusal = (text: string | Buffer, cuts?: number[]): unknown => {
  try {
    return read(text, cuts);
  } catch (error) {
    return error instanceof HttpProblem ? `${error.status} ${error.code}` : error;
  }
};

const cutAnywhere = (length: number): number[] => Array.from({ length: randomInt(12) }, () => randomInt(length + 1));

/** As JSON.parse and an ordinary decoder would have it. */
function expected(text: string): Read {
  const value = JSON.parse(text) as { images: { data: string }[] };
  const pictures = value.images.map(({ data }) => Buffer.from(data.replaceAll(/\s/g, ''), 'base64'));
  value.images.forEach((image, index) => (image.data = String(index)));
  return { value, pictures };
}

/** The ways in which programs are known to write base64 into JSON. */
const writings: Record<string, (base64: string) => string> = {
  plainly: (base64) => base64,
  'with escaped slashes, as PHP': (base64) => base64.replaceAll('/', '\\/'),
  'with escaped plus signs, as .NET': (base64) => base64.replaceAll('+', '\\u002B').replaceAll('/', '\\u002f'),
  'with line breaks, as Python': (base64) => base64.replaceAll(/.{76}/g, '$&\\n'),
};

describe.for(Object.entries(writings))('base64 written %s', ([, write]) => {
  test('is read as JSON.parse would, wherever the pieces are cut', () => {
    for (let round = 0; round < 300; round++) {
      const images = Array.from({ length: randomInt(1, 4) }, () => ({
        data: write(randomBytes(randomInt(400)).toString('base64')),
      }));
      const list = images.map(({ data }) => `{ "data" : "${data}" }`).join(' , ');
      const text = `{"note":"ü \\"data\\": \\\\","event":"completed","images":[${list}],"more":{"data":"QUJD"}}`;
      const cuts = cutAnywhere(Buffer.byteLength(text));
      expect(read(text, cuts), `${text} cut at ${cuts.join()}`).toEqual(expected(text));
    }
  });
});

test('every cut through a small callback gives the same', () => {
  const text = '{"event":"completed","images":[{"da\\u0074a":"Q\\/+\\u002B"},{"url":"https:\\/\\/x"}],"n":-1.5e3}';
  const whole = read(text);
  expect(whole.pictures).toEqual([Buffer.from('Q/++', 'base64')]);
  expect(whole.value).toMatchObject({ images: [{ data: '0' }, { url: 'https://x' }], n: -1500 });
  for (let cut = 0; cut <= text.length; cut++) expect(read(text, [cut])).toEqual(whole);
});

test.for([
  '{"images":"QUJD"}',
  '{"images":{"data":"QUJD"}}',
  '{"images":[["QUJD"]]}',
  '{"data":"QUJD"}',
  '[{"data":"QUJD"}]',
])('only the data of an image is a picture, not %s', (text) => {
  expect(read(text)).toEqual({ value: JSON.parse(text) as unknown, pictures: [] });
});

test('a picture without a byte is an empty picture', () => {
  expect(read('{"images":[{"data":""}]}').pictures).toEqual([Buffer.alloc(0)]);
});

const image = (data: string): string => `{"event":"completed","images":[{"data":"${data}"}]}`;

test.for([
  'QUJ',
  'QUJDR',
  'QQ',
  'QQ=',
  'Q===',
  '====',
  'QQ==QUJD',
  'QUJD!UJD',
  'QUJ DUJD',
  'QU-_',
  'QUJ\u0000',
  'QUJD\n',
  'QÄJD',
  'QU\\u0141D',
  'QUJD\\"',
  'QUJD\\x41',
  'QUJD\\u00',
  'data:image/png;base64,QUJD',
])('%j is no base64', (data) => {
  for (let cut = 0; cut < image(data).length; cut++)
    expect(refusal(image(data), [cut]), `cut at ${cut}`).toBe('400 MALFORMED_BODY');
});

test.for<[string, string | Buffer]>([
  ['nothing', ''],
  ['an end too early', '{"event":"completed","images":[{"data":"QUJD"}]'],
  ['an open string', '{"event":"comp'],
  ['an open picture', '{"images":[{"data":"QUJD'],
  ['something after the end', '{"event":"progress","progress":1} x'],
  ['two values', '{}{}'],
  ['a byte order mark', '\uFEFF{"event":"progress","progress":1}'],
  ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
  ['a key twice', '{"event":"progress","progress":1,"progress":2}'],
  ['a key twice in two writings', '{"images":[{"data":"QUJD","d\\u0061ta":"QUJD"}]}'],
  ['the list of images twice', '{"images":[{"data":"QUJD"}],"images":[{"data":"QUJD"}]}'],
  ['a picture without a colon', '{"images":[{"data" "QUJD"}]}'],
  ['a picture twice in a place', '{"images":[{"data":"QUJD" "QUJD"}]}'],
  ['a number before a picture', '{"images":[{"data":1"QUJD"}]}'],
  ['brackets that do not match', '{"images":[{"data":"QUJD"]}'],
  ['single quotes', "{'event':'progress'}"],
  ['a comma too many', '{"event":"progress",}'],
  ['a control character', '{"event":"pro\ngress"}'],
  ['not a number', '{"event":"progress","progress":NaN}'],
  ['a hundred thousand brackets', '['.repeat(100_000)],
  ['a hundred thousand objects', '{"a":'.repeat(10_000)],
])('%s is malformed', ([, text]) => {
  expect(refusal(text)).toBe('400 MALFORMED_BODY');
});

test('what stands beside the pictures is limited, so that it fits into memory', () => {
  expect(refusal(`{"note":"${'x'.repeat(70_000)}"}`)).toBe('413 TOO_LARGE');
});
