import { configureGlobal } from 'fast-check'

/**
 * Properties are tried on the same inputs every time, so that a run says something of the change and not of luck.
 * `PROPERTY_SEED=random npx vitest run …` tries others; a seed that fails is printed, and can be given again.
 */
const wish = process.env['PROPERTY_SEED']
if (wish !== 'random') configureGlobal({ seed: Number(wish ?? 1785) })
