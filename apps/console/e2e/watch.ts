import { test as base, type ConsoleMessage, type Page } from '@playwright/test'

/** What the browser complains about, page after page: errors, warnings, and whatever a policy held back. */
export const test = base.extend<{ complaints: string[] }>({
  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = []
      listen(page, complaints)
      await use(complaints)
    },
    { auto: true },
  ],
})

export { expect } from '@playwright/test'

function listen(page: Page, complaints: string[]): void {
  page.on('pageerror', (error) => complaints.push(error.message))
  // A page that is left behind aborts what it asked for; that is no failure.
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? ''
    if (reason !== 'net::ERR_ABORTED') complaints.push(`${request.method()} ${request.url()}: ${reason}`)
  })
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !isExpectedRefusal(message)) complaints.push(message.text())
  })
}

/** The browser reports each answer of 4xx; a refused sign-in is one that a test asks for. */
const isExpectedRefusal = (message: ConsoleMessage): boolean =>
  message.location().url.includes('/api/auth/') && message.text().includes('401')
