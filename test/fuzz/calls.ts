import {
  LSPErrorCodes,
  type Position,
  type ProtocolConnection,
  type Range,
  ResponseError,
} from 'vscode-languageserver-protocol';
import {
  CHANGE_KINDS_REQUEST,
  CHANGED_BLOCKS_REQUEST,
  COMPOSED_CONFIG_REQUEST,
  CURVE_VALUES_REQUEST,
  PREVIEW_REQUEST,
  PRIMARIES_REQUEST,
  STATUS_REQUEST,
  STEPS_AS_FRACTIONS_REQUEST,
} from '../../server/src/protocol';

export interface Place {
  readonly uri: string;
  readonly position: Position;
  readonly range: Range;
}

/** A schedule that is cut off somewhere, for texts to read in place of a document. */
function half({ line, character }: Position): string {
  const whole =
    'trainer:\n  max_updates: 50\noptim:\n  lr: 1e-3\n  schedule_config:\n    kind: noether.core.schedules.StepFixedSchedule\n    start_value: ${optim.lr}\n    factor: 0.1\n    steps: [0.3, 0.6]\n';
  return whole.slice(0, (line * 31 + character * 7) % (whole.length + 1));
}

const HANDLES = [
  'steps[0]',
  'steps[1]',
  'max_value',
  'start_value',
  'end_value',
  'warmup_steps',
  'factor',
  'control_points[1]',
];
const NAMES = ['lr', 'warmup', 'a b', '', 'null', '${x}', '__proto__', 'größe: #'];

/** One of a list, chosen by the place so that two servers are asked the same. */
function oneOf<T>(list: readonly T[], { line, character }: Position): T | undefined {
  return list[(line + character) % list.length];
}

/** Everything that an editor may ask about a place in a document. */
export const calls: readonly { readonly method: string; params(place: Place): unknown }[] = [
  { method: 'textDocument/diagnostic', params: ({ uri }) => ({ textDocument: { uri } }) },
  { method: 'textDocument/codeLens', params: ({ uri }) => ({ textDocument: { uri } }) },
  { method: 'textDocument/documentSymbol', params: ({ uri }) => ({ textDocument: { uri } }) },
  { method: 'textDocument/inlayHint', params: ({ uri, range }) => ({ textDocument: { uri }, range }) },
  {
    method: 'textDocument/codeAction',
    params: ({ uri, range }) => ({ textDocument: { uri }, range, context: { diagnostics: [] } }),
  },
  {
    method: 'textDocument/codeAction',
    params: ({ uri, range }) => ({
      textDocument: { uri },
      range,
      context: { diagnostics: [], only: ['source.fixAll.scheduleLens'] },
    }),
  },
  ...['hover', 'completion', 'definition', 'documentHighlight', 'prepareRename'].map((name) => ({
    method: `textDocument/${name}`,
    params: ({ uri, position }: Place) => ({ textDocument: { uri }, position }),
  })),
  {
    method: 'textDocument/references',
    params: ({ uri, position }) => ({ textDocument: { uri }, position, context: { includeDeclaration: true } }),
  },
  {
    method: 'textDocument/rename',
    params: ({ uri, position }) => ({ textDocument: { uri }, position, newName: oneOf(NAMES, position) }),
  },
  { method: 'textDocument/documentLink', params: ({ uri }) => ({ textDocument: { uri } }) },
  { method: STATUS_REQUEST, params: ({ uri }) => ({ textDocument: { uri } }) },
  { method: PREVIEW_REQUEST, params: ({ uri, position }) => ({ textDocument: { uri }, position }) },
  {
    method: PREVIEW_REQUEST,
    params: ({ uri, position }) => ({
      textDocument: { uri },
      position,
      move: { handleId: oneOf(HANDLES, position), step: position.character * 3.7, value: position.line / 1000 },
    }),
  },
  {
    method: PREVIEW_REQUEST,
    params: ({ uri, position }) => ({
      textDocument: { uri },
      position,
      move: {
        handleId: oneOf(HANDLES, position),
        stepPrecision: 0.5,
        valuePrecision: 1e-5,
        nudge: { x: position.line - 5, y: 5 - position.character },
      },
    }),
  },
  {
    method: PREVIEW_REQUEST,
    params: ({ uri, position }) => ({
      textDocument: { uri },
      position,
      instead: [{ uri, text: half(position) }],
      at: [0, 1, 7.5, -1, 1e12],
      window: { from: position.line, to: position.character },
      companions: position.line % 2 === 0 ? 'optimizer' : 'model',
    }),
  },
  { method: PREVIEW_REQUEST, params: ({ uri }) => ({ textDocument: { uri }, instead: [{ uri }] }) },
  {
    method: CHANGED_BLOCKS_REQUEST,
    params: ({ uri, position }) => ({ textDocument: { uri }, instead: [{ uri, text: half(position) }] }),
  },
  {
    method: CURVE_VALUES_REQUEST,
    params: ({ uri, position }) => ({ textDocument: { uri }, position, from: position.line, count: 100 }),
  },
  { method: PRIMARIES_REQUEST, params: ({ uri, position }) => ({ textDocument: { uri }, position }) },
  { method: COMPOSED_CONFIG_REQUEST, params: ({ uri }) => ({ textDocument: { uri } }) },
  {
    method: STEPS_AS_FRACTIONS_REQUEST,
    params: ({ uri, range }) => ({ textDocument: { uri }, range, totalSteps: 100 }),
  },
  {
    method: CHANGE_KINDS_REQUEST,
    params: ({ uri }) => ({ textDocument: { uri }, blockId: '["schedule_config"]' }),
  },
];

/** The answer to a call. A rename may be refused, and says so; anything else that is an error is ours. */
export function answerTo(connection: ProtocolConnection, method: string, params: unknown): Promise<unknown> {
  return connection.sendRequest(method, params).catch((error: unknown) => {
    if (error instanceof ResponseError && error.code === LSPErrorCodes.RequestFailed) return { refused: error.message };
    throw error;
  });
}
