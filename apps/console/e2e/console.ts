import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { ownerSession } from './owner.ts'
import { expect, test as watched } from './watch.ts'

/** Asks GraphQL as the owner, by session; fails on errors. */
export type Ask = <Data = Record<string, unknown>>(query: string, variables?: Record<string, unknown>) => Promise<Data>

/** Pages as the owner sees them, with the API beside them to prepare what a page shows. */
export const test = watched.extend<{ ask: Ask; signedIn: undefined }, { ownerToken: string }>({
  ownerToken: [
    async ({ browserName: _ }, use, { project }) => {
      const { sessionToken } = await ownerSession(project.use.baseURL ?? '')
      await use(sessionToken)
    },
    { scope: 'worker' },
  ],
  ask: async ({ ownerToken, baseURL }, use) => {
    await use(askAs(baseURL ?? '', ownerToken))
  },
  signedIn: [
    async ({ context, ownerToken, baseURL }, use) => {
      await context.addCookies([{ name: 'bonafide', value: ownerToken, url: baseURL ?? '', httpOnly: true, sameSite: 'Lax' }])
      await use(undefined)
    },
    { auto: true },
  ],
})

export { expect } from './watch.ts'

export const askAs =
  (baseURL: string, sessionToken: string): Ask =>
  async (query, variables) => {
    const answer = await fetch(`${baseURL}/api/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer Session ${sessionToken}` },
      body: JSON.stringify({ query, variables }),
    })
    const { data, errors } = await answer.json()
    if (errors) throw new Error(JSON.stringify(errors))
    return data
  }

/** Where the pages of the organisation under test live. */
export const home = '/example'

const widths = [1280, 360]
const schemes = ['light', 'dark'] as const

/**
 * No violation that axe knows of, nothing that needs scrolling sideways (WCAG 1.4.10), in both themes, wide and narrow. `ready` waits for
 * what the page is about.
 */
export async function expectAccessible(page: Page, path: string, ready: () => Promise<void>): Promise<void> {
  const before = page.viewportSize()
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme })
    for (const width of widths) {
      await page.setViewportSize({ width, height: 800 })
      await page.goto(path)
      await ready()
      const place = `${path} ${colorScheme} ${width}`
      expect((await new AxeBuilder({ page }).analyze()).violations, place).toEqual([])
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)
      expect(sideways, `${place} scrolls sideways`).toBe(false)
    }
  }
  if (before) await page.setViewportSize(before)
  await page.emulateMedia({ colorScheme: null })
}
