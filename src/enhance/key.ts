/** A key nobody else will make: 128 random bits. `crypto.randomUUID` is missing where pages come over plain http. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('')
}
