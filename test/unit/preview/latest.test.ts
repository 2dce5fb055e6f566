import { describe, expect, it } from 'vitest';
import { latest } from '../../../client/src/preview/latest';

/** A clock that a test turns by hand. */
function handClock() {
  let now = 0;
  let next = 0;
  const timers = new Map<number, { readonly at: number; readonly callback: () => void }>();
  return {
    setTimeout(callback: () => void, milliseconds: number) {
      timers.set(++next, { at: now + milliseconds, callback });
      return next;
    },
    clearTimeout(timer: unknown) {
      timers.delete(timer as number);
    },
    async turn(milliseconds: number) {
      const end = now + milliseconds;
      for (;;) {
        const due = [...timers].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at)[0];
        if (due === undefined) break;
        timers.delete(due[0]);
        now = due[1].at;
        due[1].callback();
        await settle();
      }
      now = end;
    },
  };
}

/** Lets promises that are already settled run their callbacks. */
async function settle() {
  for (let turns = 0; turns < 5; turns++) await Promise.resolve();
}

function setUp(patience = 1000) {
  const clock = handClock();
  const asked: string[] = [];
  const answers: { readonly resolve: (answer: string) => void; readonly reject: (error: Error) => void }[] = [];
  const log: string[] = [];
  const questions = latest<string, string>({
    ask: (params) => {
      asked.push(params);
      return new Promise((resolve, reject) => answers.push({ resolve, reject }));
    },
    deliver: (params, result) => log.push(`${params}: ${result}`),
    fail: (params, error) => log.push(`${params} failed: ${(error as Error).message}`),
    stillWanted: (older, newer) => older[0] === newer[0],
    delay: 10,
    patience,
    clock,
  });
  const answer = async (index: number, result: string) => {
    answers[index]?.resolve(result);
    await settle();
  };
  return { clock, asked, answers, log, questions, answer };
}

describe('latest', () => {
  it('makes one question of a burst, the newest', async () => {
    const { clock, asked, log, questions, answer } = setUp();
    for (const params of ['a1', 'a2', 'a3']) questions.request(params);
    await clock.turn(10);
    expect(asked).toEqual(['a3']);
    await answer(0, 'yes');
    expect(log).toEqual(['a3: yes']);
  });

  it('is not put off by requests that keep coming', async () => {
    const { clock, asked, questions } = setUp();
    for (let time = 0; time < 10; time++) {
      questions.request(`a${time}`);
      await clock.turn(1);
    }
    expect(asked).toHaveLength(1);
  });

  it('asks one at a time, and shows a slightly old picture of the same thing meanwhile', async () => {
    const { clock, asked, log, questions, answer } = setUp();
    questions.request('a1');
    await clock.turn(10);
    questions.request('a2');
    questions.request('a3');
    await clock.turn(100);
    expect(asked).toEqual(['a1']);
    await answer(0, 'old');
    expect(asked).toEqual(['a1', 'a3']);
    await answer(1, 'new');
    expect(log).toEqual(['a1: old', 'a3: new']);
  });

  it('never shows an answer about something else than what is wanted now', async () => {
    const { clock, log, questions, answer } = setUp();
    questions.request('a1');
    await clock.turn(10);
    questions.request('b1');
    await answer(0, 'about a');
    await answer(1, 'about b');
    expect(log).toEqual(['b1: about b']);
  });

  it('goes on without an answer that does not come, and ignores it when it does', async () => {
    const { clock, asked, log, questions, answer } = setUp(1000);
    questions.request('a1');
    await clock.turn(10);
    questions.request('a2');
    await clock.turn(1000);
    expect(asked).toEqual(['a1', 'a2']);
    await answer(1, 'new');
    await answer(0, 'late');
    expect(log).toEqual(['a2: new']);
  });

  it('takes a late answer when nothing newer was asked', async () => {
    const { clock, log, questions, answer } = setUp(1000);
    questions.request('a1');
    await clock.turn(5000);
    await answer(0, 'slow');
    expect(log).toEqual(['a1: slow']);
    questions.request('a2');
    await clock.turn(10);
    await answer(1, 'quick');
    expect(log).toEqual(['a1: slow', 'a2: quick']);
  });

  it('reports a failure and goes on', async () => {
    const { clock, answers, log, questions, answer } = setUp();
    questions.request('a1');
    await clock.turn(10);
    answers[0]?.reject(new Error('no server'));
    await settle();
    questions.request('a2');
    await clock.turn(10);
    await answer(1, 'yes');
    expect(log).toEqual(['a1 failed: no server', 'a2: yes']);
  });

  it('is silent once disposed', async () => {
    const { clock, asked, log, questions, answer } = setUp();
    questions.request('a1');
    await clock.turn(10);
    questions.dispose();
    await answer(0, 'yes');
    questions.request('a2');
    await clock.turn(10_000);
    expect(asked).toEqual(['a1']);
    expect(log).toEqual([]);
  });
});
