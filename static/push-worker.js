// Shows a push as the browser's own message, and opens its page when it is pressed. Nothing is kept, nothing else is fetched.
self.addEventListener('push', event => {
  const { id, title, body, address, language } = event.data.json()
  event.waitUntil(
    self.registration.showNotification(title, {
      body,
      tag: id,
      lang: language,
      icon: '/favicon.svg',
      data: address
    })
  )
})

self.addEventListener('notificationclick', event => {
  event.notification.close()
  event.waitUntil(self.clients.openWindow(event.notification.data))
})
