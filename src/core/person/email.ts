import { z } from 'zod'

/** An e-mail address as people type it, without what surrounds it, in small letters. */
export const email = z.string().max(254).trim().toLowerCase().pipe(z.email())
