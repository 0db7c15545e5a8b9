import { checkBetween, checkWhole } from '../checks.ts'
import { wilsonBound } from '../rankings/wilson-bound.ts'
import { roundSignificant } from '../round-significant.ts'
import { sumSorted } from '../sum-sorted.ts'
import { type TooFew, tooFew } from '../ties.ts'
import { brierScore, type ResolvedForecast } from './forecast-scores.ts'

/**
 * Forecasts from `from` up to below `to` (the last bin: up to 1): what was said on average, how often it
 * happened, how sure that is.
 */
export interface CalibrationBin {
  readonly from: number
  readonly to: number
  readonly count: number
  readonly said: number
  readonly happened: number
  /** 95 % interval of the true frequency. */
  readonly interval: readonly [number, number]
}

/**
 * The bins that hold forecasts, and the parts of the Brier score: reliability − resolution + uncertainty, and
 * what binning blurs.
 */
export interface Calibration {
  readonly kind: 'calibration'
  readonly count: number
  readonly bins: readonly CalibrationBin[]
  readonly brier: number
  /** Mean squared distance of what was said from what happened, over the bins: 0 is best. */
  readonly reliability: number
  /** Mean squared distance of what happened in the bins from the overall frequency: more is better. */
  readonly resolution: number
  /** What a forecaster could score who knows the overall frequency only. */
  readonly uncertainty: number
  /** brier − reliability + resolution − uncertainty: the spread of forecasts within the bins. */
  readonly within: number
}

/**
 * Calibration: when people say 70 %, does it happen in seven of ten cases?
 *
 * A table and picture of honesty and sharpness over many questions; one number is `brierScore`. Few forecasts
 * make wide intervals, not findings. Ties: none arise. Gaps: empty bins are left out; no forecasts are
 * `too-few`. Cost: n log n.
 *
 * @param bins number of bins of equal width, 10 unless given
 *
 * Throws `RangeError` for a probability outside 0 … 1 and bins outside 1 … 1,000.
 *
 * Source: A. H. Murphy, "A new vector partition of the probability score", Journal of Applied Meteorology 12
 * (1973), 595–600; within bins: D. B. Stephenson, C. A. S. Coelho, I. T. Jolliffe, "Two extra components in
 * the Brier score decomposition", Weather and Forecasting 23 (2008), 752–757.
 *
 * @example
 * calibration([{ probability: 0.7, happened: true }, { probability: 0.7, happened: false }], 5).bins.map(bin => [bin.said, bin.happened])
 * // → [[0.7, 0.5]]
 */
export function calibration(forecasts: readonly ResolvedForecast[], bins = 10): Calibration | TooFew {
  const rule = 'calibration'
  checkWhole(rule, 'bins', bins, 1)
  checkBetween(rule, 'bins', bins, 1, 1000)
  for (const { probability } of forecasts) checkBetween(rule, 'a probability', probability, 0, 1)
  const brier = brierScore(forecasts)
  if (brier.kind !== 'score') return tooFew(0, 1)
  const count = forecasts.length
  const grouped = Map.groupBy(forecasts, ({ probability }) =>
    Math.min(bins - 1, Math.floor(probability * bins))
  )
  const table = [...grouped].sort(([a], [b]) => a - b).map(([bin, own]) => binOf(bin, bins, own))
  const overall = forecasts.filter(({ happened }) => happened).length / count
  const spread = (distance: (bin: CalibrationBin) => number) =>
    table.reduce((sum, bin) => sum + (bin.count / count) * distance(bin) ** 2, 0)
  const reliability = spread(({ said, happened }) => said - happened)
  const resolution = spread(({ happened }) => happened - overall)
  const uncertainty = overall * (1 - overall)
  return {
    kind: 'calibration',
    count,
    bins: table,
    brier: brier.value,
    reliability: roundSignificant(reliability),
    resolution: roundSignificant(resolution),
    uncertainty: roundSignificant(uncertainty),
    // Subtractions of like numbers leave rounding behind, which is not shown as a finding.
    within: Math.round((brier.value - reliability + resolution - uncertainty) * 1e12) / 1e12 + 0
  }
}

function binOf(bin: number, bins: number, forecasts: readonly ResolvedForecast[]): CalibrationBin {
  const count = forecasts.length
  const events = forecasts.filter(({ happened }) => happened).length
  const { lower, upper } = wilsonBound(events, count)
  return {
    from: bin / bins,
    to: (bin + 1) / bins,
    count,
    said: roundSignificant(sumSorted(forecasts.map(({ probability }) => probability)) / count),
    happened: events / count,
    interval: [roundSignificant(lower), roundSignificant(upper)]
  }
}
