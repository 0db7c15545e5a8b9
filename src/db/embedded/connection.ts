/** What node-postgres needs to connect; `host` is the absolute path of the socket's folder. */
export type Connection = { host: string; port: number; user: string; database: string }
