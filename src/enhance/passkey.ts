// Signs in with a passkey, `[data-passkey-sign-in="where to go on"]`, and adds one, `[data-passkey-add]`, where the browser
// knows them: `[data-passkey]` is shown there. `[data-passkey-said]` tells when it did not work.
import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser'
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON
} from '@simplewebauthn/browser'

if (browserSupportsWebAuthn()) {
  for (const part of document.querySelectorAll<HTMLElement>('[data-passkey]')) part.hidden = false
}

for (const button of document.querySelectorAll<HTMLElement>('[data-passkey-sign-in]')) {
  button.addEventListener('click', () => trying(button, () => signIn(button.dataset['passkeySignIn'] ?? '/')))
}

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-passkey-add]')) {
  form.addEventListener('submit', event => {
    event.preventDefault()
    void trying(form, () => add(form))
  })
}

async function signIn(onward: string): Promise<void> {
  const optionsJSON = await ask<PublicKeyCredentialRequestOptionsJSON>('generate-authenticate-options')
  const { clientExtensionResults: _, ...response } = await startAuthentication({ optionsJSON })
  await ask('verify-authentication', { response })
  location.assign(onward)
}

async function add(form: HTMLFormElement): Promise<void> {
  const name = new FormData(form).get('name')
  const optionsJSON = await ask<PublicKeyCredentialCreationOptionsJSON>('generate-register-options')
  const response = await startRegistration({ optionsJSON })
  await ask('verify-registration', { response, name })
  location.assign(form.dataset['passkeyAdd'] ?? location.href)
}

/** Asks the server's part of it; a body is sent as JSON. */
async function ask<Answer>(what: string, body?: object): Promise<Answer> {
  const response = await fetch(`/api/auth/passkey/${what}`, {
    method: body ? 'POST' : 'GET',
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {})
  })
  if (!response.ok) throw new Error(String(response.status))
  return (await response.json()) as Answer
}

/** Whoever changes their mind at the device's question has not met an error; both end with the same sentence. */
async function trying(part: HTMLElement, work: () => Promise<void>): Promise<void> {
  const line = document.querySelector('[data-passkey-said]')
  if (line) line.textContent = ''
  try {
    await work()
  } catch {
    if (line) line.textContent = part.dataset['failed'] ?? ''
  }
}
