export { createApi } from './create-api.ts'
export type { Api, ApiParts, ApiVisit } from './create-api.ts'
