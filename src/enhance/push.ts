// News on this device: `[data-push]` is shown where the browser knows push; its buttons `[data-push-on]` and
// `[data-push-off]` turn it on and off, `[data-push-said]` says how it went in the words it carries.
const part = document.querySelector<HTMLElement>('[data-push]')
const on = part?.querySelector<HTMLButtonElement>('[data-push-on]')
const off = part?.querySelector<HTMLButtonElement>('[data-push-off]')
const said = part?.querySelector<HTMLElement>('[data-push-said]')

if (part && on && off && said && 'PushManager' in window && 'serviceWorker' in navigator) {
  part.hidden = false
  void show()
  on.addEventListener('click', () => trying(turnOn))
  off.addEventListener('click', () => trying(turnOff))
}

async function show(): Promise<void> {
  const subscription = await present()
  on!.hidden = subscription !== null
  off!.hidden = subscription === null
}

async function present(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration('/')
  return (await registration?.pushManager.getSubscription()) ?? null
}

async function turnOn(): Promise<void> {
  await navigator.serviceWorker.register('/push-worker.js', { scope: '/' })
  const registration = await navigator.serviceWorker.ready
  const response = await fetch('/api/v1/push-key')
  const { key } = (await response.json()) as { key: string }
  const subscription = await registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: key
  })
  const { endpoint, keys } = subscription.toJSON()
  await tell('POST', { endpoint, keys: { p256dh: keys!['p256dh'], auth: keys!['auth'] } })
  said!.textContent = part!.dataset['done'] ?? ''
}

async function turnOff(): Promise<void> {
  const subscription = await present()
  if (!subscription) return
  await tell('DELETE', { endpoint: subscription.endpoint })
  await subscription.unsubscribe()
  said!.textContent = ''
}

async function tell(method: 'POST' | 'DELETE', body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch('/api/v1/me/push-addresses', { method, headers, body: JSON.stringify(body) })
  if (!response.ok) throw new Error(String(response.status))
}

/** Whoever says no to the browser's question has not met an error, but is told where to change it. */
async function trying(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch {
    said!.textContent = part!.dataset['refused'] ?? ''
  }
  await show()
}

export {}
