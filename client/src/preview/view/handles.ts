import * as l10n from '@vscode/l10n';
import { fromWire } from '../../../../server/src/format';
import type { Axis, Plot } from '../../../../server/src/plot';
import type { HandleMove, PreviewHandle } from '../../../../server/src/protocol';
import { element } from './dom';

export interface HandlesActions {
  /** A handle is on its way; called at most once a frame. */
  drag(move: HandleMove): void;
  /** It was left there. */
  drop(move: HandleMove, handle: PreviewHandle): void;
  /** Everything is as it was. */
  cancel(): void;
  /** Says why a handle does not move. */
  explain(message: string): void;
  goTo(handle: PreviewHandle): void;
}

export interface Handles {
  /** Whether one is held, so that the axes have to stay where they are. */
  isHeld(): boolean;
  /** The handles of a curve, over the axes that it is drawn on. */
  show(handles: readonly PreviewHandle[], plot: Plot | undefined): void;
  /** The number that would be written, or why there is none. */
  say(text: string | undefined): void;
  /** The answer to `drop` is there: the handle stands where the text says. */
  settle(): void;
}

/** How long a handle that is moved by keys waits for the next one, before the number is written. In milliseconds. */
const KEYS_DONE = 900;
/** What an arrow key moves, in pixels; with shift a tenth of it. */
const KEY_PIXELS = 5;

interface Held {
  readonly handle: PreviewHandle;
  readonly node: HTMLElement;
  /** Where it stood, and where it is, in pixels of the picture. */
  readonly start: { readonly x: number; readonly y: number };
  x: number;
  y: number;
  /** What the pointer was off its middle when it took hold of it; undefined while keys move it. */
  readonly pointer: { readonly id: number; lastX: number; lastY: number } | undefined;
  moved: boolean;
  fine: boolean;
  /** How far keys have pushed it, in pixels to the right and up; the server finds the next place that it can be at. */
  readonly pushed: { x: number; y: number };
}

/** Draws handles into `parent`, which lies over the picture. */
export function createHandles(parent: HTMLElement, actions: HandlesActions): Handles {
  let shown: readonly PreviewHandle[] = [];
  let plot: Plot | undefined;
  let held: Held | undefined;
  /** Dropped, and not settled yet: it stays where it was dropped. */
  let settling: string | undefined;
  let frame: number | undefined;
  let keysDone: ReturnType<typeof setTimeout> | undefined;
  const nodes = new Map<string, HTMLElement>();
  const bubble = element('div', { class: 'bubble', role: 'status', hidden: true });
  parent.append(bubble);

  function create(id: string): HTMLElement {
    const node = element('div', {
      tabindex: 0,
      role: 'slider',
      pointerdown: (event) => press(event as PointerEvent, id),
      pointermove: (event) => move(event as PointerEvent),
      pointerup: () => held?.pointer && release(),
      pointercancel: () => cancel(),
      keydown: (event) => pressKey(event as KeyboardEvent, id),
      blur: () => held !== undefined && held.pointer === undefined && release(),
    });
    parent.insertBefore(node, bubble);
    return node;
  }

  function place(): void {
    const wanted = new Set<string>();
    for (const handle of shown) {
      const at = positionOf(handle);
      if (at === undefined) continue;
      wanted.add(handle.id);
      const node = nodes.get(handle.id) ?? create(handle.id);
      nodes.set(handle.id, node);
      const { label, kind, moves, fixed, behind } = handle;
      node.className = `handle ${kind} ${moves}${fixed === undefined ? '' : ' fixed'}`;
      const about = [label, fixed, behind].filter((text) => text !== undefined).join('. ');
      node.title = about;
      node.setAttribute('aria-label', about);
      node.setAttribute('aria-disabled', String(fixed !== undefined));
      node.setAttribute('aria-orientation', moves === 'y' ? 'vertical' : 'horizontal');
      const vertical = moves === 'y';
      const now = vertical ? fromWire(handle.value) : handle.step;
      const low = vertical ? handle.minValue : handle.minStep;
      const high = vertical ? handle.maxValue : handle.maxStep;
      node.setAttribute('aria-valuenow', String(now));
      node.setAttribute('aria-valuemin', String(low ?? Math.min(0, now)));
      node.setAttribute('aria-valuemax', String(high ?? Math.max(now, vertical ? now * 10 : now)));
      node.setAttribute('aria-valuetext', label);
      const byPointer = held?.handle.id === handle.id && held.pointer !== undefined;
      if (byPointer || settling === handle.id) continue;
      if (held?.handle.id === handle.id) {
        held.x = at.x;
        held.y = at.y;
      }
      put(node, at.x, at.y);
    }
    for (const [id, node] of nodes) {
      if (wanted.has(id) || held?.handle.id === id) continue;
      node.remove();
      nodes.delete(id);
    }
  }

  function put(node: HTMLElement, x: number, y: number): void {
    node.style.transform = `translate(${x}px, ${y}px)`;
  }

  /** In the picture; undefined out of sight. */
  function positionOf({ step, value }: PreviewHandle): { x: number; y: number } | undefined {
    if (plot === undefined) return undefined;
    const number = fromWire(value);
    if (!Number.isFinite(number)) return undefined;
    const x = plot.x.toPixel(step);
    const y = plot.y.toPixel(number);
    const { left, right, top, bottom } = plot.area;
    if (x < left - 1 || x > right + 1 || y < top - 8 || y > bottom + 1) return undefined;
    return { x, y };
  }

  function hold(id: string, pointer: Held['pointer']): Held | undefined {
    const handle = shown.find((one) => one.id === id);
    const node = nodes.get(id);
    const at = handle && positionOf(handle);
    if (handle === undefined || node === undefined || at === undefined) return undefined;
    if (handle.fixed !== undefined) {
      actions.explain(handle.fixed);
      return undefined;
    }
    settling = undefined;
    return { handle, node, start: at, x: at.x, y: at.y, pointer, moved: false, fine: false, pushed: { x: 0, y: 0 } };
  }

  function press(event: PointerEvent, id: string): void {
    if (event.button !== 0) return;
    if (held !== undefined) release();
    held = hold(id, { id: event.pointerId, lastX: event.clientX, lastY: event.clientY });
    if (held === undefined) return;
    held.node.setPointerCapture(event.pointerId);
    held.node.classList.add('held');
    held.node.focus();
    event.preventDefault();
  }

  function move(event: PointerEvent): void {
    if (held?.pointer === undefined || event.pointerId !== held.pointer.id) return;
    const slow = event.shiftKey ? 0.1 : 1;
    held.fine = event.shiftKey;
    moveBy((event.clientX - held.pointer.lastX) * slow, (event.clientY - held.pointer.lastY) * slow);
    held.pointer.lastX = event.clientX;
    held.pointer.lastY = event.clientY;
  }

  function moveBy(dx: number, dy: number): void {
    if (held === undefined || plot === undefined || (dx === 0 && dy === 0)) return;
    const { handle } = held;
    if (handle.moves !== 'y') held.x = within(held.x + dx, plot.x, handle.minStep, handle.maxStep);
    if (handle.moves !== 'x') held.y = within(held.y + dy, plot.y, handle.minValue, handle.maxValue);
    held.moved = true;
    nextFrame();
  }

  function nextFrame(): void {
    frame ??= requestAnimationFrame(() => {
      frame = undefined;
      if (held === undefined) return;
      put(held.node, held.x, held.y);
      putBubble();
      actions.drag(moveOf(held));
    });
  }

  /** The pixel as far as the handle may go: within its limits, and not far out of the picture. */
  function within(pixel: number, axis: Axis, min: number | undefined, max: number | undefined): number {
    const ends = [...axis.range];
    if (min !== undefined) ends.push(axis.toPixel(min));
    if (max !== undefined) ends.push(axis.toPixel(max));
    const low = Math.min(...axis.range);
    const high = Math.max(...axis.range);
    const limits = [min, max].map((limit) => (limit === undefined ? undefined : axis.toPixel(limit)));
    const [a, b] = axis.range[0] <= axis.range[1] ? limits : [limits[1], limits[0]];
    return Math.min(Math.min(high, b ?? high), Math.max(Math.max(low, a ?? low), pixel));
  }

  function moveOf({ handle, x, y, fine, pointer, pushed }: Held): HandleMove {
    if (plot === undefined) return { handleId: handle.id };
    const precision = fine ? 0.1 : 1;
    const perPixel = (axis: Axis, pixel: number) =>
      Math.abs(axis.fromPixel(pixel + 0.5) - axis.fromPixel(pixel - 0.5)) * precision;
    if (pointer === undefined) {
      return {
        handleId: handle.id,
        nudge: pushed,
        stepPrecision: perPixel(plot.x, x),
        valuePrecision: perPixel(plot.y, y),
      };
    }
    return {
      handleId: handle.id,
      ...(handle.moves !== 'y' && { step: plot.x.fromPixel(x), stepPrecision: perPixel(plot.x, x) }),
      ...(handle.moves !== 'x' && { value: plot.y.fromPixel(y), valuePrecision: perPixel(plot.y, y) }),
    };
  }

  function release(): void {
    clearTimeout(keysDone);
    const done = held;
    end();
    if (done === undefined) return;
    if (!done.moved) {
      put(done.node, done.start.x, done.start.y);
      if (done.pointer !== undefined) actions.goTo(done.handle);
      return;
    }
    settling = done.handle.id;
    actions.drop(moveOf(done), done.handle);
  }

  function cancel(): void {
    const done = held;
    if (done === undefined) return;
    end();
    put(done.node, done.start.x, done.start.y);
    bubble.hidden = true;
    actions.cancel();
  }

  function end(): void {
    clearTimeout(keysDone);
    if (frame !== undefined) cancelAnimationFrame(frame);
    frame = undefined;
    held?.node.classList.remove('held');
    if (held?.pointer !== undefined && held.node.hasPointerCapture(held.pointer.id)) {
      held.node.releasePointerCapture(held.pointer.id);
    }
    held = undefined;
  }

  function pressKey(event: KeyboardEvent, id: string): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Escape') {
      if (held === undefined) return;
      cancel();
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (event.key === 'Enter') {
      if (held !== undefined) release();
      else {
        const handle = shown.find((one) => one.id === id);
        if (handle !== undefined) actions.goTo(handle);
      }
      event.preventDefault();
      return;
    }
    const by = ARROWS[event.key];
    if (by === undefined || held?.pointer !== undefined) return;
    event.preventDefault();
    if (held !== undefined && held.handle.id !== id) release();
    held ??= hold(id, undefined);
    if (held === undefined) return;
    const pixels = event.shiftKey ? KEY_PIXELS / 10 : KEY_PIXELS;
    held.fine = event.shiftKey;
    // Of a handle that moves along one axis, every arrow is of use: right and up are more.
    const [dx, dy] = by;
    const { moves } = held.handle;
    const more = dx - dy;
    // Where the places that it can be at lie far apart, as epochs do, each press is one of them.
    const apart = plot === undefined ? 0 : (held.handle.grid ?? 0) * Math.abs(plot.x.toPixel(1) - plot.x.toPixel(0));
    if (moves !== 'y') held.pushed.x += (moves === 'x' ? more : dx) * Math.max(pixels, apart);
    if (moves !== 'x') held.pushed.y += (moves === 'y' ? more : -dy) * pixels;
    held.moved = true;
    nextFrame();
    clearTimeout(keysDone);
    keysDone = setTimeout(release, KEYS_DONE);
  }

  function putBubble(): void {
    if (held === undefined) return;
    const { offsetWidth: width } = bubble;
    const left = Math.min(Math.max(0, parent.clientWidth - width - 4), Math.max(4, held.x - width / 2));
    const above = held.y > 44;
    bubble.style.transform = `translate(${left}px, ${held.y + (above ? -38 : 14)}px)`;
  }

  return {
    isHeld: () => held !== undefined,
    show(handles, drawn) {
      shown = handles;
      plot = drawn;
      // The block may be another one, or the number gone, while it is held.
      if (held !== undefined && !handles.some(({ id }) => id === held?.handle.id)) {
        const gone = held.handle.label;
        end();
        bubble.hidden = true;
        actions.cancel();
        actions.explain(l10n.t('What was being moved is not there any more ({0}). Nothing was written.', gone));
      }
      place();
    },
    say(text) {
      bubble.hidden = text === undefined;
      if (text !== undefined && bubble.textContent !== text) bubble.textContent = text;
      putBubble();
    },
    settle() {
      settling = undefined;
      if (held === undefined) bubble.hidden = true;
      place();
    },
  };
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
