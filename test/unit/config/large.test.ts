import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { Resolver, readDocument } from '../../../server/src/config';

function resolved(text: string, path: string) {
  const { root } = readDocument('file:///large.yaml', text, { maxFileSize: 20_000_000 });
  const resolver = new Resolver({ root });
  const place = resolver.locate(path === '' ? [] : path.split('.'));
  return place && resolver.resolve(place);
}

const list = `[${Array(300_000).fill('1').join(',')}]`;

describe('values that are written out', () => {
  it('may be as many as the file holds', () => {
    const values = resolved(`values: ${list}\n`, 'values');
    expect(values?.kind === 'list' && values.items.length).toBe(300_000);
  });

  it('do not hide the keys behind them', () => {
    const block = resolved(`block:\n  values: ${list}\n  kind: x\n`, 'block');
    expect(block?.kind === 'map' && [...block.entries.keys()]).toEqual(['values', 'kind']);
  });
});

describe('a file that is edited all over', () => {
  it('keeps no text of the versions before', () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage: () => void = runInNewContext('gc');
    const used = () => {
      collectGarbage();
      return process.memoryUsage().heapUsed;
    };
    const entry = (i: number) => `model${i}:\n  note: ${'words that are long enough '.repeat(20)}\n  size: ${i}\n`;
    let text = Array.from({ length: 2_000 }, (_, i) => entry(i)).join('');
    let document = readDocument('f', text);
    const before = used();
    const edits = 100;
    for (let i = 0; i < edits; i++) {
      const at = text.indexOf(`size: ${i * 20}\n`);
      text = `${text.slice(0, at)}in${text.slice(at)}`;
      document = readDocument('f', text, { previous: document });
    }
    expect(document.segmentsRead).toBe(1);
    expect(text.length).toBeGreaterThan(1_000_000);
    // Each version is a megabyte; a tenth of them all is more than what the segments that were read again take.
    expect(used() - before).toBeLessThan((edits * text.length) / 10);
  });
});

describe('values that links repeat', () => {
  it('may stand beside a long list', () => {
    const block = resolved(`few: [1, 2, 3]\nblock:\n  values: ${list}\n  more: \${few}\n`, 'block');
    expect(block?.kind === 'map' && block.entries.get('more')?.value.kind).toBe('list');
  });

  it('are given up beyond the limit', () => {
    const text = `a: ${list}\nb:\n${[1, 2, 3, 4].map((index) => `  x${index}: \${a}\n`).join('')}`;
    expect(resolved(text, 'b')).toMatchObject({ kind: 'unknown', problem: { code: 'interpolation-size' } });
  });
});
