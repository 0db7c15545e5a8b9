/**
 * What node-postgres needs to connect. `host` is the absolute path of the socket's folder. `ssl` is named so that a
 * PGSSLMODE in the environment, meant for another server, does not count here.
 */
export type Connection = { host: string; port: number; user: string; database: string; ssl: false }
