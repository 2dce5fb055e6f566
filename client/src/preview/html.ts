import type { Strings } from '../../../server/src/format';

export interface PageParts {
  readonly title: string;
  /** As the webview's own addresses (`asWebviewUri`). */
  readonly script: string;
  readonly style: string;
  readonly nonce: string;
  /** The window's language, such as `de`. */
  readonly language: string;
  /** The texts of that language; absent in English. The view's `l10n.t` reads them. */
  readonly strings?: Strings | undefined;
}

/**
 * The page of the panel. Its policy lets in one script and one style sheet, both by nonce, images that the script made
 * itself (a PNG is drawn from one), and nothing else: no inline style, no other image, no font, no connection.
 */
export function pageHtml({ title, script, style, nonce, language, strings }: PageParts): string {
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; img-src blob:; base-uri 'none'; form-action 'none'`;
  const carried = strings === undefined ? '' : ` data-strings="${attribute(JSON.stringify(strings))}"`;
  return `<!DOCTYPE html>
<html lang="${attribute(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${attribute(title)}</title>
<link rel="stylesheet" nonce="${nonce}" href="${attribute(style)}">
</head>
<body>
<main id="preview"${carried}></main>
<script nonce="${nonce}" src="${attribute(script)}"></script>
</body>
</html>
`;
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

/** 128 random bits, new for every page. */
export function createNonce(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
