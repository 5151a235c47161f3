import { type Browser, test as base, type ConsoleMessage, expect, type Page } from '@playwright/test'

/** What the browser complains about, page after page: errors, warnings, and whatever a policy held back. */
export const test = base.extend<{ complaints: string[] }, { browser: Browser }>({
  // Also the pages of contexts that a story opens for somebody else.
  browser: [
    async ({ browser }, use) => {
      const { newContext } = browser
      browser.newContext = async (options) => {
        const context = await newContext.call(browser, options)
        context.on('page', waitsForHydration)
        return context
      }
      await use(browser)
      browser.newContext = newContext
    },
    { scope: 'worker' },
  ],
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

/** Whoever clicks a button before its page has come alive clicks in vain; people see that and click again, tests wait. */
function waitsForHydration(page: Page): void {
  const { goto, reload } = page
  page.goto = async (...request) => {
    const response = await goto.apply(page, request)
    await expect.poll(() => page.evaluate(isHydrated)).toBe(true)
    return response
  }
  page.reload = async (...request) => {
    const response = await reload.apply(page, request)
    await expect.poll(() => page.evaluate(isHydrated)).toBe(true)
    return response
  }
}

/**
 * React leaves its props on the elements that it has taken over, part of the page after part. Pages of others have none. What was streamed
 * waits in a hidden `S:…` until React puts it in its place; a page that comes alive meanwhile has it twice.
 */
function isHydrated(): boolean {
  if (!document.querySelector('script[src*="/_next/"]')) return true
  if (document.querySelector('div[hidden][id^="S:"]')) return false
  return [...document.querySelectorAll('a, button, input')].every((element) =>
    Object.keys(element).some((key) => key.startsWith('__reactProps')),
  )
}

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
