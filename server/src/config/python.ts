import { pythonFloatText } from './tree';
import type { PlainScalar, ScalarType, ValueNode } from './types';

type Printable = ValueNode | { readonly kind: 'scalar'; readonly type: ScalarType; readonly value: PlainScalar };

/** A value as Python's `str()` prints it: `True`, `None`, `1e-05`, `{'lr': 0.5}`. Interpolations inside stay text. */
export function pythonText(node: Printable): string {
  return node.kind === 'scalar' && typeof node.value === 'string' ? node.value : pythonRepr(node);
}

/** A value as Python's `repr()` prints it. */
export function pythonRepr(node: Printable): string {
  if (node.kind === 'scalar') {
    return scalarRepr(node.type, node.value);
  }
  const parts: string[] = [];
  let length = 0;
  if (node.kind === 'list') {
    for (const item of node.items) {
      const text = pythonRepr(item);
      length += text.length;
      parts.push(text);
      if (length > MAX_REPR) {
        break;
      }
    }
    return `[${parts.join(', ')}]`;
  }
  for (const { key, value } of node.entries.values()) {
    const text = `${pythonRepr(key)}: ${pythonRepr(value)}`;
    length += text.length;
    parts.push(text);
    if (length > MAX_REPR) {
      break;
    }
  }
  return `{${parts.join(', ')}}`;
}

/** Longer texts are cut by whoever asked; this only keeps the work bounded. */
const MAX_REPR = 400_000;

function scalarRepr(type: ScalarType, value: PlainScalar): string {
  if (value === null) {
    return 'None';
  }
  if (typeof value === 'boolean') {
    return value ? 'True' : 'False';
  }
  if (typeof value === 'number') {
    return type === 'float' ? pythonFloatText(value) : String(value);
  }
  if (typeof value === 'string') {
    return stringRepr(value);
  }
  if (value instanceof Uint8Array) {
    return bytesRepr(value);
  }
  return String(value);
}

function stringRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let body = '';
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (char === quote || char === '\\') {
      body += `\\${char}`;
    } else if (char === '\n') {
      body += '\\n';
    } else if (char === '\r') {
      body += '\\r';
    } else if (char === '\t') {
      body += '\\t';
    } else if (code < 0x20 || code === 0x7f || (code >= 0x80 && code <= 0xff && /[\p{C}\p{Z}]/u.test(char))) {
      body += `\\x${code.toString(16).padStart(2, '0')}`;
    } else if (code > 0xff && /[\p{C}\p{Z}]/u.test(char)) {
      body += code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
    } else {
      body += char;
    }
  }
  return `${quote}${body}${quote}`;
}

function bytesRepr(bytes: Uint8Array): string {
  let body = '';
  const single = bytes.includes(39) && !bytes.includes(34);
  for (const byte of bytes) {
    if (byte === 92 || (byte === 39 && !single)) {
      body += `\\${String.fromCharCode(byte)}`;
    } else if (byte === 10) {
      body += '\\n';
    } else if (byte === 13) {
      body += '\\r';
    } else if (byte === 9) {
      body += '\\t';
    } else if (byte < 32 || byte > 126) {
      body += `\\x${byte.toString(16).padStart(2, '0')}`;
    } else {
      body += String.fromCharCode(byte);
    }
  }
  return single ? `b"${body}"` : `b'${body}'`;
}
