import { describe, expect, it } from 'vitest';
import { readPackageHeader } from '../../../server/src/config/hydra/header';

describe('package headers', () => {
  it.each([
    ['# @package _global_\na: 1', '_global_'],
    ['#@package x.y\n', 'x.y'],
    ['\n\n   # @package x\na: 1', 'x'],
    ['# @author me\n# @package x\n', 'x'],
    ['# @package x\n# @package y\n', 'y'],
    ['# @package x\r\na: 1', 'x'],
    ['#  @package   x  \na: 1', 'x'],
    ['# @package x', 'x'],
  ])('%j gives %s', (text, wanted) => {
    const header = readPackageHeader(text);
    expect(header).toMatchObject({ kind: 'package', value: wanted });
    expect(header && text.slice(header.start, header.end)).toBe(wanted);
  });

  it.each([
    '',
    'a: 1\n# @package x',
    '# a comment\n# @package x',
    '---\n# @package x',
    '\ufeff# @package x',
    '## @package x',
    `${'\n'.repeat(512)}# @package x`,
    '# @other x',
  ])('%j has none', (text) => {
    expect(readPackageHeader(text)).toBeUndefined();
  });

  it.each([
    ['# @package\na: 1', '# @package'],
    ['# @package x # why\n', '# @package x # why'],
    ['\n# @package x y\n', '# @package x y'],
  ])('%j is an error', (text, line) => {
    const header = readPackageHeader(text);
    expect(header?.kind).toBe('error');
    expect(header && text.slice(header.start, header.end)).toBe(line);
  });

  it('counts a line break of two characters as one, as Python does when it reads text', () => {
    // 248 empty lines are 248 characters to Python; the header then ends at character 264.
    const text = `${'\r\n'.repeat(248)}# @package x.y.z\r\n`;
    expect(readPackageHeader(text)).toMatchObject({ value: 'x.y.z' });
  });

  it('reads a line that the limit of 512 characters cuts as far as it goes', () => {
    // 500 line breaks and 12 characters: "# @package x".
    expect(readPackageHeader(`${'\n'.repeat(500)}# @package x.y\n`)).toMatchObject({ value: 'x' });
  });
});
