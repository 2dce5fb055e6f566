import fc from 'fast-check';

/** One seed, so that two runs of one tree agree. `SEED=123 npm run test:unit` looks at other cases. */
fc.configureGlobal({ seed: Number(process.env.SEED ?? 20_261_123) });
