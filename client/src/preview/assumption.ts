import * as l10n from '@vscode/l10n';
export type AssumptionRead = { readonly value: unknown } | { readonly refused: string };

/** What is typed for the length of training or of an epoch: `20000`, `20_000`, `20,000`, `2e4`. */
export function readCount(text: string): AssumptionRead {
  const plain = text.trim().replace(/[_,\s]/g, '');
  const value = /^\d+(\.\d+)?(e\+?\d+)?$/i.test(plain) ? Number(plain) : Number.NaN;
  if (!Number.isSafeInteger(value) || value < 1)
    return { refused: l10n.t('A whole number of at least 1, such as 20,000.') };
  return { value };
}

/** What is typed for an unknown value: a number, a list of numbers, true or false, or a plain word (a kind). */
export function readUnknownValue(text: string): AssumptionRead {
  const plain = text.trim();
  if (/^[+-]?(\d[\d_]*(?:\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(plain)) {
    const value = Number(plain.replace(/_/g, ''));
    if (Number.isFinite(value)) return { value };
  }
  if (/^[a-z_][\w.]*$/i.test(plain)) return { value: plain === 'true' ? true : plain === 'false' ? false : plain };
  try {
    const value: unknown = JSON.parse(plain);
    if (Array.isArray(value)) return { value };
  } catch {
    // Not a list either.
  }
  return { refused: l10n.t('A number, such as 1e-3, or a list of numbers, such as [0.3, 0.6].') };
}
