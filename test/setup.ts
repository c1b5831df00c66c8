import fc from 'fast-check'

// All chance is seeded, that of the tests too: a failure is there again in the next run. Another seed: FAST_CHECK_SEED.
fc.configureGlobal({ seed: Number(process.env['FAST_CHECK_SEED'] ?? 20260105) })
