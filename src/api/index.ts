export { createApi } from './create-api.ts'
export type { ApiParts } from './create-api.ts'
