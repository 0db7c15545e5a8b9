/** Accents are told apart in steps of this many degrees; the stylesheet has a class for each. */
export const hueStep = 10

/** The class that gives an element and all in it an accent: 212 becomes `hue-210`. Any number of degrees will do. */
export function hueClass(degrees: number): string {
  const turned = ((degrees % 360) + 360) % 360
  return `hue-${(Math.round(turned / hueStep) * hueStep) % 360}`
}
