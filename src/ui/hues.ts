/** Accents are told apart in steps of this many degrees; the stylesheet has a class for each. */
export const hueStep = 10

/** The class that gives an element and all in it an accent: 212 becomes `hue-210`. Any number of degrees will do. */
export function hueClass(degrees: number): string {
  const turned = ((degrees % 360) + 360) % 360
  return `hue-${(Math.round(turned / hueStep) * hueStep) % 360}`
}

/** Neighbours in a series lie far apart on the wheel, and the first few apart for most kinds of colour blindness. */
const series = [210, 150, 270, 30, 330, 90, 240, 0, 180, 300, 60, 120]

/** The hue of the n-th of several things that are told apart by colour; the 13th lies between two of the first twelve. */
export const seriesHue = (n: number): number =>
  (series[n % series.length]! + 10 * Math.floor(n / series.length)) % 360
