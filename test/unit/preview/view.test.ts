import { describe, expect, it } from 'vitest';
import { createNonce, pageHtml } from '../../../client/src/preview/html';
import { readFromView, readViewState } from '../../../client/src/preview/messages';
import { lastStep, moveCrosshair, readCrosshair, snapStep } from '../../../client/src/preview/view/crosshair';
import type { Curve, Series } from '../../../server/src/plot';

const line: Series = { label: 'schedule_config', steps: [0, 100, 200, 999], values: [0, 1, 2, 3], shape: 'line' };
const curve: Curve = { series: [line], totalSteps: 1000, quantity: 'learning rate' };

describe('crosshair', () => {
  it('moves by keys within 0 … total − 1', () => {
    expect(lastStep(curve)).toBe(999);
    // 999 / 500 rounds to 2, 999 / 10 to 100.
    expect(moveCrosshair(10, 'ArrowRight', false, 999)).toBe(12);
    expect(moveCrosshair(10, 'ArrowLeft', true, 999)).toBe(9);
    expect(moveCrosshair(10, 'PageUp', false, 999)).toBe(110);
    expect(moveCrosshair(10, 'PageDown', false, 999)).toBe(0);
    expect(moveCrosshair(998, 'ArrowUp', false, 999)).toBe(999);
    expect(moveCrosshair(500, 'Home', false, 999)).toBe(0);
    expect(moveCrosshair(500, 'End', false, 999)).toBe(999);
    expect(moveCrosshair(500, 'Tab', false, 999)).toBeUndefined();
    expect(moveCrosshair(3, 'ArrowRight', false, 9)).toBe(4);
  });

  it('snaps to a computed step within reach, and to a whole step otherwise', () => {
    expect(snapStep(line, 98.7, 2, 999)).toBe(100);
    expect(snapStep(line, 101.6, 2, 999)).toBe(100);
    expect(snapStep(line, 150.4, 2, 999)).toBe(150);
    expect(snapStep(line, -5, 2, 999)).toBe(0);
    expect(snapStep(line, 5000, 2, 999)).toBe(999);
    expect(snapStep({ ...line, shape: 'step' }, 98.7, 2, 999)).toBe(99);
    expect(snapStep(undefined, 98.7, 2, 999)).toBe(99);
    // A point at the very end of the axis (step 1000 of 1000) is not a step of training.
    expect(snapStep({ ...line, steps: [0, 1000], values: [0, 1] }, 999, 2, 999)).toBe(999);
  });

  it('reads step, progress, epoch and value', () => {
    const reading = readCrosshair({ ...curve, updatesPerEpoch: 50 }, 100);
    expect(reading.text).toBe('step 100 of 1,000, 10 %, epoch 2, learning rate 1');
    expect(reading.values).toEqual([{ label: 'schedule_config', value: '1', exact: true }]);
  });

  it('says ≈ where it interpolates', () => {
    // A third of the way from 1 to 2: 4/3.
    const [value] = readCrosshair({ ...curve, series: [{ ...line, steps: [0, 100, 400, 999] }] }, 200).values;
    expect(value?.value).toBe('≈ 1.333');
  });

  it('names the failure where there is no value, and the series where there are several', () => {
    const failing: Series = { ...line, label: 'b', failure: { step: 300, message: 'IndexError' } };
    const reading = readCrosshair({ ...curve, series: [line, failing] }, 300);
    expect(reading.values[1]?.value).toBe('IndexError');
    expect(reading.text).toContain('schedule_config');
    expect(reading.text).toContain('b IndexError');
  });

  it('keeps the unit of values that are multiples of something unknown', () => {
    const unit = '$' + '{lr}';
    expect(readCrosshair({ ...curve, unit }, 100).values[0]?.value).toBe(`1 × ${unit}`);
  });
});

describe('messages', () => {
  const place = { uri: 'file:///a.yaml', range: { start: { line: 1, character: 2 }, end: { line: 1, character: 5 } } };

  it('are taken from the view only in their own shape', () => {
    expect(readFromView({ type: 'ready', more: 1 })).toEqual({ type: 'ready' });
    expect(readFromView({ type: 'select', blockId: 'a.b' })).toEqual({ type: 'select', blockId: 'a.b' });
    expect(readFromView({ type: 'reveal', place })).toEqual({ type: 'reveal', place });
    expect(readFromView({ type: 'selectPerspective', perspectiveId: 'a' })).toEqual({
      type: 'selectPerspective',
      perspectiveId: 'a',
    });
    for (const wrong of [
      null,
      'ready',
      {},
      { type: 'run' },
      { type: 'select' },
      { type: 'select', blockId: 3 },
      { type: 'selectPerspective' },
      { type: 'selectPerspective', blockId: 'a' },
      { type: 'reveal' },
      { type: 'reveal', place: { uri: 3, range: place.range } },
      { type: 'reveal', place: { uri: 'x', range: { start: { line: -1, character: 0 }, end: place.range.end } } },
      { type: 'reveal', place: { uri: 'x', range: { start: place.range.start } } },
    ]) {
      expect(readFromView(wrong), JSON.stringify(wrong)).toBeUndefined();
    }
  });

  it('restores what a panel kept, whatever it kept', () => {
    expect(readViewState(undefined)).toEqual({ scale: 'linear' });
    expect(readViewState('x')).toEqual({ scale: 'linear' });
    expect(readViewState({ uri: 3, blockId: null, scale: 'cubic' })).toEqual({ scale: 'linear' });
    const kept = { uri: 'file:///a.yaml', blockId: 'optim.schedule_config', perspectiveId: 'b', scale: 'log' };
    expect(readViewState(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
  });
});

describe('page', () => {
  it('lets in its script and its style sheet by nonce, and nothing else', () => {
    const html = pageHtml({ script: 'https://host/view.js?a&b', style: 'https://host/view.css', nonce: 'n0' });
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
    const directives = Object.fromEntries(policy.split('; ').map((part) => part.split(/ (.*)/).slice(0, 2)));
    expect(directives).toEqual({
      'default-src': "'none'",
      'script-src': "'nonce-n0'",
      'style-src': "'nonce-n0'",
      'base-uri': "'none'",
      'form-action': "'none'",
    });
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).toContain('<script nonce="n0" src="https://host/view.js?a&amp;b"></script>');
    expect(html).not.toMatch(/ style=| on[a-z]+=|<style/);
  });

  it('has a nonce of its own each time', () => {
    const nonces = new Set(Array.from({ length: 100 }, createNonce));
    expect(nonces.size).toBe(100);
    for (const nonce of nonces) expect(nonce).toMatch(/^[0-9a-f]{32}$/);
  });
});
