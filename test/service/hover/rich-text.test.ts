import { describe, expect, it } from 'vitest';
import {
  code,
  codeSpan,
  escapeMarkdown,
  paragraph,
  strong,
  toMarkdown,
  toPlainText,
} from '../../../server/src/service/rich-text';

describe('escaping', () => {
  it('leaves nothing in plain words that Markdown or HTML could read', () => {
    expect(escapeMarkdown('[a](b) ![c](d) `e` *f* _g_ <h> &i; #j | k')).toBe(
      '\\[a\\](b) \\!\\[c\\](d) \\`e\\` \\*f\\* \\_g\\_ &lt;h&gt; &amp;i; \\#j \\| k',
    );
    expect(escapeMarkdown('https://x.y www.z.de a@b.c')).toBe('https\\://x.y www\\.z.de a\\@b.c');
  });

  it('keeps a text on one line and without characters that turn or hide others', () => {
    expect(escapeMarkdown('a\nb\r\nc\u2028d\u202ee\u0000f')).toBe('a b c d e f');
  });

  it('fences a code span with more backticks than it holds', () => {
    expect(codeSpan('a`b``c')).toBe('```a`b``c```');
    expect(codeSpan('`a`')).toBe('`` `a` ``');
    expect(codeSpan('')).toBe('` `');
  });

  it('cuts what is long, but no surrogate pair in two', () => {
    const text = codeSpan(`${'x'.repeat(159)}😀${'y'.repeat(100)}`);
    expect(text.length).toBeLessThan(170);
    expect(text).toContain('…');
    expect(text).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/);
  });

  it('begins no list, heading or rule by accident', () => {
    expect(toMarkdown([paragraph('- a')])).toBe('\\- a');
    expect(toMarkdown([paragraph('1. a')])).toBe('1\\. a');
    expect(toMarkdown([paragraph('1.5 = a')])).toBe('1.5 = a');
    expect(toMarkdown([paragraph('===')])).toBe('\\===');
  });

  it('links to places of files that editors open, whatever their name holds', () => {
    const at = (uri: string) => [paragraph({ place: 'a_b.yaml, line 3', uri, line: 2, character: 4 })];
    expect(toMarkdown(at('file:///x/a_b.yaml'))).toBe('[a\\_b.yaml, line 3](file:///x/a_b.yaml#L3,5)');
    expect(toMarkdown(at('file:///x/a%20(1)<b>.yaml'))).toBe(
      '[a\\_b.yaml, line 3](file:///x/a%20%281%29%3Cb%3E.yaml#L3,5)',
    );
    // Others would be cut out by the editor, with their text.
    expect(toMarkdown(at('command:x'))).toBe('a\\_b.yaml, line 3');
    expect(toPlainText(at('file:///x/a_b.yaml'))).toBe('a_b.yaml, line 3');
  });

  it('says the same in plain text, without marks and pictures', () => {
    const sections = [
      paragraph(strong('Factor'), ' of ', code('a|b'), { docs: ', times `x`' }),
      { kind: 'picture', uri: 'data:x', alt: 'curve' } as const,
      { kind: 'table', header: ['peak'], row: [[code('a|b')]] } as const,
    ];
    expect(toPlainText(sections)).toBe('Factor of a|b, times x\n\npeak: a|b');
    expect(toMarkdown(sections)).toBe(
      '**Factor** of `a|b`, times `x`\n\n![curve](data:x)\n\n| peak |\n| --- |\n| `a\\|b` |',
    );
  });
});
