export interface PageParts {
  /** As the webview's own addresses (`asWebviewUri`). */
  readonly script: string;
  readonly style: string;
  readonly nonce: string;
}

/**
 * The page of the panel. Its policy lets in one script and one style sheet, both by nonce, and nothing else: no inline
 * style, no image, no font, no connection.
 */
export function pageHtml({ script, style, nonce }: PageParts): string {
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Schedule preview</title>
<link rel="stylesheet" nonce="${nonce}" href="${attribute(style)}">
</head>
<body>
<main id="preview"></main>
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
