// Fills in the time zone of whoever looks, where a field asks for one and nobody has touched it: `[data-own-time-zone]`.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone.replace('Europe/Kiev', 'Europe/Kyiv')

for (const field of document.querySelectorAll<HTMLInputElement>('input[data-own-time-zone]')) {
  if (zone && zone !== 'UTC' && field.value === field.dataset['ownTimeZone']) field.value = zone
}
