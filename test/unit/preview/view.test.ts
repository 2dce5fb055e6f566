import { describe, expect, it } from 'vitest';
import { createNonce, pageHtml } from '../../../client/src/preview/html';
import { readFromView } from '../../../client/src/preview/messages';
import { queryOf, readViewState } from '../../../client/src/preview/state';
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
  const pin = {
    id: 'pin 1',
    label: 'a.yaml, 14:05',
    curve: {
      series: [{ label: 'schedule_config', steps: [0, 5, 9], values: [1, 'inf', 3], shape: 'line' }],
      totalSteps: 10,
      quantity: 'learning rate',
      updatesPerEpoch: 2,
    },
  };
  const place = { uri: 'file:///a.yaml', range: { start: { line: 1, character: 2 }, end: { line: 1, character: 5 } } };

  it('are taken from the view only in their own shape', () => {
    expect(readFromView({ type: 'ready', more: 1 })).toEqual({ type: 'ready' });
    expect(readFromView({ type: 'select', blockId: 'a.b' })).toEqual({ type: 'select', blockId: 'a.b' });
    expect(readFromView({ type: 'reveal', places: [place] })).toEqual({ type: 'reveal', places: [place] });
    expect(readFromView({ type: 'want', query: { window: { from: 3, to: 9 }, at: [1, 'x', -1], more: 1 } })).toEqual({
      type: 'want',
      query: { window: { from: 3, to: 9 }, at: [1], comparisons: [] },
    });
    expect(readFromView({ type: 'assume', name: 'totalSteps', text: '' })).toEqual({
      type: 'assume',
      name: 'totalSteps',
      text: '',
    });
    const move = { handleId: 'steps[1]', step: 3.5, stepPrecision: 0.1 };
    expect(readFromView({ type: 'drag', turn: 2, move })).toEqual({ type: 'drag', turn: 2, move });
    expect(readFromView({ type: 'drop', turn: 3, move: { ...move, value: Number.NaN }, behind: 'b' })).toEqual({
      type: 'drop',
      turn: 3,
      move,
      behind: 'b',
    });
    for (const wrong of [
      null,
      'ready',
      {},
      { type: 'run' },
      { type: 'select' },
      { type: 'select', blockId: 3 },
      { type: 'reveal' },
      { type: 'reveal', places: [] },
      { type: 'reveal', places: [{ uri: 3, range: place.range }] },
      { type: 'reveal', places: [{ uri: 'x', range: { start: { line: -1, character: 0 }, end: place.range.end } }] },
      { type: 'reveal', places: [{ uri: 'x', range: { start: place.range.start } }] },
      { type: 'assume', name: 'totalSteps' },
      { type: 'drag', move: { handleId: 'a' } },
      { type: 'drag', turn: 1, move: { step: 3 } },
      { type: 'drop', turn: 1 },
      { type: 'picture', format: 'gif', content: '' },
    ]) {
      expect(readFromView(wrong), JSON.stringify(wrong)).toBeUndefined();
    }
  });

  it('restores what a panel kept, whatever it kept', () => {
    const empty = { x: 'auto', scale: 'linear', layout: 'one', pins: [], comparisons: [], looks: [] };
    expect(readViewState(undefined)).toEqual(empty);
    expect(readViewState('x')).toEqual(empty);
    const broken = {
      uri: 3,
      blockId: null,
      scale: 'cubic',
      x: 'years',
      zoom: { from: 9, to: 3 },
      pins: 'many',
      log: 1,
      looks: [{ id: 'a', look: 0 }, { id: 1, look: 1 }, null],
    };
    expect(readViewState(broken)).toEqual(empty);
    const kept = {
      uri: 'file:///a.yaml',
      blockId: 'optim.schedule_config',
      perspectiveId: 'b',
      x: 'epochs',
      scale: 'log',
      zoom: { from: 10, to: 90.5 },
      heights: { from: 1e-6, to: 1e-3 },
      layout: 'model',
      pins: [pin],
      comparisons: [
        { id: 'head', kind: 'head' },
        { id: 'p', kind: 'primary', perspectiveId: 'b', label: 'as b has it' },
        { id: 'x', kind: 'block', uri: 'file:///b.yaml', blockId: 'c', label: 'c · b.yaml' },
      ],
      log: { uri: 'file:///log.csv', step: 'step', values: ['lr'] },
      looks: [{ id: 'head', look: 2 }],
      moment: '30 %',
    };
    expect(readViewState(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
  });

  it('restores no pin that could not be drawn, and no more than can be told apart', () => {
    const steps = { ...pin.curve, series: [{ ...pin.curve.series[0], steps: [0, 5, 3] }] };
    const values = { ...pin.curve, series: [{ ...pin.curve.series[0], values: [1, null, 3] }] };
    const wrong = [
      null,
      { ...pin, label: 3 },
      { ...pin, curve: {} },
      { ...pin, curve: steps },
      { ...pin, curve: values },
    ];
    expect(readViewState({ pins: [...wrong, pin].slice(2) }).pins).toEqual([pin]);
    expect(readViewState({ pins: Array.from({ length: 50 }, () => pin) }).pins).toHaveLength(4);
  });

  it('asks the controller for what the state needs to be shown', () => {
    const state = readViewState({ zoom: { from: 1, to: 5 }, layout: 'optimizer', perspectiveId: 'p', pins: [pin] });
    expect(queryOf(state, [7])).toEqual({
      perspectiveId: 'p',
      window: { from: 1, to: 5 },
      companions: 'optimizer',
      at: [7],
      comparisons: [],
    });
    expect(queryOf(readViewState({}))).toEqual({ comparisons: [] });
  });
});

describe('page', () => {
  it('lets in its script and its style sheet by nonce, pictures of its own making, and nothing else', () => {
    const html = pageHtml({
      title: 'Schedule preview',
      script: 'https://host/view.js?a&b',
      style: 'https://host/view.css',
      nonce: 'n0',
      language: 'en',
    });
    expect(html).toContain('<main id="preview"></main>');
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
    const directives = Object.fromEntries(policy.split('; ').map((part) => part.split(/ (.*)/).slice(0, 2)));
    expect(directives).toEqual({
      'default-src': "'none'",
      'script-src': "'nonce-n0'",
      'style-src': "'nonce-n0'",
      // Images that the script made itself: a PNG is drawn from one.
      'img-src': 'blob:',
      'base-uri': "'none'",
      'form-action': "'none'",
    });
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).toContain('<script nonce="n0" src="https://host/view.js?a&amp;b"></script>');
    expect(html).not.toMatch(/ style=| on[a-z]+=|<style/);
  });

  it('carries the strings of the window’s language as data, never as markup', () => {
    const strings = { keys: 'a-b_', texts: ['Noch einmal: "<b>&'] };
    const html = pageHtml({ title: 'T', script: 's', style: 's', nonce: 'n0', language: 'de', strings });
    expect(html).toContain('<html lang="de">');
    expect(html).toContain(
      'data-strings="{&quot;keys&quot;:&quot;a-b_&quot;,&quot;texts&quot;:[&quot;Noch einmal: \\&quot;&lt;b>&amp;&quot;]}"',
    );
  });

  it('has a nonce of its own each time', () => {
    const nonces = new Set(Array.from({ length: 100 }, createNonce));
    expect(nonces.size).toBe(100);
    for (const nonce of nonces) expect(nonce).toMatch(/^[0-9a-f]{32}$/);
  });
});
