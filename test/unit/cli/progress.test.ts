import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { progressLine } from '../../../server/src/cli/progress';

describe('the progress line', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function lineOn(isTTY: boolean) {
    const written: string[] = [];
    const out = { write: (text: string) => written.push(text), isTTY, columns: 20 };
    const line = progressLine({ cwd: '/', env: {}, stdout: out, stderr: out, stdin: async () => new Uint8Array() });
    return { line, written };
  }

  it('shows nothing in a short run, then one line over the other, no wider than the terminal', () => {
    const { line, written } = lineOn(true);
    line.show('one');
    vi.advanceTimersByTime(150);
    line.show('two');
    line.show('three');
    vi.advanceTimersByTime(150);
    line.show('four, and it is a long one');
    line.clear();
    line.clear();
    expect(written).toEqual(['\r\u001b[Ktwo', '\r\u001b[Kfour, and it is a l', '\r\u001b[K']);
  });

  it('counts what is wide as wide', () => {
    const { line, written } = lineOn(true);
    vi.advanceTimersByTime(150);
    line.show('学习率/学习率/学习率/学习率.yaml');
    // 19 columns: eight characters of two and two slashes are 18, and one more would be 20.
    expect(written).toEqual(['\r\u001b[K学习率/学习率/学习']);
  });

  it('gives way to what stays', () => {
    const { line, written } = lineOn(true);
    vi.advanceTimersByTime(150);
    line.show('one');
    line.say('found\n');
    line.say('more\n');
    expect(written).toEqual(['\r\u001b[Kone', '\r\u001b[K', 'found\n', 'more\n']);
  });

  it('shows nothing where there is no terminal', () => {
    const { line, written } = lineOn(false);
    vi.advanceTimersByTime(1000);
    line.show('one');
    line.clear();
    expect(written).toEqual([]);
  });
});
