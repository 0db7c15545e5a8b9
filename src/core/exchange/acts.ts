export { importContributions } from './import/contributions-act.ts'
export { importResponses } from './import/responses-act.ts'
