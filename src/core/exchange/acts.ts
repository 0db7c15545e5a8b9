export { importContributions } from './import/contributions-act.ts'
export { importResponses } from './import/responses-act.ts'
export { removeDemo, showDemo } from './demo/acts.ts'
