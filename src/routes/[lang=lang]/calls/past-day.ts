/** Whether a day of the calendar, `2027-01-30`, is over at a place. `now` in milliseconds. */
export const isPastDay = (day: string, timeZone: string, now: number): boolean =>
  new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(now) > day
