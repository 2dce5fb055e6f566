import type { FromView } from '../messages';
import { queryOf, readViewState, type ViewQuery, type ViewState } from '../state';

interface VsCodeApi {
  postMessage(message: FromView): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

const vscode = acquireVsCodeApi();
let state = readViewState(vscode.getState());
let wanted = JSON.stringify(queryOf(state));

export function post(message: FromView): void {
  vscode.postMessage(message);
}

export function viewState(): ViewState {
  return state;
}

/** Changes what is kept; undefined takes a member out. */
export function remember(change: { readonly [K in keyof ViewState]?: ViewState[K] | undefined }): void {
  const kept = Object.entries({ ...state, ...change }).filter(([, value]) => value !== undefined);
  state = readViewState(Object.fromEntries(kept));
  vscode.setState(state);
}

/** Tells the controller what the page wants to know, unless it knows already. */
export function want(at: readonly number[]): void {
  const query: ViewQuery = queryOf(state, at);
  const text = JSON.stringify(query);
  if (text === wanted) return;
  wanted = text;
  post({ type: 'want', query });
}

/** Changes the text of an element only where it is another one: a live region would be read again. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
